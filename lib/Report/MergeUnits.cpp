//===- MergeUnits.cpp - From units to a report ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/MergeUnits.h"

#include "Compare/Difference.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

/// Where a struct is declared and what it is called: the same in every unit.
using SubjectKey = std::tuple<std::string, unsigned, std::string>;

class Merger {
public:
  explicit Merger(const std::vector<Unit> &Units) : Units(Units) {}

  Report merge(std::string Root) {
    R.Root = std::move(Root);
    std::set<std::string> Files;
    for (const Unit &U : Units) {
      Files.insert(U.File);
      for (const Subject &S : U.Subjects)
        if (S.IsChecked)
          Checked.insert(key(S.Where, S.Name));
      if (U.State == UnitState::Failed)
        addFailed(U);
    }
    R.Files = static_cast<unsigned>(Files.size());
    R.Checked = static_cast<unsigned>(Checked.size());
    for (const Unit &U : Units) {
      for (const Subject &S : U.Subjects)
        addNotChecked(S);
      for (const Finding &F : U.Findings)
        add(F, U);
    }
    return std::move(R);
  }

private:
  static SubjectKey key(const Place &P, const std::string &Name) {
    return {P.File, P.Line, Name};
  }

  /// A file may have several commands.
  void addFailed(const Unit &U) {
    if (std::none_of(R.Failed.begin(), R.Failed.end(),
                     [&](const Unit &Other) { return Other.File == U.File; }))
      R.Failed.push_back(U);
  }

  void addNotChecked(const Subject &S) {
    SubjectKey Key = key(S.Where, S.Name);
    if (!Checked.count(Key) && NotChecked.insert(Key).second)
      R.NotChecked.push_back(S);
  }

  /// Says that a struct could not be checked, which another unit has done.
  bool isAnswered(const Finding &F) const {
    return (F.Rule == slug(DifferenceKind::NotChecked) ||
            F.Rule == slug(DifferenceKind::TypeNotFound)) &&
           Checked.count(key(F.TypeBegin, F.Type));
  }

  void add(const Finding &F, const Unit &U) {
    if (isAnswered(F))
      return;
    // An object that cannot be read is told at the first struct of each unit.
    bool IsAnywhere = F.Rule == slug(DifferenceKind::Object);
    auto [At, IsNew] = Known.try_emplace(
        {F.Rule, IsAnywhere ? "" : F.Where.File, IsAnywhere ? 0 : F.Where.Line,
         IsAnywhere ? 0 : F.Where.Column, F.Text},
        R.Findings.size());
    if (IsNew)
      R.Findings.push_back(F);
    Finding &Merged = R.Findings[At->second];
    Merged.Level = std::max(Merged.Level, F.Level);
    if (std::find(Merged.Units.begin(), Merged.Units.end(), U.File) ==
        Merged.Units.end())
      Merged.Units.push_back(U.File);
  }

  const std::vector<Unit> &Units;
  Report R;
  std::set<SubjectKey> Checked, NotChecked;
  std::map<
      std::tuple<std::string, std::string, unsigned, unsigned, std::string>,
      size_t>
      Known;
};

bool intersect(const std::vector<std::string> &A,
               const std::vector<std::string> &B) {
  return std::any_of(A.begin(), A.end(), [&](const std::string &One) {
    return std::find(B.begin(), B.end(), One) != B.end();
  });
}

bool contains(const std::vector<std::string> &All, const std::string &One) {
  return std::find(All.begin(), All.end(), One) != All.end();
}

} // namespace

Report report::mergeUnits(const std::vector<Unit> &Units, std::string Root) {
  return Merger(Units).merge(std::move(Root));
}

std::vector<Coverage> report::coverage(const std::vector<Unit> &Units) {
  std::vector<Coverage> All;
  for (const Unit &U : Units)
    for (const SharedType &T : U.Shared)
      All.push_back({T, false});
  for (Coverage &C : All)
    for (const Unit &U : Units)
      for (const Subject &S : U.Subjects)
        C.IsCovered |= S.IsChecked && contains(S.Objects, C.Type.Object) &&
                       intersect(S.BpfNames, C.Type.Names);
  // By object, whichever unit was the first to use it.
  std::stable_sort(All.begin(), All.end(), [](const auto &A, const auto &B) {
    return A.Type.Object < B.Type.Object;
  });
  return All;
}

std::vector<Finding>
report::unmarkedFindings(const std::vector<Coverage> &Types,
                         const std::string &Directory) {
  std::vector<Finding> Findings;
  for (const Coverage &C : Types) {
    if (C.IsCovered)
      continue;
    Finding F;
    F.Rule = UnmarkedRule;
    F.Object = relativeTo(Directory, C.Type.Object);
    F.BpfType = C.Type.Name;
    F.Where.File = C.Type.Object;
    F.Text = unmarkedSentence(C.Type, F.Object) + " [" + F.ruleId() + "]";
    F.Terminal = F.Object + ": error: " + F.Text + "\n";
    Findings.push_back(std::move(F));
  }
  return Findings;
}
