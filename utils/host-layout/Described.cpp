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
#define HOSTLAYOUT_COMMAND(Name, Spelling) add##Name(All);
#include "Commands.def"
  return All.describe();
}
