//===- CheckRequest.h - What host-layout check is asked ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECKREQUEST_H
#define HOSTLAYOUT_CHECKREQUEST_H

#include "ReportOutput.h"

#include <optional>
#include <string>
#include <vector>

namespace hostlayout::command {

struct CheckRequest {
  std::string Build;
  std::vector<std::string> Objects;
  std::string Base;
  ReportOutput Report;
  unsigned Jobs = 0; ///< 0: one for each CPU
  std::vector<std::string> Settings;
  /// "error", "warning", "off"; empty: each kind's own severity.
  std::string Uses;
  bool WarningsAreErrors = false;
  std::string Baseline;
  bool UpdatesBaseline = false;
  std::string LineFilter;
  std::string OutputList; ///< a file that lists files
  bool ListsCoverage = false, RequiresCoverage = false;
  bool Fixes = false;
  bool AllowsNothing = false;
  bool ParsesAll = false;
  bool IsVerbose = false;
  std::string ShardText; ///< "2/3"
  std::optional<report::Shard> Part;
  /// Reports of all parts, in place of a project to look at.
  std::vector<std::string> Shards;
  std::vector<std::string> Files;
  /// How Files are compiled, in place of a database.
  std::optional<std::vector<std::string>> Flags;
};

/// The exit code of `host-layout check`.
int runCheck(const CheckRequest &Request);

} // namespace hostlayout::command

#endif
