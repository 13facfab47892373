//===- GitLab.h - Reports for GitLab's code quality -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_GITLAB_H
#define HOSTLAYOUT_RENDER_GITLAB_H

#include "Render/Report.h"

#include <string>

namespace hostlayout::report {

/// The array that a job publishes as `artifacts:reports:codequality`.
std::string toGitLab(const Report &R);

} // namespace hostlayout::report

#endif
