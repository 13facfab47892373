//===- HelperLines.h - What the command and its helper say ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `host-layout check` parses nothing itself: host-layout-check does, another
// program, which may crash. This is all that the two say to each other: words
// of a command line one way, lines of JSON the other. Both are of one build, so
// that neither has to know an older form.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_HELPERLINES_H
#define HOSTLAYOUT_REPORT_HELPERLINES_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hostlayout::report {

/// What the helper is asked. Paths are as the user wrote them, from the current
/// directory on, but for Root.
struct HelperRequest {
  std::string Database; ///< a compile_commands.json; empty: Flags count
  /// How Files are compiled, where there is no database. A first word without
  /// a dash is the compiler.
  std::vector<std::string> Flags;
  std::string Root; ///< the project's; absolute, without symbolic links
  std::vector<std::string> Objects;
  std::string Base;                  ///< of split BTF; may be empty
  std::vector<std::string> Settings; ///< "renamed=error"
  /// A file that lists what the commands must make; may be empty.
  std::string OutputList;
  /// Sources, headers and directories that were asked for; empty: all files.
  std::vector<std::string> Files;
  /// The commands to run, by their places in the database; empty: all.
  std::vector<unsigned> Ids;
  /// The part of the files that counts.
  unsigned ShardIndex = 1, ShardCount = 1;
  unsigned Threads = 1;
  bool HasColors = false;
  /// What units say to others, see Joins.h.
  std::vector<std::string> Joins;
  bool WantsShared = false; ///< tell what the objects share with user space
  bool ParsesAll = false;   ///< leave out no file and no function
  bool TellsCrashes = false; ///< print where Clang was when it crashed

  bool operator==(const HelperRequest &) const = default;
};

/// The words of the helper's command line, without its name.
std::vector<std::string> toWords(const HelperRequest &R);

/// Reads such words. Error: names a word that is none of them.
Expected<HelperRequest> readWords(std::span<const char *const> Words);

/// A command that is about to be judged.
struct Begun {
  unsigned Id = 0;
};
/// One that was not asked for after all.
struct LeftOut {
  unsigned Id = 0;
};
/// First each unit as Planned; then for each that is begun what became of it.
/// So it is known after a crash what was at work.
using HelperLine = std::variant<Begun, LeftOut, Unit>;

/// One line, ending in a newline.
std::string toLine(const HelperLine &L);

/// None if \p Line is no such line.
std::optional<HelperLine> readLine(std::string_view Line);

} // namespace hostlayout::report

#endif
