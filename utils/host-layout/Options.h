//===- Options.h - What each command takes ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one table of options. What reads the words of a command line, --help, the
// manual and the completions of shells all follow from it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_OPTIONS_H
#define HOSTLAYOUT_OPTIONS_H

#include "Support/Error.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::command {

/// What a command does once its words are read. Returns the exit code.
using Job = std::function<int()>;

struct Option {
  std::vector<std::string> Names; ///< "-o", "--output"; none: an operand
  std::string Value; ///< "FILE"; an operand's name; empty: takes no value
  std::string Text;
  bool Repeats = false, IsRequired = false;
  /// The words that the value can be, where these are known.
  std::vector<std::string> Choices;
  /// Takes a value, which is empty for an option that takes none.
  /// Error: what is wrong with the value, without the option's name.
  std::function<std::optional<Error>(const std::string &Value)> Take;

  bool isOperand() const { return Names.empty(); }
  /// "--output", "FILE": how messages call it.
  const std::string &shown() const {
    return isOperand() ? Value : Names.back();
  }
};

struct Example {
  std::string Words; ///< a whole command line
  std::string Does;
};

struct Subcommand {
  std::string Name, Text;
  std::vector<Option> Options;
  /// Takes the words behind "--", if the command has a use for them.
  std::function<void(std::vector<std::string>)> TakeRest;
  std::string RestValue, RestText;
  std::vector<Example> Examples;
  std::string Footer; ///< --help ends with it
  Job Does;
};

/// All subcommands, in the order of --help.
std::vector<Subcommand> allCommands();

std::vector<std::string> namesOf(const std::vector<Subcommand> &Commands);

/// \p Words, with \p Between between them.
std::string joined(const std::vector<std::string> &Words,
                   std::string_view Between = " ");

} // namespace hostlayout::command

#endif
