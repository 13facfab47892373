//===- UsePaths.cpp - What is stored to members and globals ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UsePaths.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace clang;
using namespace hostlayout::clangfe;

namespace {

/// A field, or an element of an array.
struct PathStep {
  const FieldDecl *Field = nullptr;
  std::optional<uint64_t> Index; ///< none: some element
};

struct Path {
  /// Null where it starts at whatever a pointer points to.
  const VarDecl *Root = nullptr;
  std::vector<PathStep> Steps; ///< innermost first
};

} // namespace

static Path pathOf(const Expr &Lvalue, const ASTContext &Context) {
  Path P;
  const Expr *E = bareExpr(&Lvalue);
  for (;;) {
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      if (!Field) {
        // A static member is a variable.
        P.Root = dyn_cast<VarDecl>(Member->getMemberDecl());
        return P;
      }
      P.Steps.push_back({Field, std::nullopt});
      if (Member->isArrow())
        return P;
      E = bareExpr(Member->getBase());
    } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
      PathStep Step;
      Expr::EvalResult Number;
      if (!Element->getIdx()->isValueDependent() &&
          Element->getIdx()->EvaluateAsInt(Number, Context))
        Step.Index = Number.Val.getInt().extOrTrunc(64).getZExtValue();
      P.Steps.push_back(Step);
      const Expr *Base = Element->getBase()->IgnoreParens();
      const auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
      if (!Decay || Decay->getCastKind() != CK_ArrayToPointerDecay)
        return P;
      E = bareExpr(Decay->getSubExpr());
    } else if (const auto *Name = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Name->getDecl());
      if (V && !V->getType()->isReferenceType() && !isa<ParmVarDecl>(V))
        P.Root = V->getCanonicalDecl();
      return P;
    } else {
      return P;
    }
  }
}

static bool mayBeSame(const Path &A, const Path &B) {
  if (A.Root && B.Root &&
      (A.Root != B.Root || A.Steps.size() != B.Steps.size()))
    return false;
  // The shorter one of a rooted path cannot be a part of a longer one.
  for (size_t I = 0, N = std::min(A.Steps.size(), B.Steps.size()); I != N;
       ++I) {
    const PathStep &X = A.Steps[I], &Y = B.Steps[I];
    if (!X.Field != !Y.Field)
      // A pointer to an element is both.
      return !A.Root || !B.Root;
    if (X.Field && X.Field->getCanonicalDecl() != Y.Field->getCanonicalDecl())
      return false;
    if (X.Index && Y.Index && *X.Index != *Y.Index)
      return false;
  }
  return true;
}

/// The value that \p Initial gives to \p P, a path of its variable. Null where
/// it says nothing; \p IsKnown is false where it is not known.
static const Expr *initialOf(const Expr *Initial, const Path &P,
                             bool &IsKnown) {
  IsKnown = true;
  for (size_t I = P.Steps.size(); I-- > 0;) {
    const auto *List = dyn_cast<InitListExpr>(Initial->IgnoreParenImpCasts());
    if (!List) {
      IsKnown = isa<ImplicitValueInitExpr>(Initial);
      return nullptr;
    }
    if (!List->isSemanticForm() && List->getSemanticForm())
      List = List->getSemanticForm();
    const PathStep &Step = P.Steps[I];
    unsigned At;
    if (Step.Field) {
      At = Step.Field->getFieldIndex();
      if (const auto *Class = dyn_cast<CXXRecordDecl>(Step.Field->getParent()))
        At += Class->getNumBases();
      if (Step.Field->getParent()->isUnion()) {
        IsKnown = false;
        return nullptr;
      }
    } else if (Step.Index) {
      At = *Step.Index;
    } else {
      IsKnown = false;
      return nullptr;
    }
    if (At >= List->getNumInits() || !List->getInit(At))
      return nullptr;
    Initial = List->getInit(At);
  }
  return Initial;
}

bool clangfe::isOfWhole(const Store &S) {
  return !S.Target || isa<DeclRefExpr>(bareExpr(S.Target));
}

bool clangfe::isSetOnce(const Stmt &S, const UseIndex &Index) {
  if (isa<CallExpr>(S))
    return false;
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
    if (const auto *V = dyn_cast<VarDecl>(Name->getDecl()))
      if (!V->hasLocalStorage() ||
          llvm::count_if(Index.storesTo(*V), isOfWhole) >
              (isa<ParmVarDecl>(V) ? 0 : 1))
        return false;
  return llvm::all_of(S.children(), [&](const Stmt *Child) {
    return !Child || isSetOnce(*Child, Index);
  });
}

bool clangfe::isOfThisUnit(const Decl &D, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  // Others may know that there is such a struct, but not what is in it.
  if (const auto *Field = dyn_cast<FieldDecl>(&D))
    return SM.isInMainFile(SM.getExpansionLoc(Field->getLocation())) ||
           isOfThisUnit(*Field->getParent(), Context);
  // `extern int fd;` in a source: another has it.
  if (const auto *V = dyn_cast<VarDecl>(&D);
      V && V->hasExternalStorage() && !V->getDefinition())
    return false;
  if (const auto *Named = dyn_cast<NamedDecl>(&D))
    if (!isa<TagDecl>(D) && !Named->isExternallyVisible())
      return true;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D);
      Method && !isOfThisUnit(*Method->getParent(), Context))
    return false;
  if (D.getParentFunctionOrMethod())
    return true;
  for (const Decl *Each : D.redecls())
    if (!SM.isInMainFile(SM.getExpansionLoc(Each->getLocation())))
      return false;
  return true;
}

static JoinedStore joined(const Path &P, const UseJoining &Joining) {
  JoinedStore Result;
  // What only one unit has is another object than any of the others'.
  if (P.Root) {
    Result.Root = Joining.key(*P.Root);
    if (Result.Root.empty())
      Result.Root = "-";
  }
  for (const PathStep &Step : P.Steps)
    Result.Steps.push_back(Step.Field   ? Joining.key(*Step.Field)
                           : Step.Index ? std::to_string(*Step.Index)
                                        : std::string());
  return Result;
}

JoinedStore clangfe::joinedPath(const Expr &Lvalue, const ASTContext &Context,
                                const UseJoining &Joining) {
  return joined(pathOf(Lvalue, Context), Joining);
}

/// mayBeSame() of what units tell each other.
static bool mayBeSame(const JoinedStore &A, const JoinedStore &B) {
  const bool AreRooted = !A.Root.empty() && !B.Root.empty();
  if (AreRooted && (A.Root != B.Root || A.Steps.size() != B.Steps.size()))
    return false;
  auto IsField = [](const std::string &Step) {
    return Step.find(':') != std::string::npos;
  };
  for (size_t I = 0, N = std::min(A.Steps.size(), B.Steps.size()); I != N;
       ++I) {
    const std::string &X = A.Steps[I], &Y = B.Steps[I];
    if (IsField(X) != IsField(Y))
      return !AreRooted;
    if (!X.empty() && !Y.empty() && X != Y)
      return false;
  }
  return true;
}

/// The field of that key beside \p Of, or null.
static const FieldDecl *siblingOf(const ValueDecl &Of, const std::string &Key,
                                  const UseJoining &Joining) {
  if (const auto *Field = dyn_cast<FieldDecl>(&Of))
    for (const FieldDecl *Each : Field->getParent()->fields())
      if (Joining.key(*Each) == Key)
        return Each;
  return nullptr;
}

/// Adds what other units store to \p Wanted, which ends in \p Of. False: they
/// do not say it all.
static bool addJoined(const ValueDecl &Of, const Path &Wanted, bool IsOwn,
                      UseJoining &Joining, StoredValues &To) {
  std::vector<std::string> Keys = {Joining.key(Of)};
  if (Wanted.Root && Wanted.Root != &Of)
    if (std::string Root = Joining.key(*Wanted.Root); !Root.empty())
      Keys.push_back(std::move(Root));
  const JoinedStore Here = joined(Wanted, Joining);
  bool IsKnown = true;
  for (const std::string &Key : Keys) {
    if (Key.empty())
      return false;
    Joining.want(Key);
    auto Known = Joining.In.Stores.find(Key);
    if (Known == Joining.In.Stores.end()) {
      IsKnown = false;
      continue;
    }
    for (const JoinedStore &S : Known->second) {
      if (Key == Keys.front() && !mayBeSame(Here, S))
        continue;
      if (!S.NamedBy.empty()) {
        const FieldDecl *Name = siblingOf(Of, S.NamedBy, Joining);
        IsKnown &= Name != nullptr;
        if (Name)
          To.NamedBy.push_back(Name);
        continue;
      }
      if (IsOwn)
        continue;
      // The whole variable, or something in it that is stored to elsewhere.
      IsKnown &= !S.IsUnknown;
      To.HasOthers |= S.IsOther;
      for (const JoinedMap &Map : S.Maps)
        To.Joined.push_back(&Map);
    }
  }
  return IsKnown;
}

static StoredValues valuesAt(Path Wanted, const ValueDecl *Of,
                             const UseIndex &Index, const ASTContext &Context,
                             UseJoining *Joining) {
  StoredValues Result;
  const auto *Whole = dyn_cast<VarDecl>(Of);
  if (!isOfThisUnit(*Of, Context)) {
    // What only this unit has others reach through pointers, if at all. Of that
    // only the maps that a table's own names say are asked for.
    const bool IsOwn = Wanted.Root && (Wanted.Root->hasLocalStorage() ||
                                       isOfThisUnit(*Wanted.Root, Context));
    // `const int x = 3;` in a header is what it says.
    const bool IsConstant =
        Whole && Whole->getType().isConstQualified() && Whole->getInit();
    if (IsOwn && Joining && isa<FieldDecl>(Of))
      addJoined(*Of, Wanted, IsOwn, *Joining, Result);
    else if (!IsOwn && !IsConstant &&
             !(Joining && addJoined(*Of, Wanted, IsOwn, *Joining, Result)))
      Result.Unknown = true;
  }
  if (Whole && isa<ParmVarDecl>(Whole)) {
    Result.Unknown = true;
    return Result;
  }
  auto Add = [&](const Store &S, const Expr *Value) {
    Result.Values.push_back({S.Target, Value, S.In, S.Through, S.Parameter});
  };
  if (Wanted.Root && !Wanted.Steps.empty()) {
    // The variable as a whole: what it starts with, or is overwritten with.
    for (const Store &S : Index.storesTo(*Wanted.Root)) {
      if (S.Target && (!S.Value || pathOf(*S.Target, Context).Steps.empty())) {
        Result.Unknown = true;
      } else if (!S.Target && S.Value) {
        bool IsKnown;
        const Expr *Value = initialOf(S.Value, Wanted, IsKnown);
        if (Value)
          Add(S, Value);
        else if (!IsKnown && isa<CXXConstructExpr>(bareExpr(S.Value)))
          Wanted.Root = nullptr; // By a constructor's list, of all objects.
        else if (!IsKnown)
          Wanted.Root = nullptr;
        if (!Wanted.Root)
          break;
      }
    }
  }
  for (const Store &S : Index.storesTo(*Of)) {
    if (!S.Target) {
      if (Whole && Wanted.Steps.empty())
        Add(S, S.Value);
      else if (!Wanted.Root && !Whole)
        Add(S, S.Value);
      continue;
    }
    if (mayBeSame(Wanted, pathOf(*S.Target, Context)))
      Add(S, S.Value);
  }
  return Result;
}

StoredValues clangfe::valuesStored(const Expr &E, const UseIndex &Index,
                                   const ASTContext &Context,
                                   UseJoining *Joining) {
  if (const ValueDecl *Of = storedDecl(&E))
    return valuesAt(pathOf(E, Context), Of, Index, Context, Joining);
  StoredValues Result;
  Result.Unknown = true;
  return Result;
}

StoredValues clangfe::valuesBeside(const Expr &E, const FieldDecl &Sibling,
                                   const UseIndex &Index,
                                   const ASTContext &Context,
                                   UseJoining *Joining) {
  Path Beside = pathOf(E, Context);
  Beside.Steps.front().Field = &Sibling;
  return valuesAt(std::move(Beside), &Sibling, Index, Context, Joining);
}
