//===- Places.cpp - Where a report says that things are -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Places.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

#include <set>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using llvm::StringRef;

/// UTF-16 code units of the UTF-8 text \p Text.
static unsigned utf16Length(StringRef Text) {
  unsigned Length = 0;
  for (unsigned char Byte : Text)
    Length += (Byte & 0xC0) == 0x80 ? 0 : Byte >= 0xF0 ? 2 : 1;
  return Length;
}

/// Column of \p Loc in UTF-16, counted from 1.
static unsigned utf16Column(SourceLocation Loc, const SourceManager &SM) {
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  bool IsBad = false;
  StringRef Before = SM.getBufferData(File, &IsBad).substr(0, Offset);
  return IsBad ? 1 : utf16Length(Before.substr(Before.rfind('\n') + 1)) + 1;
}

static bool isBelow(StringRef Directory, StringRef Path) {
  return report::relativeTo(Directory, Path).size() != Path.size();
}

std::string check::reportedPath(const std::string &File,
                                const CompileCommand &C, const Display &How) {
  std::string Path = absolutePath(C.Directory, File);
  std::string Real = Path == C.File ? C.Real : realPath(Path);
  return isBelow(How.Root, Real) ? Real : Path;
}

report::Place check::placeOf(SourceLocation Loc, const SourceManager &SM,
                             const CompileCommand &C, const Display &How) {
  if (Loc.isInvalid())
    return {};
  Loc = SM.getFileLoc(Loc);
  PresumedLoc Where = SM.getPresumedLoc(Loc);
  if (Where.isInvalid())
    return {};
  return {reportedPath(Where.getFilename(), C, How), Where.getLine(),
          Where.getColumn(), utf16Column(Loc, SM)};
}

std::vector<report::Replacement> check::editsOf(ArrayRef<FixItHint> Hints,
                                         const SourceManager &SM,
                                         const LangOptions &Language,
                                         const CompileCommand &C,
                                         const Display &How) {
  std::vector<report::Replacement> Edits;
  auto Place = [&](SourceLocation Loc) {
    report::Place P;
    P.File = reportedPath(SM.getFilename(Loc).str(), C, How);
    P.Line = SM.getSpellingLineNumber(Loc);
    P.Column = SM.getSpellingColumnNumber(Loc);
    P.Utf16Column = utf16Column(Loc, SM);
    return P;
  };
  for (const FixItHint &Hint : Hints) {
    SourceLocation Begin = Hint.RemoveRange.getBegin();
    SourceLocation End = Hint.RemoveRange.getEnd();
    if (Begin.isInvalid() || Begin.isMacroID() || End.isMacroID())
      return {};
    if (Hint.RemoveRange.isTokenRange())
      End = Lexer::getLocForEndOfToken(End, 0, SM, Language);
    std::string Text = Hint.CodeToInsert;
    if (Hint.InsertFromRange.isValid())
      Text = Lexer::getSourceText(Hint.InsertFromRange, SM, Language).str();
    Edits.push_back({Place(Begin), Place(End), SM.getFileOffset(Begin),
                     SM.getFileOffset(End), std::move(Text)});
  }
  return Edits;
}

std::vector<std::string> check::filesOf(const SourceManager &SM) {
  std::vector<std::string> Files;
  for (auto I = SM.fileinfo_begin(), E = SM.fileinfo_end(); I != E; ++I)
    if (I->second->OrigEntry)
      Files.push_back(I->second->OrigEntry->getName().str());
  return Files;
}

std::vector<std::string>
check::hostSources(const std::vector<std::string> &Files,
                   const CompileCommand &C, const Display &How) {
  std::set<std::string> Sources;
  for (const std::string &File : Files)
    if (std::string Path = reportedPath(File, C, How);
        isBelow(How.Root, Path) || !isBelow("/usr", Path))
      Sources.insert(std::move(Path));
  return {Sources.begin(), Sources.end()};
}
