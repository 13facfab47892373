//===- MergeUnits.h - From units to a report --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_MERGEUNITS_H
#define HOSTLAYOUT_MERGEUNITS_H

#include "Render/Report.h"

#include <string>
#include <vector>

namespace hostlayout::command {

/// Puts together what \p Units, in their order, say. A finding of several units
/// is one; a struct that one unit checked is checked, whatever others lacked.
report::Report mergeUnits(const std::vector<report::Unit> &Units,
                          std::string Root);

/// What the objects share with user space, and whether a checked struct stands
/// for it.
std::vector<report::Coverage> coverage(const std::vector<report::Unit> &Units);

/// A finding for each shared type that no struct stands for. \p Directory is
/// where objects are shown relative to.
std::vector<report::Finding>
unmarkedFindings(const std::vector<report::Coverage> &Types,
                 const std::string &Directory);

} // namespace hostlayout::command

#endif
