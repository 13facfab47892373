//===- Recorder.h - What Clang itself says of a unit ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Findings go to a FindingSink and never come here. What does is what Clang
// says of the unit: that it does not compile, or that the attribute is used
// wrongly.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_RECORDER_H
#define HOSTLAYOUT_CHECK_RECORDER_H

#include "Places.h"
#include "TerminalText.h"

#include "clang/Basic/Diagnostic.h"

#include <string>
#include <vector>

namespace hostlayout::check {

class Recorder final : public clang::DiagnosticConsumer {
public:
  Recorder(const project::CompileCommand &C, const Display &How)
      : C(C), How(How), Terminal(C, How) {}

  void BeginSourceFile(const clang::LangOptions &Language,
                       const clang::Preprocessor *) override {
    Terminal.beginSource(Language);
  }
  void EndSourceFile() override { Terminal.endSource(); }
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// What all that is said of the unit is shown with.
  TerminalText &terminal() { return Terminal; }

  /// Wrong uses of the attribute, which Clang refuses where it parses them.
  std::vector<report::Result> takeMisuses() { return std::move(Misuses); }

  /// Whether there were errors that are none of ours.
  bool failed() const { return Failures != 0; }
  /// The first of them, as a terminal shows them.
  const std::string &failure() const { return Failure; }
  /// Those among them that are about no source: the command is at fault.
  const std::vector<std::string> &commandErrors() const { return Commanded; }

private:
  /// What the notes that follow belong to.
  enum class Head : uint8_t { None, Misuse, Failure };

  const project::CompileCommand &C;
  const Display &How;
  TerminalText Terminal;
  std::vector<report::Result> Misuses;
  std::vector<std::string> Commanded;
  std::string Failure;
  unsigned Failures = 0;
  Head Last = Head::None;
};

} // namespace hostlayout::check

#endif
