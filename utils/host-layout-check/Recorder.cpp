//===- Recorder.cpp - Diagnostics as findings of a report -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recorder.h"

#include "Project/Compat.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <utility>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using llvm::StringRef;

/// Errors of a unit that does not compile: the first say most.
static constexpr unsigned MostFailures = 3;

namespace {

/// Clang's own text output, but for the names of files.
class Terminal final : public compat::TextDiagnostic {
public:
  Terminal(llvm::raw_ostream &Out, const LangOptions &Language,
           DiagnosticOptions &Options, const CompileCommand &C,
           const Display &How)
      : compat::TextDiagnostic(Out, Language, Options), Out(Out), C(C),
        How(How) {}

protected:
  void emitDiagnosticLoc(FullSourceLoc Loc, PresumedLoc Where,
                         DiagnosticsEngine::Level Level,
                         ArrayRef<CharSourceRange> Ranges) override {
    if (Where.isInvalid())
      return compat::TextDiagnostic::emitDiagnosticLoc(Loc, Where, Level,
                                                       Ranges);
    if (How.HasColors)
      Out.changeColor(llvm::raw_ostream::SAVEDCOLOR, true);
    Out << name(Where) << ':' << Where.getLine() << ':' << Where.getColumn()
        << ": ";
  }

  void emitIncludeLocation(FullSourceLoc, PresumedLoc Where) override {
    if (Where.isValid())
      Out << "In file included from " << name(Where) << ':' << Where.getLine()
          << ":\n";
  }

private:
  std::string name(const PresumedLoc &Where) const {
    return std::string(report::relativeTo(
        How.Directory, reportedPath(Where.getFilename(), C, How)));
  }

  llvm::raw_ostream &Out;
  const CompileCommand &C;
  const Display &How;
};

} // namespace

/// One for a unit, as in the compiler: what it shows of a place depends on what
/// was shown before.
struct Recorder::Screen {
  Screen(const LangOptions &Language, const CompileCommand &C,
         const Display &How)
      : Out(Text), Shown(Out, Language, options(How), C, How) {
    Out.enable_colors(How.HasColors);
  }

  DiagnosticOptions &options(const Display &How) {
    Options->ShowColors = How.HasColors;
    return *Options;
  }

  std::string Text;
  llvm::raw_string_ostream Out;
  compat::OptionsHolder Options;
  Terminal Shown;
};

Recorder::Recorder(const CompileCommand &C, const Display &How)
    : C(C), How(How), File(reportedPath(C.File, C, How)) {}
Recorder::~Recorder() = default;

void Recorder::BeginSourceFile(const LangOptions &Language,
                               const Preprocessor *) {
  this->Language = &Language;
  Shown = std::make_unique<Screen>(Language, C, How);
}

void Recorder::EndSourceFile() {
  Language = nullptr;
  Shown.reset();
}

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
  if (isBelow(How.Root, Path))
    return Path;
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

static bool isTagged(StringRef Text, StringRef &Slug) {
  static constexpr char Prefix[] = " [bpf-host-layout-";
  size_t At = Text.rfind(Prefix);
  if (At == StringRef::npos || Text.back() != ']')
    return false;
  Slug = Text.substr(At + sizeof(Prefix) - 1).drop_back();
  return true;
}

/// What the attribute and the options are refused with.
static bool isUsageError(StringRef Text) {
  return (Text.contains("host_layout") && Text.contains("attribute")) ||
         Text.substr(0, 12) == "HostLayout: ";
}

void Recorder::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                const Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Level < DiagnosticsEngine::Note)
    return;
  llvm::SmallString<256> Buffer;
  Info.FormatDiagnostic(Buffer);
  StringRef Text = Buffer;

  if (Level == DiagnosticsEngine::Note) {
    if (Last == Head::Finding) {
      report::Finding &F = Findings.back();
      F.Terminal += terminal(Level, Info, Text);
      F.Notes.push_back({Text.str(), {}, edits(Info)});
      if (Info.hasSourceManager())
        F.Notes.back().Where =
            placeOf(Info.getLocation(), Info.getSourceManager(), C, How);
    } else if (Last == Head::Failure && Failures <= MostFailures) {
      Failure += terminal(Level, Info, Text);
    }
    return;
  }

  StringRef Slug;
  bool IsOurs = isTagged(Text, Slug) ||
                (Level >= DiagnosticsEngine::Error && isUsageError(Text));
  if (!IsOurs && Level < DiagnosticsEngine::Error) {
    Last = Head::None;
    return;
  }
  if (!IsOurs) {
    Last = Head::Failure;
    if (++Failures <= MostFailures)
      Failure += terminal(Level, Info, Text);
    if (Info.getLocation().isInvalid())
      Commanded.push_back(Text.str());
    return;
  }
  Last = Head::Finding;
  report::Finding F;
  F.Rule = Slug.str();
  F.Level =
      Level >= DiagnosticsEngine::Error ? Severity::Error : Severity::Warning;
  F.Text = Text.str();
  if (Info.hasSourceManager())
    F.Where = placeOf(Info.getLocation(), Info.getSourceManager(), C, How);
  if (F.Where.File.empty())
    F.Where.File = File;
  F.Terminal = terminal(Level, Info, Text);
  F.Units = {File};
  Findings.push_back(std::move(F));
}

std::string Recorder::terminal(DiagnosticsEngine::Level Level,
                               const Diagnostic &Info, StringRef Text) {
  if (Shown && Info.hasSourceManager() && Info.getLocation().isValid()) {
    Shown->Shown.emitDiagnostic(
        FullSourceLoc(Info.getLocation(), Info.getSourceManager()), Level, Text,
        Info.getRanges(),
        llvm::ArrayRef(Info.getFixItHints().data(), Info.getNumFixItHints()));
    Shown->Out.flush();
    return std::exchange(Shown->Text, {});
  }
  std::string Line;
  llvm::raw_string_ostream Out(Line);
  Out.enable_colors(How.HasColors);
  Out << report::relativeTo(How.Directory, File) << ": ";
  compat::TextDiagnostic::printDiagnosticLevel(Out, Level, How.HasColors);
  compat::TextDiagnostic::printDiagnosticMessage(
      Out, Level == DiagnosticsEngine::Note, Text, 0, 0, How.HasColors);
  Out.flush();
  return Line;
}

std::vector<report::Edit> Recorder::edits(const Diagnostic &Info) const {
  std::vector<report::Edit> Edits;
  if (!Info.hasSourceManager() || !Language)
    return Edits;
  const SourceManager &SM = Info.getSourceManager();
  auto Place = [&](SourceLocation Loc) {
    report::Place P;
    P.File = reportedPath(SM.getFilename(Loc).str(), C, How);
    P.Line = SM.getSpellingLineNumber(Loc);
    P.Column = SM.getSpellingColumnNumber(Loc);
    P.Utf16Column = utf16Column(Loc, SM);
    return P;
  };
  for (const FixItHint &Hint :
       llvm::ArrayRef(Info.getFixItHints().data(), Info.getNumFixItHints())) {
    SourceLocation Begin = Hint.RemoveRange.getBegin();
    SourceLocation End = Hint.RemoveRange.getEnd();
    if (Begin.isInvalid() || Begin.isMacroID() || End.isMacroID())
      return {};
    if (Hint.RemoveRange.isTokenRange())
      End = Lexer::getLocForEndOfToken(End, 0, SM, *Language);
    std::string Text = Hint.CodeToInsert;
    if (Hint.InsertFromRange.isValid())
      Text = Lexer::getSourceText(Hint.InsertFromRange, SM, *Language).str();
    Edits.push_back({Place(Begin), Place(End), SM.getFileOffset(Begin),
                     SM.getFileOffset(End), std::move(Text)});
  }
  return Edits;
}

void Recorder::describe(const Finding &What, const std::string &Text,
                        const SourceManager &SM) {
  auto Match =
      std::find_if(Findings.begin() + Described, Findings.end(),
                   [&](const report::Finding &F) { return F.Text == Text; });
  if (Match == Findings.end())
    return;
  Described = Match - Findings.begin() + 1;
  Match->Type = What.HostName;
  Match->BpfType = What.BpfName;
  Match->Object = What.Object;
  Match->BpfSource = What.BpfSource;
  const auto *D = static_cast<const Decl *>(What.Where.Ptr);
  if (!D)
    return;
  Match->TypeBegin = placeOf(D->getLocation(), SM, C, How);
  Match->TypeLastLine =
      std::max(Match->TypeBegin.Line, placeOf(D->getEndLoc(), SM, C, How).Line);
}
