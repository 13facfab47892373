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
#include <string>
#include <vector>

namespace hostlayout::report {

struct FixPlan {
  size_t Fixes = 0;
  std::map<std::string, std::vector<Edit>> Files; ///< by absolute path
};

/// For each struct the first fix of its findings that is safe: another one was
/// made for the struct as it was, and has to be looked at again. No two edits
/// meet.
FixPlan planFixes(const Report &R);

/// \p Text with \p Edits, which do not meet.
/// Error: it is not the text that they were made for.
Expected<std::string> applyEdits(std::string Text, std::vector<Edit> Edits);

} // namespace hostlayout::report

#endif
