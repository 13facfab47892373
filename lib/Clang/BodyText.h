//===- BodyText.h - The source text of a struct's or enum's body *- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An edit must take along what a person would: attributes in front, comments
// above and behind. The AST knows neither, so the body is lexed again, raw.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_BODYTEXT_H
#define HOSTLAYOUT_CLANG_BODYTEXT_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/TokenKinds.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
class FieldDecl;
class TagDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// Offsets into the file that holds the body.
struct TextRange {
  unsigned Begin = 0, End = 0;
};

/// One declaration in a body.
struct MemberText {
  TextRange Whole;     ///< attributes to semicolon
  TextRange Commented; ///< with the comments that belong to it
  /// Declares this field and no other; defines no named type on the way.
  bool IsAlone = true;
  /// No further declarator follows the field's own.
  bool IsLast = true;
  bool EndsInLineComment = false;
};

class BodyText {
public:
  struct RawToken {
    clang::tok::TokenKind Kind;
    TextRange At;
    bool StartsLine;
  };

  /// None where no edit of \p D is safe: written by a macro, in a system
  /// header, instantiated from a template.
  static std::optional<BodyText> of(const clang::TagDecl &D,
                                    const clang::ASTContext &Context);

  std::optional<MemberText> member(const clang::FieldDecl &F) const;

  llvm::StringRef text(TextRange R) const { return slice(R.Begin, R.End); }
  clang::SourceLocation at(unsigned Offset) const {
    return Start.getLocWithOffset(Offset);
  }
  /// The offset of a location in this body's file; none for another file or
  /// inside a macro, unless all of the macro's text starts or ends there.
  std::optional<unsigned> offset(clang::SourceLocation Loc) const;
  std::optional<unsigned> endOffset(clang::SourceLocation Loc) const;

  /// Whether a preprocessor directive stands in \p R.
  bool hasDirective(TextRange R) const;
  /// The blanks in front of \p Offset, where nothing else precedes it on its
  /// line.
  std::optional<llvm::StringRef> indent(unsigned Offset) const;
  /// Whether nothing follows \p Offset on its line.
  bool endsLine(unsigned Offset) const;
  /// Of the comment that stands behind \p Offset on its line, else \p Offset.
  unsigned behindComment(unsigned Offset) const;
  /// Whether an attribute or an alignment specifier starts with \p T.
  bool startsAttribute(const RawToken &T) const;
  /// Of the declaration at \p Offset what follows its leading attributes.
  unsigned behindAttributes(unsigned Offset) const;
  /// The first token at or behind \p Offset that is no comment.
  const RawToken *tokenAt(unsigned Offset) const;
  /// What to remove so that nothing is left of \p R: with its newline, where it
  /// is all that its lines hold, else with the blanks in front.
  TextRange lines(TextRange R) const;
  llvm::StringRef newline() const;

  unsigned bodyBegin() const { return Brace.Begin; } ///< behind '{'
  const std::vector<RawToken> &tokens() const { return Tokens; }

private:
  llvm::StringRef slice(unsigned Begin, unsigned End) const {
    return Buffer.substr(Begin, End - Begin);
  }
  unsigned line(unsigned Offset) const;

  const clang::TagDecl *D = nullptr;
  const clang::ASTContext *Context = nullptr;
  clang::SourceLocation Start; ///< of the file
  llvm::StringRef Buffer;
  TextRange Brace; ///< between the braces
  /// From '{' to '}'.
  std::vector<RawToken> Tokens;
};

} // namespace hostlayout::clangfe

#endif
