//===- Recorder.h - Diagnostics as findings of a report ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Findings take the way they take in the compiler, through Clang's diagnostics,
// and are caught at its end: so their words, places and edits are the same.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_RECORDER_H
#define HOSTLAYOUT_CHECK_RECORDER_H

#include "CheckOptions.h"
#include "Compare/Finding.h"
#include "Project/CompileCommand.h"
#include "Report/Report.h"

#include "clang/Basic/Diagnostic.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class SourceManager;
} // namespace clang

namespace hostlayout::check {

/// How a report calls \p File, which \p C calls so: by its absolute path and,
/// where a symbolic link leads into the project, by its place there.
std::string reportedPath(const std::string &File,
                         const project::CompileCommand &C, const Display &How);

/// Where the compiler would say that \p Loc is.
report::Place placeOf(clang::SourceLocation Loc, const clang::SourceManager &SM,
                      const project::CompileCommand &C, const Display &How);

class Recorder final : public clang::DiagnosticConsumer {
public:
  Recorder(const project::CompileCommand &C, const Display &How);
  ~Recorder() override;

  void BeginSourceFile(const clang::LangOptions &Language,
                       const clang::Preprocessor *) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// Adds to the next finding that was told as \p Text, if it was not
  /// suppressed, what only \p What knows of it.
  void describe(const Finding &What, const std::string &Text,
                const clang::SourceManager &SM);

  std::vector<report::Finding> takeFindings() { return std::move(Findings); }

  /// Whether there were errors that are none of ours.
  bool failed() const { return Failures != 0; }
  /// The first of them, as a terminal shows them.
  const std::string &failure() const { return Failure; }
  /// Those among them that are about no source: the command is at fault.
  const std::vector<std::string> &commandErrors() const { return Commanded; }

private:
  struct Screen;
  /// What the notes that follow belong to.
  enum class Head : uint8_t { None, Finding, Failure };

  std::string terminal(clang::DiagnosticsEngine::Level Level,
                       const clang::Diagnostic &Info, llvm::StringRef Text);
  std::vector<report::Edit> edits(const clang::Diagnostic &Info) const;

  const project::CompileCommand &C;
  const Display &How;
  const std::string File; ///< of C, as it is reported
  const clang::LangOptions *Language = nullptr;
  std::unique_ptr<Screen> Shown;
  std::vector<report::Finding> Findings;
  size_t Described = 0;
  std::vector<std::string> Commanded;
  std::string Failure;
  unsigned Failures = 0;
  Head Last = Head::None;
};

} // namespace hostlayout::check

#endif
