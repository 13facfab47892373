//===- CommandLineOfCheck.cpp - host-layout check -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Input.h"
#include "check/CheckRequest.h"

#include <memory>
#include <string_view>

using namespace hostlayout;
using namespace hostlayout::command;

/// What is done with the units, wherever they come from.
static void addReportOptions(Syntax &To, CheckRequest &R) {
  R.Report.addTo(To);
  To.flag("--werror", R.WarningsAreErrors, "Warnings make the check fail");
  To.file("--baseline", "FILE", R.Baseline,
          "Findings that are known and do not count");
  To.flag("--update-baseline", R.UpdatesBaseline,
          "Write the baseline: all that is found now is known");
  To.option("--line-filter", "JSON", R.LineFilter,
            "Count findings on these lines only, in clang-tidy's form");
  To.flag("--coverage", R.ListsCoverage,
          "List what the objects share, and what of it is checked");
  To.flag("--require-coverage", R.RequiresCoverage,
          "A shared struct that nothing checks is a finding");
  To.flag("--allow-none", R.AllowsNothing,
          "Exit with 0, not 3, where nothing is marked");
  To.flag("--verbose", R.IsVerbose,
          "Also list what was checked, and against what");
}

void command::addCheck(CommandLine &To) {
  auto R = std::make_shared<CheckRequest>();
  Syntax Check =
      To.add("check", "Compares the marked types of a project with its objects",
             [R] { return runCheck(*R); });
  Check.operands("FILE", R->Files,
                 "Sources; headers, for all files that include them; or "
                 "directories of both (default: every file of the project)");
  Check.file("-p,--build", "DIR", R->Build,
             "The build directory, with compile_commands.json (default: "
             "found from here upward, also in build*)");
  Check.list("--btf", "FILE", R->Objects,
             "An object to compare with, besides what the compile "
             "commands name; repeatable");
  Check.file("--btf-base", "FILE", R->Base, BaseHelp);
  Check.file("--outputs-from", "FILE", R->OutputList,
             "Only the commands that make one of the files listed in FILE, "
             "a line each: what a build system knows of a target");
  Check.option("-j,--jobs", "N", R->Jobs, "Threads (default: one per CPU)");
  Check.list("--set", "KIND=LEVEL", R->Settings,
             "KIND=error|warning|off for a kind of difference; repeatable");
  Check.choice<std::string>(
      "--uses", "LEVEL", R->Uses,
      {{"error", "error"}, {"warning", "warning"}, {"off", "off"}},
      "Severity of findings at unmarked calls of libbpf");
  addReportOptions(Check, *R);
  Check.option("--shard", "K/N", R->ShardText,
               "Only the K-th of N parts of the files, with --format=json: "
               "'host-layout merge' makes one verdict of all parts");
  Check.flag("--fix", R->Fixes, "Apply the suggested fixes");
  Check.flag("--parse-all", R->ParsesAll,
             "Leave out no file and no function: slower, for comparing");
  Check.rest("FLAG", R->Flags,
             "How FILE is compiled, where there is no compile_commands.json. A "
             "first word without a dash is the compiler");
  Check.example("host-layout check -p build --btf build/ev.bpf.o",
                "All marked structs of a project against an object");
  Check.example("host-layout check agent.cpp -- -std=c++20 -Iinclude",
                "One file, without a compile_commands.json");
  Check.example("host-layout check -p build --coverage",
                "What the objects share, and what of it is checked");
  static constexpr std::string_view Major = HOSTLAYOUT_CHECK_MAJOR;
  Check.footer(
      Major.empty()
          ? "This build cannot: it was made without the libraries of a Clang."
          : "Sources are read as Clang " + std::string(Major) + " reads them.");
}

void command::addMerge(CommandLine &To) {
  auto R = std::make_shared<CheckRequest>();
  Syntax Merge = To.add(
      "merge", "Makes one verdict of the parts that 'check --shard' made",
      [R] { return runCheck(*R); });
  Merge.operands("FILE", R->Shards,
                 "The JSON of each part, in any order; all must be there",
                 Syntax::Required);
  addReportOptions(Merge, *R);
  Merge.example(
      "host-layout merge part1.json part2.json --format=sarif -o all.sarif",
      "The report that one run would have written");
}
