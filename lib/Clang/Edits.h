//===- Edits.h - A fix as a change of the text ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// compare() knows which change of the model removes a difference. Whether the
// text can be changed so is decided here: rather no edit than one that takes
// the wrong thing along.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_EDITS_H
#define HOSTLAYOUT_CLANG_EDITS_H

#include "Compare/Difference.h"

#include "clang/Basic/Diagnostic.h"

#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
class RecordDecl;
} // namespace clang

namespace hostlayout::clangfe {

struct Edit {
  /// Empty where no edit is safe.
  std::vector<clang::FixItHint> Hints;
  /// Where the text that changes starts; invalid where there is none.
  clang::SourceLocation Where;
  /// Of a fix, see isSafe().
  bool IsSafe = true;
  /// The user cannot act on the advice: the text is not the user's.
  bool IsOutOfReach = false;
};

Edit editFor(const Fix &F, clang::ASTContext &Context, clang::Preprocessor &PP);

/// What marks \p Record as it is named; empty where that is not safe.
std::vector<clang::FixItHint> markRecord(const clang::RecordDecl &Record,
                                         clang::ASTContext &Context,
                                         clang::Preprocessor &PP);

} // namespace hostlayout::clangfe

#endif
