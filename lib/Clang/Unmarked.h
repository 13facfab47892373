//===- Unmarked.h - Structs that could be checked but are not ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A struct with the name and the layout of a map's key or value mirrors it in
// all likelihood: today they agree, and nothing keeps them so.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_UNMARKED_H
#define HOSTLAYOUT_CLANG_UNMARKED_H

#include "Layout/Type.h"
#include "Clang/Diagnostics.h"
#include "Clang/Options.h"

#include "llvm/ADT/StringMap.h"

#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
class RecordDecl;
class TagDecl;
} // namespace clang

namespace hostlayout::clangfe {

class UnmarkedTypes {
public:
  /// \p D is a definition of the unit.
  void note(const clang::TagDecl &D);

  /// Suggests the marker for those that a map of \p Opts' objects, or of an
  /// included skeleton, uses.
  void report(clang::ASTContext &Context, clang::Preprocessor &PP,
              const Options &Opts, Sink &To);

private:
  /// Those with the name of \p Bpf or, where it is a typedef, of what it names.
  std::vector<const clang::RecordDecl *> calledLike(const Type &Bpf) const;

  llvm::StringMap<std::vector<const clang::RecordDecl *>> ByName;
};

} // namespace hostlayout::clangfe

#endif
