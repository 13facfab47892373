//===- UseRecords.cpp - What callbacks and results are taken for ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseRun.h"

#include "Clang/MarkedDecls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// The function that \p E, of a pointer to one, is.
static const FunctionDecl *functionOf(const Expr &Of) {
  const Expr *E = bareExpr(&Of);
  if (const auto *Operation = dyn_cast<UnaryOperator>(E))
    E = bareExpr(Operation->getSubExpr());
  // A lambda without captures is converted by a call.
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    E = bareExpr(Call->getImplicitObjectArgument());
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return Lambda->isGenericLambda() ? nullptr : Lambda->getCallOperator();
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<FunctionDecl>(Name->getDecl());
  return nullptr;
}

void UseCheck::Run::callback(const UseSite &U, const Frame &In,
                             const std::vector<judge::UsedMap> &Maps,
                             const MapNames &Names) {
  const Expr &Argument = *U.Call->getArg(U.What->Callback);
  Sources Found = Values.trace(
      Argument, In, [](const Expr &E) { return functionOf(E) != nullptr; });
  if (Found.Values.size() != 1 || !Found.isComplete())
    return;
  const FunctionDecl *F = functionOf(*Found.Values.front().Value);
  F = F ? UseIndex::bodyOf(*F) : nullptr;
  if (!F || U.What->Data >= static_cast<int>(F->getNumParams()))
    return;
  Callbacks.push_back({F, static_cast<unsigned>(U.What->Data), Maps, Names,
                       placeText(Argument.getBeginLoc())});
}

/// What a callback does with its record.
struct UseCheck::Run::Records {
  /// One place where a body takes bytes for a struct.
  struct Taken {
    QualType As;
    SourceLocation Where;
    /// Not more than these are copied; none: not known, or no copy.
    const Expr *Length = nullptr;
  };
  std::vector<Taken> All;
  /// It tests the length that it is given, or some other parameter.
  bool TestsSize = false, TestsOthers = false;

  void collect(const Stmt &S, const ParmVarDecl &Data,
               std::vector<std::pair<const CallExpr *, unsigned>> &On);
};

static bool isParameter(const Expr *E, const ParmVarDecl &P) {
  const auto *Name = dyn_cast<DeclRefExpr>(bareExpr(E));
  return Name && Name->getDecl() == &P;
}

void UseCheck::Run::Records::collect(
    const Stmt &S, const ParmVarDecl &Data,
    std::vector<std::pair<const CallExpr *, unsigned>> &On) {
  if (const auto *Cast = dyn_cast<CastExpr>(&S)) {
    QualType As = Cast->getType()->getPointeeType();
    if (!As.isNull() && As->isRecordType() &&
        isParameter(Cast->getSubExpr(), Data) &&
        Cast->getSubExpr()->getType()->isPointerType())
      All.push_back({As, Cast->getBeginLoc()});
  } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    StringRef Name =
        Callee && Callee->getIdentifier() ? Callee->getName() : StringRef();
    if ((Name == "memcpy" || Name == "__builtin_memcpy" ||
         Name == "__builtin___memcpy_chk") &&
        Call->getNumArgs() >= 3 && isParameter(Call->getArg(1), Data)) {
      const auto *Address = dyn_cast<UnaryOperator>(bareExpr(Call->getArg(0)));
      QualType As =
          Address && Address->getOpcode() == UO_AddrOf
              ? Address->getSubExpr()->getType()
              : bareExpr(Call->getArg(0))->getType()->getPointeeType();
      if (!As.isNull() && As->isRecordType())
        All.push_back({As, Call->getArg(0)->getBeginLoc(), Call->getArg(2)});
    } else if (Callee) {
      for (unsigned I = 0; I != Call->getNumArgs(); ++I)
        if (isParameter(Call->getArg(I), Data))
          On.emplace_back(Call, I);
    }
  }
  for (const Stmt *Child : S.children())
    if (Child)
      collect(*Child, Data, On);
}

static bool mentions(const Stmt &S, const ValueDecl &D) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
    if (Name->getDecl() == &D)
      return true;
  return llvm::any_of(S.children(), [&](const Stmt *Child) {
    return Child && mentions(*Child, D);
  });
}

void UseCheck::Run::collectRecords(const FunctionDecl &F, unsigned Parameter,
                                   Records &To, unsigned Depth) {
  constexpr unsigned MostDepth = 3;
  std::vector<std::pair<const CallExpr *, unsigned>> On;
  const ParmVarDecl &Data = *F.getParamDecl(Parameter);
  if (F.isDependentContext())
    return;
  // What is assigned to a parameter is something else.
  if (!Index.storesTo(Data).empty())
    return;
  To.collect(*F.getBody(), Data, On);
  if (const std::vector<const Expr *> *Tests = Index.conditionsOf(F))
    for (const ParmVarDecl *P : F.parameters())
      if (P != &Data &&
          llvm::any_of(*Tests, [&](const Expr *E) { return mentions(*E, *P); }))
        // The length stands behind the record.
        (Depth == 0 && P->getFunctionScopeIndex() == Parameter + 1
             ? To.TestsSize
             : To.TestsOthers) = true;
  if (Depth == MostDepth)
    return;
  for (auto [Call, Number] : On) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const FunctionDecl *Body = UseIndex::bodyOf(*Callee);
    if (isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee)) {
      if (Number == 0)
        continue;
      --Number;
    }
    if (Body && Body != &F && Number < Body->getNumParams() &&
        Body->getParamDecl(Number)->getType()->isVoidPointerType())
      collectRecords(*Body, Number, To, Depth + 1);
  }
}

void UseCheck::Run::judgeCallbacks() {
  for (const Callback &C : Callbacks) {
    Records Of;
    collectRecords(*C.Function, C.Data, Of, 0);
    judge::RecordUse Use;
    Use.GivenAt = C.GivenAt;
    Use.TestsSize = Of.TestsSize;
    Use.TestsOthers = Of.TestsOthers;
    for (const Callback &Other : Callbacks)
      if (&Other != &C && Other.Function == C.Function)
        Use.Elsewhere.insert(Use.Elsewhere.end(), Other.Maps.begin(),
                             Other.Maps.end());
    for (const Records::Taken &T : Of.All)
      if (const hostlayout::Type *Ty = model(T.As);
          Ty && !llvm::is_contained(Use.Others, Ty))
        Use.Others.push_back(Ty);
    for (const Records::Taken &T : Of.All) {
      const RecordDecl *R = T.As->getAsRecordDecl();
      R = R ? R->getDefinition() : nullptr;
      Use.Ty = R ? model(T.As) : nullptr;
      if (!Use.Ty || R->isInvalidDecl())
        continue;
      Use.TypeName = subjectName(*R);
      Use.IsPart = T.Length && Values.constant(*T.Length) != Use.Ty->Size;
      if (Use.IsPart && Use.TypeName.empty())
        continue;
      std::vector<Finding> First;
      for (const judge::UsedMap &Map : C.Maps) {
        Use.Map = Map;
        std::vector<Finding> Found = Judge.judge(Use);
        if (Found.empty()) {
          First.clear();
          break;
        }
        if (First.empty())
          First = std::move(Found);
      }
      tell(std::move(First), T.Where, placeOf(C.Names));
    }
  }
}

/// What the pointer that a function returns is taken for.
void UseCheck::Run::result(const UseSite &U,
                           const std::vector<judge::UsedMap> &Maps,
                           const MapNames &Names) {
  const Expr *As = Values.flow(*U.In)->typedParent(*U.Call);
  QualType T = As ? As->getType()->getPointeeType() : QualType();
  const hostlayout::Type *Ty = T.isNull() || isByteType(T) ? nullptr : model(T);
  if (!Ty)
    return;
  std::vector<Finding> First;
  const RecordDecl *R = T->getAsRecordDecl();
  judge::RecordUse Record;
  Record.Ty = Ty;
  Record.TypeName = R ? subjectName(*R) : std::string();
  Record.Function = U.What->Name;
  Record.IsSentByHost = true;
  const bool IsRecord = U.What->Form == UseForm::Reserve;
  if (IsRecord && Record.TypeName.empty())
    return;
  for (const judge::UsedMap &Map : Maps) {
    judge::ElementUse Use;
    Record.Map = Use.Map = Map;
    Use.Bytes.Element = Ty;
    Use.Bytes.Name = "the result of " + std::string(U.What->Name) + "()";
    Use.KernelWrites = true;
    Use.IsMapping = U.What->Form == UseForm::Mapping;
    std::vector<Finding> Found =
        IsRecord ? Judge.judge(Record) : Judge.judge(Use);
    if (Found.empty())
      return;
    if (First.empty())
      First = std::move(Found);
  }
  tell(std::move(First), U.Call->getBeginLoc(), placeOf(Names));
}
