//===- Shards.h - A project checked in parts --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A project can be checked in parts, on several machines. A part has no
// verdict: what one cannot check another may. Its report keeps the units, and
// all parts together say what one run would have said.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_SHARDS_H
#define HOSTLAYOUT_REPORT_SHARDS_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::report {

/// Reads "2/3". Error: what is wrong, without the text in front.
Expected<Shard> parseShard(std::string_view Text);

/// Whether \p S has the file \p Path, relative to the project's root. The same
/// on every machine, whatever else the project has.
bool holds(const Shard &S, std::string_view Path);

/// A shard's report, as its JSON has it.
struct ShardReport {
  Shard Which;
  std::vector<Unit> Units;
};

/// Reads the JSON of a shard. Files below the root that it was made in are
/// below \p Root. Error: without a path in front.
Expected<ShardReport> readShard(std::string_view Text, std::string_view Root);

/// The units of all shards, in the order of one run.
/// Error: one is missing, or is there twice.
Expected<std::vector<Unit>> joinShards(std::vector<ShardReport> Shards);

} // namespace hostlayout::report

#endif
