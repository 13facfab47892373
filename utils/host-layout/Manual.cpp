//===- Manual.cpp - host-layout man ---------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The manual's pages as troff, out of the same descriptions as --help.
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "HelpText.h"

#include <algorithm>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

/// \p Text as troff prints it: no hyphenation of options, no stray requests.
std::string plain(std::string_view Text) {
  std::string Result =
      Text.starts_with('.') || Text.starts_with('\'') ? "\\&" : "";
  for (char C : Text) {
    if (C == '\\')
      Result += "\\e";
    else if (C == '-')
      Result += "\\-";
    else
      Result += C;
  }
  return Result;
}

std::string title(std::string Name, std::string_view Summary) {
  std::string Upper = Name;
  std::transform(Upper.begin(), Upper.end(), Upper.begin(), [](char C) {
    return C >= 'a' && C <= 'z' ? static_cast<char>(C - 'a' + 'A') : C;
  });
  return ".TH " + plain(Upper) +
         " 1 \"\" \"HostLayout " HOSTLAYOUT_VERSION
         "\" \"User Commands\"\n.SH NAME\n" +
         plain(Name) + " \\- " + plain(Summary) + "\n";
}

const char ExitStatus[] = ".SH EXIT STATUS\n"
                          ".TP\n0\nNothing was found.\n"
                          ".TP\n1\nSomething was found.\n"
                          ".TP\n2\nThe command line, the configuration or an "
                          "input is wrong.\n"
                          ".TP\n3\nNothing was checked.\n";

/// The usage with each name of a value in italics.
std::string usage(const Subcommand &C) {
  std::string Text = ".SH SYNOPSIS\n.B host\\-layout " + C.Name + "\n";
  Text += "[\\fIOPTION\\fR]...\n";
  for (const Option &O : C.Options)
    if (O.isOperand())
      Text += (O.IsRequired ? "" : "[") + std::string("\\fI") + plain(O.Value) +
              "\\fR" + (O.IsRequired ? "" : "]") + (O.Repeats ? "..." : "") +
              "\n";
  if (C.TakeRest)
    Text += "[\\-\\- \\fI" + plain(C.RestValue) + "\\fR...]\n";
  return Text;
}

std::string examples(const Subcommand &C) {
  std::string Text = C.Examples.empty() ? "" : ".SH EXAMPLES\n";
  for (const Example &E : C.Examples)
    Text += ".TP\n" + plain(E.Does) + "\n.B " + plain(E.Words) + "\n";
  return Text;
}

std::string page(const Subcommand &C) {
  std::string Text = title("host-layout-" + C.Name, C.Text) + usage(C);
  Text += ".SH DESCRIPTION\n" + plain(C.Text) + ".\n.SH OPTIONS\n";
  for (const Option &O : C.Options) {
    Text += ".TP\n";
    std::string Names;
    for (const std::string &Name : O.Names)
      Names += (Names.empty() ? "\\fB" : ", \\fB") + plain(Name) + "\\fR";
    if (!O.Value.empty())
      Names += (Names.empty() ? "\\fI" : " \\fI") + plain(O.Value) + "\\fR";
    std::string Help = O.Text;
    if (!O.Choices.empty())
      Help = "One of " + joined(O.Choices, ", ") + ". " + Help;
    Text += Names + "\n" + plain(Help) + "\n";
  }
  if (C.TakeRest)
    Text += ".TP\n\\fB\\-\\-\\fR \\fI" + plain(C.RestValue) + "\\fR...\n" +
            plain(C.RestText) + "\n";
  return Text + examples(C) + ExitStatus +
         ".SH SEE ALSO\n.BR host\\-layout (1)\n";
}

std::string overview(const std::vector<Subcommand> &All) {
  std::string Text =
      title("host-layout", "types that eBPF programs share with user space");
  Text += ".SH SYNOPSIS\n.B host\\-layout\n\\fICOMMAND\\fR "
          "[\\fIARGUMENT\\fR]...\n.SH DESCRIPTION\n" +
          std::string(ProgramText) +
          " The compiler's plugin does so while it compiles; this command does "
          "the rest.\n.SH COMMANDS\n";
  for (const Subcommand &C : All)
    Text +=
        ".TP\n.BR host\\-layout\\-" + C.Name + " (1)\n" + plain(C.Text) + ".\n";
  return Text + ExitStatus +
         ".SH SEE ALSO\n.BR host\\-layout\\-clangd (1),\n.BR bpftool (8),\n"
         ".BR pahole (1)\n";
}

int run(const std::string &Name) {
  std::vector<Subcommand> All = allCommands();
  if (Name.empty())
    return print(overview(All)) ? Clean : Failed;
  auto Known = std::ranges::find(All, Name, &Subcommand::Name);
  if (Known == All.end()) {
    reportError(
        Error("unknown command; 'host-layout --help' lists all").in(Name));
    return Failed;
  }
  return print(page(*Known)) ? Clean : Failed;
}

} // namespace

void command::addManual(CommandLine &To) {
  auto Name = std::make_shared<std::string>();
  Syntax Manual = To.add("man", "Prints a page of the manual as troff",
                         [Name] { return run(*Name); });
  Manual.operand("COMMAND", *Name,
                 "The page of this command (default: the overview)",
                 Syntax::Optional);
  Manual.example("host-layout man check", "The page host-layout-check(1)");
}
