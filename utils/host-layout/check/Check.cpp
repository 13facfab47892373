//===- Check.cpp - The verdict on a project -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds its compile commands, has them judged, and shows what came of it.
// docs/check.md is the contract.
//
//===----------------------------------------------------------------------===//

#include "BTF/Skeleton.h"
#include "Command.h"
#include "Compare/Policy.h"
#include "Input.h"
#include "Report/Baseline.h"
#include "Report/LineFilter.h"
#include "Report/MergeUnits.h"
#include "Report/Shards.h"
#include "Support/ReadFile.h"
#include "Support/WriteFile.h"
#include "check/FindDatabase.h"
#include "check/FixRounds.h"
#include "check/ReportWriter.h"
#include "check/RunHelper.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;

static Expected<std::string> readText(const std::string &Path) {
  Expected<Bytes> Content = readFile(Path);
  if (!Content)
    return Content.takeError();
  return std::string(Content->Data.begin(), Content->Data.end());
}

namespace {

class Check {
public:
  explicit Check(const CheckRequest &Request)
      : Request(Request), Directory(std::filesystem::current_path()),
        Root(projectRoot(Directory)), Show(Request, Directory) {}

  int run() {
    std::optional<Error> Wrong = prepare();
    if (!Wrong)
      Wrong = Request.Fixes ? fix() : judge();
    if (!Wrong && Request.UpdatesBaseline)
      Wrong = updateBaseline();
    if (Wrong) {
      // An empty message: the helper has already printed the error.
      if (!Wrong->message().empty())
        reportError(*Wrong);
      return Failed;
    }
    R.ExitCode = exitCode();
    if (Request.IsVerbose)
      Show.list(report::subjectLines(R, Directory) +
                report::callLines(R, Directory));
    if (!Show.report(R))
      return Failed;
    if (R.ExitCode == NothingChecked)
      Show.say(report::whyNothingIsChecked(R, Request.ListsCoverage ||
                                                  Request.RequiresCoverage));
    return R.ExitCode;
  }

private:
  /// What is wrong with the request shows before anything is parsed.
  std::optional<Error> prepare() {
    Policy Rules;
    for (const std::string &Setting : Request.Settings)
      if (std::optional<Error> Wrong = Rules.parse(Setting))
        return std::move(*Wrong).in("--set");
    if (!Request.Base.empty())
      if (auto Base = openObject(Request.Base, ""); !Base)
        return Base.takeError();
    for (const std::string &Object : Request.Objects)
      if (auto Opened = openObject(Object, Request.Base); !Opened)
        return Opened.takeError();
    if (!Request.LineFilter.empty()) {
      Expected<report::LineFilter> Parsed =
          report::LineFilter::parse(Request.LineFilter);
      if (!Parsed)
        return Parsed.takeError().in("--line-filter");
      // As in clang-tidy, an empty list is no filter.
      if (!Parsed->isEmpty())
        Lines = std::move(*Parsed);
    }
    if (Request.Part &&
        (Request.Report.Format != &report::JsonFormat || Request.Fixes ||
         !Request.Baseline.empty() || Lines || Request.RequiresCoverage))
      return Error("--shard needs --format=json, and no --fix, --baseline, "
                   "--line-filter or --require-coverage: the verdict on all "
                   "parts is that of 'host-layout merge'");
    if (Request.UpdatesBaseline && Request.Baseline.empty())
      return Error("--update-baseline needs --baseline=FILE");
    if (Request.UpdatesBaseline && isPartial())
      return Error("--update-baseline writes what all files have: name none, "
                   "and give no --line-filter");
    if (!Request.Baseline.empty() && !Request.UpdatesBaseline) {
      Expected<std::string> Text = readText(Request.Baseline);
      if (!Text)
        return Text.takeError();
      Expected<std::set<std::string>> Read = report::readBaseline(*Text);
      if (!Read)
        return Read.takeError().in(Request.Baseline);
      Baseline = std::move(*Read);
    }
    if (std::optional<Error> Wrong = unwritable(Request.Report.File))
      return Wrong;
    if (!Request.Shards.empty())
      return std::nullopt;
    if (Request.Flags)
      return withoutDatabase();
    Expected<std::string> Found = findDatabase(Request.Build, Directory);
    if (!Found)
      return Found.takeError();
    Database = std::move(*Found);
    return missingFile();
  }

  /// The flags behind "--" are those of the files in front of it.
  std::optional<Error> withoutDatabase() const {
    if (Request.Files.empty())
      return Error("name the file that is compiled with the flags behind '--'");
    if (!Request.Build.empty() || !Request.OutputList.empty())
      return Error("flags behind '--' stand in place of compile_commands.json: "
                   "give no --build and no --outputs-from");
    for (const std::string &File : Request.Files)
      if (std::error_code Ignored; std::filesystem::is_directory(File, Ignored))
        return Error("this is a directory; with flags behind '--', name files")
            .in(File);
    return missingFile();
  }

  std::string relative(const std::string &Path) const {
    return std::string(report::relativeTo(Directory, Path));
  }

  /// A file that does not exist is no file without findings.
  std::optional<Error> missingFile() const {
    for (const std::string &File : Request.Files)
      if (std::error_code Ignored; !std::filesystem::exists(File, Ignored))
        return Error("no such file or directory").in(File);
    return std::nullopt;
  }

  /// Where no report can be written, none need be made.
  static std::optional<Error> unwritable(const std::string &Output) {
    if (Output.empty())
      return std::nullopt;
    std::error_code Ignored;
    if (std::filesystem::is_directory(Output, Ignored))
      return Error("this is a directory; name a file in it").in(Output);
    std::filesystem::path Parent =
        std::filesystem::absolute(Output).parent_path();
    if (!std::filesystem::is_directory(Parent, Ignored))
      return Error("no such file or directory")
          .in(std::filesystem::path(Output).parent_path());
    return std::nullopt;
  }

  bool isPartial() const {
    return !Request.Files.empty() || !Request.OutputList.empty() ||
           Lines.has_value();
  }

  /// The maps that sources of the host name: skeletons name all of theirs. A
  /// source that cannot be read may name any.
  static std::set<std::string>
  mentionedMaps(const std::vector<report::Unit> &Units) {
    const std::set<std::string> Maps = report::sharedMaps(Units);
    std::set<std::string> Files, Mentioned;
    for (const report::Unit &U : Units)
      Files.insert(U.Sources.begin(), U.Sources.end());
    for (const std::string &File : Files) {
      if (Mentioned.size() == Maps.size())
        break;
      Expected<std::string> Text = readText(File);
      if (!Text)
        return Maps;
      if (!btf::isSkeleton(*Text))
        report::addMentions(*Text, Maps, Mentioned);
    }
    return Mentioned;
  }

  Expected<std::vector<report::Unit>> readShards() const {
    std::vector<report::ShardReport> Shards;
    for (const std::string &File : Request.Shards) {
      Expected<std::string> Text = readText(File);
      if (!Text)
        return Text.takeError();
      Expected<report::ShardReport> Read = report::readShard(*Text, Root);
      if (!Read)
        return Read.takeError().in(File);
      Shards.push_back(std::move(*Read));
    }
    return report::joinShards(std::move(Shards));
  }

  Expected<std::vector<report::Unit>> units() {
    if (!Request.Shards.empty())
      return readShards();
    auto Judge = [&](const report::JoinPlan *Again) {
      Expected<std::vector<report::Unit>> Units = judgeUnits(
          Database, Root, Request, Show.hasColors(),
          [&](size_t Done, size_t All) { Show.progress(Done, All); }, Again);
      Show.endProgress();
      return Units;
    };
    Expected<std::vector<report::Unit>> Units = Judge(nullptr);
    // The verdict on all parts is that of no one run: they join nothing.
    if (Units && !Request.Part)
      join(*Units, Judge);
    return Units;
  }

  /// Those units that others can help to see more are looked at again.
  template <typename Function>
  void join(std::vector<report::Unit> &Units, Function Judge) {
    std::map<unsigned, std::string> Heard;
    for (unsigned Round = 0; Round != report::MostJoinRounds; ++Round) {
      report::JoinPlan Plan = report::planJoins(
          Units, !isPartial(),
          [](const std::string &File) {
            Expected<std::string> Text = readText(File);
            return Text ? std::optional(std::move(*Text)) : std::nullopt;
          },
          Heard);
      if (Plan.Ids.empty())
        return;
      Expected<std::vector<report::Unit>> Again = Judge(&Plan);
      if (!Again)
        return;
      for (report::Unit &U : *Again) {
        auto Old = std::ranges::find(Units, U.Id, &report::Unit::Id);
        if (Old != Units.end() && U.State == report::UnitState::Judged)
          *Old = std::move(U);
      }
      Heard = std::move(Plan.Heard);
    }
  }

  std::optional<Error> judge() {
    Expected<std::vector<report::Unit>> Units = units();
    if (!Units)
      return Units.takeError();
    if (Units->empty() && !Database.empty() && !Request.Part)
      Show.say(Request.Files.empty()
                   ? relative(Database) + " has no commands of C or C++ files"
                   : "no command of " + relative(Database) +
                         " compiles one of these files, or includes it");
    R = report::mergeUnits(*Units, Root);
    if (Request.ListsCoverage || Request.RequiresCoverage) {
      const std::set<std::string> Mentioned = mentionedMaps(*Units);
      R.Shared = report::coverage(*Units, &Mentioned);
      R.ListsCalls = true;
    }
    if (Request.RequiresCoverage)
      for (report::Result &F : report::unmarkedFindings(R.Shared, Directory))
        R.Findings.push_back(std::move(F));
    R.Part = Request.Part;
    if (R.Part) {
      R.Units = std::move(*Units);
      for (report::Unit &U : R.Units)
        U.IsLookedAt = false; // Parts join nothing.
    }
    report::fingerprint(R);
    if (Baseline) {
      size_t Gone = report::applyBaseline(R, *Baseline);
      if (Gone && !isPartial())
        Show.say(std::to_string(Gone) + " of the baseline's findings " +
                 (Gone == 1 ? "is" : "are") +
                 " gone; --update-baseline drops them");
    }
    if (Lines) {
      std::erase_if(R.Findings, [&](const report::Result &F) {
        return !Lines->matches(F);
      });
      std::erase_if(R.Failed, [&](const report::Unit &U) {
        return !Lines->matchesFile(U.File);
      });
    }
    return std::nullopt;
  }

  std::optional<Error> fix() {
    Expected<FixedFiles> Done = fixInRounds(R, [this] { return judge(); });
    if (!Done)
      return Done.takeError();
    Show.say("applied " + std::to_string(Done->Fixes) +
             (Done->Fixes == 1 ? " fix in " : " fixes in ") +
             std::to_string(Done->Files.size()) +
             (Done->Files.size() == 1 ? " file" : " files"));
    if (Done->TakenBack)
      Show.say(std::to_string(Done->TakenBack) +
               (Done->TakenBack == 1 ? " fix was" : " fixes were") +
               " taken back: the difference was still there");
    return std::nullopt;
  }

  std::optional<Error> updateBaseline() {
    if (std::optional<Error> Wrong =
            writeFile(Request.Baseline, report::baselineOf(R)))
      return Wrong;
    for (report::Result &F : R.Findings)
      F.IsKnown = true;
    R.HasBaseline = true;
    return std::nullopt;
  }

  int exitCode() const {
    // A part has no verdict: what it could not check, another may.
    if (R.Part)
      return Clean;
    if (R.count(Severity::Error) ||
        (Request.WarningsAreErrors && R.count(Severity::Warning)))
      return Findings;
    if (!R.Failed.empty())
      return Failed;
    return R.Checked || R.resolvedCalls() || Request.AllowsNothing
               ? Clean
               : NothingChecked;
  }

  const CheckRequest &Request;
  const std::string Directory, Root;
  ReportWriter Show;
  std::string Database;
  std::optional<report::LineFilter> Lines;
  std::optional<std::set<std::string>> Baseline;
  report::Report R;
};

} // namespace

int command::runCheck(const CheckRequest &Request) {
  CheckRequest Asked = Request;
  if (!Asked.ShardText.empty()) {
    Expected<report::Shard> Part = report::parseShard(Asked.ShardText);
    if (!Part) {
      reportError(Part.takeError().in("--shard"));
      return Failed;
    }
    Asked.Part = *Part;
  }
  return Check(Asked).run();
}
