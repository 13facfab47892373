//===- HelpText.cpp - What --help prints ----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HelpText.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::command;

static constexpr size_t Width = 80, TextColumn = 26;

/// Adds the words of \p Text to \p Out, the last line of which has \p Column
/// bytes: lines begin at \p Indent.
static void wrap(std::string &Out, size_t Column, size_t Indent,
                 std::string_view Text) {
  bool IsLineStart = true;
  while (!Text.empty()) {
    std::string_view Word = Text.substr(0, Text.find(' '));
    Text.remove_prefix(std::min(Text.size(), Word.size() + 1));
    if (!IsLineStart && Column + 1 + Word.size() > Width) {
      Out += "\n" + std::string(Indent, ' ');
      Column = Indent;
      IsLineStart = true;
    }
    if (!IsLineStart) {
      Out += ' ';
      ++Column;
    }
    Out += Word;
    Column += Word.size();
    IsLineStart = false;
  }
  Out += '\n';
}

/// \p Left, and \p Text beside it, or below where \p Left is long.
static std::string row(const std::string &Left, std::string_view Text) {
  std::string Out = "  " + Left;
  if (Out.size() + 2 <= TextColumn)
    Out.append(TextColumn - Out.size(), ' ');
  else
    Out += "\n" + std::string(TextColumn, ' ');
  wrap(Out, TextColumn, TextColumn, Text);
  return Out;
}

/// "-o, --output FILE", "--format text|json".
static std::string left(const Option &O) {
  std::string Text = joined(O.Names, ", ");
  if (O.Value.empty())
    return Text;
  return Text + (Text.empty() ? "" : " ") + O.Value +
         (O.Repeats && O.isOperand() ? "..." : "");
}

/// The help, and which words a value may be.
static std::string right(const Option &O) {
  std::string Text = O.Text;
  if (!O.Choices.empty())
    Text =
        "one of " + joined(O.Choices, ", ") + (Text.empty() ? "" : ". ") + Text;
  return Text;
}

std::string command::synopsis(const Subcommand &C) {
  std::string Text = "host-layout " + C.Name + " [OPTION]...";
  for (const Option &O : C.Options)
    if (O.isOperand())
      Text += " " + std::string(O.IsRequired ? "" : "[") + O.Value +
              (O.IsRequired ? "" : "]") + (O.Repeats ? "..." : "");
  if (C.TakeRest)
    Text += " [-- " + C.RestValue + "...]";
  return Text;
}

std::string command::helpText(const Subcommand &C) {
  std::string Operands, Options;
  for (const Option &O : C.Options)
    (O.isOperand() ? Operands : Options) += row(left(O), right(O));
  if (C.TakeRest)
    Operands += row("-- " + C.RestValue + "...", C.RestText);
  std::string Text;
  wrap(Text, 0, 0, C.Text);
  Text += "\nUsage: " + synopsis(C) + "\n";
  if (!Operands.empty())
    Text += "\n" + Operands;
  Text += "\nOptions:\n" + Options;
  if (!C.Examples.empty())
    Text += "\nExamples:\n";
  for (const Example &E : C.Examples)
    Text += "  # " + E.Does + "\n  " + E.Words + "\n";
  if (!C.Footer.empty()) {
    Text += '\n';
    wrap(Text, 0, 0, C.Footer);
  }
  return Text;
}

std::string command::helpText(const std::vector<Subcommand> &All,
                              const std::vector<Option> &Options) {
  std::string Text = std::string(ProgramText) +
                     "\n\nUsage: host-layout SUBCOMMAND [ARGUMENT]...\n"
                     "\nOptions:\n";
  for (const Option &O : Options)
    Text += row(left(O), right(O));
  Text += "\nSubcommands:\n";
  for (const Subcommand &C : All)
    Text += row(C.Name, C.Text);
  return Text + "\n'host-layout help SUBCOMMAND' says more of one.\n";
}
