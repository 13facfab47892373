//===- Usage.cpp - What is wrong with a command line ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Usage.h"

#include "Support/Spelling.h"

#include <string>
#include <vector>

using namespace hostlayout;

static std::string inQuotes(std::string_view Text) {
  return "'" + std::string(Text) + "'";
}

/// "; did you mean 'X'?", or nothing.
static std::string suggestion(std::string_view Wrong,
                              const std::vector<std::string> &Known) {
  NearestName Nearest(Wrong);
  for (const std::string &Name : Known)
    Nearest.consider(Name);
  return Nearest.best().empty()
             ? ""
             : "; did you mean " + inQuotes(Nearest.best()) + "?";
}

static std::vector<std::string> optionNames(const CLI::App &Of) {
  std::vector<std::string> Names;
  for (const CLI::Option *O : Of.get_options())
    for (const std::string &Name : O->get_lnames())
      Names.push_back("--" + Name);
  return Names;
}

static std::vector<std::string> commandNames(const CLI::App &Of) {
  std::vector<std::string> Names;
  for (const CLI::App *Sub : Of.get_subcommands(nullptr))
    Names.push_back(Sub->get_name());
  return Names;
}

/// What nothing takes: an option, a command, or one word too many.
static std::string unknownWord(const CLI::App &Top, const CLI::App *Command) {
  std::vector<std::string> Words = Top.remaining(/*recurse=*/true);
  std::string Word = Words.empty() ? "" : Words.front();
  for (const std::string &Other : Words)
    if (Other.starts_with('-')) {
      Word = Other.substr(0, Other.find('='));
      break;
    }
  if (Word.starts_with('-'))
    return inQuotes(Word) + " is no option" +
           suggestion(Word, optionNames(Command ? *Command : Top));
  if (!Command)
    return inQuotes(Word) + " is no command" +
           suggestion(Word, commandNames(Top));
  return inQuotes(Word) + " is one word too many";
}

/// CLI11 says "Could not convert: --jobs = x".
static std::string unreadableValue(std::string_view Text) {
  static constexpr std::string_view Start = "Could not convert: ", Is = " = ";
  size_t Equals = Text.find(Is);
  if (!Text.starts_with(Start) || Equals == std::string_view::npos)
    return std::string(Text);
  return std::string(Text.substr(Start.size(), Equals - Start.size())) + ": " +
         inQuotes(Text.substr(Equals + Is.size())) +
         " is nothing that it takes";
}

/// What is wrong, without where to read more.
static std::string mistake(const CLI::App &Top, const CLI::App *Command,
                           const CLI::ParseError &E) {
  bool HasUnknown = !Top.remaining(/*recurse=*/true).empty();
  if (HasUnknown && (!Command || dynamic_cast<const CLI::ExtrasError *>(&E)))
    return unknownWord(Top, Command);
  if (Command)
    return unreadableValue(E.what());
  std::string Text = "name a command:";
  for (const std::string &Name : commandNames(Top))
    Text += " " + Name;
  return Text;
}

std::string command::usageError(const CLI::App &Top, const CLI::ParseError &E) {
  std::vector<CLI::App *> Parsed = Top.get_subcommands();
  const CLI::App *Command = Parsed.empty() ? nullptr : Parsed.front();
  return mistake(Top, Command, E) + "\nsee '" + Top.get_name() +
         (Command ? " " + Command->get_name() : "") + " --help'";
}
