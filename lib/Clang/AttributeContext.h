//===- AttributeContext.h - Where an attribute's name stands ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the tokens of a file or of a macro's body, unexpanded, and knows of
// each whether it stands where an attribute is named.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_ATTRIBUTECONTEXT_H
#define HOSTLAYOUT_CLANG_ATTRIBUTECONTEXT_H

#include "clang/Lex/Token.h"

#include <vector>

namespace clang {
class IdentifierInfo;
} // namespace clang

namespace hostlayout::clangfe {

class AttributeContext {
public:
  /// Goes on to \p Tok, whose identifier \p Name is, if it has one.
  void next(const clang::Token &Tok, const clang::IdentifierInfo *Name);

  /// Somewhere in `[[...]]`, or in `__attribute__((...))`.
  bool isInStandard() const { return InStandard; }
  bool isInGnu() const { return InGnu; }
  /// Where a name stands in these, rather than in an attribute's arguments.
  bool isStandardName() const {
    return InStandard && Callers.size() == StandardDepth;
  }
  bool isGnuName() const { return InGnu && Callers.size() == GnuDepth + 2; }

  /// Behind `::`.
  bool isQualified() const { return Before == clang::tok::coloncolon; }
  /// The scope of the name at hand: in front of its `::`, or that of
  /// `[[using bpf: ...]]`.
  const clang::IdentifierInfo *scope() const {
    return isQualified() ? Qualifier : InStandard ? Using : nullptr;
  }
  /// The name in front of the one at hand: "struct".
  const clang::IdentifierInfo *nameBefore() const { return NameBefore; }

  /// For each open parenthesis the name in front of it, if one is.
  const std::vector<const clang::IdentifierInfo *> &callers() const {
    return Callers;
  }

private:
  clang::tok::TokenKind Before = clang::tok::unknown,
                        Current = clang::tok::unknown;
  const clang::IdentifierInfo *LastName = nullptr, *NameBefore = nullptr;
  /// What stands in front of a `::` or `:`, and of the name at hand.
  const clang::IdentifierInfo *Scope = nullptr, *Qualifier = nullptr;
  const clang::IdentifierInfo *Using = nullptr;
  std::vector<const clang::IdentifierInfo *> Callers;
  size_t GnuDepth = 0, StandardDepth = 0;
  bool InGnu = false, InStandard = false;
};

} // namespace hostlayout::clangfe

#endif
