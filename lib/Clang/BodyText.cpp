//===- BodyText.cpp - The text of a struct's or enum's body -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/BodyText.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

#include <algorithm>

using namespace clang;
using namespace hostlayout::clangfe;

static bool isInstantiated(const TagDecl &D) {
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
    return Class->getTemplateInstantiationPattern() != nullptr;
  if (const auto *Enum = dyn_cast<EnumDecl>(&D))
    return Enum->getTemplateInstantiationPattern() != nullptr;
  return false;
}

std::optional<BodyText> BodyText::of(const TagDecl &D,
                                     const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Open = D.getBraceRange().getBegin();
  SourceLocation Close = D.getBraceRange().getEnd();
  if (Open.isInvalid() || Close.isInvalid() || Open.isMacroID() ||
      Close.isMacroID() || isInstantiated(D) || SM.isInSystemHeader(Open))
    return std::nullopt;
  auto [File, OpenOffset] = SM.getDecomposedLoc(Open);
  auto [CloseFile, CloseOffset] = SM.getDecomposedLoc(Close);
  // Text that is in no file of its own: -D, scratch space.
  if (File != CloseFile || !SM.getFileEntryForID(File))
    return std::nullopt;
  bool IsBad = false;
  StringRef Buffer = SM.getBufferData(File, &IsBad);
  if (IsBad)
    return std::nullopt;

  BodyText Body;
  Body.D = &D;
  Body.Context = &Context;
  Body.Start = SM.getLocForStartOfFile(File);
  Body.Buffer = Buffer;
  Body.Brace = {OpenOffset + 1, CloseOffset};
  Lexer Raw(Body.Start, Context.getLangOpts(), Buffer.begin(),
            Buffer.begin() + OpenOffset, Buffer.end());
  Raw.SetCommentRetentionState(true);
  Token Tok;
  do {
    Raw.LexFromRawLexer(Tok);
    unsigned Begin = SM.getFileOffset(Tok.getLocation());
    if (Tok.is(tok::eof) || Begin > CloseOffset)
      break;
    Body.Tokens.push_back({Tok.getKind(),
                           {Begin, Begin + Tok.getLength()},
                           Tok.isAtStartOfLine()});
  } while (true);
  return Body;
}

std::optional<unsigned> BodyText::offset(SourceLocation Loc) const {
  const SourceManager &SM = Context->getSourceManager();
  if (Loc.isMacroID() &&
      !Lexer::isAtStartOfMacroExpansion(Loc, SM, Context->getLangOpts(), &Loc))
    return std::nullopt;
  if (Loc.isInvalid())
    return std::nullopt;
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  if (SM.getLocForStartOfFile(File) != Start)
    return std::nullopt;
  return Offset;
}

std::optional<unsigned> BodyText::endOffset(SourceLocation Loc) const {
  const SourceManager &SM = Context->getSourceManager();
  if (Loc.isMacroID() &&
      !Lexer::isAtEndOfMacroExpansion(Loc, SM, Context->getLangOpts(), &Loc))
    return std::nullopt;
  std::optional<unsigned> Begin = offset(Loc);
  if (!Begin)
    return std::nullopt;
  return *Begin + Lexer::MeasureTokenLength(Loc, SM, Context->getLangOpts());
}

const BodyText::RawToken *BodyText::tokenAt(unsigned Offset) const {
  for (const RawToken &T : Tokens)
    if (T.At.Begin >= Offset && T.Kind != tok::comment)
      return &T;
  return nullptr;
}

bool BodyText::startsAttribute(const RawToken &T) const {
  StringRef Word = text(T.At);
  return Word == "__attribute__" || Word == "alignas" || Word == "_Alignas" ||
         (T.Kind == tok::l_square && slice(T.At.Begin, T.At.Begin + 2) == "[[");
}

unsigned BodyText::behindAttributes(unsigned Offset) const {
  unsigned Depth = 0;
  bool IsInside = false;
  for (const RawToken &T : Tokens) {
    if (T.At.Begin < Offset || T.Kind == tok::comment)
      continue;
    if (Depth == 0 && !IsInside && !startsAttribute(T))
      return T.At.Begin;
    // A word, then its parentheses; or the brackets themselves.
    bool Opens = T.Kind == tok::l_paren || T.Kind == tok::l_square;
    bool Closes = T.Kind == tok::r_paren || T.Kind == tok::r_square;
    Depth += Opens;
    IsInside = Depth == 0 || !Closes || --Depth != 0;
  }
  return Offset;
}

/// From the token \p At back to where its declaration starts: attributes
/// precede what the AST calls the declaration's begin.
static size_t declarationBegin(const std::vector<BodyText::RawToken> &Tokens,
                               size_t At) {
  unsigned Depth = 0;
  size_t Begin = At;
  for (size_t I = At; I-- > 0;) {
    switch (Tokens[I].Kind) {
    case tok::comment:
      continue;
    case tok::r_paren:
    case tok::r_square:
      ++Depth;
      break;
    case tok::l_paren:
    case tok::l_square:
      if (Depth == 0)
        return Begin;
      --Depth;
      break;
    case tok::semi:
    case tok::l_brace:
    case tok::r_brace:
    case tok::colon:
      if (Depth == 0)
        return Begin;
      break;
    default:
      break;
    }
    Begin = I;
  }
  return Begin;
}

/// The semicolon that ends the declaration around \p At.
static std::optional<size_t>
declarationEnd(const std::vector<BodyText::RawToken> &Tokens, size_t At) {
  int Depth = 0;
  for (size_t I = At; I != Tokens.size(); ++I) {
    switch (Tokens[I].Kind) {
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      ++Depth;
      break;
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
      if (--Depth < 0)
        return std::nullopt;
      break;
    case tok::semi:
      if (Depth == 0)
        return I;
      break;
    default:
      break;
    }
  }
  return std::nullopt;
}

std::optional<MemberText> BodyText::member(const FieldDecl &F) const {
  std::optional<unsigned> From = offset(F.getBeginLoc());
  std::optional<unsigned> Name = offset(F.getLocation());
  if (!From || !Name || *From < Brace.Begin || *From >= Brace.End)
    return std::nullopt;
  auto First =
      std::find_if(Tokens.begin(), Tokens.end(),
                   [&](const RawToken &T) { return T.At.Begin == *From; });
  if (First == Tokens.end())
    return std::nullopt;
  size_t Begin = declarationBegin(Tokens, First - Tokens.begin());
  std::optional<size_t> End = declarationEnd(Tokens, First - Tokens.begin());
  if (!End)
    return std::nullopt;

  MemberText M;
  M.Whole = {Tokens[Begin].At.Begin, Tokens[*End].At.End};
  M.Commented = M.Whole;
  if (hasDirective(M.Whole))
    return std::nullopt;

  // A comment right above, on lines of its own.
  for (size_t I = Begin; I-- > 0 && Tokens[I].Kind == tok::comment;) {
    if (!indent(M.Commented.Begin) || !indent(Tokens[I].At.Begin) ||
        line(Tokens[I].At.End) + 1 != line(M.Commented.Begin))
      break;
    M.Commented.Begin = Tokens[I].At.Begin;
  }
  M.Commented.End = behindComment(M.Whole.End);
  M.EndsInLineComment =
      M.Commented.End != M.Whole.End &&
      slice(M.Whole.End, M.Commented.End).ltrim().substr(0, 2) == "//";

  for (const Decl *Other : F.getParent()->decls()) {
    std::optional<unsigned> At = offset(Other->getLocation());
    if (!At || *At < M.Whole.Begin || *At >= M.Whole.End)
      continue;
    if (const auto *Field = dyn_cast<FieldDecl>(Other)) {
      M.IsAlone &= Field == &F;
      M.IsLast &= *At <= *Name;
    } else if (const auto *Tag = dyn_cast<TagDecl>(Other)) {
      M.IsAlone &= Tag->getIdentifier() == nullptr ||
                   !Tag->isThisDeclarationADefinition();
    }
  }
  return M;
}

bool BodyText::hasDirective(TextRange R) const {
  return std::any_of(Tokens.begin(), Tokens.end(), [&](const RawToken &T) {
    return T.Kind == tok::hash && T.StartsLine && T.At.Begin >= R.Begin &&
           T.At.Begin < R.End;
  });
}

unsigned BodyText::line(unsigned Offset) const {
  return Context->getSourceManager().getLineNumber(
      Context->getSourceManager().getFileID(Start), Offset);
}

std::optional<StringRef> BodyText::indent(unsigned Offset) const {
  StringRef Before = slice(0, Offset);
  StringRef Blanks = Before.substr(Before.find_last_of("\n") + 1);
  if (Blanks.find_first_not_of(" \t") != StringRef::npos)
    return std::nullopt;
  return Blanks;
}

bool BodyText::endsLine(unsigned Offset) const {
  StringRef Rest = Buffer.substr(Offset);
  return Rest.substr(0, Rest.find('\n')).trim(" \t\r").empty();
}

unsigned BodyText::behindComment(unsigned Offset) const {
  for (const RawToken &T : Tokens) {
    if (T.At.Begin < Offset)
      continue;
    bool IsNear = slice(Offset, T.At.Begin).find('\n') == StringRef::npos;
    return T.Kind == tok::comment && IsNear ? T.At.End : Offset;
  }
  return Offset;
}

TextRange BodyText::lines(TextRange R) const {
  std::optional<StringRef> Blanks = indent(R.Begin);
  bool IsWhole = Blanks && R.Begin > Blanks->size() && endsLine(R.End);
  R.Begin = slice(0, R.Begin).rtrim(" \t").size();
  if (!IsWhole)
    return R;
  // From the newline in front: clang eats a blank that would come to stand
  // behind the removed text.
  R.Begin -= slice(0, R.Begin).take_back(2) == "\r\n" ? 2 : 1;
  R.End += Buffer.substr(R.End).find_first_not_of(" \t");
  return R;
}

StringRef BodyText::newline() const {
  return Buffer.find("\r\n") == StringRef::npos ? "\n" : "\r\n";
}
