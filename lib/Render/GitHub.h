//===- GitHub.h - Reports for GitHub Actions --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A step's output may hold commands that the runner turns into annotations of
// the changed lines. It shows ten of each level, so that they are spent on
// structs, not on findings; what else there is stands in the job's summary.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_GITHUB_H
#define HOSTLAYOUT_RENDER_GITHUB_H

#include "Render/Report.h"

#include <string>

namespace hostlayout::report {

inline constexpr size_t MostAnnotations = 10;

/// Workflow commands, a line each.
std::string toGitHubAnnotations(const Report &R);

/// Markdown for $GITHUB_STEP_SUMMARY.
std::string toGitHubSummary(const Report &R);

} // namespace hostlayout::report

#endif
