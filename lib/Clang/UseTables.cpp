//===- UseTables.cpp - Tables of maps with their names --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loader may go through all maps of an object and look each up, by its name,
// in a table that has the names, and gets the descriptors. What is read from
// there is of the map whose name stands beside it.
//
//===----------------------------------------------------------------------===//

#include "Clang/UsePaths.h"
#include "Clang/UseTracer.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

static bool isCallOf(const Expr &E, llvm::StringRef Name, unsigned Arguments) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && F->getIdentifier() && F->getName() == Name &&
         Call->getNumArgs() == Arguments;
}

/// The call of strcmp() that says that two strings are equal wherever
/// \p Condition comes to \p Value; null if none does.
static const CallExpr *equalStrings(const Expr &Condition, bool Value) {
  const Expr &E = *bareExpr(&Condition);
  if (!Value && isCallOf(E, "strcmp", 2))
    return cast<CallExpr>(&E);
  if (const auto *Not = dyn_cast<UnaryOperator>(&E);
      Not && Not->getOpcode() == UO_LNot)
    return equalStrings(*Not->getSubExpr(), !Value);
  const auto *Operation = dyn_cast<BinaryOperator>(&E);
  if (!Operation)
    return nullptr;
  if (Operation->getOpcode() == (Value ? BO_LAnd : BO_LOr)) {
    if (const CallExpr *Found = equalStrings(*Operation->getLHS(), Value))
      return Found;
    return equalStrings(*Operation->getRHS(), Value);
  }
  const auto *Zero =
      dyn_cast<IntegerLiteral>(Operation->getRHS()->IgnoreParenCasts());
  if (!Zero || Zero->getValue() != 0)
    return nullptr;
  if (Operation->getOpcode() == BO_EQ)
    return equalStrings(*Operation->getLHS(), !Value);
  return Operation->getOpcode() == BO_NE
             ? equalStrings(*Operation->getLHS(), Value)
             : nullptr;
}

/// The variable that \p E is what \p Function returns of; \p E may be a local
/// variable that is set once, where it is declared.
static const VarDecl *argumentOf(const Expr &E, llvm::StringRef Function,
                                 const UseIndex &Index) {
  const Expr *Bare = bareExpr(&E);
  if (const auto *Name = dyn_cast<DeclRefExpr>(Bare)) {
    const auto *V = dyn_cast<VarDecl>(Name->getDecl());
    if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
      return nullptr;
    const std::vector<Store> &Stores = Index.storesTo(*V);
    if (Stores.size() != 1 || Stores[0].Target || !Stores[0].Value)
      return nullptr;
    Bare = bareExpr(Stores[0].Value);
  }
  if (!isCallOf(*Bare, Function, 1))
    return nullptr;
  const auto *Map =
      dyn_cast<DeclRefExpr>(bareExpr(cast<CallExpr>(Bare)->getArg(0)));
  const auto *V = Map ? dyn_cast<VarDecl>(Map->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

const FieldDecl *UseValues::nameTested(const Store &S) {
  const auto *Target =
      S.Target ? dyn_cast<MemberExpr>(bareExpr(S.Target)) : nullptr;
  if (!Target || !S.Value || !S.In || !S.In->hasBody())
    return nullptr;
  const VarDecl *Map = argumentOf(*S.Value, "bpf_map__fd", Index);
  if (!Map)
    return nullptr;
  auto IsSame = [&](const Expr &A, const Expr &B) {
    llvm::FoldingSetNodeID Ids[2];
    bareExpr(&A)->Profile(Ids[0], Context, /*Canonical=*/true);
    bareExpr(&B)->Profile(Ids[1], Context, /*Canonical=*/true);
    return Ids[0] == Ids[1];
  };
  auto NameOf = [&](const Expr &Name, const Expr &Other) -> const FieldDecl * {
    const auto *Member = dyn_cast<MemberExpr>(bareExpr(&Name));
    const bool IsOfMap = argumentOf(Other, "bpf_map__name", Index) == Map;
    return Member && IsOfMap && Member->isArrow() == Target->isArrow() &&
                   IsSame(*Member->getBase(), *Target->getBase())
               ? dyn_cast<FieldDecl>(Member->getMemberDecl())
               : nullptr;
  };
  FunctionFlow &Flow = *flow(*S.In);
  for (const Expr *Condition : Flow.conditionsOf(*S.Target))
    for (bool Value : {true, false}) {
      const CallExpr *Equal = equalStrings(*Condition, Value);
      // It must not be stored otherwise.
      if (!Equal ||
          Flow.canReach(*S.Target,
                        [&](const Expr &Each) -> std::optional<int64_t> {
                          if (&Each != Condition)
                            return std::nullopt;
                          return !Value;
                        }))
        continue;
      if (const FieldDecl *F = NameOf(*Equal->getArg(0), *Equal->getArg(1)))
        return F;
      if (const FieldDecl *F = NameOf(*Equal->getArg(1), *Equal->getArg(0)))
        return F;
    }
  return nullptr;
}

/// Adds the maps that \p Name names, a member of the object that \p E is in.
void UseValues::Tracer::named(const Expr &E, const FieldDecl &Name,
                              const Frame &In) {
  // Who looks for something else than a map has not found it.
  Found.HasOthers = true;
  // What is printed or copied into an array of characters is not seen.
  if (!isa<MemberExpr>(bareExpr(&E)) || Name.getType()->isArrayType())
    return unknown();
  const StoredValues Names =
      valuesBeside(E, Name, Of.Index, Of.Context, Of.Joining);
  if (Names.Unknown || Names.HasOthers || !Names.Joined.empty())
    return unknown();
  for (const Store &S : Names.Values) {
    if (!S.Value)
      return unknown();
    if (!Of.isZeroOrLess(*S.Value))
      Found.Named.push_back({S.Value, frameOf(S.In, In)});
  }
}
