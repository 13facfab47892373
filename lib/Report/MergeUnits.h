//===- MergeUnits.h - From units to a report --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_MERGEUNITS_H
#define HOSTLAYOUT_REPORT_MERGEUNITS_H

#include "Report/Report.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::report {

/// Puts together what \p Units, in their order, say. A finding of several units
/// is one; a struct that one unit checked is checked, whatever others lacked.
Report mergeUnits(const std::vector<Unit> &Units, std::string Root);

/// What the objects share with user space, and whether a checked struct stands
/// for it. A type that several objects have, or an object and its skeleton,
/// counts once. \p Mentioned are the maps that sources of the host name; null:
/// nothing has looked, so that all of them may be.
std::vector<Coverage>
coverage(const std::vector<Unit> &Units,
         const std::set<std::string> *Mentioned = nullptr);

/// The maps whose names matter to coverage().
std::set<std::string> sharedMaps(const std::vector<Unit> &Units);

/// Adds to \p To those of \p Names that \p Text, a source, has as a word.
void addMentions(std::string_view Text, const std::set<std::string> &Names,
                 std::set<std::string> &To);

/// A finding for each shared type that the host needs and no struct stands for.
/// \p Directory is where objects are shown relative to.
std::vector<Result> unmarkedFindings(const std::vector<Coverage> &Types,
                                      const std::string &Directory);

} // namespace hostlayout::report

#endif
