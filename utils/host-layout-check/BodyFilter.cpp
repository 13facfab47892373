//===- BodyFilter.cpp - Which function bodies matter ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BodyFilter.h"

#include "BTF/Skeleton.h"
#include "Project/SourceText.h"
#include "Clang/MarkedDecls.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"

#include <algorithm>
#include <optional>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using llvm::StringRef;

/// Whether \p Macro may say how structs behind it are laid out.
static bool bringsPragma(const MacroInfo &Macro) {
  llvm::ArrayRef<Token> Tokens = Macro.tokens();
  for (size_t I = 0; I != Tokens.size(); ++I) {
    const IdentifierInfo *Name =
        Tokens[I].isAnnotation() ? nullptr : Tokens[I].getIdentifierInfo();
    if (!Name || !Name->isStr("_Pragma"))
      continue;
    if (I + 2 >= Tokens.size() || Tokens[I + 2].isNot(tok::string_literal))
      return true;
    StringRef Text(Tokens[I + 2].getLiteralData(), Tokens[I + 2].getLength());
    if (Text.contains("pack") || Text.contains("align") ||
        Text.contains("ms_struct"))
      return true;
  }
  return false;
}

/// What a text must say to be of interest.
struct BodyFilter::Names {
  llvm::SmallPtrSet<const IdentifierInfo *, 8> Identifiers;
  std::vector<std::string> Texts;
};

/// Learns the macros that bring the attribute as they are defined.
class BodyFilter::Watcher final : public PPCallbacks {
public:
  Watcher(Preprocessor &PP, std::shared_ptr<Names> Known)
      : PP(PP), Known(std::move(Known)) {}

  void MacroDefined(const Token &Name, const MacroDirective *MD) override {
    const IdentifierInfo *Identifier = Name.getIdentifierInfo();
    if (!brings(*MD->getMacroInfo()) || Known->Identifiers.contains(Identifier))
      return;
    add(*Identifier);
    // Macros that use it may have been defined before it.
    for (bool Grew = true; Grew;) {
      Grew = false;
      for (const auto &[Other, State] :
           PP.macros(/*IncludeExternalMacros=*/false)) {
        const MacroDirective *Latest = State.getLatest();
        if (!Latest || Known->Identifiers.contains(Other) ||
            !Latest->getMacroInfo() || !brings(*Latest->getMacroInfo()))
          continue;
        add(*Other);
        Grew = true;
      }
    }
  }

private:
  bool brings(const MacroInfo &Macro) const {
    return bringsPragma(Macro) ||
           llvm::any_of(Macro.tokens(), [&](const Token &Tok) {
             return !Tok.isAnnotation() && Tok.getIdentifierInfo() &&
                    Known->Identifiers.contains(Tok.getIdentifierInfo());
           });
  }
  void add(const IdentifierInfo &Name) {
    Known->Identifiers.insert(&Name);
    Known->Texts.push_back(Name.getName().str());
  }

  Preprocessor &PP;
  std::shared_ptr<Names> Known;
};

BodyFilter::BodyFilter(Preprocessor &PP)
    : PP(PP), Known(std::make_shared<Names>()) {
  for (const char *Name :
       {"host_layout", "bpf_host_layout", "__bpf_host_layout__"})
    Known->Identifiers.insert(PP.getIdentifierInfo(Name));
  Known->Texts.push_back("host_layout");
  PP.addPPCallbacks(std::make_unique<Watcher>(PP, Known));
}

bool BodyFilter::canSkip(const Decl &Function,
                         const clangfe::MarkedDecls &Markers) {
  if (!ParsesAll && Markers.size() != MarkersSeen) {
    MarkersSeen = Markers.size();
    ParsesAll = Markers.hasPattern();
  }
  // A parameter of old C is declared where a body would be.
  const FunctionDecl *F = Function.getAsFunction();
  bool IsOld = F && F->getNumParams() != 0 && !F->hasWrittenPrototype();
  if (ParsesAll || IsOld)
    return false;
  if (F && holdsObject(*F))
    return true;
  if (isPartOfUses(Function.getLocation()))
    return false;
  if (mentionsMarker(Function.getLocation()))
    return false;
  LeftOut |= !PP.getSourceManager().isInSystemHeader(Function.getLocation());
  return true;
}

/// Whether the body at \p Function may have to do with a call of libbpf: the
/// main file, its own or one before it names such a function.
/// `ev__elf_bytes()` of a skeleton: a literal of all of the object's bytes,
/// which the text is read for.
bool BodyFilter::holdsObject(const FunctionDecl &F) const {
  constexpr llvm::StringLiteral Ending = "__elf_bytes";
  if (!F.getIdentifier() || F.getName().take_back(Ending.size()) != Ending)
    return false;
  const SourceManager &SM = PP.getSourceManager();
  if (F.getLocation().isInvalid() || F.getLocation().isMacroID())
    return false;
  bool IsBad = false;
  StringRef Text = SM.getBufferData(SM.getFileID(F.getLocation()), &IsBad);
  return !IsBad && btf::isSkeleton({Text.data(), Text.size()});
}

bool BodyFilter::isPartOfUses(SourceLocation Function) {
  const SourceManager &SM = PP.getSourceManager();
  if (Function.isInvalid() || SM.isInSystemHeader(Function))
    return false;
  for (FileID File :
       {SM.getMainFileID(), SM.getFileID(SM.getExpansionLoc(Function))}) {
    if (NamesLibbpf || !Looked.insert(File).second)
      continue;
    bool IsBad = false;
    StringRef Text = SM.getBufferData(File, &IsBad);
    NamesLibbpf |= !IsBad && namesLibbpf(Text);
  }
  return NamesLibbpf;
}

const std::vector<unsigned> &BodyFilter::mentions(FileID File, StringRef Text) {
  FileMentions &M = Files[File];
  if (M.NamesKnown == Known->Texts.size())
    return M.Offsets;
  // What a body includes is not in its text, and a pragma in it may say how
  // structs behind it are packed.
  if (M.NamesKnown == 0 &&
      !PP.getSourceManager().isInSystemHeader(
          PP.getSourceManager().getLocForStartOfFile(File))) {
    for (StringRef Directive : {"include", "ragma"})
      findAll(Text, Directive, M.Offsets);
    findCutNames(Text, M.Offsets);
  }
  for (; M.NamesKnown != Known->Texts.size(); ++M.NamesKnown)
    findAll(Text, Known->Texts[M.NamesKnown], M.Offsets);
  llvm::sort(M.Offsets);
  return M.Offsets;
}

/// Where the function whose name is at \p Name ends; none where directives
/// make that hard to say.
static std::optional<unsigned> endOfFunction(SourceLocation Name,
                                             StringRef Text, unsigned Offset,
                                             const LangOptions &Language) {
  Lexer Raw(Name.getLocWithOffset(-static_cast<int>(Offset)), Language,
            Text.begin(), Text.begin() + Offset, Text.end());
  Token Tok;
  unsigned Depth = 0;
  bool IsComplete = false;
  do {
    bool AtEnd = Raw.LexFromRawLexer(Tok);
    unsigned At = Raw.getBufferLocation() - Text.begin();
    if (Tok.is(tok::hash) && Tok.isAtStartOfLine())
      return std::nullopt;
    // Behind a brace: a further initialiser or constraint, the body, a handler.
    if (IsComplete && Depth == 0 &&
        !Tok.isOneOf(tok::comma, tok::l_brace, tok::ellipsis, tok::ampamp,
                     tok::pipepipe) &&
        !(Tok.is(tok::raw_identifier) && Tok.getRawIdentifier() == "catch"))
      return At;
    if (Tok.isOneOf(tok::l_brace, tok::l_paren))
      ++Depth;
    else if (Tok.isOneOf(tok::r_brace, tok::r_paren) && Depth)
      --Depth;
    IsComplete = Depth == 0 && (Tok.is(tok::r_brace) ||
                                (IsComplete && Tok.is(tok::ellipsis)));
    if (AtEnd)
      return std::nullopt;
  } while (true);
}

bool BodyFilter::mentionsMarker(SourceLocation Function) {
  if (Function.isInvalid() || Function.isMacroID())
    return true;
  const SourceManager &SM = PP.getSourceManager();
  auto [File, Offset] = SM.getDecomposedLoc(Function);
  bool IsBad = false;
  StringRef Text = SM.getBufferData(File, &IsBad);
  if (IsBad)
    return true;
  const std::vector<unsigned> &Offsets = mentions(File, Text);
  auto Next = std::lower_bound(Offsets.begin(), Offsets.end(), Offset);
  if (Next == Offsets.end())
    return false;
  std::optional<unsigned> End =
      endOfFunction(Function, Text, Offset, PP.getLangOpts());
  return !End || *Next < *End;
}
