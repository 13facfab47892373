//===- UseFlow.cpp - Which assignments reach a place ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseFlow.h"

#include "Clang/UseIndex.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/Analyses/Dominators.h"
#include "llvm/ADT/BitVector.h"

using namespace clang;
using namespace hostlayout::clangfe;

FunctionFlow::FunctionFlow(const FunctionDecl &F, ASTContext &Context)
    : Context(&Context), Parents(F.getBody()) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.PruneTriviallyFalseEdges = false;
  Graph = CFG::buildCFG(&F, F.getBody(), &Context, Options);
  if (!Graph)
    return;
  for (const CFGBlock *Block : *Graph) {
    unsigned Index = 0;
    for (const CFGElement &E : *Block) {
      if (std::optional<CFGStmt> S = [&]() -> std::optional<CFGStmt> {
            if (auto Found = E.getAs<CFGStmt>())
              return *Found;
            return std::nullopt;
          }())
        Places.try_emplace(S->getStmt(), Position{Block, Index});
      ++Index;
    }
  }
}

/// Not every expression is an element of the graph: what it is part of, is.
const FunctionFlow::Position *FunctionFlow::find(const Stmt &Place) const {
  for (const Stmt *S = &Place; S; S = Parents.getParent(S))
    if (auto Found = Places.find(S); Found != Places.end())
      return &Found->second;
  return nullptr;
}

/// Whether \p E is the variable itself.
static bool isVariable(const Expr *E, const VarDecl &V) {
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Name && Name->getDecl()->getCanonicalDecl() == V.getCanonicalDecl();
}

Assigned clangfe::handedAddress(const Expr &Address, const ParentMap &Parents,
                                bool &IsRead) {
  IsRead = false;
  const Stmt *Argument = &Address, *Outer = Parents.getParent(Argument);
  while (Outer && (isa<ParenExpr>(Outer) || isa<CastExpr>(Outer))) {
    Argument = Outer;
    Outer = Parents.getParent(Outer);
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(Outer);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return {};
  // Its object is the first argument of an operator that is a member.
  const unsigned Object =
      isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee);
  for (unsigned I = Object; I < Call->getNumArgs(); ++I) {
    if (Call->getArg(I) != Argument || I - Object >= Callee->getNumParams())
      continue;
    QualType To = Callee->getParamDecl(I - Object)->getType()->getPointeeType();
    IsRead = !To.isNull() && To.isConstQualified();
    return {nullptr, Call, I - Object};
  }
  return {};
}

/// Whether \p S alone sets \p V, or may set it; \p To is then what to.
static bool sets(const Stmt &S, const VarDecl &V, const ParentMap &Parents,
                 Assigned &To, bool &IsCertain) {
  IsCertain = true;
  To = {};
  const Expr *&Value = To.Value;
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declaration->decls())
      if (D->getCanonicalDecl() == V.getCanonicalDecl()) {
        Value = cast<VarDecl>(D)->getInit();
        return true;
      }
    return false;
  }
  if (const auto *Operation = dyn_cast<BinaryOperator>(&S)) {
    if (!Operation->isAssignmentOp() || !isVariable(Operation->getLHS(), V))
      return false;
    if (!Operation->isCompoundAssignmentOp())
      Value = Operation->getRHS();
    return true;
  }
  if (const auto *Operation = dyn_cast<UnaryOperator>(&S)) {
    if (Operation->isIncrementDecrementOp())
      return isVariable(Operation->getSubExpr(), V);
    IsCertain = false;
    if (Operation->getOpcode() != UO_AddrOf ||
        !isVariable(Operation->getSubExpr(), V))
      return false;
    bool IsRead;
    To = handedAddress(*Operation, Parents, IsRead);
    return !IsRead;
  }
  if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    IsCertain = false;
    const FunctionDecl *Callee = Call->getDirectCallee();
    unsigned Object =
        isa<CXXOperatorCallExpr>(Call) && Callee && isa<CXXMethodDecl>(Callee);
    for (unsigned I = 0, N = Callee ? Callee->getNumParams() : 0; I != N; ++I)
      if (QualType T = Callee->getParamDecl(I)->getType();
          T->isLValueReferenceType() &&
          !T->getPointeeType().isConstQualified() &&
          I + Object < Call->getNumArgs() &&
          isVariable(Call->getArg(I + Object), V))
        return true;
  }
  return false;
}

bool FunctionFlow::reaching(const VarDecl &V, const Stmt &Place,
                            Reaching &To) const {
  const Position *At = find(Place);
  if (!At)
    return false;
  llvm::BitVector Seen(Graph->getNumBlockIDs());
  // From an element of a block backwards.
  auto Scan = [&](const CFGBlock &Block, unsigned End) {
    for (unsigned I = End; I-- > 0;) {
      auto Element = Block[I].getAs<CFGStmt>();
      if (!Element)
        continue;
      Assigned Value;
      bool IsCertain;
      const Stmt &S = *Element->getStmt();
      if (&S == &Place || !sets(S, V, Parents, Value, IsCertain))
        continue;
      // A declaration without a value: nothing to read there yet.
      if (!isa<DeclStmt>(S) || Value.Value)
        To.Values.push_back(Value);
      if (IsCertain)
        return true;
    }
    return false;
  };
  std::vector<const CFGBlock *> Work;
  auto Enter = [&](const CFGBlock &Block) {
    if (&Block == &Graph->getEntry())
      To.FromEntry = true;
    for (const CFGBlock::AdjacentBlock &Before : Block.preds())
      if (const CFGBlock *B = Before.getReachableBlock();
          B && !Seen.test(B->getBlockID())) {
        Seen.set(B->getBlockID());
        Work.push_back(B);
      }
  };
  if (!Scan(*At->Block, At->Index))
    Enter(*At->Block);
  while (!Work.empty()) {
    const CFGBlock *Block = Work.back();
    Work.pop_back();
    if (!Scan(*Block, Block->size()))
      Enter(*Block);
  }
  return true;
}

const Expr *FunctionFlow::typedParent(const Expr &Call) const {
  for (const Stmt *S = Parents.getParent(&Call);
       S && (isa<CastExpr>(S) || isa<ParenExpr>(S)); S = Parents.getParent(S))
    if (QualType To = cast<Expr>(S)->getType()->getPointeeType();
        !To.isNull() && !To->isVoidType())
      return cast<Expr>(S);
  return nullptr;
}

std::vector<const Expr *> FunctionFlow::conditionsOf(const Stmt &Place) {
  std::vector<const Expr *> Found;
  const Position *At = find(Place);
  if (!At)
    return Found;
  ControlDependencyCalculator Dependences(Graph.get());
  llvm::BitVector Seen(Graph->getNumBlockIDs());
  std::vector<CFGBlock *> Work = {const_cast<CFGBlock *>(At->Block)};
  while (!Work.empty()) {
    CFGBlock *Block = Work.back();
    Work.pop_back();
    for (CFGBlock *Decides : Dependences.getControlDependencies(Block)) {
      if (Seen.test(Decides->getBlockID()))
        continue;
      Seen.set(Decides->getBlockID());
      Work.push_back(Decides);
      if (const auto *Condition =
              dyn_cast_or_null<Expr>(Decides->getTerminatorCondition()))
        Found.push_back(Condition);
    }
  }
  return Found;
}

/// Whether \p Label, of a block, is that of \p Value.
static bool isCaseOf(const Stmt *Label, int64_t Value,
                     const ASTContext &Context) {
  const auto *Case = dyn_cast_or_null<CaseStmt>(Label);
  if (!Case)
    return false;
  auto Number = [&](const Expr &E) -> std::optional<int64_t> {
    Expr::EvalResult Result;
    if (E.isValueDependent() || !E.EvaluateAsInt(Result, Context))
      return std::nullopt;
    return Result.Val.getInt().extOrTrunc(64).getSExtValue();
  };
  std::optional<int64_t> First = Number(*Case->getLHS()),
                         Last = Case->getRHS() ? Number(*Case->getRHS())
                                               : First;
  return First && Last && *First <= Value && Value <= *Last;
}

bool FunctionFlow::canReach(const Stmt &Place, ValueOf Value) const {
  const Position *At = find(Place);
  if (!At)
    return true;
  llvm::BitVector Seen(Graph->getNumBlockIDs());
  std::vector<const CFGBlock *> Work;
  auto Enter = [&](const CFGBlock *Block) {
    if (!Block || Seen.test(Block->getBlockID()))
      return;
    Seen.set(Block->getBlockID());
    Work.push_back(Block);
  };
  Enter(&Graph->getEntry());
  while (!Work.empty()) {
    const CFGBlock &Block = *Work.back();
    Work.pop_back();
    if (&Block == At->Block)
      return true;
    const Stmt *Ends = Block.getTerminatorStmt();
    const auto *Condition =
        dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
    std::optional<int64_t> Known =
        Condition ? Value(*Condition) : std::nullopt;
    const bool IsSwitch = isa_and_nonnull<SwitchStmt>(Ends);
    if (!Known || (!IsSwitch && Block.succ_size() != 2)) {
      for (const CFGBlock::AdjacentBlock &Next : Block.succs())
        Enter(Next.getReachableBlock());
      continue;
    }
    if (!IsSwitch) {
      Enter((Block.succ_begin() + (*Known ? 0 : 1))->getReachableBlock());
      continue;
    }
    bool HasCase = false;
    for (const CFGBlock::AdjacentBlock &Next : Block.succs())
      if (const CFGBlock *B = Next.getReachableBlock();
          B && isCaseOf(B->getLabel(), *Known, *Context)) {
        HasCase = true;
        Enter(B);
      }
    // `default`, or what follows the switch, is last.
    if (!HasCase && !Block.succ_empty())
      Enter((Block.succ_end() - 1)->getReachableBlock());
  }
  return false;
}
