//===- CheckOptions.h - What was asked for ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_CHECKOPTIONS_H
#define HOSTLAYOUT_CHECK_CHECKOPTIONS_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace hostlayout::check {

/// How findings are to be shown.
struct Display {
  std::string Directory; ///< files below it are shown relative to it
  std::string Root;      ///< the project's: Directory, or above it
  bool HasColors = false;
};

struct CheckOptions {
  std::string Database; ///< a compile_commands.json; empty: the next two count
  std::vector<std::string> Files, Flags; ///< how each file is compiled
  Display How;
  std::vector<std::string> Objects;  ///< from How.Directory on
  std::string Base;                  ///< absolute, or empty
  std::vector<std::string> Settings; ///< "renamed=error"
  /// Without symbolic links: these sources, the files that include one of these
  /// headers, and both for all files in these directories. All files where all
  /// are empty.
  std::set<std::string> Sources, Headers, Directories;
  /// A file that lists what the commands must make, or empty. Absolute.
  std::string OutputList;
  /// The commands to run, by their ids; all where empty.
  std::set<unsigned> Ids;
  report::Shard Part; ///< of the files
  unsigned Threads = 1;
  /// What other units say, see report::JoinPlan.
  std::vector<std::string> Joins;
  /// Tell what the objects share with user space.
  bool WantsShared = false;
  /// Parse every file, and every function: what is left out must not matter.
  bool ParsesAll = false;
  /// Print on standard error where Clang was when it crashed.
  bool TellsCrashes = false;

  /// Whether what a file includes says if it was asked for.
  bool asksByIncludes() const {
    return !Headers.empty() || !Directories.empty();
  }
};

/// Reads the command line of this program, which `host-layout check` writes:
/// the words of a report::HelperRequest.
Expected<CheckOptions> readOptions(std::span<const char *const> Words);

} // namespace hostlayout::check

#endif
