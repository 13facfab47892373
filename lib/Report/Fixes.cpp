//===- Fixes.cpp - The edits that remove findings -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Fixes.h"

#include <algorithm>
#include <set>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::report;

static const RelatedNote *fixOf(const Result &F) {
  auto At = std::ranges::find_if(F.Notes, [](const RelatedNote &N) {
    return !N.Edits.empty() && N.IsSafe;
  });
  return At == F.Notes.end() ? nullptr : &*At;
}

static bool meet(const Replacement &A, const Replacement &B) {
  return A.From.File == B.From.File && A.Begin <= B.End && B.Begin <= A.End;
}

static FixedFault faultOf(const Result &F) {
  return {F.TypeBegin.File, F.Type, F.Text};
}

std::set<FixedFault> report::leftOver(const std::set<FixedFault> &Faults,
                                      const Report &R) {
  std::set<FixedFault> Left;
  for (const Result &F : R.Findings)
    if (Faults.count(faultOf(F)))
      Left.insert(faultOf(F));
  return Left;
}

FixPlan report::planFixes(const Report &R,
                          const std::set<FixedFault> &Refused) {
  FixPlan Plan;
  std::vector<Replacement> Taken;
  std::set<std::tuple<std::string, unsigned, std::string>> Structs;
  for (const Result &F : R.Findings) {
    const RelatedNote *Fix =
        F.IsKnown || Refused.count(faultOf(F)) ? nullptr : fixOf(F);
    if (!Fix || Structs.count({F.TypeBegin.File, F.TypeBegin.Line, F.Type}))
      continue;
    bool IsInTheWay =
        std::ranges::any_of(Fix->Edits, [&](const Replacement &New) {
          return std::ranges::any_of(
              Taken, [&](const Replacement &Old) { return meet(New, Old); });
        });
    if (IsInTheWay)
      continue;
    for (const Replacement &E : Fix->Edits) {
      Taken.push_back(E);
      Plan.Files[E.From.File].push_back(E);
    }
    Plan.Faults.insert(faultOf(F));
    Structs.insert({F.TypeBegin.File, F.TypeBegin.Line, F.Type});
    ++Plan.Fixes;
  }
  return Plan;
}

Expected<std::string> report::applyEdits(std::string Text,
                                         std::vector<Replacement> Edits) {
  std::ranges::stable_sort(Edits, {}, &Replacement::Begin);
  for (const Replacement &E : Edits)
    if (E.End < E.Begin || E.End > Text.size() ||
        static_cast<unsigned>(
            std::count(Text.begin(), Text.begin() + E.Begin, '\n')) +
                1 !=
            E.From.Line)
      return Error("the file has changed while it was checked");
  for (auto At = Edits.rbegin(); At != Edits.rend(); ++At)
    Text.replace(At->Begin, At->End - At->Begin, At->Text);
  return Text;
}
