//===- UseIndex.cpp - One walk over a unit's functions --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseIndex.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace hostlayout::clangfe;

class UseIndex::Walk {
public:
  Walk(UseIndex &To, const ASTContext &Context)
      : To(To), SM(Context.getSourceManager()) {}

  void context(const DeclContext &In) {
    for (const Decl *D : In.noload_decls())
      declaration(*D);
  }

private:
  void declaration(const Decl &D);
  void function(const FunctionDecl &F);
  void variable(const VarDecl &V);
  void statement(const Stmt *S);
  void expression(const Expr &E);
  void call(const CallExpr &Call);
  void list(const InitListExpr &List);
  void construction(const CXXConstructExpr &E);
  void calls(const FunctionDecl &Callee, const Expr &Call) {
    std::vector<CallSite> &All = To.Callers[Callee.getCanonicalDecl()];
    if (All.empty())
      To.Callees.push_back(Callee.getCanonicalDecl());
    All.push_back({&Call, In});
  }
  void addressTaken(const Expr &Of, const CallExpr *By = nullptr,
                    unsigned Parameter = 0);
  void handOver(const CallExpr &Call, const FunctionDecl &Callee);

  void store(const ValueDecl *Of, const Expr *Target, const Expr *Value,
             const CallExpr *Through = nullptr, unsigned Parameter = 0) {
    if (!Of)
      return;
    std::vector<Store> &All = To.Stores[Of->getCanonicalDecl()];
    if (All.empty())
      To.Stored.push_back(Of->getCanonicalDecl());
    All.push_back({Target, Value, In, Through, Parameter});
  }

  UseIndex &To;
  const SourceManager &SM;
  const FunctionDecl *In = nullptr;
  llvm::DenseSet<const Decl *> Seen;
  /// Addresses that are arguments of calls, which say more of them.
  llvm::DenseSet<const Expr *> Handed;
};

void UseIndex::Walk::declaration(const Decl &D) {
  if (D.isInvalidDecl() || D.isFromASTFile())
    return;
  if (const auto *F = dyn_cast<FunctionDecl>(&D)) {
    function(*F);
  } else if (const auto *V = dyn_cast<VarDecl>(&D)) {
    if (!SM.isInSystemHeader(V->getLocation()))
      variable(*V);
  } else if (const auto *T = dyn_cast<FunctionTemplateDecl>(&D)) {
    for (const FunctionDecl *F : T->specializations())
      function(*F);
  } else if (const auto *T = dyn_cast<ClassTemplateDecl>(&D)) {
    if (!SM.isInSystemHeader(T->getLocation()))
      for (const ClassTemplateSpecializationDecl *C : T->specializations())
        if (Seen.insert(C).second)
          context(*C);
  } else if (const auto *R = dyn_cast<CXXRecordDecl>(&D)) {
    if (!R->isDependentContext() && R->isThisDeclarationADefinition() &&
        !SM.isInSystemHeader(R->getLocation()))
      context(*R);
  } else if (const auto *F = dyn_cast<FieldDecl>(&D)) {
    if (const Expr *Initial = F->getInClassInitializer()) {
      store(F, nullptr, Initial);
      statement(Initial);
    }
  } else if (isa<NamespaceDecl>(D) || isa<LinkageSpecDecl>(D)) {
    if (!SM.isInSystemHeader(D.getLocation()) || !isa<NamespaceDecl>(D))
      context(*cast<DeclContext>(&D));
  }
}

void UseIndex::Walk::function(const FunctionDecl &F) {
  if (!F.doesThisDeclarationHaveABody() || F.isDependentContext() ||
      F.isInvalidDecl() || SM.isInSystemHeader(F.getLocation()) ||
      !F.getBody() || !Seen.insert(&F).second)
    return;
  To.Functions.push_back(&F);
  To.Conditions.try_emplace(&F);
  const FunctionDecl *Outer = In;
  In = &F;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Initial : Constructor->inits()) {
      if (const FieldDecl *Field = Initial->getAnyMember())
        store(Field, nullptr, Initial->getInit());
      statement(Initial->getInit());
    }
  statement(F.getBody());
  In = Outer;
}

void UseIndex::Walk::variable(const VarDecl &V) {
  if (!V.isLocalVarDeclOrParm() &&
      V.isThisDeclarationADefinition() != VarDecl::DeclarationOnly)
    To.Globals.push_back(&V);
  const Expr *Initial = V.getInit();
  if (!Initial || V.getType()->isDependentType())
    return;
  store(&V, nullptr, Initial);
  if (V.getType()->isLValueReferenceType())
    addressTaken(*Initial);
  statement(Initial);
}

void UseIndex::Walk::statement(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        variable(*V);
      else if (isa<CXXRecordDecl>(D))
        declaration(*D);
    return;
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Initial : Lambda->capture_inits())
      statement(Initial);
    // A generic one has bodies of its own for each type.
    if (const FunctionTemplateDecl *T = Lambda->getDependentCallOperator())
      declaration(*T);
    else
      function(*Lambda->getCallOperator());
    return;
  }
  if (const auto *E = dyn_cast<Expr>(S))
    expression(*E);
  if (const Expr *Condition = branchedOn(*S); Condition && In)
    To.Conditions[In].push_back(Condition);
  for (const Stmt *Child : S->children())
    statement(Child);
}

/// What is handed out by its address may be stored to from anywhere, or by the
/// call that is handed it.
void UseIndex::Walk::addressTaken(const Expr &Of, const CallExpr *By,
                                  unsigned Parameter) {
  const Expr *E = bareExpr(&Of);
  QualType T = E->getType();
  // Of arrays and records what is in them is tracked, not they themselves.
  if (T->isPointerType() || T->isIntegerType())
    store(storedDecl(E), E, nullptr, By, Parameter);
}

/// The addresses among the arguments of \p Call.
void UseIndex::Walk::handOver(const CallExpr &Call,
                              const FunctionDecl &Callee) {
  const unsigned Object =
      isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee);
  for (unsigned I = 0;
       I != Callee.getNumParams() && I + Object < Call.getNumArgs(); ++I) {
    QualType T = Callee.getParamDecl(I)->getType();
    const Expr &Argument = *Call.getArg(I + Object);
    QualType To = T->getPointeeType();
    if (T->isLValueReferenceType() && !To.isConstQualified()) {
      addressTaken(Argument);
    } else if (const auto *Address =
                   dyn_cast<UnaryOperator>(bareExpr(&Argument));
               Address && Address->getOpcode() == UO_AddrOf &&
               T->isPointerType()) {
      Handed.insert(Address);
      // Nothing is stored through a pointer to const.
      if (!To.isConstQualified())
        addressTaken(*Address->getSubExpr(), &Call, I);
    }
  }
}

void UseIndex::Walk::expression(const Expr &E) {
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    call(*Call);
  } else if (const auto *Made = dyn_cast<CXXConstructExpr>(&E)) {
    construction(*Made);
  } else if (const auto *List = dyn_cast<InitListExpr>(&E)) {
    list(*List);
  } else if (const auto *Operation = dyn_cast<BinaryOperator>(&E)) {
    if (Operation->isAssignmentOp())
      store(storedDecl(Operation->getLHS()), Operation->getLHS(),
            Operation->isCompoundAssignmentOp() ? nullptr
                                                : Operation->getRHS());
  } else if (const auto *Operation = dyn_cast<UnaryOperator>(&E)) {
    if (Operation->getOpcode() == UO_AddrOf) {
      if (!Handed.contains(Operation))
        addressTaken(*Operation->getSubExpr());
    } else if (Operation->isIncrementDecrementOp()) {
      store(storedDecl(Operation->getSubExpr()), Operation->getSubExpr(),
            nullptr);
    }
  }
}

void UseIndex::Walk::call(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return;
  handOver(Call, *Callee);
  if (const UseFunction *What = useFunction(*Callee)) {
    To.Uses.push_back({What, &Call, In});
    return;
  }
  if (std::optional<MapSetter> What = mapSetter(*Callee);
      What && Call.getNumArgs() == 2)
    To.Setters.push_back({*What, Call.getArg(0), In,
                          *What == MapSetter::All ? Call.getArg(1) : nullptr});
  calls(*Callee, Call);
}

void UseIndex::Walk::construction(const CXXConstructExpr &E) {
  calls(*E.getConstructor(), E);
  for (unsigned I = 0, N = std::min(E.getConstructor()->getNumParams(),
                                    E.getNumArgs());
       I != N; ++I)
    if (QualType T = E.getConstructor()->getParamDecl(I)->getType();
        T->isLValueReferenceType() && !T->getPointeeType().isConstQualified())
      addressTaken(*E.getArg(I));
}

void UseIndex::Walk::list(const InitListExpr &Written) {
  const InitListExpr &List =
      Written.isSemanticForm() || !Written.getSemanticForm()
          ? Written
          : *Written.getSemanticForm();
  const RecordDecl *R = List.getType()->getAsRecordDecl();
  if (!R || R->isUnion())
    return;
  unsigned I = 0;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    I += Class->getNumBases();
  for (const FieldDecl *F : R->fields()) {
    if (F->isBitField() && !F->getIdentifier())
      continue;
    if (I >= List.getNumInits())
      break;
    if (const Expr *Value = List.getInit(I++))
      store(F, nullptr, Value);
  }
}

UseIndex::UseIndex(const ASTContext &Context) {
  Walk(*this, Context).context(*Context.getTranslationUnitDecl());
}

const std::vector<CallSite> &UseIndex::callersOf(const FunctionDecl &F) const {
  static const std::vector<CallSite> None;
  auto Found = Callers.find(F.getCanonicalDecl());
  return Found == Callers.end() ? None : Found->second;
}

const std::vector<Store> &UseIndex::storesTo(const ValueDecl &D) const {
  static const std::vector<Store> None;
  auto Found = Stores.find(D.getCanonicalDecl());
  return Found == Stores.end() ? None : Found->second;
}

const std::vector<const Expr *> *
UseIndex::conditionsOf(const FunctionDecl &F) const {
  auto Found = Conditions.find(&F);
  return Found == Conditions.end() ? nullptr : &Found->second;
}

void UseIndex::forEachCallee(
    llvm::function_ref<void(const FunctionDecl &,
                            const std::vector<CallSite> &)>
        Do) const {
  for (const Decl *D : Callees)
    Do(*cast<FunctionDecl>(D), Callers.find(D)->second);
}

void UseIndex::forEachStored(
    llvm::function_ref<void(const ValueDecl &, const std::vector<Store> &)> Do)
    const {
  for (const Decl *D : Stored)
    Do(*cast<ValueDecl>(D), Stores.find(D)->second);
}

const FunctionDecl *UseIndex::bodyOf(const FunctionDecl &F) {
  const FunctionDecl *Definition = nullptr;
  return F.hasBody(Definition) ? Definition : nullptr;
}

static void collectReturns(const Stmt *S, std::vector<const Expr *> &To) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    if (const Expr *Value = Return->getRetValue())
      To.push_back(Value);
  for (const Stmt *Child : S->children())
    collectReturns(Child, To);
}

std::vector<const Expr *> UseIndex::returnsOf(const FunctionDecl &F) const {
  std::vector<const Expr *> Found;
  if (const FunctionDecl *Definition = bodyOf(F))
    collectReturns(Definition->getBody(), Found);
  return Found;
}
