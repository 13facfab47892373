//===- ReadWords.h - The words of a command line ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_READWORDS_H
#define HOSTLAYOUT_READWORDS_H

#include "Options.h"

#include <span>

namespace hostlayout::command {

/// Hands \p Words, those behind the command's name, to the options of \p C.
/// Error: names the word that is wrong, and what may have been meant.
std::optional<Error> readWords(const Subcommand &C,
                               std::span<const std::string> Words);

/// "; did you mean 'X'?", or nothing.
std::string suggestion(std::string_view Wrong,
                       const std::vector<std::string> &Known);

} // namespace hostlayout::command

#endif
