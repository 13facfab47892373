//===- UseGuards.cpp - Whether a caller chooses the call ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseGuards.h"
#include "Clang/UsePaths.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace clang;
using namespace hostlayout::clangfe;

namespace {

class GuardTest {
public:
  /// \p Conditions: all that \p Call depends on.
  GuardTest(const Expr &Call, const std::vector<const Expr *> &Conditions,
            UseValues &Values)
      : Call(Call), Values(Values) {
    collect(Call);
    collectOrigins(Call, 0);
    for (const Expr *Each : Conditions)
      collectLimits(*Each);
  }

  bool chooses(const Expr &Condition) {
    Seen.clear();
    return tests(Condition, 0);
  }
  bool isMadeEitherWay(const Expr &Condition, const FunctionDecl &In);
  bool isLikeAnother(const FunctionDecl &In);

private:
  /// The parameters and variables that the call itself is given, and what it is
  /// given the address of.
  void collect(const Stmt &S) {
    if (const auto *Operation = dyn_cast<UnaryOperator>(&S);
        Operation && Operation->getOpcode() == UO_AddrOf)
      Addressed.push_back(Operation->getSubExpr());
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      if (const auto *V = dyn_cast<VarDecl>(Name->getDecl());
          V && V->hasLocalStorage())
        Given.insert(V);
    for (const Stmt *Child : S.children())
      if (Child)
        collect(*Child);
  }

  /// The pointers that the variables among its arguments were made with:
  /// without them there would be no map.
  void collectOrigins(const Stmt &S, unsigned Depth) {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    if (V && V->hasLocalStorage() && Depth < 4) {
      if (V->getType()->isPointerType())
        Given.insert(V);
      for (const Store &Each : Values.index().storesTo(*V))
        if (Each.Value && isOfWhole(Each)) {
          // `number = (__u32)count`.
          if (const auto *From = dyn_cast<DeclRefExpr>(bareExpr(Each.Value)))
            if (const auto *Number = dyn_cast<VarDecl>(From->getDecl());
                Number && Number->getType()->isIntegerType())
              Given.insert(Number);
          collectOrigins(*Each.Value, Depth + 1);
        }
    }
    for (const Stmt *Child : S.children())
      if (Child)
        collectOrigins(*Child, Depth);
  }

  /// What counters are compared with.
  void collectLimits(const Expr &Condition) {
    const auto *Operation = dyn_cast<BinaryOperator>(bareExpr(&Condition));
    if (!Operation)
      return;
    if (Operation->isLogicalOp()) {
      collectLimits(*Operation->getLHS());
      collectLimits(*Operation->getRHS());
    } else if (Operation->isRelationalOp()) {
      if (isCounter(*Operation->getLHS()))
        Limits.push_back(Operation->getRHS());
      if (isCounter(*Operation->getRHS()))
        Limits.push_back(Operation->getLHS());
    }
  }

  bool isSame(const Expr &A, const Expr &B) const {
    llvm::FoldingSetNodeID Ids[2];
    bareExpr(&A)->Profile(Ids[0], Values.context(), /*Canonical=*/true);
    bareExpr(&B)->Profile(Ids[1], Values.context(), /*Canonical=*/true);
    return Ids[0] == Ids[1];
  }

  bool isOneOf(const Expr &E, const std::vector<const Expr *> &All) const {
    return E.getType()->isIntegerType() &&
           llvm::any_of(All,
                        [&](const Expr *Each) { return isSame(E, *Each); });
  }

  /// Whether \p E is a given variable and nothing else, or a number that is
  /// given by its address.
  bool isGiven(const Expr &E) const {
    if (isOneOf(E, Addressed))
      return true;
    const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(&E));
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    return V && Given.count(V) &&
           (V->getType()->isPointerType() || V->getType()->isIntegerType());
  }

  /// Whether a comparison of \p E with 0 or less says whether there is
  /// something, not what it is.
  bool isValid(const Expr &E) const { return isGiven(E) || isOneOf(E, Limits); }

  /// Whether \p E is a local variable that is counted up or down.
  bool isCounter(const Expr &E) const {
    const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(&E));
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) &&
           llvm::any_of(Values.index().storesTo(*V), [](const Store &S) {
             return S.Target && !S.Value && !S.Through;
           });
  }

  /// Whether \p E is the largest number of a type of 4 bytes or more.
  bool isLimitOfType(const Expr &E) const {
    const std::optional<uint64_t> Number = Values.constant(E);
    return Number && (*Number == INT32_MAX || *Number == UINT32_MAX ||
                      *Number == INT64_MAX);
  }

  bool tests(const Expr &Condition, unsigned Depth);
  bool mentions(const Stmt &S, unsigned Depth, bool ReadsThrough = false);

  const Expr &Call;
  UseValues &Values;
  std::vector<const Expr *> Addressed, Limits;
  llvm::DenseSet<const VarDecl *> Given;
  /// In one condition, and whether through pointers.
  std::set<std::pair<const VarDecl *, bool>> Seen;
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
      if (Operation->isRelationalOp() &&
          (isCounter(*Operation->getLHS()) || isCounter(*Operation->getRHS())))
        return false;
      // `count <= UINT32_MAX`: whether it fits, not which it is.
      if (Operation->isRelationalOp() && (isLimitOfType(*Operation->getLHS()) ||
                                          isLimitOfType(*Operation->getRHS())))
        return false;
      // `fd < 0`, `p == NULL`, `number == 0`.
      if ((isValid(*Operation->getLHS()) &&
           Values.isZeroOrLess(*Operation->getRHS())) ||
          (isValid(*Operation->getRHS()) &&
           Values.isZeroOrLess(*Operation->getLHS())))
        return false;
    }
  } else if (const auto *Operation = dyn_cast<UnaryOperator>(&E)) {
    if (Operation->getOpcode() == UO_LNot)
      return tests(*Operation->getSubExpr(), Depth);
  } else if (isGiven(E) && E.getType()->isPointerType()) {
    return false;
  }
  // Whether there is anything to count up to.
  if (isOneOf(E, Limits))
    return false;
  return mentions(E, Depth);
}

/// Whether the value of \p S depends on a parameter. \p ReadsThrough: what is
/// behind its pointers counts, too.
bool GuardTest::mentions(const Stmt &S, unsigned Depth, bool ReadsThrough) {
  if (const auto *Call = dyn_cast<CallExpr>(&S); Call && Values.isStatus(*Call))
    return false;
  if (isa<CXXThisExpr>(S))
    return true;
  if (isa<UnaryExprOrTypeTraitExpr>(S))
    return false;
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
    const auto *V = dyn_cast<VarDecl>(Name->getDecl());
    if (!V)
      return false;
    if (isa<ParmVarDecl>(V))
      return true;
    if (!V->hasLocalStorage() || Depth > 4 ||
        !Seen.insert({V, ReadsThrough}).second)
      return false;
    const bool IsAll = ReadsThrough || !V->getType()->isPointerType();
    for (const Store &Each : Values.index().storesTo(*V))
      if (Each.Value && (IsAll || isOfWhole(Each)) &&
          mentions(*Each.Value, Depth + 1, ReadsThrough))
        return true;
    return false;
  }
  const auto *Operation = dyn_cast<UnaryOperator>(&S);
  ReadsThrough |= isa<CallExpr>(S) || isa<ArraySubscriptExpr>(S) ||
                  isa<MemberExpr>(S) ||
                  (Operation && Operation->getOpcode() == UO_Deref);
  for (const Stmt *Child : S.children())
    if (Child && mentions(*Child, Depth, ReadsThrough))
      return true;
  return false;
}

/// Whether the helper that is called is called with the same map and bytes,
/// too, where \p Condition comes to the contrary: only a flag differs.
bool GuardTest::isMadeEitherWay(const Expr &Condition, const FunctionDecl &In) {
  const auto *Here = dyn_cast<CallExpr>(&Call);
  const FunctionDecl *Callee = Here ? Here->getDirectCallee() : nullptr;
  if (!Callee)
    return false;
  FunctionFlow &Flow = *Values.flow(In);
  auto IsReached = [&](const Expr &Site, int64_t Outcome) {
    return Flow.canReach(Site, [&](const Expr &Each) {
      return &Each == &Condition ? std::optional(Outcome) : std::nullopt;
    });
  };
  auto HandsOverTheSame = [&](const CallExpr &Other) {
    for (unsigned I = 0; I != Here->getNumArgs(); ++I)
      if (!Callee->getParamDecl(I)->getType()->isBooleanType() &&
          !isSame(*Here->getArg(I), *Other.getArg(I)))
        return false;
    return true;
  };
  // A switch has more than two ways.
  if (Callee->isVariadic() || isa<CXXMethodDecl>(Callee) ||
      isa_and_nonnull<SwitchStmt>(Flow.parents().getParentIgnoreParenImpCasts(
          const_cast<Expr *>(&Condition))))
    return false;
  const bool IsThen = IsReached(Call, 1), IsElse = IsReached(Call, 0);
  return IsThen != IsElse &&
         llvm::any_of(
             Values.index().callersOf(*Callee), [&](const CallSite &S) {
               const auto *Other = dyn_cast<CallExpr>(S.Call);
               return Other && Other != Here && S.In == &In &&
                      Other->getNumArgs() == Here->getNumArgs() &&
                      HandsOverTheSame(*Other) && IsReached(*Other, IsElse);
             });
}

/// Whether the function calls libbpf with the same map and bytes whatever its
/// parameters are: this call is then meant for that map, too.
bool GuardTest::isLikeAnother(const FunctionDecl &In) {
  const std::vector<UseSite> &Uses = Values.index().uses();
  auto Here = llvm::find_if(
      Uses, [&](const UseSite &U) { return U.Call == &Call && U.In == &In; });
  if (Here == Uses.end())
    return false;
  auto HasSame = [&](int8_t Number, const UseSite &Other, int8_t OfOther) {
    if (Number == UseFunction::NoArgument)
      return true;
    if (OfOther == UseFunction::NoArgument)
      return false;
    const Expr &E = *Here->Call->getArg(Number);
    return isSetOnce(E, Values.index()) &&
           isSame(E, *Other.Call->getArg(OfOther));
  };
  return llvm::any_of(Uses, [&](const UseSite &Other) {
    if (Other.In != &In || Other.Call == &Call ||
        Other.What->Form != Here->What->Form ||
        !HasSame(Here->What->Map, Other, Other.What->Map) ||
        !HasSame(Here->What->Key, Other, Other.What->Key) ||
        !HasSame(Here->What->NextKey, Other, Other.What->NextKey) ||
        !HasSame(Here->What->Value, Other, Other.What->Value))
      return false;
    const std::vector<const Expr *> Conditions =
        Values.flow(In)->conditionsOf(*Other.Call);
    GuardTest Test(*Other.Call, Conditions, Values);
    return llvm::none_of(Conditions, [&](const Expr *Condition) {
      return Test.chooses(*Condition);
    });
  });
}

/// \p Do with what `&&` and `||` of \p Condition join.
static void forEachOperand(const Expr &Condition,
                           llvm::function_ref<void(const Expr &)> Do) {
  const auto *Operation = dyn_cast<BinaryOperator>(bareExpr(&Condition));
  if (!Operation || !Operation->isLogicalOp())
    return Do(Condition);
  forEachOperand(*Operation->getLHS(), Do);
  forEachOperand(*Operation->getRHS(), Do);
}

Guard clangfe::guardOf(const Expr &Call, const Frame &In, UseValues &Values) {
  if (!In.F || !In.F->hasBody())
    return Guard::None;
  // Most functions have nothing that chooses; to know what depends on what
  // takes clang's graph of the function.
  if (const auto *All = Values.index().conditionsOf(*In.F)) {
    GuardTest Test(Call, {}, Values);
    if (llvm::none_of(*All,
                      [&](const Expr *Each) { return Test.chooses(*Each); }))
      return Guard::None;
  }
  FunctionFlow &Flow = *Values.flow(*In.F);
  const std::vector<const Expr *> Conditions = Flow.conditionsOf(Call);
  GuardTest Test(Call, Conditions, Values);
  bool IsChosen = false, IsKnown = false;
  for (const Expr *Condition : Conditions) {
    if (Test.chooses(*Condition) && Values.outcome(*Condition, In)) {
      IsKnown = true;
      continue;
    }
    forEachOperand(*Condition, [&](const Expr &Operand) {
      if (!Test.chooses(Operand))
        return;
      if (Values.outcome(Operand, In))
        IsKnown = true;
      else if (!Test.isMadeEitherWay(*Condition, *In.F))
        IsChosen = true;
    });
  }
  if (IsKnown && !Flow.canReach(Call, [&](const Expr &Condition) {
        return Values.outcome(Condition, In);
      }))
    return Guard::NotMade;
  return IsChosen && !Test.isLikeAnother(*In.F) ? Guard::Chosen : Guard::None;
}
