//===- Described.cpp - What the command line takes ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Described.h"

#include "Command.h"

#include <CLI/CLI.hpp>

using namespace hostlayout;
using namespace hostlayout::command;

/// The words in "LANG:{c++->0,c->1}" or "FORMAT:{text,json}".
static std::vector<std::string> choices(std::string_view TypeName) {
  std::vector<std::string> Words;
  size_t Begin = TypeName.find('{');
  size_t End = TypeName.find('}');
  if (Begin == std::string_view::npos || End == std::string_view::npos)
    return Words;
  std::string_view List = TypeName.substr(Begin + 1, End - Begin - 1);
  while (!List.empty()) {
    std::string_view Item = List.substr(0, List.find(','));
    List.remove_prefix(std::min(List.size(), Item.size() + 1));
    Words.emplace_back(Item.substr(0, Item.find("->")));
  }
  return Words;
}

static DescribedOption describe(const CLI::Option &O) {
  DescribedOption D;
  for (const std::string &Name : O.get_snames())
    D.Names.push_back("-" + Name);
  for (const std::string &Name : O.get_lnames())
    D.Names.push_back("--" + Name);
  D.Text = O.get_description();
  D.Repeats = O.get_items_expected_max() > 1 && O.get_type_size_max() != 0;
  D.IsRequired = O.get_required();
  if (D.Names.empty()) {
    D.Value = O.get_name(/*positional=*/true);
  } else if (O.get_type_size_max() != 0) {
    std::string TypeName = O.get_type_name();
    D.Value = TypeName.substr(0, TypeName.find(':'));
    D.Choices = choices(TypeName);
  }
  return D;
}

std::vector<DescribedCommand> command::describeCommands() {
  CLI::App App;
  Job None;
#define HOSTLAYOUT_COMMAND(Name, Spelling) add##Name(App, None);
#include "Commands.def"
  std::vector<DescribedCommand> Commands;
  const CLI::App &Filled = App;
  for (const CLI::App *Sub :
       Filled.get_subcommands([](const CLI::App *) { return true; })) {
    DescribedCommand C{Sub->get_name(), Sub->get_description(), {}};
    for (const CLI::Option *O : Sub->get_options())
      C.Options.push_back(describe(*O));
    Commands.push_back(std::move(C));
  }
  return Commands;
}
