//===- UseGuards.cpp - Whether a caller chooses the call ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseGuards.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace hostlayout::clangfe;

namespace {

class GuardTest {
public:
  GuardTest(const Expr &Call, UseValues &Values) : Values(Values) {
    collect(Call);
  }

  bool chooses(const Expr &Condition) { return tests(Condition, 0); }

private:
  /// The parameters that the call itself is given.
  void collect(const Stmt &S) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      if (const auto *P = dyn_cast<ParmVarDecl>(Name->getDecl()))
        Given.insert(P);
    for (const Stmt *Child : S.children())
      if (Child)
        collect(*Child);
  }

  /// Whether \p E is a given parameter and nothing else.
  bool isGiven(const Expr &E) const {
    const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(&E));
    const auto *P = Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
    return P && Given.count(P) &&
           (P->getType()->isPointerType() || P->getType()->isIntegerType());
  }

  /// Whether \p E is a local variable that is counted up or down.
  bool isCounter(const Expr &E) const {
    const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(&E));
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) &&
           llvm::any_of(Values.index().storesTo(*V), [](const Store &S) {
             return S.Target && !S.Value && !S.Through;
           });
  }

  /// Whether \p E is 0, or below.
  bool isLimit(const Expr &E) const {
    std::optional<uint64_t> Number = Values.constant(E);
    return (Number && static_cast<int32_t>(*Number) <= 0) ||
           E.isNullPointerConstant(Values.context(),
                                   Expr::NPC_ValueDependentIsNotNull);
  }

  bool isStatus(const Expr &Of, unsigned Depth) const;
  bool tests(const Expr &Condition, unsigned Depth);
  bool mentions(const Stmt &S, unsigned Depth);

  UseValues &Values;
  llvm::DenseSet<const ParmVarDecl *> Given;
  llvm::DenseSet<const VarDecl *> Seen;
};

} // namespace

bool GuardTest::tests(const Expr &Condition, unsigned Depth) {
  const Expr &E = *bareExpr(&Condition);
  if (const auto *Operation = dyn_cast<BinaryOperator>(&E)) {
    if (Operation->isLogicalOp())
      return tests(*Operation->getLHS(), Depth) ||
             tests(*Operation->getRHS(), Depth);
    if (Operation->isComparisonOp()) {
      // `i < number`.
      if (Operation->isRelationalOp() && (isCounter(*Operation->getLHS()) ||
                                          isCounter(*Operation->getRHS())))
        return false;
      // `fd < 0`, `p == NULL`.
      if ((isGiven(*Operation->getLHS()) && isLimit(*Operation->getRHS())) ||
          (isGiven(*Operation->getRHS()) && isLimit(*Operation->getLHS())))
        return false;
    }
  } else if (const auto *Operation = dyn_cast<UnaryOperator>(&E)) {
    if (Operation->getOpcode() == UO_LNot)
      return tests(*Operation->getSubExpr(), Depth);
  } else if (isGiven(E) && E.getType()->isPointerType()) {
    return false;
  }
  return mentions(E, Depth);
}

/// Whether \p Of only says that something failed: what a call of libbpf
/// returns, an error code or 0.
bool GuardTest::isStatus(const Expr &Of, unsigned Depth) const {
  const Expr &E = *bareExpr(&Of);
  if (Depth > 4)
    return false;
  auto All = [&](const std::vector<const Expr *> &Values) {
    return !Values.empty() && llvm::all_of(Values, [&](const Expr *Each) {
      return Each && isStatus(*Each, Depth + 1);
    });
  };
  if (E.getType()->isIntegerType() && isLimit(E))
    return true;
  if (const auto *Operation = dyn_cast<UnaryOperator>(&E))
    return Operation->getOpcode() == UO_Minus; // -errno
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&E))
    return All({Choice->getTrueExpr(), Choice->getFalseExpr()});
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && (useFunction(*Callee) ||
                      All(Values.index().returnsOf(*Callee)));
  }
  const auto *Name = dyn_cast<DeclRefExpr>(&E);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  std::vector<const Expr *> Stored;
  for (const Store &S : Values.index().storesTo(*V))
    Stored.push_back(S.Value);
  return All(Stored);
}

/// Whether the value of \p S depends on a parameter.
bool GuardTest::mentions(const Stmt &S, unsigned Depth) {
  if (const auto *Call = dyn_cast<CallExpr>(&S); Call && isStatus(*Call, 0))
    return false;
  if (isa<CXXThisExpr>(S))
    return true;
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
    const auto *V = dyn_cast<VarDecl>(Name->getDecl());
    if (!V)
      return false;
    if (isa<ParmVarDecl>(V))
      return true;
    if (!V->hasLocalStorage() || Depth > 4 || !Seen.insert(V).second)
      return false;
    for (const Store &Each : Values.index().storesTo(*V))
      if (Each.Value && mentions(*Each.Value, Depth + 1))
        return true;
    return false;
  }
  for (const Stmt *Child : S.children())
    if (Child && mentions(*Child, Depth))
      return true;
  return false;
}

Guard clangfe::guardOf(const Expr &Call, const Frame &In, UseValues &Values) {
  if (!In.F || !In.F->hasBody())
    return Guard::None;
  FunctionFlow &Flow = *Values.flow(*In.F);
  GuardTest Test(Call, Values);
  bool IsChosen = false, IsKnown = false;
  for (const Expr *Condition : Flow.conditionsOf(Call)) {
    if (!Test.chooses(*Condition))
      continue;
    if (Values.outcome(*Condition, In))
      IsKnown = true;
    else
      IsChosen = true;
  }
  if (IsKnown && !Flow.canReach(Call, [&](const Expr &Condition) {
        return Values.outcome(Condition, In);
      }))
    return Guard::NotMade;
  return IsChosen ? Guard::Chosen : Guard::None;
}
