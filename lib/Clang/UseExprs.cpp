//===- UseExprs.cpp - What is behind an expression ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseExprs.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace hostlayout;

const Expr *clangfe::bareExpr(const Expr *E) {
  for (;;) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *Whole = dyn_cast<ExprWithCleanups>(Inner))
      Inner = Whole->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Generic = dyn_cast<GenericSelectionExpr>(Inner);
             Generic && !Generic->isResultDependent())
      Inner = Generic->getResultExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Inner))
      Inner = Default->getExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Inner))
      Inner = Default->getExpr();
    else if (const auto *Named = dyn_cast<SubstNonTypeTemplateParmExpr>(Inner))
      Inner = Named->getReplacement();
    if (Inner == E)
      return E;
    E = Inner;
  }
}

const ValueDecl *clangfe::storedDecl(const Expr *E) {
  for (;;) {
    E = bareExpr(E);
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      return Member->getMemberDecl();
    else if (const auto *Name = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<VarDecl>(Name->getDecl());
    else
      return nullptr;
  }
}

const Expr *clangfe::branchedOn(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return If->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(&S))
    return While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(&S))
    return Do->getCond();
  if (const auto *For = dyn_cast<ForStmt>(&S))
    return For->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    return Switch->getCond();
  if (const auto *Each = dyn_cast<CXXForRangeStmt>(&S))
    return Each->getCond();
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(&S))
    return Choice->getCond();
  if (const auto *Operation = dyn_cast<BinaryOperator>(&S);
      Operation && Operation->isLogicalOp())
    return Operation->getLHS();
  return nullptr;
}
