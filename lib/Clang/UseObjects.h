//===- UseObjects.h - The objects behind an argument ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What UseBytes.cpp and UseAllocations.cpp share.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEOBJECTS_H
#define HOSTLAYOUT_CLANG_USEOBJECTS_H

#include "Clang/UseBytes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace hostlayout::clangfe {

inline llvm::StringRef plainName(const clang::NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

inline const clang::ClassTemplateSpecializationDecl *
standardClass(clang::QualType T, llvm::StringRef Of) {
  const auto *R =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
          T->getAsCXXRecordDecl());
  return R && R->isInStdNamespace() && plainName(R) == Of ? R : nullptr;
}

class ObjectFinder {
public:
  explicit ObjectFinder(UseValues &Values)
      : Values(Values), Context(Values.context()) {}

  void pointer(const clang::Expr &E, const Frame &In);
  void product(const clang::Expr &Size, const Frame &In, HostObject &To);
  HostObjects Found;

private:
  void end(const Source &S);
  bool lvalue(const clang::Expr &E, const Frame &In, HostObject &To);
  bool allocated(const clang::CallExpr &Call, const Frame &In, HostObject &To);
  void vector(const clang::Expr &Object, const Frame &In, HostObject &To);
  std::optional<uint64_t> sizeOf(clang::QualType T) const;
  void whole(clang::QualType T, HostObject &To) const;

  UseValues &Values;
  clang::ASTContext &Context;
  unsigned Depth = 0;
};

} // namespace hostlayout::clangfe

#endif
