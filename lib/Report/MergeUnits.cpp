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
using FindingKey =
    std::tuple<std::string, std::string, unsigned, unsigned, std::string>;

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
        add(S);
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

  static void add(std::vector<std::string> &To,
                  const std::vector<std::string> &More) {
    for (const std::string &One : More)
      if (std::ranges::find(To, One) == To.end())
        To.push_back(One);
  }

  /// Of a struct that several units checked, all objects count.
  void add(const Subject &S) {
    const SubjectKey Key = key(S.Where, S.Name);
    const bool IsChecked = Checked.count(Key) != 0;
    auto [At, IsNew] = Subjects.try_emplace(Key, R.Subjects.size());
    if (IsNew) {
      R.Subjects.push_back(S);
      R.Subjects.back().Objects.clear();
      if (!IsChecked)
        R.NotChecked.push_back(S);
    }
    Subject &Merged = R.Subjects[At->second];
    Merged.IsChecked = IsChecked;
    add(Merged.BpfNames, S.BpfNames);
    if (S.IsChecked || !IsChecked)
      add(Merged.Objects, S.Objects);
  }

  /// Says that a struct could not be checked.
  static bool isUnchecked(const Finding &F) {
    return F.Rule == slug(DifferenceKind::NotChecked) ||
           F.Rule == slug(DifferenceKind::TypeNotFound);
  }

  /// Another unit has checked what \p F says could not be.
  bool isAnswered(const Finding &F) const {
    return isUnchecked(F) && Checked.count(key(F.TypeBegin, F.Type));
  }

  /// Findings of the same key are one.
  static FindingKey keyOf(const Finding &F) {
    // That a struct could not be checked is one fact, whatever each unit, with
    // its own objects, says of it.
    if (isUnchecked(F) && !F.TypeBegin.File.empty())
      return {"", F.TypeBegin.File, F.TypeBegin.Line, F.TypeBegin.Column,
              F.Type};
    // An object that cannot be read is told at the first struct of each unit.
    // The same words may mean another file.
    if (F.Rule == slug(DifferenceKind::Object))
      return {F.Rule, F.ObjectPath, 0, 0, F.ObjectPath.empty() ? F.Text : ""};
    return {F.Rule, F.Where.File, F.Where.Line, F.Where.Column, F.Text};
  }

  void add(const Finding &F, const Unit &U) {
    if (isAnswered(F))
      return;
    auto [At, IsNew] = Known.try_emplace(keyOf(F), R.Findings.size());
    if (IsNew)
      R.Findings.push_back(F);
    Finding &Merged = R.Findings[At->second];
    // That the object lacks the type says more than that there is none.
    if (isUnchecked(F) && Merged.Rule == slug(DifferenceKind::NotChecked) &&
        F.Rule != Merged.Rule) {
      std::vector<std::string> Units = std::move(Merged.Units);
      Merged = F;
      Merged.Units = std::move(Units);
    }
    Merged.Level = std::max(Merged.Level, F.Level);
    add(Merged.Units, {U.File});
    if (!IsNew)
      addStructs(Merged, F);
  }

  /// Another marked type that holds what is wrong.
  static void addStructs(Finding &To, const Finding &From) {
    auto Add = [&](const StructLines &S) {
      if (!S.Begin.File.empty() &&
          S != StructLines{To.Type, To.TypeBegin, To.TypeLastLine} &&
          std::ranges::find(To.Also, S) == To.Also.end())
        To.Also.push_back(S);
    };
    Add({From.Type, From.TypeBegin, From.TypeLastLine});
    for (const StructLines &S : From.Also)
      Add(S);
  }

  const std::vector<Unit> &Units;
  Report R;
  std::set<SubjectKey> Checked;
  std::map<SubjectKey, size_t> Subjects; ///< their places in the report
  std::map<FindingKey, size_t> Known;
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
