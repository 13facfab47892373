//===- CheckCommandLine.cpp - host-layout check ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckRequest.h"
#include "Command.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

using namespace hostlayout;
using namespace hostlayout::command;

/// Turns the name of a format into its number, which CLI11 reads as one.
static std::string toFormat(std::string &Name) {
  static const std::pair<const char *, CheckFormat> Formats[] = {
      {"text", CheckFormat::Text},     {"json", CheckFormat::Json},
      {"sarif", CheckFormat::Sarif},   {"github", CheckFormat::GitHub},
      {"gitlab", CheckFormat::GitLab},
  };
  for (const auto &[Known, Format] : Formats)
    if (Name == Known) {
      Name = std::to_string(static_cast<int>(Format));
      return {};
    }
  return "'" + Name +
         "' is no format; it is one of text, json, sarif, github, gitlab";
}

/// An empty name is a variable that was not set: nothing to pass over.
static std::string notEmpty(const std::string &Name) {
  return Name.empty() ? "the name is empty" : "";
}

void command::addCheck(CLI::App &App, Job &Chosen) {
  auto R = std::make_shared<CheckRequest>();
  CLI::App *Check = App.add_subcommand(
      "check", "Compares the marked types of a project with its objects");
  Check->add_option("FILE", R->Files,
                    "Sources; headers, for all files that include them; or "
                    "directories of both (default: every file of the project)");
  Check
      ->add_option("-p,--build", R->Build,
                   "The build directory, with compile_commands.json (default: "
                   "found from here upward, also in build*)")
      ->type_name("DIR")
      ->check(notEmpty);
  Check
      ->add_option("--btf", R->Objects,
                   "An object to compare with, besides what the compile "
                   "commands name; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  Check->add_option("--btf-base", R->Base, "The base of split BTF")
      ->type_name("FILE")
      ->check(notEmpty);
  Check
      ->add_option("--format", R->Format,
                   "Default: text; github in a GitHub workflow")
      ->transform(CLI::Validator(toFormat, "{text,json,sarif,github,gitlab}"))
      ->type_name("FORMAT");
  Check
      ->add_option("-o,--output", R->Output,
                   "Write the report there, and text to standard output")
      ->type_name("FILE")
      ->check(notEmpty);
  Check
      ->add_option(
          "--outputs-from", R->OutputList,
          "Only the commands that make one of the files listed in FILE, "
          "a line each: what a build system knows of a target")
      ->type_name("FILE")
      ->check(notEmpty);
  Check->add_option("-j,--jobs", R->Jobs, "Threads (default: one per CPU)")
      ->type_name("N");
  Check
      ->add_option("--set", R->Settings,
                   "KIND=error|warning|off for a kind of difference; "
                   "repeatable")
      ->type_name("KIND=LEVEL")
      ->allow_extra_args(false);
  Check->add_flag("--werror", R->WarningsAreErrors,
                  "Warnings make the check fail");
  Check
      ->add_option("--baseline", R->Baseline,
                   "Findings that are known and do not count")
      ->type_name("FILE")
      ->check(notEmpty);
  Check->add_flag("--update-baseline", R->UpdatesBaseline,
                  "Write the baseline: all that is found now is known");
  Check
      ->add_option("--line-filter", R->LineFilter,
                   "Count findings on these lines only, in clang-tidy's form")
      ->type_name("JSON");
  Check->add_flag("--coverage", R->ListsCoverage,
                  "List what the objects share, and what of it is checked");
  Check->add_flag("--require-coverage", R->RequiresCoverage,
                  "A shared struct that nothing checks is a finding");
  Check->add_flag("--fix", R->Fixes, "Apply the suggested fixes");
  Check->add_flag("--allow-none", R->AllowsNothing,
                  "Exit with 0, not 3, where nothing is marked");
  Check->add_flag("--parse-all", R->ParsesAll,
                  "Leave out no file and no function: slower, for comparing");
  static constexpr std::string_view Major = HOSTLAYOUT_CHECK_MAJOR;
  Check->footer(
      Major.empty()
          ? "This build cannot: it was made without the libraries of a Clang."
          : "Sources are read as Clang " + std::string(Major) + " reads them.");
  Check->callback([R, &Chosen] { Chosen = [R] { return runCheck(*R); }; });
}
