//===- ReportOutput.cpp - Where a report goes -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReportOutput.h"

#include "Command.h"
#include "Support/WriteFile.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace hostlayout;
using namespace hostlayout::command;

void ReportOutput::addTo(Syntax &S, const char *Where) {
  std::vector<std::pair<const char *, const report::Format *>> Formats;
  for (const report::Format *F : report::formats())
    Formats.push_back({F->Name.data(), F});
  S.choice("--format", "FORMAT", Format, Formats,
           "Default: text; github in a GitHub workflow");
  S.file("-o,--output", "FILE", File, Where);
}

const report::Format &ReportOutput::format() const {
  if (Format)
    return *Format;
  const char *InGitHub = std::getenv("GITHUB_ACTIONS");
  return InGitHub && std::strcmp(InGitHub, "true") == 0
             ? report::GitHubFormat
             : *report::formats().front();
}

/// The runner reads a job's summary from a file that each step adds to.
static void appendSummary(const std::string &Summary) {
  const char *Path = std::getenv("GITHUB_STEP_SUMMARY");
  if (!Path || !*Path)
    return;
  std::FILE *File = std::fopen(Path, "a");
  bool Good = File && std::fwrite(Summary.data(), 1, Summary.size(), File) ==
                          Summary.size();
  Good = File && std::fclose(File) == 0 && Good;
  if (!Good)
    reportWarning("the summary could not be written");
}

bool ReportOutput::write(const report::Report &R, std::string_view Directory,
                         const std::string &Text,
                         const std::string &Summary) const {
  const report::Format &As = format();
  const std::string Log = As.LogLines ? As.LogLines(R) : std::string();
  if (As.StepSummary)
    appendSummary(As.StepSummary(R));
  const std::string Content =
      (As.IsForPeople ? Text : As.Content(R, Directory)) + Log;
  if (!File.empty()) {
    if (std::optional<Error> Wrong = writeFile(File, Content)) {
      reportError(*Wrong);
      return false;
    }
    return print(Text + Log + Summary);
  }
  if (As.IsForPeople)
    return print(Content + Summary);
  // A program reads the report, and nothing else may stand there.
  if (!print(Content))
    return false;
  std::fwrite(Summary.data(), 1, Summary.size(), stderr);
  return true;
}
