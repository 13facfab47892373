//===- CommandLine.cpp - Commands and the words that they take ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "Command.h"
#include "HelpText.h"
#include "ReadWords.h"

#include <algorithm>
#include <charconv>

using namespace hostlayout;
using namespace hostlayout::command;

/// "-o,--output" as two names; none where it is an operand's.
static std::vector<std::string> split(std::string_view Names) {
  std::vector<std::string> Split;
  while (Names.starts_with('-')) {
    const size_t Comma = std::min(Names.find(','), Names.size());
    Split.emplace_back(Names.substr(0, Comma));
    Names.remove_prefix(std::min(Names.size(), Comma + 1));
  }
  return Split;
}

Option &Syntax::add(const char *Names, const char *Value, const char *Help) {
  // --help stays the last.
  Option &O = *Of.Options.insert(Of.Options.end() - 1, Option());
  O.Names = split(Names);
  O.Value = O.Names.empty() ? Names : Value;
  O.Text = Help;
  return O;
}

/// Takes any value.
static auto into(std::string &To) {
  return [&To](const std::string &Value) -> std::optional<Error> {
    To = Value;
    return std::nullopt;
  };
}

static auto into(std::vector<std::string> &To) {
  return [&To](const std::string &Value) -> std::optional<Error> {
    To.push_back(Value);
    return std::nullopt;
  };
}

void Syntax::operand(const char *Name, std::string &To, const char *Help,
                     Need Is) {
  Option &O = add(Name, "", Help);
  O.IsRequired = Is == Required;
  O.Take = into(To);
}

void Syntax::operands(const char *Name, std::vector<std::string> &To,
                      const char *Help, Need Is) {
  Option &O = add(Name, "", Help);
  O.Repeats = true;
  O.IsRequired = Is == Required;
  O.Take = into(To);
}

void Syntax::flag(const char *Names, bool &To, const char *Help) {
  Option &O = add(Names, "", Help);
  // Twice says the same as once.
  O.Repeats = true;
  O.Take = [&To](const std::string &) -> std::optional<Error> {
    To = true;
    return std::nullopt;
  };
}

void Syntax::option(const char *Names, const char *Value, std::string &To,
                    const char *Help) {
  add(Names, Value, Help).Take = into(To);
}

void Syntax::option(const char *Names, const char *Value,
                    std::optional<std::string> &To, const char *Help) {
  add(Names, Value, Help).Take =
      [&To](const std::string &Given) -> std::optional<Error> {
    To = Given;
    return std::nullopt;
  };
}

void Syntax::option(const char *Names, const char *Value, unsigned &To,
                    const char *Help) {
  add(Names, Value, Help).Take =
      [&To](const std::string &Given) -> std::optional<Error> {
    const char *End = Given.data() + Given.size();
    auto [At, Wrong] = std::from_chars(Given.data(), End, To);
    if (Wrong != std::errc() || At != End)
      return Error("'" + Given + "' is not a number");
    return std::nullopt;
  };
}

void Syntax::file(const char *Names, const char *Value, std::string &To,
                  const char *Help, Need Is) {
  Option &O = add(Names, Value, Help);
  O.IsRequired = Is == Required;
  O.Take = [&To](const std::string &Given) -> std::optional<Error> {
    if (Given.empty())
      return Error("the name is empty");
    To = Given;
    return std::nullopt;
  };
}

void Syntax::list(const char *Names, const char *Value,
                  std::vector<std::string> &To, const char *Help, Need Is) {
  Option &O = add(Names, Value, Help);
  O.Repeats = true;
  O.IsRequired = Is == Required;
  O.Take = into(To);
}

void Syntax::addChoice(const char *Names, const char *Value,
                       std::vector<std::string> Words,
                       std::function<void(size_t)> Choose, const char *Help,
                       Need Is) {
  Option &O = add(Names, Value, Help);
  O.Choices = std::move(Words);
  O.IsRequired = Is == Required;
  O.Take = [Words = O.Choices,
            Choose](const std::string &Given) -> std::optional<Error> {
    auto Known = std::ranges::find(Words, Given);
    if (Known == Words.end())
      return Error("'" + Given + "' is none of " + joined(Words, ", "));
    Choose(static_cast<size_t>(Known - Words.begin()));
    return std::nullopt;
  };
}

void Syntax::rest(const char *Value,
                  std::optional<std::vector<std::string>> &To,
                  const char *Help) {
  Of.RestValue = Value;
  Of.RestText = Help;
  Of.TakeRest = [&To](std::vector<std::string> Words) {
    To = std::move(Words);
  };
}

void Syntax::example(const char *Words, const char *Does) {
  Of.Examples.push_back({Words, Does});
}

void Syntax::footer(std::string Text) { Of.Footer = std::move(Text); }

static std::optional<Error> nothing(const std::string &) {
  return std::nullopt;
}

/// Asked for before anything else is read, and wherever it stands.
static Option helpOption() {
  return {{"-h", "--help"}, "", "Print this and exit", true, false, {},
          nothing};
}

std::vector<Option> command::programOptions() {
  return {helpOption(),
          {{"--version"},
           "",
           "Print the version and exit",
           true,
           false,
           {},
           nothing}};
}

Syntax CommandLine::add(const char *Name, const char *Summary, Job Does) {
  Subcommand &C = Commands.emplace_back();
  C.Name = Name;
  C.Text = Summary;
  C.Does = std::move(Does);
  C.Options.push_back(helpOption());
  return Syntax(C);
}

static int refuse(Error Wrong, std::string_view Command = {}) {
  reportError(Error(Wrong.message() + "\nsee 'host-layout " +
                    std::string(Command) + (Command.empty() ? "" : " ") +
                    "--help'"));
  return Failed;
}

static bool asksForHelp(std::string_view Word) {
  return Word == "-h" || Word == "--help";
}

int CommandLine::run(std::vector<std::string> Words) {
  const std::string First = Words.empty() ? "" : Words.front();
  if (asksForHelp(First))
    return print(helpText(commands(), programOptions())) ? Clean : Failed;
  if (First == "--version")
    return print(HOSTLAYOUT_VERSION "\n") ? Clean : Failed;
  std::vector<std::string> Names = namesOf(commands());
  if (First.starts_with('-'))
    return refuse(Error("unknown option '" + First.substr(0, First.find('=')) +
                        "'" + suggestion(First, {"--help", "--version"})));
  if (First.empty())
    return refuse(Error("name a command: " + joined(Names)));
  auto C = std::ranges::find(Commands, First, &Subcommand::Name);
  if (C == Commands.end())
    return refuse(
        Error("unknown command '" + First + "'" + suggestion(First, Names)));
  const auto Rest = std::ranges::find(Words, "--");
  if (std::any_of(Words.begin() + 1, Rest, asksForHelp))
    return print(helpText(*C)) ? Clean : Failed;
  if (std::optional<Error> Wrong = readWords(*C, std::span(Words).subspan(1)))
    return refuse(std::move(*Wrong), C->Name);
  return C->Does();
}

std::vector<Subcommand> command::allCommands() {
  CommandLine All;
  addCommands(All);
  return All.commands();
}

std::vector<std::string>
command::namesOf(const std::vector<Subcommand> &Commands) {
  std::vector<std::string> Names;
  for (const Subcommand &C : Commands)
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
