//===- UseWords.cpp - What a use is called, and where it is reported ------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Silencing.h"
#include "Clang/UseRun.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

static bool contains(const Stmt &Whole, const Stmt &Part) {
  if (&Whole == &Part)
    return true;
  return llvm::any_of(Whole.children(), [&](const Stmt *Child) {
    return Child && contains(*Child, Part);
  });
}

const Expr &UseCheck::Run::argumentOf(const HostObject &O, const Expr &Argument,
                                      const Frame &In) {
  if (!O.At || contains(Argument, *O.At))
    return Argument;
  const Expr *Here = &Argument;
  for (const Frame *F = &In; F->Caller; F = F->Caller) {
    // A parameter handed on: what the caller gives for it.
    const Expr *Bare = bareExpr(Here);
    if (const auto *Operation = dyn_cast<UnaryOperator>(Bare);
        Operation && Operation->getOpcode() == UO_AddrOf)
      Bare = bareExpr(Operation->getSubExpr()); // A reference handed on.
    const auto *Name = dyn_cast<DeclRefExpr>(Bare);
    const auto *P = Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
    if (!P || P->getDeclContext() != F->F)
      break;
    const Expr *Outer = argument(*F->Call, *F->F, P->getFunctionScopeIndex());
    if (!Outer)
      break;
    Here = Outer;
    if (contains(*Here, *O.At))
      break;
  }
  return *Here;
}

/// What a message calls \p E: its own text, without casts and the `&`.
std::string UseCheck::Run::textOf(const Expr &E) const {
  constexpr size_t Longest = 60;
  const Expr *Named = bareExpr(&E);
  if (const auto *Operation = dyn_cast<UnaryOperator>(Named);
      Operation && Operation->getOpcode() == UO_AddrOf)
    Named = bareExpr(Operation->getSubExpr());
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Named->getSourceRange()),
      Context.getSourceManager(), Context.getLangOpts());
  if (Text.empty() || Text.size() > Longest || Text.contains('\n'))
    return "the argument";
  return Text.str();
}

std::string UseCheck::Run::placeText(SourceLocation Where) const {
  PresumedLoc At = Context.getSourceManager().getPresumedLoc(Where);
  if (At.isInvalid())
    return {};
  return llvm::sys::path::filename(At.getFilename()).str() + ":" +
         std::to_string(At.getLine());
}

void UseCheck::Run::tell(std::vector<Finding> Found, SourceLocation Where,
                         SourceLocation Named) {
  for (Finding &F : Found) {
    Message Text = render(F);
    const bool IsSilenced =
        isSilenced(F.Diff.Kind, Where, Context.getSourceManager());
    // What is wrong with an enumerator is so wherever its enum is used: once.
    const bool IsOnce = F.Diff.HostEnumerator && !IsSilenced;
    if (!Told.emplace(IsOnce ? SourceLocation() : Where, Text.Text).second)
      continue;
    if (IsSilenced) {
      To.silence(F, Text, Where);
      continue;
    }
    UseFinding &V = Of.Findings.emplace_back();
    V.What = std::move(F);
    V.Text = render(V.What);
    emit(V.What, V.Text, Context, Of.PP, To, {Where, Named});
  }
}
