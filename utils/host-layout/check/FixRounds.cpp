//===- FixRounds.cpp - Fixing and looking again ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/FixRounds.h"

#include "Report/Fixes.h"
#include "Support/ReadFile.h"
#include "Support/WriteFile.h"

#include <map>

using namespace hostlayout;
using namespace hostlayout::command;

static constexpr unsigned MostFixRounds = 10;

/// By file.
using Texts = std::map<std::string, std::string>;

static std::optional<Error> write(const Texts &Files) {
  for (const auto &[File, Text] : Files)
    if (std::optional<Error> Wrong = writeFile(File, Text))
      return Wrong;
  return std::nullopt;
}

/// Writes what \p Plan makes of its files. None is written where one is not as
/// it was when it was parsed. What they were is kept in \p Before.
static std::optional<Error> applyPlan(const report::FixPlan &Plan,
                                      Texts &Before) {
  Texts New;
  Before.clear();
  for (const auto &[File, Edits] : Plan.Files) {
    Expected<Bytes> Content = readFile(File);
    if (!Content)
      return Content.takeError();
    std::string Text(Content->Data.begin(), Content->Data.end());
    Before[File] = Text;
    Expected<std::string> Edited = report::applyEdits(std::move(Text), Edits);
    if (!Edited)
      return Edited.takeError().in(File);
    New[File] = std::move(*Edited);
  }
  return write(New);
}

Expected<FixedFiles>
command::fixInRounds(const report::Report &R,
                     const std::function<std::optional<Error>()> &Judge) {
  FixedFiles Done;
  std::set<report::FixedFault> Refused;
  report::FixPlan Last;
  Texts Before;
  for (unsigned Round = 0;; ++Round) {
    if (std::optional<Error> Wrong = Judge())
      return std::move(*Wrong);
    // An edit that does not help has no place in the source.
    auto Left = report::leftOver(Last.Faults, R);
    Refused.insert(Left.begin(), Left.end());
    if (!Left.empty()) {
      Last = {};
      if (std::optional<Error> Wrong = write(Before))
        return std::move(*Wrong);
      continue;
    }
    Done.Fixes += Last.Fixes;
    for (const auto &[File, Edits] : Last.Files)
      Done.Files.insert(File);
    Done.TakenBack = Refused.size();
    Last = report::planFixes(R, Refused);
    if (!Last.Fixes || Round >= MostFixRounds)
      return Done;
    if (std::optional<Error> Wrong = applyPlan(Last, Before))
      return std::move(*Wrong);
  }
}
