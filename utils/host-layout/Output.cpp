//===- Output.cpp - What the commands write -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Output.h"

#include "Support/WriteFile.h"

#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

static std::string escaped(const std::string &Path) {
  std::string Result;
  for (char C : Path) {
    if (C == ' ' || C == '#' || C == ':')
      Result += '\\';
    else if (C == '$')
      Result += '$';
    Result += C;
  }
  return Result;
}

std::optional<Error> command::writeOut(std::string_view Text) {
  return writeAll(STDOUT_FILENO, Text, "standard output");
}

std::string command::dependencyRule(const std::string &Target,
                                    std::span<const std::string> Inputs) {
  std::string Rule = escaped(Target) + ":";
  std::string Phony;
  for (const std::string &Input : Inputs) {
    Rule += " " + escaped(Input);
    Phony += escaped(Input) + ":\n";
  }
  return Rule + "\n" + Phony;
}
