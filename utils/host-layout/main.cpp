//===- main.cpp - host-layout ---------------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Output.h"
#include "Usage.h"

#include <CLI/CLI.hpp>

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

struct Subcommand {
  std::string_view Name;
  void (*Add)(CLI::App &, Job &);
};
constexpr Subcommand Subcommands[] = {
#define HOSTLAYOUT_COMMAND(Name, Spelling) {#Spelling, add##Name},
#include "Commands.def"
};

/// Describing options takes longer than most of the work: where the command
/// line begins with a subcommand, only this one is described.
void addSubcommands(CLI::App &App, Job &Chosen, std::string_view First) {
  for (const Subcommand &S : Subcommands)
    if (S.Name == First) {
      S.Add(App, Chosen);
      return;
    }
  for (const Subcommand &S : Subcommands)
    S.Add(App, Chosen);
}

} // namespace

int main(int Argc, char **Argv) {
  CLI::App App("Compares and generates the types that eBPF programs share with "
               "user space.",
               "host-layout");
  App.set_version_flag("--version", HOSTLAYOUT_VERSION);
  App.require_subcommand(1);
  Job Chosen;
  addSubcommands(App, Chosen, Argc > 1 ? Argv[1] : "");
  try {
    App.parse(Argc, Argv);
  } catch (const CLI::ParseError &E) {
    if (E.get_exit_code() == 0)
      return App.exit(E);
    reportError(Error(usageError(App, E)));
    return Failed;
  }
  return Chosen();
}
