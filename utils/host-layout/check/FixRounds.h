//===- FixRounds.h - Fixing and looking again -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMMAND_CHECK_FIXROUNDS_H
#define HOSTLAYOUT_COMMAND_CHECK_FIXROUNDS_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace hostlayout::command {

struct FixedFiles {
  size_t Fixes = 0;
  std::set<std::string> Files;
  /// Fixes after which the difference was still there: their files are as they
  /// were.
  size_t TakenBack = 0;
};

/// Applies what \p R, which \p Judge fills in, says is safe, until nothing is
/// left to apply. \p R is then that of the files as they are.
/// Error: a file cannot be read or written, or has changed in the meantime.
Expected<FixedFiles>
fixInRounds(const report::Report &R,
            const std::function<std::optional<Error>()> &Judge);

} // namespace hostlayout::command

#endif
