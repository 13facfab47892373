//===- MergeUnits.h - From units to a report --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_MERGEUNITS_H
#define HOSTLAYOUT_REPORT_MERGEUNITS_H

#include "Report/Report.h"

#include <string>
#include <vector>

namespace hostlayout::report {

/// Puts together what \p Units, in their order, say. A finding of several units
/// is one; a struct that one unit checked is checked, whatever others lacked.
Report mergeUnits(const std::vector<Unit> &Units, std::string Root);

/// What the objects share with user space, and whether a checked struct stands
/// for it.
std::vector<Coverage> coverage(const std::vector<Unit> &Units);

/// A finding for each shared type that no struct stands for. \p Directory is
/// where objects are shown relative to.
std::vector<Finding> unmarkedFindings(const std::vector<Coverage> &Types,
                                      const std::string &Directory);

} // namespace hostlayout::report

#endif
