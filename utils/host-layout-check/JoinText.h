//===- JoinText.h - What units tell each other, as text ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_JOINTEXT_H
#define HOSTLAYOUT_CHECK_JOINTEXT_H

#include "Report/Report.h"
#include "Clang/UseJoins.h"

namespace hostlayout::check {

/// Moves what a unit has to say into its report.
void tellOthers(clangfe::UseJoining &&From, bool IsLookedAt, report::Unit &To);

/// What the units but \p Id say, of the lines of a report::JoinPlan. A line
/// that is damaged says nothing.
clangfe::UseJoins heardFromOthers(const std::vector<std::string> &Lines,
                                  unsigned Id);

} // namespace hostlayout::check

#endif
