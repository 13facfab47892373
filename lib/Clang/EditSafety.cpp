//===- EditSafety.cpp - Which edits no tool makes by itself ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/EditSafety.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace hostlayout;

bool clangfe::isSafe(const Fix &F, const Decl &D) {
  if (F.What == Fix::MarkField)
    return false;
  const ASTContext &Context = D.getASTContext();
  const SourceManager &SM = Context.getSourceManager();
  const auto *Field = dyn_cast<FieldDecl>(&D);
  return F.What != Fix::ReplaceType || !Field ||
         !Context.getBaseElementType(Field->getType())->isAnyPointerType() ||
         SM.isInMainFile(SM.getExpansionLoc(D.getLocation()));
}

bool clangfe::isPackable(const RecordDecl &Record, const ASTContext &Context) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Class && Class->getNumBases())
    return false;
  return llvm::all_of(Record.fields(), [&](const FieldDecl *F) {
    const QualType Type = Context.getBaseElementType(F->getType());
    const CXXRecordDecl *Part = Type->getAsCXXRecordDecl();
    return !Part || Part->isPOD() || Context.getTypeAlign(Type) == 8;
  });
}
