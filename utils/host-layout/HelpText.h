//===- HelpText.h - What --help prints --------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HELPTEXT_H
#define HOSTLAYOUT_HELPTEXT_H

#include "Options.h"

namespace hostlayout::command {

/// What the program is, for --help and the manual.
inline constexpr char ProgramText[] =
    "Compares and generates the types that eBPF programs share with user "
    "space.";

std::string helpText(const Subcommand &C);

/// The help of the program itself. \p Options are those it takes without a
/// command.
std::string helpText(const std::vector<Subcommand> &All,
                     const std::vector<Option> &Options);

/// Those that the program takes without a command.
std::vector<Option> programOptions();

/// "host-layout check [OPTION]... [FILE]...".
std::string synopsis(const Subcommand &C);

} // namespace hostlayout::command

#endif
