//===- Fixes.h - The edits that remove findings -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_FIXES_H
#define HOSTLAYOUT_REPORT_FIXES_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace hostlayout::report {

/// What a finding is about, the same before and after an edit.
using FixedFault = std::tuple<std::string, std::string, std::string>;

struct FixPlan {
  size_t Fixes = 0;
  std::map<std::string, std::vector<Replacement>> Files; ///< by absolute path
  /// What the edits should remove.
  std::set<FixedFault> Faults;
};

/// For each struct the first fix of its findings that is safe: another one was
/// made for the struct as it was, and has to be looked at again. No two edits
/// meet. Left out are those of \p Refused.
FixPlan planFixes(const Report &R, const std::set<FixedFault> &Refused = {});

/// Those of \p Faults that \p R still has.
std::set<FixedFault> leftOver(const std::set<FixedFault> &Faults,
                              const Report &R);

/// \p Text with \p Edits, which do not meet.
/// Error: it is not the text that they were made for.
Expected<std::string> applyEdits(std::string Text,
                                 std::vector<Replacement> Edits);

} // namespace hostlayout::report

#endif
