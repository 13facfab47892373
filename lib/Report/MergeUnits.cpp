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
using CallKey = std::tuple<std::string, unsigned, unsigned, std::string>;

class Merger {
public:
  explicit Merger(const std::vector<Unit> &Units) : Units(Units) {}

  Report merge(std::string Root) {
    R.Root = std::move(Root);
    std::set<std::string> Files;
    for (const Unit &U : Units) {
      Files.insert(U.File);
      for (const MarkedType &S : U.Subjects)
        if (S.IsChecked)
          Checked.insert(key(S.Where, S.Name));
      if (U.State == UnitState::Failed)
        addFailed(U);
    }
    R.Files = static_cast<unsigned>(Files.size());
    R.Checked = static_cast<unsigned>(Checked.size());
    for (const Unit &U : Units) {
      for (const MarkedType &S : U.Subjects)
        add(S);
      for (const Result &F : U.Silenced)
        addSilenced(F);
      for (const Result &F : U.Findings)
        add(F, U);
      for (const LibbpfCall &C : U.Calls)
        add(C);
    }
    std::ranges::sort(R.Calls, {}, placeOf);
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

  void addSilenced(const Result &F) {
    if (std::ranges::none_of(R.Silenced, [&](const Result &Known) {
          return Known.Where == F.Where && Known.Text == F.Text;
        }))
      R.Silenced.push_back(F);
  }

  static void add(std::vector<std::string> &To,
                  const std::vector<std::string> &More) {
    for (const std::string &One : More)
      if (std::ranges::find(To, One) == To.end())
        To.push_back(One);
  }

  /// Of a struct that several units checked, all objects count.
  void add(const MarkedType &S) {
    const SubjectKey Key = key(S.Where, S.Name);
    const bool IsChecked = Checked.count(Key) != 0;
    auto [At, IsNew] = Subjects.try_emplace(Key, R.Subjects.size());
    if (IsNew) {
      R.Subjects.push_back(S);
      R.Subjects.back().Objects.clear();
      if (!IsChecked)
        R.NotChecked.push_back(S);
    }
    MarkedType &Merged = R.Subjects[At->second];
    Merged.IsChecked = IsChecked;
    add(Merged.BpfNames, S.BpfNames);
    if (S.IsChecked || !IsChecked)
      add(Merged.Objects, S.Objects);
  }

  static CallKey placeOf(const LibbpfCall &C) {
    return {C.Where.File, C.Where.Line, C.Where.Column, C.Function};
  }

  /// A call in a header is one: resolved if each unit that makes it says so.
  void add(const LibbpfCall &C) {
    auto [At, IsNew] = Calls.try_emplace(placeOf(C), R.Calls.size());
    if (IsNew)
      R.Calls.push_back(C);
    LibbpfCall &Merged = R.Calls[At->second];
    if (C.IsUncalled || (!Merged.IsResolved && !Merged.IsUncalled))
      return;
    if (Merged.IsUncalled || !C.IsResolved)
      Merged = C;
    else if (!C.Text.empty() && Merged.Text.find(C.Text) == std::string::npos)
      Merged.Text += ", " + C.Text;
  }

  /// Says that a struct could not be checked.
  static bool isUnchecked(const Result &F) {
    return F.Rule == slug(DifferenceKind::NotChecked) ||
           F.Rule == slug(DifferenceKind::TypeNotFound);
  }

  /// Another unit has checked what \p F says could not be.
  bool isAnswered(const Result &F) const {
    return isUnchecked(F) && Checked.count(key(F.TypeBegin, F.Type));
  }

  /// Findings of the same key are one.
  static FindingKey keyOf(const Result &F) {
    // That a struct could not be checked is one fact, whatever each unit, with
    // its own objects, says of it.
    if (isUnchecked(F) && !F.TypeBegin.File.empty())
      return {"", F.TypeBegin.File, F.TypeBegin.Line, F.TypeBegin.Column,
              F.Type};
    // An unreadable object is reported at the first struct of each unit.
    // The same words may mean another file.
    if (F.Rule == slug(DifferenceKind::Object))
      return {F.Rule, F.ObjectPath, 0, 0, F.ObjectPath.empty() ? F.Text : ""};
    return {F.Rule, F.Where.File, F.Where.Line, F.Where.Column, F.Text};
  }

  void add(const Result &F, const Unit &U) {
    if (isAnswered(F))
      return;
    auto [At, IsNew] = Known.try_emplace(keyOf(F), R.Findings.size());
    if (IsNew)
      R.Findings.push_back(F);
    Result &Merged = R.Findings[At->second];
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
  static void addStructs(Result &To, const Result &From) {
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
  std::map<CallKey, size_t> Calls;
};

bool intersect(const std::vector<std::string> &A,
               const std::vector<std::string> &B) {
  return std::ranges::any_of(A, [&](const std::string &One) {
    return std::ranges::find(B, One) != B.end();
  });
}

/// What the units share, each once, and which of it is covered.
class CoverageFinder {
public:
  explicit CoverageFinder(const std::vector<Unit> &Units) : Units(Units) {}

  std::vector<Coverage> find(const std::set<std::string> *Mentioned) {
    for (const Unit &U : Units)
      for (const SharedType &T : U.Shared)
        add(T);
    for (const Unit &U : Units)
      for (const MarkedType &S : U.Subjects)
        if (S.IsChecked)
          cover(S);
    coverBuffers();
    for (Coverage &C : All)
      C.IsNeeded = !Mentioned || C.Type.Maps.empty() ||
                   std::ranges::any_of(C.Type.Maps, [&](const auto &Map) {
                     return Mentioned->count(Map) != 0;
                   });
    // By object, whichever unit was the first to use it.
    std::ranges::stable_sort(All, {},
                             [](const Coverage &C) { return C.Type.Object; });
    return std::move(All);
  }

private:
  using Key = std::tuple<SharedKind, std::string, std::string>;

  static Key keyOf(const SharedType &T) {
    if (T.Kind == SharedKind::Type && !T.Layout.empty())
      return {T.Kind, T.Name.empty() ? T.Use : T.Name, T.Layout};
    return {T.Kind, T.Use + " " + T.Name,
            T.Interface.empty() ? T.Object : T.Interface};
  }

  template <typename Items> static void merge(Items &To, const Items &More) {
    for (const auto &One : More)
      if (std::ranges::find(To, One) == To.end())
        To.push_back(One);
  }

  void add(const SharedType &T) {
    auto [At, IsNew] = Places.try_emplace(keyOf(T), All.size());
    if (IsNew)
      All.push_back({T, {}, false, true});
    Coverage &C = All[At->second];
    if (!IsNew) {
      // Needed in any case by one of them: so by all.
      if (T.Maps.empty())
        C.Type.Maps.clear();
      else if (!C.Type.Maps.empty())
        merge(C.Type.Maps, T.Maps);
      merge(C.Type.Names, T.Names);
      C.Type.IsEmitted |= T.IsEmitted;
      if (T.Object < C.Type.Object) {
        C.Type.Object = T.Object;
        C.Type.Use = T.Use;
      }
    }
    merge(C.Objects, {T.Object});
  }

  void cover(const MarkedType &S) {
    bool IsRole = false;
    for (Coverage &C : All) {
      if (C.Type.Kind == SharedKind::Records ||
          !intersect(S.Objects, C.Objects) ||
          !intersect(S.BpfNames, C.Type.Names))
        continue;
      C.IsCovered = true;
      IsRole |= !C.Type.IsEmitted;
    }
    // What is no key, value or section is what buffers carry.
    bool IsSection =
        std::ranges::all_of(S.BpfNames, [](const std::string &Name) {
          return Name.starts_with('.');
        });
    if (!IsRole && !IsSection)
      RecordsOf.insert(S.Objects.begin(), S.Objects.end());
  }

  void coverBuffers() {
    for (Coverage &C : All)
      if (C.Type.Kind == SharedKind::Records)
        C.IsCovered = std::ranges::any_of(C.Objects, [&](const auto &Object) {
          return RecordsOf.count(Object) != 0;
        });
  }

  const std::vector<Unit> &Units;
  std::vector<Coverage> All;
  std::map<Key, size_t> Places;
  /// Objects that a record of some buffer was checked against.
  std::set<std::string> RecordsOf;
};

} // namespace

Report report::mergeUnits(const std::vector<Unit> &Units, std::string Root) {
  return Merger(Units).merge(std::move(Root));
}

std::vector<Coverage> report::coverage(const std::vector<Unit> &Units,
                                       const std::set<std::string> *Mentioned) {
  return CoverageFinder(Units).find(Mentioned);
}

static bool isNameByte(char C) {
  return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') ||
         (C >= '0' && C <= '9') || C == '_';
}

void report::addMentions(std::string_view Text,
                         const std::set<std::string> &Names,
                         std::set<std::string> &To) {
  for (size_t At = 0; At != Text.size();) {
    if (!isNameByte(Text[At])) {
      ++At;
      continue;
    }
    size_t End = At;
    while (End != Text.size() && isNameByte(Text[End]))
      ++End;
    std::string Word(Text.substr(At, End - At));
    if (Names.count(Word))
      To.insert(std::move(Word));
    At = End;
  }
}

std::set<std::string> report::sharedMaps(const std::vector<Unit> &Units) {
  std::set<std::string> Maps;
  for (const Unit &U : Units)
    for (const SharedType &T : U.Shared)
      Maps.insert(T.Maps.begin(), T.Maps.end());
  return Maps;
}

std::vector<Result>
report::unmarkedFindings(const std::vector<Coverage> &Types,
                         const std::string &Directory) {
  std::vector<Result> Findings;
  for (const Coverage &C : Types) {
    if (C.IsCovered || !C.IsNeeded)
      continue;
    Result F;
    F.Rule = UnmarkedRule;
    F.Object = relativeTo(Directory, C.Type.Object);
    F.ObjectPath = C.Type.Object;
    F.BpfType = C.Type.Name;
    F.Where.File = C.Type.Object;
    F.Text = unmarkedSentence(C.Type, F.Object) + " [" + F.ruleId() + "]";
    F.Terminal = F.Object + ": error: " + F.Text + "\n";
    Findings.push_back(std::move(F));
  }
  return Findings;
}
