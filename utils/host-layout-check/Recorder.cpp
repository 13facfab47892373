//===- Recorder.cpp - What Clang itself says of a unit --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recorder.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using llvm::StringRef;

/// Errors of a unit that does not compile: the first say most.
static constexpr unsigned MostFailures = 3;

/// What the attribute is refused with, by us or by Clang's own checks of its
/// arguments.
static bool isAboutTheAttribute(StringRef Text) {
  return Text.contains("host_layout") && Text.contains("attribute");
}

void Recorder::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                const Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Level < DiagnosticsEngine::Note)
    return;
  const bool IsNote = Level == DiagnosticsEngine::Note;
  if (!IsNote && Level < DiagnosticsEngine::Error) {
    Last = Head::None;
    return;
  }
  llvm::SmallString<256> Text;
  Info.FormatDiagnostic(Text);
  if (!IsNote)
    Last = isAboutTheAttribute(Text) ? Head::Misuse : Head::Failure;
  if (!IsNote && Last == Head::Failure) {
    ++Failures;
    if (Info.getLocation().isInvalid())
      Commanded.push_back(std::string(Text.str()));
  }
  if (Last == Head::None || (Last == Head::Failure && Failures > MostFailures))
    return;
  const SourceManager *SM =
      Info.hasSourceManager() ? &Info.getSourceManager() : nullptr;
  const std::string Shown = Terminal.show(
      Level, Text, Info.getLocation(), SM, Info.getRanges(),
      llvm::ArrayRef(Info.getFixItHints().data(), Info.getNumFixItHints()));
  auto Place = [&] {
    return SM ? placeOf(Info.getLocation(), *SM, C, How) : report::Place();
  };
  if (Last == Head::Failure) {
    Failure += Shown;
    return;
  }
  if (IsNote) {
    report::RelatedNote &N = Misuses.back().Notes.emplace_back();
    N.Text = std::string(Text.str());
    N.Where = Place();
    Misuses.back().Terminal += Shown;
    return;
  }
  report::Result &F = Misuses.emplace_back();
  F.Text = std::string(Text.str());
  F.Where = Place();
  const std::string Main = reportedPath(C.File, C, How);
  if (F.Where.File.empty())
    F.Where.File = Main;
  F.Terminal = Shown;
  F.Units = {Main};
}
