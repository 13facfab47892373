//===- AttributeArguments.cpp - The strings in an attribute ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/AttributeArguments.h"

#include "Clang/AttributeTokens.h"
#include "Clang/Compat.h"

#include "clang/AST/Expr.h"
#include "clang/Lex/LiteralSupport.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/ParsedAttr.h"

using namespace clang;

namespace hostlayout::clangfe {

using Strings = std::vector<std::string>;

static constexpr char NotAString[] = "requires a string literal";
static constexpr char NotOrdinary[] =
    "requires a string literal without a prefix or suffix";
static constexpr char Unreadable[] =
    "has arguments that come from a macro HostLayout cannot follow; write "
    "__attribute__((bpf_host_layout(...))) instead";

/// The arguments that clang parsed.
static Expected<Strings> parsedArguments(const ParsedAttr &Attr) {
  Strings Found;
  for (unsigned I = 0; I != Attr.getNumArgs(); ++I) {
    const StringLiteral *Literal =
        Attr.isArgExpr(I)
            ? dyn_cast<StringLiteral>(Attr.getArgAsExpr(I)->IgnoreParenCasts())
            : nullptr;
    if (!Literal)
      return Error(NotAString);
    if (!compat::isPlainString(*Literal))
      return Error(NotOrdinary);
    Found.push_back(Literal->getString().str());
  }
  return Found;
}

/// Reads one argument, of which \p First is the first token, and leaves the
/// token behind it in \p First.
static Expected<std::string> readString(AttributeTokens &Reader,
                                        AttributeTokens::Item &First,
                                        Preprocessor &PP) {
  std::string Text;
  bool IsEmpty = true;
  for (;; IsEmpty = false) {
    if (First.IsStringized) {
      Text += First.Text;
    } else if (First.Tok.is(tok::string_literal) && !First.Tok.hasUDSuffix()) {
      StringLiteralParser Literal(First.Tok, PP);
      if (Literal.hadError)
        return Error(NotAString);
      Text += Literal.GetString();
    } else if (tok::isStringLiteral(First.Tok.getKind())) {
      return Error(NotOrdinary);
    } else {
      break;
    }
    if (!Reader.next(First))
      return Error(Unreadable);
  }
  if (IsEmpty || !First.Tok.isOneOf(tok::comma, tok::r_paren))
    return Error(NotAString);
  return Text;
}

/// The arguments that clang skipped.
static Expected<Strings> skippedArguments(const ParsedAttr &Attr,
                                          Preprocessor &PP) {
  AttributeTokens Reader(PP, Attr.getRange().getEnd());
  AttributeTokens::Item Item;
  if (!Reader.next(Item))
    return Error(Unreadable);
  Strings Found;
  if (Item.Tok.isNot(tok::l_paren))
    return Found;
  if (!Reader.next(Item))
    return Error(Unreadable);
  if (Item.Tok.is(tok::r_paren))
    return Found;
  for (;;) {
    Expected<std::string> Text = readString(Reader, Item, PP);
    if (!Text)
      return Text.takeError();
    Found.push_back(std::move(*Text));
    if (Item.Tok.is(tok::r_paren))
      return Found;
    if (!Reader.next(Item))
      return Error(Unreadable);
  }
}

Expected<Strings> argumentsOf(const ParsedAttr &Attr, Preprocessor &PP) {
  if (Attr.getNumArgs() || !Attr.isStandardAttributeSyntax())
    return parsedArguments(Attr);
  return skippedArguments(Attr, PP);
}

} // namespace hostlayout::clangfe
