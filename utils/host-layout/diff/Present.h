//===- Present.h - What has changed, in each format -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PRESENT_H
#define HOSTLAYOUT_PRESENT_H

#include "ReportOutput.h"
#include "diff/Changes.h"

namespace hostlayout::command {

struct Presentation {
  bool AsJson = false;        ///< the JSON of `diff`
  bool IsList = false;        ///< there may be several pairs: JSON is an array
  bool WarningsCount = false; ///< as changes
  ReportOutput Report;
  /// What people read at the end, where anything changed.
  std::string Advice;

  /// What counts as a change.
  Severity least() const {
    return WarningsCount ? Severity::Warning : Severity::Error;
  }
};

/// Writes \p All, the changes of one pair of sides each. Returns the exit code.
int present(const std::vector<Changes> &All, const Presentation &How);

} // namespace hostlayout::command

#endif
