//===- Choice.h - Options that take one of several words --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHOICE_H
#define HOSTLAYOUT_CHOICE_H

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace hostlayout::command {

/// Has \p Option take the words of \p Words, say which they are in --help and
/// in completions, and say it again where another word is given.
template <typename T>
CLI::Option *takeOneOf(CLI::Option *Option,
                       const std::map<std::string, T> &Words) {
  std::string List;
  for (const auto &[Word, Value] : Words)
    List += (List.empty() ? "" : ",") + Word;
  auto Convert = [Words, List, Known = CLI::Transformer(Words)](
                     std::string &Given) -> std::string {
    if (!Words.count(Given))
      return "'" + Given + "' is none of " + List;
    return Known(Given);
  };
  return Option->transform(CLI::Validator(Convert, "{" + List + "}"));
}

} // namespace hostlayout::command

#endif
