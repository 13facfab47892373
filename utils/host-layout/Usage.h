//===- Usage.h - What is wrong with a command line --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_USAGE_H
#define HOSTLAYOUT_USAGE_H

#include "Described.h"

#include <optional>
#include <string>
#include <vector>

namespace hostlayout::command {

/// A command line that cannot be read.
struct Misuse {
  /// What may stand in front of any command.
  DescribedCommand Program;
  /// The one that was named.
  std::optional<DescribedCommand> Command;
  std::vector<DescribedCommand> Commands;
  /// What CLI11 says of it.
  std::string Text;
  /// The words that nothing takes, and whether it is them that it minds.
  std::vector<std::string> Unknown;
  bool IsAboutUnknown = false;
};

/// What \p M says to a user: names the word that is wrong and the one that it
/// may have been meant to be.
std::string usageError(const Misuse &M);

} // namespace hostlayout::command

#endif
