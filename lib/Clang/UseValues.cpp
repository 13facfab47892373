//===- UseValues.cpp - Where a value in a call comes from -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseValues.h"

#include "Clang/UsePaths.h"
#include "Clang/UseTracer.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// Steps back from one argument, and what they may fan out to: programs that
/// need more are not understood anyway.
static constexpr unsigned MostSteps = 2000, MostDepth = 48, MostValues = 64;

const Expr *clangfe::argument(const Expr &Call, const FunctionDecl &Callee,
                              unsigned Number) {
  if (const auto *Made = dyn_cast<CXXConstructExpr>(&Call))
    return Number < Made->getNumArgs() ? Made->getArg(Number) : nullptr;
  const auto *Called = dyn_cast<CallExpr>(&Call);
  if (!Called)
    return nullptr;
  // Its object is the first argument of an operator that is a member.
  if (isa<CXXOperatorCallExpr>(Called) && isa<CXXMethodDecl>(Callee))
    ++Number;
  return Number < Called->getNumArgs() ? Called->getArg(Number) : nullptr;
}

FunctionFlow *UseValues::flow(const FunctionDecl &F) {
  std::unique_ptr<FunctionFlow> &Known = Flows[&F];
  if (!Known)
    Known = std::make_unique<FunctionFlow>(F, Context);
  return Known.get();
}

//===----------------------------------------------------------------------===//
// Back from one expression
//===----------------------------------------------------------------------===//

void UseValues::Tracer::follow(const Expr *E, const Frame &In,
                               QualType Pointee) {
  if (!E || ++Steps > MostSteps || Path.size() > MostDepth ||
      Found.Values.size() > MostValues)
    return unknown();
  if (Pointee.isNull())
    if (QualType To = E->getType()->getPointeeType();
        !To.isNull() && !To->isVoidType() && !E->getType()->isReferenceType())
      Pointee = To;
  if (Stops(*E)) {
    Found.Values.push_back({E, &In, Pointee});
    return;
  }
  std::pair<const Expr *, const Frame *> Here(E, &In);
  if (std::find(Path.begin(), Path.end(), Here) != Path.end())
    return;
  Path.push_back(Here);
  step(*E, In, Pointee);
  Path.pop_back();
}

void UseValues::Tracer::step(const Expr &E, const Frame &In, QualType Pointee) {
  if (const auto *Cast = dyn_cast<CastExpr>(&E))
    return follow(Cast->getSubExpr(), In, Pointee);
  if (const Expr *Inner = E.IgnoreParens(); Inner != &E)
    return follow(Inner, In, Pointee);
  if (const Expr *Inner = bareExpr(&E); Inner != &E)
    return follow(Inner, In, Pointee);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&E)) {
    follow(Choice->getTrueExpr(), In, Pointee);
    return follow(Choice->getFalseExpr(), In, Pointee);
  }
  // `error ?: fd`.
  if (const auto *Choice = dyn_cast<BinaryConditionalOperator>(&E)) {
    follow(Choice->getCommon(), In, Pointee);
    return follow(Choice->getFalseExpr(), In, Pointee);
  }
  if (const auto *Operation = dyn_cast<BinaryOperator>(&E)) {
    if (Operation->getOpcode() == BO_Comma ||
        Operation->getOpcode() == BO_Assign)
      return follow(Operation->getRHS(), In, Pointee);
    return unknown();
  }
  if (const auto *Body = dyn_cast<StmtExpr>(&E)) {
    const CompoundStmt *Block = Body->getSubStmt();
    const auto *Last =
        Block->body_empty() ? nullptr : dyn_cast<Expr>(Block->body_back());
    return follow(Last, In, Pointee);
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(&E))
    return name(*Name, In, Pointee);
  if (isa<MemberExpr>(E) || isa<ArraySubscriptExpr>(E))
    return stored(E, In, Pointee);
  if (const auto *Call = dyn_cast<CallExpr>(&E))
    return returned(*Call, In, Pointee);
  unknown();
}

void UseValues::Tracer::name(const DeclRefExpr &E, const Frame &In,
                             QualType Pointee) {
  const auto *V = dyn_cast<VarDecl>(E.getDecl());
  if (!V)
    return unknown();
  const bool IsOwn = In.F && V->getParentFunctionOrMethod() &&
                     cast<Decl>(V->getParentFunctionOrMethod()) == In.F &&
                     V->hasLocalStorage();
  if (!IsOwn || V->getType()->isReferenceType())
    return stored(E, In, Pointee);
  // What is only initialized, or never stored to, needs no graph.
  const auto *Own = dyn_cast<ParmVarDecl>(V);
  const std::vector<Store> &All = Of.Index.storesTo(*V);
  if (Of.Index.conditionsOf(*In.F)) {
    if (Own && All.empty())
      return parameter(*Own, In, Pointee);
    if (!Own && All.size() == 1 && !All[0].Target && All[0].Value &&
        All[0].Value == V->getInit())
      return one(All[0], In, Pointee);
  }
  Reaching Reach;
  FunctionFlow *Flow = Of.flow(*In.F);
  if (!Flow->reaching(*V, E, Reach)) {
    // A constructor's initialisers are in front of its body.
    const auto *P = dyn_cast<ParmVarDecl>(V);
    return P && Of.Index.storesTo(*P).empty() ? parameter(*P, In, Pointee)
                                              : stored(E, In, Pointee);
  }
  for (const Assigned &A : Reach.Values)
    one({nullptr, A.Value, In.F, A.Through, A.Parameter}, In, Pointee);
  if (!Reach.FromEntry)
    return;
  if (const auto *P = dyn_cast<ParmVarDecl>(V))
    parameter(*P, In, Pointee);
}

void UseValues::Tracer::parameter(const ParmVarDecl &P, const Frame &In,
                                  QualType Pointee) {
  const unsigned Number = P.getFunctionScopeIndex();
  if (In.Caller)
    return follow(argument(*In.Call, *In.F, Number), *In.Caller, Pointee);
  if (In.Handed) {
    for (const JoinedArgument &A : In.Handed->Arguments)
      if (A.Number == Number) {
        Found.Handed.push_back({&A, Pointee});
        return;
      }
    return unknown();
  }
  if (In.StartsChain) {
    Found.NeedsCaller = true;
    Found.Parameters.push_back(&P);
    return;
  }
  const std::vector<CallSite> &Callers = Of.Index.callersOf(*In.F);
  if (isOfThisUnit(*In.F, Of.Context)
          ? Callers.empty()
          : !handedElsewhere(*In.F, Number, Pointee))
    return unknown();
  for (const CallSite &Site : Callers)
    follow(argument(*Site.Call, *In.F, Number),
           *Of.frame({Site.In, nullptr, nullptr, false}), Pointee);
}

/// The frame for something that \p F holds: that of the chain, if it is in it.
const Frame *UseValues::Tracer::frameOf(const FunctionDecl *F,
                                        const Frame &In) {
  for (const Frame *Each = &In; Each; Each = Each->Caller)
    if (Each->F == F)
      return Each;
  return Of.frame({F, nullptr, nullptr, false});
}

void UseValues::Tracer::stored(const Expr &E, const Frame &In,
                               QualType Pointee) {
  StoredValues Values = valuesStored(E, Of.Index, Of.Context, Of.Joining);
  Found.Unknown |= Values.Unknown;
  Found.HasOthers |= Values.HasOthers;
  for (const JoinedMap *Map : Values.Joined)
    Found.Joined.push_back({Map});
  // `static const unsigned size = 4;` stays what it is.
  const auto *Name = dyn_cast<DeclRefExpr>(&E);
  Found.ThroughMemory |= !Name || !Name->getType().isConstQualified();
  for (const FieldDecl *Name : Values.NamedBy)
    named(E, *Name, In);
  for (const Store &S : Values.Values)
    if (const FieldDecl *Name = Of.nameTested(S))
      named(E, *Name, In);
    else
      one(S, *frameOf(S.In, In), Pointee);
}

/// \p In is the frame of the store.
void UseValues::Tracer::one(const Store &S, const Frame &In, QualType Pointee) {
  if (S.Through)
    through(*S.Through, S.Parameter, In, Pointee);
  else
    follow(S.Value, In, Pointee);
}

static void findNames(const Stmt *S, const ParmVarDecl &P,
                      std::vector<const DeclRefExpr *> &To) {
  if (const auto *Name = dyn_cast_or_null<DeclRefExpr>(S);
      Name && Name->getDecl() == &P)
    To.push_back(Name);
  if (S)
    for (const Stmt *Child : S->children())
      findNames(Child, P, To);
}

/// What \p Call, in \p In, stores through the address that it is handed.
void UseValues::Tracer::through(const CallExpr &Call, unsigned Parameter,
                                const Frame &In, QualType Pointee) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Body = Callee ? UseIndex::bodyOf(*Callee) : nullptr;
  if (!Body || Body->isDependentContext() || ++Steps > MostSteps ||
      Path.size() > MostDepth || Parameter >= Body->getNumParams())
    return unknown();
  std::pair<const Expr *, const Frame *> Here(&Call, &In);
  if (std::find(Path.begin(), Path.end(), Here) != Path.end())
    return;
  Path.push_back(Here);
  std::vector<const DeclRefExpr *> Names;
  findNames(Body->getBody(), *Body->getParamDecl(Parameter), Names);
  const Frame &Inside = *Of.frame({Body, &Call, &In, false});
  const ParentMap &Parents = Of.flow(*Body)->parents();
  for (const DeclRefExpr *Name : Names)
    dereferenced(*Name, Parents, Inside, Pointee);
  Path.pop_back();
}

/// What is done through \p Name, a parameter that points to what is looked
/// for. Where it goes elsewhere, anything may be.
void UseValues::Tracer::dereferenced(const DeclRefExpr &Name,
                                     const ParentMap &Parents, const Frame &In,
                                     QualType Pointee) {
  const Stmt *Inner = &Name;
  auto Up = [&] {
    const Stmt *Outer = Parents.getParent(Inner);
    while (isa_and_nonnull<ParenExpr>(Outer) ||
           isa_and_nonnull<CastExpr>(Outer)) {
      Inner = Outer;
      Outer = Parents.getParent(Outer);
    }
    return Outer;
  };
  const Stmt *Outer = Up();
  bool IsRead;
  if (const Assigned On = handedAddress(Name, Parents, IsRead); On.Through)
    return IsRead ? void() : through(*On.Through, On.Parameter, In, Pointee);
  const auto *Operation = dyn_cast_or_null<UnaryOperator>(Outer);
  if (Operation && Operation->getOpcode() == UO_LNot)
    return;
  if (const auto *Test = dyn_cast_or_null<BinaryOperator>(Outer);
      Test && (Test->isComparisonOp() || Test->isLogicalOp()))
    return;
  if (isa_and_nonnull<IfStmt>(Outer))
    return;
  if (!Operation || Operation->getOpcode() != UO_Deref)
    return unknown();
  Inner = Operation;
  Outer = Up();
  if (const auto *Read = dyn_cast<CastExpr>(Inner);
      Read && Read->getCastKind() != CK_NoOp)
    return;
  const auto *Assignment = dyn_cast_or_null<BinaryOperator>(Outer);
  if (!Assignment || Assignment->getOpcode() != BO_Assign ||
      Assignment->getLHS()->IgnoreParens() != Operation)
    return unknown();
  follow(Assignment->getRHS(), In, Pointee);
}

void UseValues::Tracer::returned(const CallExpr &Call, const Frame &In,
                                 QualType Pointee) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Body = Callee ? UseIndex::bodyOf(*Callee) : nullptr;
  if (!Body && Callee && Of.Joining)
    return returnedElsewhere(*Callee, Call, In);
  if (!Body || Body->isDependentContext())
    return unknown();
  std::vector<const Expr *> Returned = Of.Index.returnsOf(*Body);
  if (Returned.empty())
    return unknown();
  const Frame *Inside = Of.frame({Body, &Call, &In, false});
  for (const Expr *Value : Returned)
    follow(Value, *Inside, Pointee);
}

Sources UseValues::trace(const Expr &E, const Frame &In, StopTest Stops) {
  return trace({nullptr, &E, In.F}, In, Stops);
}

Sources UseValues::trace(const Store &S, const Frame &In, StopTest Stops) {
  Tracer T{*this, Stops, {}, 0, {}};
  T.one(S, In, QualType());
  return std::move(T.Found);
}
