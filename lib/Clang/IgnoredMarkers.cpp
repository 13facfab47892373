//===- IgnoredMarkers.cpp - Attributes that clang let fall ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/IgnoredMarkers.h"

#include "BTF/Skeleton.h"
#include "Support/Printable.h"
#include "Clang/AttributeTokens.h"
#include "Clang/Diagnostics.h"
#include "Clang/MarkedDecls.h"

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
      LostMarker Use = follow();
      next();
      if (Use.What != MarkerName::None &&
          (!NeedsParen || Tok.is(tok::l_paren)) && !isIn(Skipped, Loc) &&
          reachesParser(Loc))
        return Use;
    }
    return std::nullopt;
  }

private:
  void next() { Raw.LexFromRawLexer(Tok); }

  /// What the current token does; keeps track of where it is.
  LostMarker follow() {
    NeedsParen = false;
    const IdentifierInfo *Name = nullptr;
    if (Tok.is(tok::raw_identifier)) {
      auto Found = PP.getIdentifierTable().find(Tok.getRawIdentifier());
      if (Found != PP.getIdentifierTable().end())
        Name = Found->getValue();
    }
    Context.next(Tok, Name);
    LostMarker Use{
        Tok.getLocation(), MarkerName::None, {}, Context.isInGnu(), false};
    if (!Name)
      return Use;
    const MarkerMacros::MacroUse Of =
        Macros.macro(Name, Tok.getLocation(), Context);
    NeedsParen = Of.Macro && Of.Macro->isFunctionLike();
    Use.IsMacro = Of.Macro != nullptr;
    Use.What = Of.Macro ? Of.Does : Macros.classify(Name, Context);
    if (Context.scope())
      Use.Name = Context.scope()->getName().str() + "::";
    Use.Name += Name->getName();
    return Use;
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
    for (const IdentifierInfo *Caller : Context.callers())
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

  AttributeContext Context;
  bool NeedsParen = false;
};

} // namespace

IgnoredMarkers::IgnoredMarkers(Preprocessor &PP)
    : PP(PP), Skipped(std::make_shared<std::vector<SourceRange>>()) {
  PP.addPPCallbacks(std::make_unique<SkipRecorder>(Skipped));
}

/// Where \p Text, of a skeleton, has the object's bytes, which is most of it:
/// bpftool writes each as an escape. Empty where there are none.
static llvm::StringRef objectIn(llvm::StringRef Text) {
  if (!btf::isSkeleton({Text.data(), Text.size()}))
    return {};
  const size_t Begin = Text.find("\\x7f\\x45\\x4c\\x46");
  if (Begin == llvm::StringRef::npos)
    return {};
  return Text.substr(Begin, Text.find('"', Begin) - Begin);
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
    if (!Text)
      continue;
    const auto IsMentionedIn = [&](llvm::StringRef Part) {
      const size_t From = Part.begin() - Text->begin();
      return Macros.isMentionedIn(Part, [&](size_t At) {
        return Handled.contains(Start.getLocWithOffset(
            static_cast<SourceLocation::IntTy>(From + At)));
      });
    };
    const llvm::StringRef Object = objectIn(*Text);
    const bool IsMentioned =
        Object.empty()
            ? IsMentionedIn(*Text)
            : IsMentionedIn(
                  {Text->begin(),
                   static_cast<size_t>(Object.begin() - Text->begin())}) ||
                  IsMentionedIn(
                      {Object.end(),
                       static_cast<size_t>(Text->end() - Object.end())});
    if (!IsMentioned)
      continue;
    Scan Uses(PP, Macros, File, *Text);
    while (std::optional<LostMarker> Use = Uses.next(*Skipped))
      if (!Handled.contains(Use->Where))
        Found.push_back(*Use);
  }
  return Found;
}

/// What is wrong with \p Lost, and what to write instead.
static std::string sentence(const LostMarker &Lost) {
  switch (Lost.What) {
  case MarkerName::Unscoped:
    return "the host_layout attribute without its scope checks nothing; write "
           "[[bpf::host_layout]]";
  case MarkerName::Misspelt:
    return (Lost.IsMacro ? "the attribute behind the macro '"
                         : "the attribute '") +
           printable(Lost.Name) + "' checks nothing; did you mean " +
           (Lost.IsGnu ? "__attribute__((bpf_host_layout))?"
                       : "[[bpf::host_layout]]?");
  case MarkerName::NoMacro:
    return "'" + Lost.Name +
           "' is no macro here, so the host_layout attribute is missing and "
           "nothing is checked; include <bpf/host_layout.h>";
  default:
    return "the host_layout attribute is ignored here and checks nothing; "
           "place it after 'struct', 'class', 'union' or 'enum'";
  }
}

/// The edit after which \p Lost marks something, where it is one word.
static std::vector<FixItHint> repair(const LostMarker &Lost) {
  const auto [Scope, Name] = llvm::StringRef(Lost.Name).split("::");
  if (Lost.IsMacro || Lost.Where.isMacroID() ||
      (Lost.What != MarkerName::Unscoped && Lost.What != MarkerName::Misspelt))
    return {};
  if (Lost.IsGnu)
    return {FixItHint::CreateReplacement(Lost.Where, "bpf_host_layout")};
  if (Name.empty())
    return {FixItHint::CreateReplacement(Lost.Where, "bpf::host_layout")};
  if (Scope == "bpf")
    return {FixItHint::CreateReplacement(Lost.Where, "host_layout")};
  return {};
}

void IgnoredMarkers::report(const MarkedDecls &Markers, Sink &To) const {
  // What is parsed late may not be seen.
  if (PP.getLangOpts().DelayedTemplateParsing)
    return;
  // A marker may be ignored because of an error; but that a macro is missing is
  // the cause of others.
  const bool HasErrors = PP.getDiagnostics().hasErrorOccurred();
  for (const LostMarker &Lost : find(Markers))
    if (!HasErrors || Lost.What == MarkerName::NoMacro)
      To.report({Level::Error, Lost.Where, sentence(Lost), repair(Lost)});
}

} // namespace hostlayout::clangfe
