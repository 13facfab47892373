//===- HostTypes.h - Clang's types as the neutral model ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_HOSTTYPES_H
#define HOSTLAYOUT_CLANG_HOSTTYPES_H

#include "Layout/Arena.h"
#include "Layout/Type.h"

#include "llvm/ADT/DenseMap.h"

namespace clang {
class ASTContext;
class Decl;
class EnumDecl;
class NamedDecl;
class QualType;
class RecordDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// Turns the types of one ASTContext into the neutral model, each once. Every
/// Origin of the model is the clang::Decl at which a user sees the fault.
class HostTypes {
public:
  /// By-value nesting that is followed. BTF allows 32.
  static constexpr unsigned MaxDepth = 128;

  HostTypes(const clang::ASTContext &Context, Arena &Memory);

  /// The record, enum or alias \p Marked, which a Collector gave out. Null if
  /// it nests records deeper than MaxDepth.
  const Type *layout(const clang::NamedDecl &Marked);

  /// The target the context is compiled for.
  Target target() const;

  static const clang::Decl *declOf(Origin O) {
    return static_cast<const clang::Decl *>(O.Ptr);
  }
};

} // namespace hostlayout::clangfe

#endif
