//===- Command.cpp - What the subcommands share ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Output.h"

#include <cstdio>
#include <string>

using namespace hostlayout;
using namespace hostlayout::command;

void command::reportError(const Error &E) {
  std::fprintf(stderr, "host-layout: error: %s\n", E.message().c_str());
}

void command::reportWarning(std::string_view Text) {
  std::fprintf(stderr, "host-layout: warning: %.*s\n",
               static_cast<int>(Text.size()), Text.data());
}

bool command::print(std::string_view Text) {
  std::optional<Error> E = writeOut(Text);
  if (E)
    reportError(*E);
  return !E;
}

namespace {

struct Known {
  std::string_view Name;
  void (*Add)(CommandLine &);
};
constexpr Known Subcommands[] = {
#define HOSTLAYOUT_COMMAND(Name, Spelling) {#Spelling, add##Name},
#include "Commands.def"
};

} // namespace

void command::addCommands(CommandLine &To, std::string_view Only) {
  for (const Known &S : Subcommands)
    if (S.Name == Only) {
      S.Add(To);
      return;
    }
  for (const Known &S : Subcommands)
    S.Add(To);
}

int command::runCommand(std::vector<std::string> Words) {
  CommandLine Line;
  // Describing options takes longer than most of the work: where the command
  // line begins with a subcommand, only this one is described.
  addCommands(Line, Words.empty() ? "" : Words.front());
  return Line.run(std::move(Words));
}
