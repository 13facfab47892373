//===- Joins.h - What units of a project tell each other --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a unit depends on what another one does, both say so by keys. Here the
// two are brought together: which units are worth another look, and what they
// must know for it. What a unit has to say may depend on what it hears, so this
// goes in rounds. Whatever is ambiguous is left out.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_JOINS_H
#define HOSTLAYOUT_REPORT_JOINS_H

#include "Report/Report.h"

#include <functional>
#include <map>

namespace hostlayout::report {

struct JoinPlan {
  std::vector<unsigned> Ids; ///< of the units to look at again; may be empty
  /// A line of JSON each: {"key", "unit", "text"}; the last two are missing
  /// where it matters that nothing is offered.
  std::vector<std::string> Lines;
  /// What each unit has heard, with this plan, by its id.
  std::map<unsigned, std::string> Heard;
};

/// Rounds after which nothing new is asked for: a map that comes from three
/// callers up, or as many members.
inline constexpr unsigned MostJoinRounds = 4;

/// \p IsWhole: the units are all of the project. \p TextOf: the text of a
/// source, none where it cannot be read. \p Heard: of the plan before.
JoinPlan
planJoins(const std::vector<Unit> &Units, bool IsWhole,
          const std::function<std::optional<std::string>(const std::string &)>
              &TextOf,
          const std::map<unsigned, std::string> &Heard = {});

/// One line of a plan.
struct JoinLine {
  std::string Key;
  std::optional<unsigned> Unit; ///< none: nothing is offered
  std::string Text;
};
std::optional<JoinLine> readJoinLine(const std::string &Line);

} // namespace hostlayout::report

#endif
