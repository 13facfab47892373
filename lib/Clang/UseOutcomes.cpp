//===- UseOutcomes.cpp - What a condition comes to in a chain -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A helper may choose its calls by an argument, so that it makes only some of
// them for one caller. The literals and addresses that a chain of calls hands
// over say which.
//
//===----------------------------------------------------------------------===//

#include "Clang/UseValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

class Outcomes {
public:
  explicit Outcomes(UseValues &Values) : Values(Values) {}

  std::optional<int64_t> of(const Expr &Condition, const Frame &In);

private:
  std::optional<int64_t> operation(const BinaryOperator &E, const Frame &In);
  std::optional<int64_t> traced(const Expr &E, const Frame &In);
  std::optional<int64_t> literal(const Expr &E) const;

  UseValues &Values;
  unsigned Depth = 0;
};

} // namespace

/// A constant, or 0 or 1 of a pointer whose value says which.
std::optional<int64_t> Outcomes::literal(const Expr &E) const {
  if (std::optional<uint64_t> Number = Values.constant(E))
    return static_cast<int64_t>(*Number);
  if (!E.getType()->isPointerType())
    return std::nullopt;
  if (E.isNullPointerConstant(Values.context(),
                              Expr::NPC_ValueDependentIsNotNull))
    return 0;
  const auto *Operation = dyn_cast<UnaryOperator>(&E);
  const auto *Cast = dyn_cast<CastExpr>(&E);
  if ((Operation && Operation->getOpcode() == UO_AddrOf) ||
      (Cast && (Cast->getCastKind() == CK_ArrayToPointerDecay ||
                Cast->getCastKind() == CK_FunctionToPointerDecay)) ||
      isa<CXXThisExpr>(E))
    return 1;
  return std::nullopt;
}

std::optional<int64_t> Outcomes::traced(const Expr &E, const Frame &In) {
  Sources Found = Values.trace(
      E, In, [&](const Expr &Each) { return literal(Each).has_value(); });
  if (Found.Unknown || Found.NeedsCaller || Found.ThroughMemory ||
      Found.HasOthers || !Found.Joined.empty())
    return std::nullopt;
  std::optional<int64_t> Result;
  auto Take = [&](std::optional<int64_t> One) {
    const bool IsNew = !Result && One;
    if (IsNew)
      Result = One;
    return One && *Result == *One;
  };
  for (const Source &S : Found.Values)
    if (!Take(literal(*S.Value)))
      return std::nullopt;
  for (const Sources::HandedValue &H : Found.Handed)
    if (!Take(H.Argument->Outcome))
      return std::nullopt;
  return Result;
}

std::optional<int64_t> Outcomes::operation(const BinaryOperator &E,
                                           const Frame &In) {
  if (E.isLogicalOp()) {
    const bool Decides = E.getOpcode() == BO_LOr;
    std::optional<int64_t> L = of(*E.getLHS(), In), R = of(*E.getRHS(), In);
    if ((L && (*L != 0) == Decides) || (R && (*R != 0) == Decides))
      return Decides;
    return L && R ? std::optional<int64_t>(!Decides) : std::nullopt;
  }
  if (!E.isComparisonOp() && E.getOpcode() != BO_And)
    return std::nullopt;
  std::optional<int64_t> L = of(*E.getLHS(), In), R = of(*E.getRHS(), In);
  if (!L || !R)
    return std::nullopt;
  // Of a pointer it is only known whether it is null.
  if (E.getLHS()->getType()->isPointerType() && *L && *R)
    return std::nullopt;
  // The sign of what was converted on the way does not count.
  if (*L < 0 || *R < 0 || *L > INT32_MAX || *R > INT32_MAX)
    return std::nullopt;
  switch (E.getOpcode()) {
  case BO_And:
    return *L & *R;
  case BO_EQ:
    return *L == *R;
  case BO_NE:
    return *L != *R;
  case BO_LT:
    return *L < *R;
  case BO_GT:
    return *L > *R;
  case BO_LE:
    return *L <= *R;
  case BO_GE:
    return *L >= *R;
  default:
    return std::nullopt;
  }
}

std::optional<int64_t> Outcomes::of(const Expr &Condition, const Frame &In) {
  constexpr unsigned MostDepth = 16;
  const Expr &E = *Condition.IgnoreParenImpCasts();
  // An array is an address below the cast to `void *`.
  for (const Expr *Each = &Condition;;) {
    if (std::optional<int64_t> Known = literal(*Each))
      return Known;
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Each))
      Each = Cast->getSubExpr();
    else if (const auto *Parens = dyn_cast<ParenExpr>(Each))
      Each = Parens->getSubExpr();
    else
      break;
  }
  if (Depth == MostDepth)
    return std::nullopt;
  ++Depth;
  std::optional<int64_t> Result;
  if (const auto *Operation = dyn_cast<BinaryOperator>(&E)) {
    Result = operation(*Operation, In);
  } else if (const auto *Operation = dyn_cast<UnaryOperator>(&E);
             Operation && Operation->getOpcode() == UO_LNot) {
    if (std::optional<int64_t> Inner = of(*Operation->getSubExpr(), In))
      Result = *Inner == 0;
  } else if (E.getType()->isIntegralOrEnumerationType() ||
             E.getType()->isPointerType()) {
    Result = traced(E, In);
  }
  --Depth;
  return Result;
}

std::optional<int64_t> UseValues::outcome(const Expr &Condition,
                                          const Frame &In) {
  return Outcomes(*this).of(Condition, In);
}

bool UseValues::isZeroOrLess(const Expr &E) const {
  std::optional<uint64_t> Number = constant(E);
  return (Number && static_cast<int32_t>(*Number) <= 0) ||
         E.isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull);
}

bool UseValues::isStatus(const Expr &Of, unsigned Depth) const {
  const Expr &E = *bareExpr(&Of);
  if (Depth > 4)
    return false;
  auto All = [&](const std::vector<const Expr *> &Each) {
    return !Each.empty() && llvm::all_of(Each, [&](const Expr *One) {
      return One && isStatus(*One, Depth + 1);
    });
  };
  if (E.getType()->isIntegerType() && isZeroOrLess(E))
    return true;
  if (const auto *Operation = dyn_cast<UnaryOperator>(&E))
    return Operation->getOpcode() == UO_Minus; // -errno
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&E))
    return All({Choice->getTrueExpr(), Choice->getFalseExpr()});
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && (returnsStatus(*Callee) || All(Index.returnsOf(*Callee)));
  }
  const auto *Name = dyn_cast<DeclRefExpr>(&E);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  std::vector<const Expr *> Stored;
  for (const Store &S : Index.storesTo(*V))
    Stored.push_back(S.Value);
  return All(Stored);
}
