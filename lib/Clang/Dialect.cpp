//===- Dialect.cpp - How this unit's language writes an edit ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Dialect.h"

#include "Render/Phrases.h"
#include "Clang/Compat.h"
#include "Clang/MarkedDecls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

static bool isWordCharacter(char C) { return llvm::isAlnum(C) || C == '_'; }

hostlayout::MarkerSpelling Dialect::markerSpelling(SourceLocation Where) const {
  const SourceManager &SM = Context.getSourceManager();
  const bool HasMacro = isMacro("BPF_HOST_LAYOUT_AS");
  auto FileOf = [&](SourceLocation Loc) {
    return SM.getFileID(SM.getExpansionLoc(Loc));
  };
  for (SourceLocation Name : MarkedDecls::of(Context).seen()) {
    if (FileOf(Name) != FileOf(Where))
      continue;
    if (HasMacro && Name.isMacroID() &&
        Lexer::getImmediateMacroName(Name, SM, Context.getLangOpts())
                .take_front(15) == "BPF_HOST_LAYOUT")
      return MarkerSpelling::Macro;
    llvm::SmallString<32> Room;
    const StringRef Token = Lexer::getSpelling(SM.getSpellingLoc(Name), Room,
                                               SM, Context.getLangOpts());
    return Token == "host_layout" ? MarkerSpelling::Brackets
                                  : MarkerSpelling::Gnu;
  }
  // The macro, where the project uses it, keeps other compilers silent.
  if (HasMacro)
    return MarkerSpelling::Macro;
  return compat::hasBracketAttributes(Context.getLangOpts())
             ? MarkerSpelling::Brackets
             : MarkerSpelling::Gnu;
}

std::optional<std::string> Dialect::marker(StringRef Argument,
                                           SourceLocation Where) const {
  for (char C : Argument)
    if (!isWordCharacter(C) && C != '.' && C != '$')
      return std::nullopt;
  Finding As{};
  As.Spelling = markerSpelling(Where);
  return hostlayout::marker(As, {Argument.data(), Argument.size()});
}

std::string Dialect::alignField(uint64_t Bytes) const {
  const LangOptions &Lang = Context.getLangOpts();
  std::string Number = "(" + std::to_string(Bytes) + ")";
  if (Lang.CPlusPlus11)
    return "alignas" + Number;
  if (Lang.C11)
    return (isMacro("alignas") ? "alignas" : "_Alignas") + Number;
  return "__attribute__((aligned" + Number + "))";
}

std::string Dialect::alignRecord(uint64_t Bytes) const {
  std::string Number = "(" + std::to_string(Bytes) + ")";
  // C has an alignment specifier for objects and members, not for types.
  if (Context.getLangOpts().CPlusPlus11)
    return "alignas" + Number;
  return "__attribute__((aligned" + Number + "))";
}

std::string Dialect::packRecord() const { return "__attribute__((packed))"; }

bool Dialect::isMacro(StringRef Name) const {
  return PP.getIdentifierInfo(Name)->hasMacroDefinition();
}

bool Dialect::isFreeName(StringRef Name) const {
  const IdentifierInfo *Id = PP.getIdentifierInfo(Name);
  return !Id->hasMacroDefinition() && !Id->isKeyword(Context.getLangOpts());
}

bool Dialect::isDeclared(StringRef Name, SourceLocation Where) const {
  DeclarationName Id(&Context.Idents.get(Name));
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(Id))
    if (isa<TypeDecl>(D) &&
        (D->getLocation().isInvalid() ||
         Context.getSourceManager().isBeforeInTranslationUnit(D->getLocation(),
                                                              Where)))
      return true;
  return false;
}

std::optional<std::string> Dialect::typeWord(StringRef Word,
                                             SourceLocation Where) const {
  // On every target that clang has, these have the widths they are used for.
  struct FixedWidth {
    StringRef Name, Kernel, Words;
  };
  static constexpr FixedWidth Table[] = {
      {"uint8_t", "__u8", "unsigned char"},
      {"uint16_t", "__u16", "unsigned short"},
      {"uint32_t", "__u32", "unsigned int"},
      {"uint64_t", "__u64", "unsigned long long"},
      {"int8_t", "__s8", "signed char"},
      {"int16_t", "__s16", "short"},
      {"int32_t", "__s32", "int"},
      {"int64_t", "__s64", "long long"},
  };
  if (Word == "bool" && !Context.getLangOpts().Bool && !isMacro("bool"))
    return "_Bool";
  if (PP.getIdentifierInfo(Word)->isKeyword(Context.getLangOpts()) ||
      isDeclared(Word, Where) || (Word == "bool" && isMacro("bool")))
    return Word.str();
  for (const FixedWidth &F : Table)
    if (Word == F.Name)
      return (isDeclared(F.Kernel, Where) ? F.Kernel : F.Words).str();
  return std::nullopt;
}

/// Where the first of \p Members ends; npos if it does not.
static size_t memberEnd(StringRef Members) {
  unsigned Depth = 0;
  for (size_t I = 0; I != Members.size(); ++I) {
    if (Members[I] == '{')
      ++Depth;
    else if (Members[I] == '}' && Depth-- == 0)
      break;
    else if (Members[I] == ';' && Depth == 0)
      return I;
  }
  return StringRef::npos;
}

std::optional<std::string> Dialect::declaration(StringRef Text,
                                                SourceLocation Where) const {
  constexpr StringRef Opens = "{ ", Ends = "; ";
  if (const size_t Open = Text.find(Opens); Open != StringRef::npos) {
    // "union { uint32_t v4; uint64_t v6[2]; }"
    std::string Result = Text.take_front(Open + Opens.size()).str();
    for (Text = Text.drop_front(Open + Opens.size()); Text != "}";) {
      const size_t End = memberEnd(Text);
      if (End == StringRef::npos)
        return std::nullopt;
      std::optional<std::string> Member =
          declaration(Text.take_front(End), Where);
      if (!Member)
        return std::nullopt;
      Result += *Member + Ends.str();
      Text = Text.drop_front(End + Ends.size());
    }
    return Result + Text.str();
  }
  // The declared name is the last word in front of what follows a declarator.
  size_t NameEnd = Text.find_first_of("[:");
  NameEnd = Text.substr(0, NameEnd).find_last_not_of(' ');
  if (NameEnd == StringRef::npos)
    return std::nullopt;
  ++NameEnd;
  size_t NameBegin = NameEnd;
  while (NameBegin > 0 && isWordCharacter(Text[NameBegin - 1]))
    --NameBegin;
  if (NameBegin == NameEnd ||
      !isFreeName(Text.substr(NameBegin, NameEnd - NameBegin)))
    return std::nullopt;

  std::string Result;
  for (size_t I = 0; I != NameBegin;) {
    size_t End = I;
    while (End != NameBegin && isWordCharacter(Text[End]))
      ++End;
    if (End == I) {
      Result += Text[I++];
      continue;
    }
    std::optional<std::string> Word = typeWord(Text.slice(I, End), Where);
    if (!Word)
      return std::nullopt;
    Result += *Word;
    I = End;
  }
  return Result + Text.substr(NameBegin).str();
}
