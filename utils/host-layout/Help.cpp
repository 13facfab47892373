//===- Help.cpp - host-layout help ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "HelpText.h"
#include "ReadWords.h"

#include <algorithm>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

static int run(const std::string &Name) {
  const std::vector<Subcommand> All = allCommands();
  if (Name.empty())
    return print(helpText(All, programOptions())) ? Clean : Failed;
  auto Known = std::ranges::find(All, Name, &Subcommand::Name);
  if (Known == All.end()) {
    reportError(Error("unknown command '" + Name + "'" +
                      suggestion(Name, namesOf(All)) +
                      "\nsee 'host-layout --help'"));
    return Failed;
  }
  return print(helpText(*Known)) ? Clean : Failed;
}

void command::addHelp(CommandLine &To) {
  auto Name = std::make_shared<std::string>();
  Syntax Help = To.add("help", "Says what a command does and takes",
                       [Name] { return run(*Name); });
  Help.operand("COMMAND", *Name, "The command (default: all of them)",
               Syntax::Optional);
  Help.example("host-layout help check", "What 'check' takes");
}
