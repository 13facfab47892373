//===- ReportWriter.cpp - Where a report goes -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/ReportWriter.h"

#include "Command.h"
#include "Output.h"
#include "Render/GitHub.h"
#include "Render/GitLab.h"
#include "Render/Json.h"
#include "Render/Sarif.h"
#include "Render/Text.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

static bool isSet(const char *Variable, std::string_view Value = {}) {
  const char *Is = std::getenv(Variable);
  return Is && *Is && (Value.empty() || Value == Is);
}

static CheckFormat chosenFormat(const CheckRequest &Request) {
  if (Request.Format != CheckFormat::Auto)
    return Request.Format;
  return isSet("GITHUB_ACTIONS", "true") ? CheckFormat::GitHub
                                         : CheckFormat::Text;
}

ReportWriter::ReportWriter(const CheckRequest &Request, std::string Directory)
    : Request(Request), Directory(std::move(Directory)),
      Format(chosenFormat(Request)),
      // Of what goes to a file or into JSON a copy is shown, without colours.
      HasColors(Format == CheckFormat::Text && Request.Output.empty() &&
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

std::string ReportWriter::text(const report::Report &R) const {
  return report::toText(R, Directory) + report::coverageText(R, Directory);
}

/// The runner reads a job's summary from a file that each step adds to.
static void appendSummary(const report::Report &R) {
  const char *Path = std::getenv("GITHUB_STEP_SUMMARY");
  if (!Path || !*Path)
    return;
  std::string Summary = report::toGitHubSummary(R);
  std::FILE *File = std::fopen(Path, "a");
  bool Good = File && std::fwrite(Summary.data(), 1, Summary.size(), File) ==
                          Summary.size();
  Good = File && std::fclose(File) == 0 && Good;
  if (!Good)
    reportWarning("the summary could not be written");
}

bool ReportWriter::report(const report::Report &R) const {
  std::string Content, Log;
  switch (Format) {
  case CheckFormat::Auto:
  case CheckFormat::Text:
    Content = text(R);
    break;
  case CheckFormat::Json:
    Content = report::toJson(R);
    break;
  case CheckFormat::Sarif:
    Content = report::toSarif(R);
    break;
  case CheckFormat::GitLab:
    Content = report::toGitLab(R);
    break;
  case CheckFormat::GitHub:
    Content = text(R) + report::toGitHubAnnotations(R);
    appendSummary(R);
    break;
  }
  bool IsForPeople = Format == CheckFormat::Auto ||
                     Format == CheckFormat::Text ||
                     Format == CheckFormat::GitHub;
  std::string Summary = report::summaryLine(R);
  if (Request.Output.empty()) {
    if (!IsForPeople) {
      if (!print(Content))
        return false;
      say(Summary);
      return true;
    }
    return print(Content + "host-layout: " + Summary + "\n");
  }
  if (std::optional<Error> Wrong = writeFile(Request.Output, Content)) {
    reportError(*Wrong);
    return false;
  }
  // The runner reads annotations from the log only.
  std::string Annotations = Format == CheckFormat::GitHub
                                ? report::toGitHubAnnotations(R)
                                : std::string();
  return print(text(R) + Annotations + "host-layout: " + Summary + "\n");
}
