//===- Command.h - What the subcommands share -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMMAND_H
#define HOSTLAYOUT_COMMAND_H

#include "CommandLine.h"
#include "Support/Error.h"

#include <string_view>

namespace hostlayout::command {

enum ExitCode : int {
  Clean = 0,
  Findings = 1,
  Failed = 2, ///< usage, configuration, unreadable input
  NothingChecked = 3,
};

/// "host-layout: error: ..." on standard error.
void reportError(const Error &E);
void reportWarning(std::string_view Text);

/// Writes \p Text to standard output; false, and an error reported, if not all
/// of it could be written.
bool print(std::string_view Text);

/// Each adds its command.
#define HOSTLAYOUT_COMMAND(Name, Spelling) void add##Name(CommandLine &);
#include "Commands.def"

/// What the program host-layout does with \p Words, which follow its name.
/// Returns the exit code.
int runCommand(std::vector<std::string> Words);

/// Adds the one that is called \p Only, or all where none is.
void addCommands(CommandLine &To, std::string_view Only = {});

} // namespace hostlayout::command

#endif
