//===- AttributeTokens.cpp - The tokens after a token, expanded -----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/AttributeTokens.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

#include <algorithm>

using namespace clang;

namespace hostlayout::clangfe {

/// Far more than any attribute needs, and few enough for a hostile macro.
static constexpr unsigned MaxSteps = 10000;
static constexpr unsigned MaxDepth = 64;

const MacroInfo *macroAt(Preprocessor &PP, const IdentifierInfo *Name,
                         SourceLocation At) {
  const SourceManager &SM = PP.getSourceManager();
  const MacroDirective *Last = PP.getLocalMacroDirectiveHistory(Name);
  // A module's macro has no place in this unit's history.
  if (!Last)
    return PP.getMacroInfo(Name);
  for (const MacroDirective *D = Last; D; D = D->getPrevious()) {
    // Not every major knows that a PCH comes before the main file's first byte.
    if (!SM.isLoadedSourceLocation(D->getLocation()) &&
        !SM.isBeforeInTranslationUnit(D->getLocation(), At))
      continue;
    if (const auto *Definition = dyn_cast<DefMacroDirective>(D))
      return Definition->getInfo();
    if (isa<UndefMacroDirective>(D))
      return nullptr;
  }
  return nullptr;
}

AttributeTokens::AttributeTokens(Preprocessor &PP, SourceLocation Name)
    : PP(PP), At(PP.getSourceManager().getExpansionLoc(Name)) {
  enter(Name);
}

AttributeTokens AttributeTokens::within() const {
  AttributeTokens Inner(PP);
  Inner.At = At;
  Inner.Steps = Steps;
  Inner.Depth = Depth;
  if (++Inner.Depth > MaxDepth)
    Inner.Failed = true;
  return Inner;
}

void AttributeTokens::pushBody(std::vector<Written> List,
                               const MacroInfo &Macro) {
  Frame F;
  F.List = std::move(List);
  F.Expanding = &Macro;
  Stack.push_back(std::move(F));
}

void AttributeTokens::pushArgument(std::vector<Written> List) {
  Frame F;
  F.List = std::move(List);
  F.IsArgument = true;
  Stack.push_back(std::move(F));
}

/// Whether \p Macro stands in its own text, where it is no macro. Arguments are
/// expanded before they come into a text.
bool AttributeTokens::isExpanding(const MacroInfo &Macro) const {
  for (auto F = Stack.rbegin(); F != Stack.rend() && !F->IsArgument; ++F)
    if (F->Expanding == &Macro)
      return true;
  return false;
}

const IdentifierInfo *AttributeTokens::nameAt(SourceLocation Loc) const {
  Token Tok;
  const SourceManager &SM = PP.getSourceManager();
  if (Lexer::getRawToken(SM.getSpellingLoc(Loc), Tok, SM, PP.getLangOpts()) ||
      Tok.isNot(tok::raw_identifier))
    return nullptr;
  return PP.LookUpIdentifierInfo(Tok);
}

/// Goes to the place behind the token at \p After.
bool AttributeTokens::enter(SourceLocation After) {
  if (++Depth > MaxDepth)
    return fail();
  if (After.isFileID())
    return enterFile(After);
  const SourceManager &SM = PP.getSourceManager();
  return SM.isMacroArgExpansion(After) ? enterArgument(After)
                                       : enterBody(After);
}

bool AttributeTokens::enterFile(SourceLocation After) {
  const SourceManager &SM = PP.getSourceManager();
  // What `##` made has no text around it.
  if (SM.isWrittenInScratchSpace(After))
    return fail();
  auto [File, Offset] = SM.getDecomposedLoc(After);
  bool Invalid = false;
  llvm::StringRef Text = SM.getBufferData(File, &Invalid);
  if (Invalid)
    return fail();
  Frame F;
  F.File =
      std::make_unique<Lexer>(SM.getLocForStartOfFile(File), PP.getLangOpts(),
                              Text.begin(), Text.begin() + Offset, Text.end());
  Token Name;
  F.File->LexFromRawLexer(Name);
  Stack.push_back(std::move(F));
  return true;
}

/// The token came in as an argument of a macro: what follows is the rest of
/// that argument, then the macro's text behind the parameter.
bool AttributeTokens::enterArgument(SourceLocation After) {
  const SourceManager &SM = PP.getSourceManager();
  SourceLocation Parameter = SM.getImmediateExpansionRange(After).getBegin();
  if (!enter(Parameter))
    return false;
  const IdentifierInfo *Name = nameAt(Parameter);
  const bool IsVariable = Name && Name->isStr("__VA_ARGS__");

  AttributeTokens Rest = within();
  if (!Rest.enter(SM.getImmediateSpellingLoc(After)))
    return fail();
  std::vector<Written> List;
  unsigned Nesting = 0;
  for (Written W; Rest.read(W); List.push_back(W)) {
    if (W.Tok.is(tok::l_paren))
      ++Nesting;
    else if (W.Tok.is(tok::r_paren) && Nesting-- == 0)
      break;
    else if (W.Tok.is(tok::comma) && Nesting == 0 && !IsVariable)
      break;
  }
  Steps = Rest.Steps;
  if (Rest.failed())
    return fail();
  pushArgument(std::move(List));
  return true;
}

/// The token stands in a macro's text: what follows is the rest of that text,
/// then what stands behind the use of the macro.
bool AttributeTokens::enterBody(SourceLocation After) {
  const SourceManager &SM = PP.getSourceManager();
  SourceLocation Use = SM.getImmediateExpansionRange(After).getBegin();
  const IdentifierInfo *Name = nameAt(Use);
  const MacroInfo *Macro = Name ? macroAt(PP, Name, At) : nullptr;
  if (!Macro || !enter(Use))
    return fail();

  std::shared_ptr<Bindings> In;
  if (Macro->isFunctionLike()) {
    In = std::make_shared<Bindings>();
    Written Open;
    if (!read(Open) || Open.Tok.isNot(tok::l_paren) ||
        !readArguments(*Macro, *In))
      return fail();
  }

  SourceLocation Here = SM.getSpellingLoc(After);
  auto Tokens = Macro->tokens();
  auto Place = std::find_if(Tokens.begin(), Tokens.end(), [&](const Token &T) {
    return T.getLocation() == Here;
  });
  if (Place == Tokens.end())
    return fail();
  std::vector<Written> List;
  for (++Place; Place != Tokens.end(); ++Place)
    List.push_back({*Place, In});
  pushBody(std::move(List), *Macro);
  return true;
}

/// The next token as written.
bool AttributeTokens::read(Written &Out) {
  if (Failed || ++Steps > MaxSteps)
    return fail();
  while (!Stack.empty()) {
    Frame &Top = Stack.back();
    if (Top.File) {
      Token &Tok = Out.Tok;
      Top.File->LexFromRawLexer(Tok);
      if (Tok.is(tok::eof) || (Tok.is(tok::hash) && Tok.isAtStartOfLine()))
        return fail();
      if (Tok.is(tok::raw_identifier))
        PP.LookUpIdentifierInfo(Tok);
      Out.In = nullptr;
      return true;
    }
    if (Top.Next != Top.List.size()) {
      Out = Top.List[Top.Next++];
      return true;
    }
    Stack.pop_back();
  }
  return false;
}

/// Reads the arguments of a use of \p Macro, of which `(` has been read.
bool AttributeTokens::readArguments(const MacroInfo &Macro, Bindings &Into) {
  Into.Macro = &Macro;
  Into.Arguments.resize(std::max(1u, Macro.getNumParams()));
  unsigned Nesting = 0, Current = 0;
  for (Written W; read(W);) {
    if (W.Tok.is(tok::l_paren)) {
      ++Nesting;
    } else if (W.Tok.is(tok::r_paren)) {
      if (Nesting-- == 0)
        return true;
    } else if (W.Tok.is(tok::comma) && Nesting == 0 &&
               !(Macro.isVariadic() && Current + 1 == Macro.getNumParams())) {
      if (++Current == Into.Arguments.size())
        return fail();
      continue;
    }
    Into.Arguments[Current].push_back(W);
  }
  return fail();
}

/// Appends the text of \p W, with what outer macros put into it.
bool AttributeTokens::spell(const Written &W, std::string &Text) {
  auto Append = [&](const Token &Tok) {
    if (!Text.empty() && (Tok.hasLeadingSpace() || Tok.isAtStartOfLine()))
      Text += ' ';
    Text += PP.getSpelling(Tok);
  };
  const IdentifierInfo *Name = W.Tok.getIdentifierInfo();
  const int Index = W.In && Name ? W.In->Macro->getParameterNum(Name) : -1;
  if (Index < 0) {
    Append(W.Tok);
    return true;
  }
  AttributeTokens Outer = within();
  Outer.pushArgument(W.In->Arguments[Index]);
  for (Item I; Outer.next(I);) {
    if (I.IsStringized)
      return fail();
    Append(I.Tok);
  }
  Steps = Outer.Steps;
  return !Outer.failed() || fail();
}

bool AttributeTokens::stringize(const Written &Hash, Item &Out) {
  Written Name;
  if (!read(Name) || !Name.Tok.getIdentifierInfo())
    return fail();
  const int Index =
      Hash.In->Macro->getParameterNum(Name.Tok.getIdentifierInfo());
  if (Index < 0)
    return fail();
  Out.Tok = Hash.Tok;
  Out.IsStringized = true;
  Out.Text.clear();
  for (const Written &W : Hash.In->Arguments[Index])
    if (!spell(W, Out.Text))
      return false;
  return true;
}

bool AttributeTokens::expand(const Written &W) {
  const IdentifierInfo *Name = W.Tok.getIdentifierInfo();
  if (W.In) {
    const int Index = W.In->Macro->getParameterNum(Name);
    if (Index >= 0) {
      pushArgument(W.In->Arguments[Index]);
      return true;
    }
  }
  const MacroInfo *Macro = macroAt(PP, Name, At);
  if (!Macro || Macro->isBuiltinMacro() || isExpanding(*Macro))
    return false;

  std::shared_ptr<Bindings> In;
  if (Macro->isFunctionLike()) {
    Written Open;
    if (!read(Open))
      return false;
    if (Open.Tok.isNot(tok::l_paren)) {
      pushArgument({Open});
      return false;
    }
    In = std::make_shared<Bindings>();
    if (!readArguments(*Macro, *In))
      return false;
  }
  std::vector<Written> Body;
  for (const Token &Tok : Macro->tokens())
    Body.push_back({Tok, In});
  pushBody(std::move(Body), *Macro);
  return true;
}

bool AttributeTokens::next(Item &Out) {
  Out.IsStringized = false;
  for (Written W; read(W);) {
    if (W.Tok.is(tok::hashhash))
      return fail();
    if (W.In && W.Tok.is(tok::hash))
      return stringize(W, Out);
    if (const IdentifierInfo *Name = W.Tok.getIdentifierInfo()) {
      if (Name->isStr("__VA_OPT__"))
        return fail();
      if (expand(W))
        continue;
      if (Failed)
        return false;
    }
    Out.Tok = W.Tok;
    return true;
  }
  return false;
}

} // namespace hostlayout::clangfe
