//===- Check.cpp - host-layout check --------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The verdict on a project: finds its compile commands, has them judged, and
// shows what came of it. docs/check.md is the contract.
//
//===----------------------------------------------------------------------===//

#include "CheckBaseline.h"
#include "CheckDatabase.h"
#include "CheckFix.h"
#include "CheckHelper.h"
#include "CheckLines.h"
#include "CheckProject.h"
#include "CheckShow.h"
#include "Command.h"
#include "Compare/Policy.h"
#include "Input.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

/// Rounds of fixing and looking again.
static constexpr unsigned MostFixRounds = 10;

namespace {

class Check {
public:
  explicit Check(const CheckRequest &Request)
      : Request(Request), Directory(std::filesystem::current_path()),
        Show(Request, Directory) {}

  int run() {
    std::optional<Error> Wrong = prepare();
    if (!Wrong)
      Wrong = Request.Fixes ? fix() : judge();
    if (!Wrong && Request.UpdatesBaseline)
      Wrong = updateBaseline();
    if (Wrong) {
      // Whoever has no words has said it already.
      if (!Wrong->message().empty())
        reportError(*Wrong);
      return Failed;
    }
    R.ExitCode = exitCode();
    return Show.report(R) ? R.ExitCode : Failed;
  }

private:
  /// What is wrong with the request shows before anything is parsed.
  std::optional<Error> prepare() {
    Policy Rules;
    for (const std::string &Setting : Request.Settings)
      if (std::optional<Error> Wrong = Rules.parse(Setting))
        return std::move(*Wrong).in("--set");
    for (const std::string &Object : Request.Objects)
      if (auto Opened = openObject(Object, Request.Base); !Opened)
        return Opened.takeError();
    if (!Request.LineFilter.empty()) {
      Expected<LineFilter> Parsed = LineFilter::parse(Request.LineFilter);
      if (!Parsed)
        return Parsed.takeError().in("--line-filter");
      Lines = std::move(*Parsed);
    }
    if (Request.UpdatesBaseline && Request.Baseline.empty())
      return Error("--update-baseline needs --baseline=FILE");
    if (Request.UpdatesBaseline && isPartial())
      return Error("--update-baseline writes what all files have: name none, "
                   "and give no --line-filter");
    if (!Request.Baseline.empty() && !Request.UpdatesBaseline) {
      Expected<std::set<std::string>> Read = readBaseline(Request.Baseline);
      if (!Read)
        return Read.takeError();
      Baseline = std::move(*Read);
    }
    Expected<std::string> Found = findDatabase(Request.Build, Directory);
    if (!Found)
      return Found.takeError();
    Database = std::move(*Found);
    return missingFile();
  }

  /// A file that does not exist is no file without findings.
  std::optional<Error> missingFile() const {
    for (const std::string &File : Request.Files)
      if (std::error_code Ignored; !std::filesystem::exists(File, Ignored))
        return Error("no such file").in(File);
    return std::nullopt;
  }

  bool isPartial() const {
    return !Request.Files.empty() || !Request.OutputList.empty() ||
           Lines.has_value();
  }

  std::optional<Error> judge() {
    Expected<std::vector<report::Unit>> Units =
        judgeUnits(Database, Request, Show.hasColors(),
                   [&](size_t Done, size_t All) { Show.progress(Done, All); });
    Show.endProgress();
    if (!Units)
      return Units.takeError();
    R = mergeUnits(*Units, projectRoot(Directory));
    if (Request.ListsCoverage || Request.RequiresCoverage)
      R.Shared = coverage(*Units);
    if (Request.RequiresCoverage)
      for (report::Finding &F : unmarkedFindings(R.Shared, Directory))
        R.Findings.push_back(std::move(F));
    report::fingerprint(R);
    if (Baseline) {
      size_t Gone = applyBaseline(R, *Baseline);
      if (Gone && !isPartial())
        Show.say(std::to_string(Gone) + " of the baseline's findings " +
                 (Gone == 1 ? "is" : "are") +
                 " gone; --update-baseline drops them");
    }
    if (Lines) {
      std::erase_if(R.Findings, [&](const report::Finding &F) {
        return !Lines->matches(F);
      });
      std::erase_if(R.Failed, [&](const report::Unit &U) {
        return !Lines->matchesFile(U.File);
      });
    }
    return std::nullopt;
  }

  std::optional<Error> fix() {
    Applied All;
    for (unsigned Round = 0; Round != MostFixRounds; ++Round) {
      if (std::optional<Error> Wrong = judge())
        return Wrong;
      Expected<Applied> Now = applyFixes(R);
      if (!Now)
        return Now.takeError();
      if (!Now->Fixes)
        break;
      All.Fixes += Now->Fixes;
      All.Files.merge(Now->Files);
    }
    Show.say("applied " + std::to_string(All.Fixes) +
             (All.Fixes == 1 ? " fix in " : " fixes in ") +
             std::to_string(All.Files.size()) +
             (All.Files.size() == 1 ? " file" : " files"));
    return std::nullopt;
  }

  std::optional<Error> updateBaseline() {
    if (std::optional<Error> Wrong = writeBaseline(Request.Baseline, R))
      return Wrong;
    for (report::Finding &F : R.Findings)
      F.IsKnown = true;
    R.HasBaseline = true;
    return std::nullopt;
  }

  int exitCode() const {
    if (R.count(Severity::Error) ||
        (Request.WarningsAreErrors && R.count(Severity::Warning)))
      return Findings;
    if (!R.Failed.empty())
      return Failed;
    return R.Checked || Request.AllowsNothing ? Clean : NothingChecked;
  }

  const CheckRequest &Request;
  const std::string Directory;
  CheckShow Show;
  std::string Database;
  std::optional<LineFilter> Lines;
  std::optional<std::set<std::string>> Baseline;
  report::Report R;
};

} // namespace

void command::addCheck(CLI::App &App, Job &Chosen) {
  auto R = std::make_shared<CheckRequest>();
  CLI::App *Check = App.add_subcommand(
      "check", "Compares the marked types of a project with its objects");
  Check->add_option("FILE", R->Files,
                    "Sources, or headers: all files that include them "
                    "(default: every file of the project)");
  Check
      ->add_option("-p,--build", R->Build,
                   "The build directory, with compile_commands.json (default: "
                   "found from here upward, also in build*)")
      ->type_name("DIR");
  Check
      ->add_option("--btf", R->Objects,
                   "An object to compare with, besides what the compile "
                   "commands name; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  Check->add_option("--btf-base", R->Base, "The base of split BTF")
      ->type_name("FILE");
  static const std::map<std::string, CheckFormat> Formats = {
      {"text", CheckFormat::Text},     {"json", CheckFormat::Json},
      {"sarif", CheckFormat::Sarif},   {"github", CheckFormat::GitHub},
      {"gitlab", CheckFormat::GitLab},
  };
  Check
      ->add_option("--format", R->Format,
                   "text, json, sarif, github or gitlab (default: text; github "
                   "in a GitHub workflow)")
      ->transform(CLI::CheckedTransformer(Formats).description(""))
      ->type_name("FORMAT");
  Check
      ->add_option("-o,--output", R->Output,
                   "Write the report there, and text to standard output")
      ->type_name("FILE");
  Check
      ->add_option(
          "--outputs-from", R->OutputList,
          "Only the commands that make one of the files listed in FILE, "
          "a line each: what a build system knows of a target")
      ->type_name("FILE");
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
      ->type_name("FILE");
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
  Check->callback([R, &Chosen] { Chosen = [R] { return ::Check(*R).run(); }; });
}
