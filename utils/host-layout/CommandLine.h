//===- CommandLine.h - Commands and the words that they take ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMMANDLINE_H
#define HOSTLAYOUT_COMMANDLINE_H

#include "Options.h"

#include <deque>
#include <utility>

namespace hostlayout::command {

/// The words that one command takes. What they are written to must live as long
/// as the command's job. Names are as in "-o,--output", Value is as in "FILE".
class Syntax {
public:
  enum Need { Optional, Required };

  void operand(const char *Name, std::string &To, const char *Help,
               Need Is = Required);
  void operands(const char *Name, std::vector<std::string> &To,
                const char *Help, Need Is = Optional);
  void flag(const char *Names, bool &To, const char *Help);

  void option(const char *Names, const char *Value, std::string &To,
              const char *Help);
  void option(const char *Names, const char *Value,
              std::optional<std::string> &To, const char *Help);
  void option(const char *Names, const char *Value, unsigned &To,
              const char *Help);
  /// Refuses the empty name: it is a variable that was not set, and nothing to
  /// pass over.
  void file(const char *Names, const char *Value, std::string &To,
            const char *Help, Need Is = Optional);
  /// One value each time that it is given.
  void list(const char *Names, const char *Value, std::vector<std::string> &To,
            const char *Help, Need Is = Optional);

  /// Takes one of a few words, which --help and completions tell. An operand's
  /// name has no dashes, and there is no value.
  template <typename T>
  void choice(const char *Names, const char *Value, T &To,
              const std::vector<std::pair<const char *, T>> &Words,
              const char *Help, Need Is = Optional) {
    std::vector<std::string> Known;
    std::vector<T> Meant;
    for (const auto &[Word, Meaning] : Words) {
      Known.emplace_back(Word);
      Meant.push_back(Meaning);
    }
    auto Choose = [&To, Meant](size_t Word) { To = Meant[Word]; };
    addChoice(Names, Value, std::move(Known), Choose, Help, Is);
  }

  /// The words behind "--".
  void rest(const char *Value, std::optional<std::vector<std::string>> &To,
            const char *Help);

  /// A command line for --help and the manual, and what it does.
  void example(const char *Words, const char *Does);
  /// What --help ends with.
  void footer(std::string Text);

private:
  friend class CommandLine;
  explicit Syntax(Subcommand &Of) : Of(Of) {}
  Option &add(const char *Names, const char *Value, const char *Help);
  void addChoice(const char *Names, const char *Value,
                 std::vector<std::string> Words,
                 std::function<void(size_t)> Choose, const char *Help, Need Is);

  Subcommand &Of;
};

class CommandLine {
public:
  Syntax add(const char *Name, const char *Summary, Job Does);

  /// Does what the words ask for, or says on standard error what is wrong with
  /// them. Returns the exit code.
  int run(std::vector<std::string> Words);

  /// In the order in which they were added.
  std::vector<Subcommand> commands() const {
    return {Commands.begin(), Commands.end()};
  }

private:
  /// Stay where they are: each Syntax points into one.
  std::deque<Subcommand> Commands;
};

} // namespace hostlayout::command

#endif
