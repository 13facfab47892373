//===- Baseline.h - Findings that are known ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_BASELINE_H
#define HOSTLAYOUT_REPORT_BASELINE_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <set>
#include <string>
#include <string_view>

namespace hostlayout::report {

/// The fingerprints in a baseline's \p Text. Error: without a path in front.
Expected<std::set<std::string>> readBaseline(std::string_view Text);

/// The text of a baseline that has all findings of \p R, in an order that makes
/// for small changes from one time to the next.
std::string baselineOf(const Report &R);

/// Marks the findings of \p R that are in \p Baseline; returns how many of the
/// baseline are in no finding any more.
size_t applyBaseline(Report &R, const std::set<std::string> &Baseline);

} // namespace hostlayout::report

#endif
