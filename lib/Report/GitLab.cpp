//===- GitLab.cpp - Reports for GitLab's code quality ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"
#include "Report/JsonParts.h"

#include <algorithm>

namespace hostlayout::report {

static Json issue(std::string_view Description, std::string_view Check,
                  std::string_view Fingerprint, Severity Level,
                  std::string_view Path, unsigned Line) {
  return {{"description", Description},
          {"check_name", Check},
          {"fingerprint", Fingerprint},
          {"severity", Level == Severity::Error ? "critical" : "minor"},
          {"location",
           {{"path", Path}, {"lines", {{"begin", std::max(1u, Line)}}}}}};
}

/// The array that a job publishes as `artifacts:reports:codequality`.
static std::string content(const Report &R, std::string_view) {
  Json All = Json::array();
  for (const Result &F : R.Findings)
    if (!F.IsKnown)
      All.push_back(issue(F.sentence(), F.ruleId(), F.Fingerprint, F.Level,
                          relativeTo(R.Root, F.Where.File.empty()
                                                 ? std::string_view(F.Object)
                                                 : F.Where.File),
                          F.Where.Line));
  for (const Unit &U : R.Failed) {
    std::string_view Path = relativeTo(R.Root, U.File);
    All.push_back(issue(NotCompiled, "bpf-host-layout",
                        digest({"failed", Path}), Severity::Error, Path, 1));
  }
  return write(All, 2);
}

const Format GitLabFormat = {"gitlab", /*IsForPeople=*/false, content};

} // namespace hostlayout::report
