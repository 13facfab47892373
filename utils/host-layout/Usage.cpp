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
using namespace hostlayout::command;

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

static std::vector<std::string> optionNames(const DescribedCommand &Of) {
  std::vector<std::string> Names;
  for (const DescribedOption &O : Of.Options)
    for (const std::string &Name : O.Names)
      if (Name.starts_with("--"))
        Names.push_back(Name);
  return Names;
}

/// What nothing takes: an option, a command, or one word too many.
static std::string unknownWord(const Misuse &M) {
  std::string Word = M.Unknown.empty() ? "" : M.Unknown.front();
  for (const std::string &Other : M.Unknown)
    if (Other.starts_with('-')) {
      Word = Other.substr(0, Other.find('='));
      break;
    }
  if (Word.starts_with('-'))
    return inQuotes(Word) + " is no option" +
           suggestion(Word, optionNames(M.Command ? *M.Command : M.Program));
  if (!M.Command)
    return inQuotes(Word) + " is no command" +
           suggestion(Word, namesOf(M.Commands));
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
static std::string mistake(const Misuse &M) {
  if (!M.Unknown.empty() && (!M.Command || M.IsAboutUnknown))
    return unknownWord(M);
  if (M.Command)
    return unreadableValue(M.Text);
  return "name a command: " + joined(namesOf(M.Commands));
}

std::string command::usageError(const Misuse &M) {
  return mistake(M) + "\nsee '" + M.Program.Name +
         (M.Command ? " " + M.Command->Name : "") + " --help'";
}
