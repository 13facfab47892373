//===- TerminalText.h - Diagnostics as a terminal shows them ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_TERMINALTEXT_H
#define HOSTLAYOUT_CHECK_TERMINALTEXT_H

#include "CheckOptions.h"
#include "Project/CompileCommand.h"

#include "clang/Basic/Diagnostic.h"

#include <memory>
#include <string>

namespace clang {
class LangOptions;
class SourceManager;
} // namespace clang

namespace hostlayout::check {

/// One for a unit, as in the compiler: what it shows of a place depends on what
/// was shown before.
class TerminalText {
public:
  TerminalText(const project::CompileCommand &C, const Display &How);
  ~TerminalText();

  /// Between these two, source lines are shown.
  void beginSource(const clang::LangOptions &Language);
  void endSource();

  /// Ends in a newline. \p SM may be null where \p Loc is invalid.
  std::string show(clang::DiagnosticsEngine::Level Level, llvm::StringRef Text,
                   clang::SourceLocation Loc, const clang::SourceManager *SM,
                   llvm::ArrayRef<clang::CharSourceRange> Ranges,
                   llvm::ArrayRef<clang::FixItHint> Hints);

private:
  struct Screen;

  const project::CompileCommand &C;
  const Display &How;
  std::unique_ptr<Screen> Shown;
};

} // namespace hostlayout::check

#endif
