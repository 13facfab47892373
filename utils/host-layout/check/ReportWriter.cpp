//===- ReportWriter.cpp - Where a report goes -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/ReportWriter.h"

#include "Command.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

static bool isSet(const char *Variable, std::string_view Value = {}) {
  const char *Is = std::getenv(Variable);
  return Is && *Is && (Value.empty() || Value == Is);
}

ReportWriter::ReportWriter(const CheckRequest &Request, std::string Directory)
    : Request(Request), Directory(std::move(Directory)),
      To(Request.Report),
      // A report that goes to a file, or that a program reads, has no colours.
      HasColors(&To.format() == &report::TextFormat && To.File.empty() &&
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

bool ReportWriter::report(const report::Report &R) const {
  return To.write(R, Directory, report::TextFormat.Content(R, Directory),
                  "host-layout: " + report::summaryLine(R) + "\n");
}
