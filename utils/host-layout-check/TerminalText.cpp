//===- TerminalText.cpp - Diagnostics as a terminal shows them ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TerminalText.h"

#include "Places.h"
#include "Project/Compat.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"

#include <utility>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using llvm::StringRef;

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

struct TerminalText::Screen {
  Screen(const LangOptions &Language, const CompileCommand &C,
         const Display &How)
      : Out(Text), Shown(Out, Language, options(How), C, How) {
    Out.enable_colors(How.HasColors);
  }

  DiagnosticOptions &options(const Display &How) {
    compat::setColors(*Options, How.HasColors);
    return *Options;
  }

  std::string Text;
  llvm::raw_string_ostream Out;
  compat::OptionsHolder Options;
  Terminal Shown;
};

TerminalText::TerminalText(const CompileCommand &C, const Display &How)
    : C(C), How(How) {}
TerminalText::~TerminalText() = default;

void TerminalText::beginSource(const LangOptions &Language) {
  Shown = std::make_unique<Screen>(Language, C, How);
}

void TerminalText::endSource() { Shown.reset(); }

std::string TerminalText::show(DiagnosticsEngine::Level Level, StringRef Text,
                               SourceLocation Loc, const SourceManager *SM,
                               ArrayRef<CharSourceRange> Ranges,
                               ArrayRef<FixItHint> Hints) {
  if (Shown && SM && Loc.isValid()) {
    Shown->Shown.emitDiagnostic(FullSourceLoc(Loc, *SM), Level, Text, Ranges,
                                Hints);
    Shown->Out.flush();
    return std::exchange(Shown->Text, {});
  }
  std::string Line;
  llvm::raw_string_ostream Out(Line);
  Out.enable_colors(How.HasColors);
  Out << report::relativeTo(How.Directory, reportedPath(C.File, C, How))
      << ": ";
  compat::TextDiagnostic::printDiagnosticLevel(Out, Level, How.HasColors);
  compat::TextDiagnostic::printDiagnosticMessage(
      Out, Level == DiagnosticsEngine::Note, Text, 0, 0, How.HasColors);
  Out.flush();
  return Line;
}
