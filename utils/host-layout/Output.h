//===- Output.h - What the commands write -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_OUTPUT_H
#define HOSTLAYOUT_OUTPUT_H

#include "Support/Error.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hostlayout::command {

/// Writes \p Text to standard output.
std::optional<Error> writeOut(std::string_view Text);

/// What --help says of the output of a subcommand that uses updateFile().
inline constexpr char UpdatedHelp[] =
    "Default: standard output; written only if it changes";

/// A rule for make and ninja: \p Target depends on \p Inputs, any of which may
/// vanish.
std::string dependencyRule(const std::string &Target,
                           std::span<const std::string> Inputs);

} // namespace hostlayout::command

#endif
