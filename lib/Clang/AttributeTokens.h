//===- AttributeTokens.h - The tokens after a token, expanded ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Clang skips the arguments of a [[...]] attribute that it does not know, and
// they are gone when a plugin is asked. The reader gets them back: it finds the
// place of a token in the text or in the macro it came from, and goes on from
// there as the preprocessor did.
//
// It knows macros with and without parameters, variable arguments and `#`. Of
// `##` and `__VA_OPT__` it says that it cannot.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_ATTRIBUTETOKENS_H
#define HOSTLAYOUT_CLANG_ATTRIBUTETOKENS_H

#include "clang/Lex/Lexer.h"
#include "clang/Lex/Token.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class IdentifierInfo;
class MacroInfo;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// What \p Name stands for at \p At, a place in a file; null if for nothing.
const clang::MacroInfo *macroAt(clang::Preprocessor &PP,
                                const clang::IdentifierInfo *Name,
                                clang::SourceLocation At);

class AttributeTokens {
public:
  /// A reader of what follows the token at \p Name.
  AttributeTokens(clang::Preprocessor &PP, clang::SourceLocation Name);

  struct Item {
    clang::Token Tok;
    /// Tok stands for the result of `#`, whose value this is.
    bool IsStringized = false;
    std::string Text;
  };

  /// The next token after macro expansion. False at the end, and once the
  /// reader failed.
  bool next(Item &Out);
  bool failed() const { return Failed; }

private:
  struct Bindings;
  /// A token and the macro arguments that its name may stand for.
  struct Written {
    clang::Token Tok;
    std::shared_ptr<const Bindings> In;
  };
  /// The arguments of one use of a macro.
  struct Bindings {
    const clang::MacroInfo *Macro;
    std::vector<std::vector<Written>> Arguments;
  };
  /// Where tokens come from: a file, or a list.
  struct Frame {
    std::unique_ptr<clang::Lexer> File;
    std::vector<Written> List;
    size_t Next = 0;
    const clang::MacroInfo *Expanding = nullptr;
    bool IsArgument = false;
  };

  explicit AttributeTokens(clang::Preprocessor &PP) : PP(PP) {}

  /// A reader for a part of this one's work; its limits go on counting.
  AttributeTokens within() const;

  bool enter(clang::SourceLocation After);
  bool enterFile(clang::SourceLocation After);
  bool enterArgument(clang::SourceLocation After);
  bool enterBody(clang::SourceLocation After);
  bool read(Written &Out);
  bool readArguments(const clang::MacroInfo &Macro, Bindings &Into);
  bool spell(const Written &W, std::string &Text);
  bool stringize(const Written &Hash, Item &Out);
  /// Whether \p W was replaced by what it stands for.
  bool expand(const Written &W);
  void pushBody(std::vector<Written> List, const clang::MacroInfo &Macro);
  void pushArgument(std::vector<Written> List);
  bool isExpanding(const clang::MacroInfo &Macro) const;
  const clang::IdentifierInfo *nameAt(clang::SourceLocation Loc) const;
  bool fail() {
    Failed = true;
    return false;
  }

  clang::Preprocessor &PP;
  /// In the file: where macros are looked up.
  clang::SourceLocation At;
  std::vector<Frame> Stack;
  unsigned Steps = 0;
  unsigned Depth = 0;
  bool Failed = false;
};

} // namespace hostlayout::clangfe

#endif
