//===- ReportWriter.cpp - Where a report goes -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/ReportWriter.h"

#include "Command.h"
#include "Support/WriteFile.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

static bool isSet(const char *Variable, std::string_view Value = {}) {
  const char *Is = std::getenv(Variable);
  return Is && *Is && (Value.empty() || Value == Is);
}

static const report::Format &chosenFormat(const CheckRequest &Request) {
  if (Request.Format)
    return *Request.Format;
  return isSet("GITHUB_ACTIONS", "true") ? report::GitHubFormat
                                         : *report::formats().front();
}

ReportWriter::ReportWriter(const CheckRequest &Request, std::string Directory)
    : Request(Request), Directory(std::move(Directory)),
      Format(chosenFormat(Request)),
      // A report that goes to a file, or that a program reads, has no colours.
      HasColors(&Format == &report::TextFormat && Request.Output.empty() &&
                isatty(STDOUT_FILENO) && !isSet("NO_COLOR") &&
                !isSet("TERM", "dumb")),
      ShowsProgress(isatty(STDERR_FILENO) && !isSet("TERM", "dumb")) {}

void ReportWriter::progress(size_t Done, size_t All) {
  if (!ShowsProgress || !All)
    return;
  // A hundred steps are enough for any project.
  size_t Step = Done * 100 / All + 1;
  if (Step == Shown)
    return;
  Shown = Step;
  std::fprintf(stderr, "\r[%zu/%zu]", Done, All);
}

void ReportWriter::endProgress() {
  if (Shown)
    std::fprintf(stderr, "\r\033[K");
  Shown = 0;
}

void ReportWriter::say(std::string_view Text) const {
  std::fprintf(stderr, "host-layout: %.*s\n", static_cast<int>(Text.size()),
               Text.data());
}

void ReportWriter::list(std::string_view Lines) const {
  std::fwrite(Lines.data(), 1, Lines.size(), stderr);
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

bool ReportWriter::report(const report::Report &R) const {
  std::string Content = Format.Content(R, Directory);
  const std::string Log = Format.LogLines ? Format.LogLines(R) : std::string();
  const std::string Summary = report::summaryLine(R);
  if (Format.StepSummary)
    appendSummary(Format.StepSummary(R));
  Content += Log;
  if (Request.Output.empty() && !Format.IsForPeople) {
    if (!print(Content))
      return false;
    say(Summary);
    return true;
  }
  if (Request.Output.empty())
    return print(Content + "host-layout: " + Summary + "\n");
  if (std::optional<Error> Wrong = writeFile(Request.Output, Content)) {
    reportError(*Wrong);
    return false;
  }
  return print(report::TextFormat.Content(R, Directory) + Log +
               "host-layout: " + Summary + "\n");
}
