//===- FindingSink.h - Findings that a report keeps -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_FINDINGSINK_H
#define HOSTLAYOUT_CHECK_FINDINGSINK_H

#include "Places.h"
#include "TerminalText.h"
#include "Clang/Diagnostics.h"

namespace hostlayout::check {

/// Keeps what the compiler would show, with all that is known of it.
class FindingSink final : public clangfe::Sink {
public:
  /// All references must outlive the sink.
  FindingSink(const project::CompileCommand &C, const CheckOptions &Options,
              TerminalText &Terminal, const clang::DiagnosticsEngine &Engine,
              const clang::SourceManager &SM,
              const clang::LangOptions &Language)
      : C(C), Options(Options), Terminal(Terminal), Engine(Engine), SM(SM),
        Language(Language) {}

  void report(const clangfe::Diagnostic &D) override;

  void silence(const Finding &F, const Message &M,
               clang::SourceLocation Where) override;

  std::vector<report::Result> takeSilenced() { return std::move(Silenced); }
  std::vector<report::Result> take() { return std::move(Findings); }

private:
  report::Place place(clang::SourceLocation Loc) const {
    return placeOf(Loc, SM, C, Options.How);
  }
  std::string terminal(const clangfe::Diagnostic &D);
  void addNote(const clangfe::Diagnostic &D);
  void describe(report::Result &F, const Finding &What) const;

  const project::CompileCommand &C;
  const CheckOptions &Options;
  TerminalText &Terminal;
  const clang::DiagnosticsEngine &Engine;
  const clang::SourceManager &SM;
  const clang::LangOptions &Language;
  std::vector<report::Result> Findings, Silenced;
  /// Those that hang on the last of Findings.
  std::vector<report::Replacement> HeadEdits;
};

} // namespace hostlayout::check

#endif
