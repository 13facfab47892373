//===- RunHelper.cpp - The program that parses ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/RunHelper.h"

#include "Command.h"
#include "Helper.h"
#include "Report/HelperLines.h"
#include "Support/Process.h"
#include "check/CrashText.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

using namespace hostlayout;
using namespace hostlayout::command;

static report::HelperRequest helperRequest(const std::string &Database,
                                           const std::string &Root,
                                           const CheckRequest &Request,
                                           bool HasColors) {
  report::HelperRequest R;
  R.Database = Database;
  R.Root = Root;
  R.Objects = Request.Objects;
  R.Base = Request.Base;
  R.Settings = Request.Settings;
  if (!Request.Uses.empty())
    R.Settings.push_back("uses=" + Request.Uses);
  R.OutputList = Request.OutputList;
  R.Files = Request.Files;
  R.Flags = Request.Flags.value_or(std::vector<std::string>());
  R.HasColors = HasColors;
  // Whether coverage is asked for shows when all parts are there.
  R.WantsShared =
      Request.ListsCoverage || Request.RequiresCoverage || Request.Part;
  if (Request.Part) {
    R.ShardIndex = Request.Part->Index;
    R.ShardCount = Request.Part->Count;
  }
  R.ParsesAll = Request.ParsesAll;
  return R;
}

namespace {

/// What is known of the units of a database while it is being judged.
class Judging {
public:
  explicit Judging(const Progress &Tell) : Tell(Tell) {}

  /// Runs the helper once. Error: it could not be run, or refused.
  std::optional<Error> run(std::vector<std::string> Words);
  /// Once more on what it has crashed on, for what it says of that.
  std::optional<Error> runAlone(std::vector<std::string> Words);

  /// Units that were begun and not ended when the helper died.
  const std::set<unsigned> &unfinished() const { return Begun; }
  bool isCrashed() const { return Exit != 0; }
  /// Of what runAlone() ran.
  std::string crash() const { return crashText(Exit, Errors); }
  void give(report::Unit U) {
    Begun.erase(U.Id);
    Finished.insert(U.Id);
    Units[U.Id] = std::move(U);
  }
  /// The units that are neither finished nor begun.
  std::vector<unsigned> untouched() const {
    std::vector<unsigned> Ids;
    for (const auto &[Id, File] : Planned)
      if (!Finished.count(Id) && !Begun.count(Id))
        Ids.push_back(Id);
    return Ids;
  }
  const std::string &file(unsigned Id) { return Planned[Id]; }
  std::vector<report::Unit> take() {
    std::vector<report::Unit> Result;
    for (auto &[Id, U] : Units)
      Result.push_back(std::move(U));
    return Result;
  }

private:
  /// False: \p Line is not what the helper says to its caller.
  bool read(std::string_view Line);

  const Progress &Tell;
  std::map<unsigned, std::string> Planned;
  std::map<unsigned, report::Unit> Units;
  std::set<unsigned> Begun, Finished;
  int Exit = 0;
  std::string Errors;
};

} // namespace

bool Judging::read(std::string_view Line) {
  std::optional<report::HelperLine> Read = report::readLine(Line);
  if (!Read)
    return false;
  if (const auto *B = std::get_if<report::Begun>(&*Read)) {
    Begun.insert(B->Id);
  } else if (const auto *L = std::get_if<report::LeftOut>(&*Read)) {
    Begun.erase(L->Id);
    Finished.insert(L->Id);
  } else {
    auto &U = std::get<report::Unit>(*Read);
    if (U.State == report::UnitState::Planned)
      Planned.emplace(U.Id, std::move(U.File));
    else
      give(std::move(U));
  }
  Tell(Finished.size(), Planned.size());
  return true;
}

std::optional<Error> Judging::run(std::vector<std::string> Words) {
  std::string Helper = Words.front();
  Expected<ProgramEnd> Ended =
      readLines({.Words = std::move(Words)},
                [this](std::string_view Line) { read(Line); });
  if (!Ended)
    return Ended.takeError();
  Exit = Ended->Exit;
  // Having begun nothing it has said what is wrong.
  if (Exit == Failed && Begun.empty())
    return Error("");
  if (Exit < 0 && Begun.empty())
    return Error(crashText(Exit, {})).in(std::move(Helper));
  if (isCrashed() && Begun.empty())
    return Error("could not start; are the libraries of the Clang that it was "
                 "built with installed?")
        .in(std::move(Helper));
  return std::nullopt;
}

std::optional<Error> Judging::runAlone(std::vector<std::string> Words) {
  Errors.clear();
  Expected<ProgramEnd> Ended =
      readLines({.Words = std::move(Words), .ReadsErrors = true},
                [this](std::string_view Line) {
                  if (!read(Line))
                    Errors.append(Line) += '\n';
                });
  if (!Ended)
    return Ended.takeError();
  Exit = Ended->Exit;
  return std::nullopt;
}

Expected<std::vector<report::Unit>>
command::judgeUnits(const std::string &Database, const std::string &Root,
                    const CheckRequest &Request, bool HasColors,
                    const Progress &Tell, const report::JoinPlan *Again) {
  Expected<std::string> Helper = findHelper();
  if (!Helper)
    return Helper.takeError();
  report::HelperRequest Asked =
      helperRequest(Database, Root, Request, HasColors);
  unsigned Jobs = Request.Jobs
                      ? Request.Jobs
                      : std::max(1u, std::thread::hardware_concurrency());
  auto WithIds = [&](std::vector<unsigned> Ids, unsigned Threads,
                     bool TellsCrashes = false) {
    Asked.Ids = std::move(Ids);
    Asked.Threads = Threads;
    Asked.TellsCrashes = TellsCrashes;
    std::vector<std::string> Words = report::toWords(Asked);
    Words.insert(Words.begin(), *Helper);
    return Words;
  };

  Judging J(Tell);
  std::vector<unsigned> Rest;
  if (Again) {
    Rest = Again->Ids;
    Asked.Joins = Again->Lines;
  }
  do {
    if (std::optional<Error> Wrong = J.run(WithIds(Rest, Jobs)))
      return std::move(*Wrong);
    // One of those that were at work has crashed it: each again, alone.
    std::set<unsigned> Suspects = J.unfinished();
    for (unsigned Id : Suspects) {
      if (std::optional<Error> Wrong = J.runAlone(WithIds({Id}, 1, true)))
        return std::move(*Wrong);
      if (!J.unfinished().count(Id) || !J.isCrashed())
        continue;
      report::Unit U;
      U.Id = Id;
      U.State = report::UnitState::Failed;
      U.File = J.file(Id);
      U.Why = J.crash() + "\n";
      J.give(std::move(U));
    }
    Rest = J.untouched();
  } while (!Rest.empty());
  return J.take();
}
