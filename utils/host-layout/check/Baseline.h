//===- Baseline.h - Findings that are known ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BASELINE_H
#define HOSTLAYOUT_BASELINE_H

#include "Render/Report.h"
#include "Support/Expected.h"

#include <optional>
#include <set>
#include <string>

namespace hostlayout::command {

/// The fingerprints in the file \p Path.
Expected<std::set<std::string>> readBaseline(const std::string &Path);

/// Writes the findings of \p R to \p Path, in an order that makes for small
/// changes from one time to the next.
std::optional<Error> writeBaseline(const std::string &Path,
                                   const report::Report &R);

/// Marks the findings of \p R that are in \p Baseline; returns how many of the
/// baseline are in no finding any more.
size_t applyBaseline(report::Report &R, const std::set<std::string> &Baseline);

} // namespace hostlayout::command

#endif
