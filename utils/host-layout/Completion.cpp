//===- Completion.cpp - host-layout completion ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "Options.h"

#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

using Commands = std::vector<Subcommand>;

std::string bash(const Commands &All) {
  std::string Text = "_host_layout() {\n"
                     "  local current=${COMP_WORDS[COMP_CWORD]}\n"
                     "  local before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
                     "  if ((COMP_CWORD == 1)); then\n"
                     "    words='" +
                     joined(namesOf(All)) +
                     " --help --version'\n"
                     "  else\n"
                     "    case ${COMP_WORDS[1]} in\n";
  for (const Subcommand &C : All) {
    std::string Names, Cases, Operands;
    for (const Option &O : C.Options) {
      Names += (Names.empty() || O.Names.empty() ? "" : " ") + joined(O.Names);
      if (O.isOperand())
        Operands += (Operands.empty() || O.Choices.empty() ? "" : " ") +
                    joined(O.Choices);
      else if (!O.Choices.empty())
        Cases += "      " + O.Names.back() + ") words='" + joined(O.Choices) +
                 "' ;;\n";
    }
    Text += "    " + C.Name + ")\n      [[ $current == -* ]] && words='" +
            Names + "'" +
            (Operands.empty() ? "" : " || words='" + Operands + "'") + "\n";
    if (!Cases.empty())
      Text += "      case $before in\n" + Cases + "      esac\n";
    Text += "      ;;\n";
  }
  return Text + "    esac\n"
                "  fi\n"
                "  if [[ $words ]]; then\n"
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                "  else\n"
                "    compopt -o filenames 2>/dev/null\n"
                "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
                "  fi\n"
                "}\n"
                "complete -F _host_layout host-layout\n";
}

/// \p Text within single quotes, without what zsh's _arguments reads.
std::string shellQuoted(std::string_view Text, std::string_view Special = "") {
  std::string Result = "'";
  for (char C : Text) {
    if (C == '\'')
      Result += "'\\'";
    else if (Special.find(C) != std::string_view::npos)
      Result += '\\';
    Result += C;
  }
  return Result + "'";
}

std::string zsh(const Commands &All) {
  std::string Text = "#compdef host-layout\n"
                     "if ((CURRENT == 2)); then\n"
                     "  local -a commands=(\n";
  for (const Subcommand &C : All)
    Text += "    " + shellQuoted(C.Name + ":" + C.Text) + "\n";
  Text += "  )\n"
          "  _describe command commands\n"
          "  return\n"
          "fi\n"
          "local name=$words[2]\n"
          "shift words\n"
          "((CURRENT--))\n"
          "case $name in\n";
  for (const Subcommand &C : All) {
    Text += C.Name + ")\n  _arguments \\\n";
    for (const Option &O : C.Options) {
      std::string Value = ":" + O.Value + ":_files";
      if (!O.Choices.empty())
        Value = ":" + O.Value + ":(" + joined(O.Choices) + ")";
      if (O.isOperand() && !O.Choices.empty())
        Text += "    " + shellQuoted(Value) + " \\\n";
      for (const std::string &Name : O.Names)
        Text += "    " + shellQuoted((O.Repeats && !O.Value.empty() ? "*" : "") + Name +
                            "[") +
                shellQuoted(O.Text, "[]:") + shellQuoted("]") +
                (O.Value.empty() ? "" : shellQuoted(Value)) + " \\\n";
    }
    Text += "    '*:file:_files' ;;\n";
  }
  return Text + "esac\n";
}

std::string fish(const Commands &All) {
  std::string Text;
  for (const Subcommand &C : All)
    Text += "complete -c host-layout -f -n __fish_use_subcommand -a " + C.Name +
            " -d " + shellQuoted(C.Text) + "\n";
  for (const Subcommand &C : All)
    for (const Option &O : C.Options) {
      if (O.isOperand() && O.Choices.empty())
        continue;
      Text += "complete -c host-layout -n '__fish_seen_subcommand_from " +
              C.Name + "'";
      for (const std::string &Name : O.Names)
        Text += Name.starts_with("--") ? " -l " + Name.substr(2)
                                       : " -s " + Name.substr(1);
      if (!O.Choices.empty())
        Text += " -x -a '" + joined(O.Choices) + "'";
      else if (!O.Value.empty())
        Text += " -r";
      Text += " -d " + shellQuoted(O.Text) + "\n";
    }
  return Text;
}

} // namespace

void command::addCompletion(CommandLine &To) {
  using Writer = std::string (*)(const Commands &);
  auto Shell = std::make_shared<Writer>();
  Syntax Completion = To.add(
      "completion", "Prints what completes this command in a shell",
      [Shell] { return print((*Shell)(allCommands())) ? Clean : Failed; });
  Completion.choice<Writer>("SHELL", "", *Shell,
                            {{"bash", bash}, {"fish", fish}, {"zsh", zsh}},
                            "The shell", Syntax::Required);
  Completion.example("host-layout completion bash",
                     "For a file that bash reads when it starts");
}
