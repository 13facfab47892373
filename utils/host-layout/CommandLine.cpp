//===- CommandLine.cpp - Commands and the words that they take ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "Command.h"
#include "Usage.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::command;

/// Words that say what may stand for a value are in its type's name, where
/// CLI11's --help shows them: "LANG:{c++,c,go}".
static std::string typeName(const char *Value,
                            const std::vector<std::string> &Words) {
  return std::string(Value) + (*Value ? ":" : "") + "{" + joined(Words, ",") +
         "}";
}

static std::vector<std::string> wordsIn(std::string_view TypeName) {
  std::vector<std::string> Words;
  const size_t Begin = TypeName.find('{');
  if (Begin == std::string_view::npos)
    return Words;
  std::string_view List = TypeName.substr(Begin + 1);
  for (size_t End = 0; (End = List.find_first_of(",}")) < List.size();
       List.remove_prefix(End + 1))
    Words.emplace_back(List.substr(0, End));
  return Words;
}

void Syntax::operand(const char *Name, std::string &To, const char *Help,
                     Need Is) {
  Of.add_option(Name, To, Help)->type_name("")->required(Is == Required);
}

void Syntax::operands(const char *Name, std::vector<std::string> &To,
                      const char *Help, Need Is) {
  Of.add_option(Name, To, Help)->type_name("")->required(Is == Required);
}

void Syntax::flag(const char *Names, bool &To, const char *Help) {
  Of.add_flag(Names, To, Help);
}

void Syntax::option(const char *Names, const char *Value, std::string &To,
                    const char *Help) {
  Of.add_option(Names, To, Help)->type_name(Value);
}

void Syntax::option(const char *Names, const char *Value,
                    std::optional<std::string> &To, const char *Help) {
  Of.add_option(Names, To, Help)->type_name(Value);
}

void Syntax::option(const char *Names, const char *Value, unsigned &To,
                    const char *Help) {
  Of.add_option(Names, To, Help)->type_name(Value);
}

void Syntax::file(const char *Names, const char *Value, std::string &To,
                  const char *Help) {
  Of.add_option(Names, To, Help)
      ->type_name(Value)
      ->check([](const std::string &Name) -> std::string {
        return Name.empty() ? "the name is empty" : "";
      });
}

void Syntax::list(const char *Names, const char *Value,
                  std::vector<std::string> &To, const char *Help, Need Is) {
  Of.add_option(Names, To, Help)
      ->type_name(Value)
      ->allow_extra_args(false)
      ->required(Is == Required);
}

void Syntax::addChoice(const char *Names, const char *Value,
                       std::vector<std::string> Words,
                       std::function<void(size_t)> Choose, const char *Help,
                       Need Is) {
  auto Check = [Words](const std::string &Given) -> std::string {
    if (std::ranges::find(Words, Given) != Words.end())
      return {};
    return "'" + Given + "' is none of " + joined(Words, ", ");
  };
  auto Take = [Words, Choose](const std::string &Given) {
    Choose(std::ranges::find(Words, Given) - Words.begin());
  };
  Of.add_option_function<std::string>(Names, Take, Help)
      ->check(Check)
      ->type_name(typeName(Value, Words))
      ->required(Is == Required);
}

void Syntax::footer(std::string Text) { Of.footer(std::move(Text)); }

CommandLine::CommandLine()
    : All(std::make_unique<CLI::App>(
          "Compares and generates the types that eBPF programs share with "
          "user space.",
          "host-layout")) {
  All->set_version_flag("--version", HOSTLAYOUT_VERSION);
  All->require_subcommand(1);
}
CommandLine::~CommandLine() = default;

Syntax CommandLine::add(const char *Name, const char *Summary, Job Does) {
  CLI::App *Of = All->add_subcommand(Name, Summary);
  Of->callback([this, Does = std::move(Does)] { Chosen = Does; });
  return Syntax(*Of);
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
  const std::string TypeName = O.get_type_name();
  D.Choices = wordsIn(TypeName);
  if (D.Names.empty())
    D.Value = O.get_name(/*positional=*/true);
  else if (O.get_type_size_max() != 0)
    D.Value = TypeName.substr(0, TypeName.find(':'));
  return D;
}

static DescribedCommand describe(const CLI::App &Of) {
  DescribedCommand C{Of.get_name(), Of.get_description(), {}};
  for (const CLI::Option *O : Of.get_options())
    C.Options.push_back(describe(*O));
  return C;
}

std::vector<DescribedCommand> CommandLine::describe() const {
  std::vector<DescribedCommand> Commands;
  for (const CLI::App *Command : All->get_subcommands(nullptr))
    Commands.push_back(::describe(*Command));
  return Commands;
}

int CommandLine::run(int Argc, char **Argv) {
  try {
    All->parse(Argc, Argv);
  } catch (const CLI::ParseError &E) {
    if (E.get_exit_code() == 0)
      return All->exit(E);
    const std::vector<CLI::App *> Parsed = All->get_subcommands();
    Misuse M;
    if (!Parsed.empty())
      M.Command = ::describe(*Parsed.front());
    M.Program = ::describe(*All);
    M.Commands = describe();
    M.Text = E.what();
    M.Unknown = All->remaining(/*recurse=*/true);
    M.IsAboutUnknown = dynamic_cast<const CLI::ExtrasError *>(&E) != nullptr;
    reportError(Error(usageError(M)));
    return Failed;
  }
  return Chosen();
}
