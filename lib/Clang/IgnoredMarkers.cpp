//===- IgnoredMarkers.cpp - Attributes that clang let fall ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/IgnoredMarkers.h"

#include "Clang/AttributeTokens.h"
#include "Clang/Diagnostics.h"
#include "Clang/MarkedDecls.h"
#include "Clang/MarkerMacros.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseSet.h"

#include <optional>

using namespace clang;

namespace hostlayout::clangfe {

namespace {

using Locations = llvm::DenseSet<SourceLocation>;

class SkipRecorder final : public PPCallbacks {
public:
  explicit SkipRecorder(std::shared_ptr<std::vector<SourceRange>> Skipped)
      : Skipped(std::move(Skipped)) {}
  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    Skipped->push_back(Range);
  }

private:
  std::shared_ptr<std::vector<SourceRange>> Skipped;
};

/// Adds where the token at \p Loc was written, and every use of a macro that
/// brought it to its place.
void addOrigins(SourceLocation Loc, const SourceManager &SM, Locations &To) {
  while (Loc.isMacroID()) {
    if (SM.isMacroArgExpansion(Loc))
      addOrigins(SM.getImmediateSpellingLoc(Loc), SM, To);
    Loc = SM.getImmediateExpansionRange(Loc).getBegin();
  }
  To.insert(Loc);
}

/// Reads one file as text and finds the uses of the attribute that the
/// compiler must have met.
class Scan {
public:
  Scan(Preprocessor &PP, const MarkerMacros &Macros, FileID File,
       llvm::StringRef Text)
      : PP(PP), SM(PP.getSourceManager()), Macros(Macros),
        Raw(SM.getLocForStartOfFile(File), PP.getLangOpts(), Text.begin(),
            Text.begin(), Text.end()) {
    next();
  }

  /// The next use, or none at the end.
  std::optional<LostMarker> next(const std::vector<SourceRange> &Skipped) {
    while (Tok.isNot(tok::eof)) {
      if (Tok.is(tok::hash) && Tok.isAtStartOfLine()) {
        do
          next();
        while (Tok.isNot(tok::eof) && !Tok.isAtStartOfLine());
        continue;
      }
      const SourceLocation Loc = Tok.getLocation();
      const bool IsUse = follow();
      next();
      if (IsUse && (!NeedsParen || Tok.is(tok::l_paren)) &&
          !isIn(Skipped, Loc) && reachesParser(Loc))
        return LostMarker{Loc, IsUnscoped};
    }
    return std::nullopt;
  }

private:
  void next() { Raw.LexFromRawLexer(Tok); }

  /// Whether the current token names the attribute; keeps track of where it is.
  bool follow() {
    NeedsParen = IsUnscoped = false;
    const tok::TokenKind Before = Last;
    Last = Tok.getKind();
    if (Tok.is(tok::l_paren)) {
      Callers.push_back(LastName);
    } else if (Tok.is(tok::r_paren) && !Callers.empty()) {
      Callers.pop_back();
      if (Callers.size() <= GnuDepth)
        IsInGnu = false;
    } else if (Tok.is(tok::l_square) && Before == tok::l_square) {
      IsInStandard = true;
      Using = nullptr;
      StandardDepth = Callers.size();
    } else if (Tok.is(tok::r_square) && Before == tok::r_square) {
      IsInStandard = false;
    } else if (Tok.is(tok::colon) && Scope && IsInStandard) {
      Using = Scope;
    }

    const IdentifierInfo *Name = nullptr;
    if (Tok.is(tok::raw_identifier)) {
      auto Found = PP.getIdentifierTable().find(Tok.getRawIdentifier());
      if (Found != PP.getIdentifierTable().end())
        Name = Found->getValue();
    }
    const IdentifierInfo *Qualifier =
        Before == tok::coloncolon ? Scope : nullptr;
    if (Tok.isNot(tok::coloncolon))
      Scope = Name;
    LastName = Name;
    if (!Name)
      return false;
    if (Name->isStr("__attribute__") || Name->isStr("__attribute")) {
      IsInGnu = true;
      GnuDepth = Callers.size();
    }
    if (Macros.isAttribute(Name)) {
      if (!Name->isStr("host_layout"))
        return IsInGnu;
      IsUnscoped = Before != tok::coloncolon && !Using &&
                   Callers.size() == StandardDepth && !PP.getLangOpts().ObjC;
      return IsInStandard && (IsUnscoped || (Using && Using->isStr("bpf")) ||
                              (Qualifier && Qualifier->isStr("bpf")));
    }
    const MacroInfo *Macro = Macros.macro(Name, Tok.getLocation());
    NeedsParen = Macro && Macro->isFunctionLike();
    return Macro;
  }

  bool isIn(const std::vector<SourceRange> &Ranges, SourceLocation Loc) const {
    for (SourceRange R : Ranges)
      if (SM.isPointWithin(Loc, R.getBegin(), R.getEnd()))
        return true;
    return false;
  }

  /// False for what a macro was given as an argument and did not use.
  bool reachesParser(SourceLocation Loc) const {
    bool IsArgument = false;
    for (const IdentifierInfo *Caller : Callers)
      if (Caller)
        if (const MacroInfo *Macro = macroAt(PP, Caller, Loc))
          IsArgument |= Macro->isFunctionLike();
    if (!IsArgument || SM.getMacroArgExpandedLocation(Loc) != Loc)
      return true;
    // Nor has it an expansion if it is itself the name of a macro.
    for (unsigned I = 0; I != SM.local_sloc_entry_size(); ++I)
      if (const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
          Entry.isExpansion() &&
          Entry.getExpansion().getExpansionLocStart() == Loc)
        return true;
    return false;
  }

  Preprocessor &PP;
  const SourceManager &SM;
  const MarkerMacros &Macros;
  Lexer Raw;
  Token Tok;

  tok::TokenKind Last = tok::unknown;
  /// The name just read, and what stands in front of a `::` or `:`.
  const IdentifierInfo *LastName = nullptr, *Scope = nullptr;
  /// For each open parenthesis the name in front of it, if one is.
  std::vector<const IdentifierInfo *> Callers;
  size_t GnuDepth = 0, StandardDepth = 0;
  bool IsInGnu = false, IsInStandard = false;
  /// The scope in `[[using bpf: ...]]`.
  const IdentifierInfo *Using = nullptr;
  /// `[[host_layout]]`, which is nobody's attribute.
  bool IsUnscoped = false;
  bool NeedsParen = false;
};

} // namespace

IgnoredMarkers::IgnoredMarkers(Preprocessor &PP)
    : PP(PP), Skipped(std::make_shared<std::vector<SourceRange>>()) {
  PP.addPPCallbacks(std::make_unique<SkipRecorder>(Skipped));
}

std::vector<LostMarker> IgnoredMarkers::find(const MarkedDecls &Markers) const {
  std::vector<LostMarker> Found;
  const MarkerMacros Macros(PP);
  if (Macros.empty())
    return Found;
  const SourceManager &SM = PP.getSourceManager();
  Locations Handled;
  for (SourceLocation Loc : Markers.seen())
    addOrigins(Loc, SM, Handled);

  for (unsigned I = 0; I != SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile() ||
        SrcMgr::isSystem(Entry.getFile().getFileCharacteristic()))
      continue;
    const FileID File =
        SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
    auto Text = SM.getBufferDataIfLoaded(File);
    const SourceLocation Start = SM.getLocForStartOfFile(File);
    if (!Text || !Macros.isMentionedIn(*Text, [&](size_t At) {
          return Handled.contains(
              Start.getLocWithOffset(static_cast<SourceLocation::IntTy>(At)));
        }))
      continue;
    Scan Uses(PP, Macros, File, *Text);
    while (std::optional<LostMarker> Use = Uses.next(*Skipped))
      if (!Handled.contains(Use->Where))
        Found.push_back(*Use);
  }
  return Found;
}

void IgnoredMarkers::report(const MarkedDecls &Markers, Sink &To) const {
  const LangOptions &Language = PP.getLangOpts();
  if (PP.getDiagnostics().hasErrorOccurred() ||
      // What is parsed late or was parsed elsewhere may not be seen.
      Language.DelayedTemplateParsing || Language.Modules)
    return;
  for (const LostMarker &Lost : find(Markers))
    To.report({Level::Error,
               Lost.Where,
               Lost.IsUnscoped
                   ? "the host_layout attribute without its scope checks "
                     "nothing; write [[bpf::host_layout]]"
                   : "the host_layout attribute is ignored here and checks "
                     "nothing; place it after 'struct', 'class', 'union' or "
                     "'enum'",
               {}});
}

} // namespace hostlayout::clangfe
