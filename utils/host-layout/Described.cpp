//===- Described.cpp - What the command line takes ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Described.h"

#include "Command.h"

using namespace hostlayout;
using namespace hostlayout::command;

std::vector<DescribedCommand> command::describeCommands() {
  CommandLine All;
  addCommands(All);
  return All.describe();
}

std::vector<std::string>
command::namesOf(const std::vector<DescribedCommand> &Commands) {
  std::vector<std::string> Names;
  for (const DescribedCommand &C : Commands)
    Names.push_back(C.Name);
  return Names;
}

std::string command::joined(const std::vector<std::string> &Words,
                            std::string_view Between) {
  std::string Text;
  for (const std::string &Word : Words)
    (Text += Text.empty() ? "" : Between) += Word;
  return Text;
}
