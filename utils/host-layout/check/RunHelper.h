//===- RunHelper.h - The program that parses --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parsing needs LLVM, and may crash on a file. Both are kept out of this
// program: another one parses and writes a line for each unit.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RUNHELPER_H
#define HOSTLAYOUT_RUNHELPER_H

#include "Report/Joins.h"
#include "Support/Expected.h"
#include "check/CheckRequest.h"

#include <functional>
#include <string>
#include <vector>

namespace hostlayout::command {

/// Called before a unit is judged and when all are.
using Progress = std::function<void(size_t Done, size_t All)>;

/// Judges the units of \p Database, in its order. A unit that crashes the
/// parser has failed; the others are not affected.
/// \p Root is the project's, without symbolic links. \p Again: those units
/// alone, with what others say to them.
Expected<std::vector<report::Unit>>
judgeUnits(const std::string &Database, const std::string &Root,
           const CheckRequest &Request, bool HasColors, const Progress &Tell,
           const report::JoinPlan *Again = nullptr);

} // namespace hostlayout::command

#endif
