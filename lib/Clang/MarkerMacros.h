//===- MarkerMacros.h - Names behind which the attribute hides --*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_MARKERMACROS_H
#define HOSTLAYOUT_CLANG_MARKERMACROS_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace clang {
class IdentifierInfo;
class MacroInfo;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// The attribute's names and all macros that expand to one of them.
class MarkerMacros {
public:
  explicit MarkerMacros(clang::Preprocessor &PP);

  /// Nobody has written any of the names.
  bool empty() const { return Attributes.empty(); }
  /// Whether \p Text has one of the names at a place, counted in bytes from its
  /// start, that is not \p Known. Directives only define or include them.
  bool isMentionedIn(llvm::StringRef Text,
                     llvm::function_ref<bool(size_t)> Known) const;

  bool isAttribute(const clang::IdentifierInfo *Name) const {
    return Attributes.contains(Name);
  }
  /// The macro that \p Name stands for at \p At, if it brings the attribute.
  const clang::MacroInfo *macro(const clang::IdentifierInfo *Name,
                                clang::SourceLocation At) const;

private:
  clang::Preprocessor &PP;
  llvm::SmallPtrSet<const clang::IdentifierInfo *, 4> Attributes;
  llvm::SmallPtrSet<const clang::IdentifierInfo *, 8> Names;
  llvm::SmallPtrSet<const clang::MacroInfo *, 8> Macros;
};

} // namespace hostlayout::clangfe

#endif
