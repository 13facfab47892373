//===- Described.h - What the command line takes ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options as --help knows them, for what else tells of them: completion in
// shells and the manual.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DESCRIBED_H
#define HOSTLAYOUT_DESCRIBED_H

#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::command {

struct DescribedOption {
  std::vector<std::string> Names; ///< "-o", "--output"; none: positional
  std::string Value;              ///< "FILE"; a positional's name; or empty
  std::string Text;
  bool Repeats = false, IsRequired = false;
  /// The words that Value can be, where these are known.
  std::vector<std::string> Choices;

  bool isOperand() const { return Names.empty(); }
};

struct DescribedCommand {
  std::string Name, Text;
  std::vector<DescribedOption> Options;
};

/// All subcommands, in the order of --help.
std::vector<DescribedCommand> describeCommands();

std::vector<std::string> namesOf(const std::vector<DescribedCommand> &Commands);

/// \p Words, with \p Between between them.
std::string joined(const std::vector<std::string> &Words,
                   std::string_view Between = " ");

} // namespace hostlayout::command

#endif
