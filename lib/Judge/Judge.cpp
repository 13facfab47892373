//===- Judge.cpp - From a marker to findings ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Judge.h"

#include "Compare/Flatten.h"
#include "Judge/FindingLog.h"

#include <algorithm>
#include <deque>

namespace hostlayout::judge {

struct Judge::Impl {
  std::vector<Source> Sources;
  std::deque<SourceTypes> Types; ///< one for each source, in its order
  Target Host;
  const Policy &Rules;
  surface::DwarfTypes *Dwarf;
  FindingLog Tell;

  Impl(std::vector<Source> S, Target Host, const Policy &Rules, Arena &Memory,
       surface::DwarfTypes *Dwarf)
      : Sources(std::move(S)), Host(Host), Rules(Rules), Dwarf(Dwarf),
        Tell(Types, Host, Rules, Dwarf) {
    for (const Source &One : Sources)
      Types.emplace_back(One, Memory, Dwarf);
  }

  /// Returns whether \p S was compared under \p M.
  bool judge(const Subject &S, const Marker &M, std::vector<Finding> &Out,
             std::vector<std::string> &Against);
  std::vector<Comparand> inTier(Tier Rank, const Subject &S, const Marker &M,
                                std::vector<surface::NotFound> &Why);
  Comparand compareWith(SourceTypes &T, surface::Resolved C, const Subject &S,
                        const Marker &M) const;
  void addMisplaced(const Type &Host, const surface::Resolved &Section,
                    const Policy &Own, std::vector<Difference> AsRecorded,
                    std::vector<Difference> &Found) const;
  bool agree(const surface::Resolved &A, const surface::Resolved &B) const;
  std::string callBy(const SourceTypes &T) const;
  void tellStale(const Comparand &Won, const Subject &S, const Marker &M,
                 std::vector<Finding> &Out, std::vector<std::string> &Against);
};

bool Judge::Impl::agree(const surface::Resolved &A,
                        const surface::Resolved &B) const {
  if (!A.Ty || !B.Ty)
    return A.Size == B.Size;
  CompareOptions Options;
  Policy Strict;
  return !hasErrors(compare(*A.Ty, *B.Ty, Options, Strict));
}

Comparand Judge::Impl::compareWith(SourceTypes &T, surface::Resolved C,
                                   const Subject &S, const Marker &M) const {
  CompareOptions Options;
  Options.Match = M.Match;
  Options.Host = Host;
  // A global has the size that its program gave it; nothing moves it whole.
  Options.IsGlobal = C.What == surface::Meaning::Global;
  if (!Options.IsGlobal)
    Options.Maps = C.Roles;
  Options.OnlyPerfEvents = T.surface().onlyPerfEvents();
  const Policy Own = M.over(Rules);
  std::vector<Difference> Found =
      C.Ty ? compare(*S.Ty, *C.Ty, Options, Own)
           : compareSize(*S.Ty, C.Size, Options, Own);
  if (C.Recorded && hasErrors(Found))
    addMisplaced(*S.Ty, C, Own, compare(*S.Ty, *C.Recorded, Options, Own),
                 Found);
  return {&T, std::move(C), std::move(Found)};
}

/// Who mirrors a section as its BTF has it, which is what a skeleton does, has
/// one fault for each variable that is in another place, and none that follows
/// from that.
void Judge::Impl::addMisplaced(const Type &Host,
                               const surface::Resolved &Section,
                               const Policy &Own,
                               std::vector<Difference> AsRecorded,
                               std::vector<Difference> &Found) const {
  const auto *Mirror = as<RecordType>(&Host);
  if (!Mirror || countErrors(AsRecorded) >= countErrors(Found))
    return;
  Found = std::move(AsRecorded);
  for (const btf::SectionVar &V : Section.Misplaced)
    for (const Field &F : Mirror->Fields)
      if (F.Name == V.Name && F.BitOffset == V.Recorded * 8) {
        Difference D{};
        D.Kind = DifferenceKind::SectionOffset;
        D.Level = Own[D.Kind];
        D.Host = &F;
        D.HostIn = Mirror;
        D.HostBit = F.BitOffset;
        D.HostNumber = V.Offset;
        D.BpfNumber = V.Recorded;
        Found.push_back(std::move(D));
      }
}

/// For each object of the tier that has the name, the verdict on the candidate
/// that fits best. Objects of the other byte order do not count here.
std::vector<Comparand>
Judge::Impl::inTier(Tier Rank, const Subject &S, const Marker &M,
                    std::vector<surface::NotFound> &Why) {
  std::vector<Comparand> Compared;
  const std::string_view Name = FindingLog::nameOf(S, M);
  enum Place { InBtf, InDwarf, AsScalar, InGlobals };
  for (Place Where : {InBtf, InDwarf, AsScalar, InGlobals}) {
    if (!Compared.empty())
      break;
    for (SourceTypes &T : Types) {
      if (T.source().Rank != Rank || !T.isReadable() ||
          T.object().isBigEndian() != Host.IsBigEndian ||
          (!M.ObjectName.empty() && !T.isCalled(M.ObjectName)))
        continue;
      std::vector<surface::Resolved> Found;
      if (Where == InBtf) {
        surface::Resolution R = T.surface().resolve(Name, S.Ty);
        Found = std::move(R.Found);
        if (Found.empty())
          Why.push_back(std::move(R.Why));
      } else if (Where == AsScalar) {
        Found = T.surface().resolveScalar(Name).Found;
      } else if (auto One = Where == InDwarf ? T.surface().resolveInDwarf(Name)
                                             : T.surface().resolveGlobal(Name))
        Found.push_back(std::move(*One));
      size_t First = Compared.size();
      for (surface::Resolved &C : Found)
        Compared.push_back(compareWith(T, std::move(C), S, M));
      // One equal candidate of an object is enough: the one that differs least,
      // for a kernel has two enums of one name whose values are the same.
      auto Best = std::min_element(
          Compared.begin() + First, Compared.end(),
          [](const Comparand &A, const Comparand &B) {
            return std::pair(hasErrors(A.Differences), A.Differences.size()) <
                   std::pair(hasErrors(B.Differences), B.Differences.size());
          });
      if (Best != Compared.end() && !hasErrors(Best->Differences)) {
        std::iter_swap(Compared.begin() + First, Best);
        Compared.resize(First + 1);
      }
    }
  }
  return Compared;
}

bool Judge::Impl::judge(const Subject &S, const Marker &M,
                        std::vector<Finding> &Out,
                        std::vector<std::string> &Against) {
  Tell.unreadable(S, M, Out);

  bool AnyReadable = false, AnyUnreadable = false, AnyEndian = false;
  for (SourceTypes &T : Types) {
    if (!M.ObjectName.empty() && !T.isCalled(M.ObjectName))
      continue;
    AnyReadable |= T.isReadable();
    AnyUnreadable |= !T.isReadable();
    if (!T.isReadable() || T.object().isBigEndian() == Host.IsBigEndian)
      continue;
    AnyEndian = true;
    Tell.endian(T, S, M, Out);
  }
  if (!AnyReadable && !AnyUnreadable) {
    Finding F = Tell.make(S, M, DifferenceKind::UnknownObject);
    F.OtherFile = M.ObjectName;
    for (SourceTypes &T : Types)
      F.Nearest.push_back(T.source().Path);
    Tell.add(Out, std::move(F));
    return false;
  }

  std::vector<surface::NotFound> Why;
  for (Tier Rank : {Tier::Explicit, Tier::Define, Tier::Skeleton}) {
    std::vector<Comparand> Compared = inTier(Rank, S, M, Why);
    if (Compared.empty())
      continue;
    const auto *Record = as<RecordType>(S.Ty);
    if (M.Match == MatchMode::Named && Record && !hasMarkedField(*Record)) {
      Tell.add(Out, Tell.make(S, M, DifferenceKind::NotChecked,
                              Variant::NoMarkedField));
      return false;
    }
    const Comparand &First = Compared.front();
    bool Fails = hasErrors(First.Differences);
    for (const Comparand &V : Compared) {
      if (hasErrors(V.Differences) == Fails &&
          (!Fails || agree(First.With, V.With)))
        continue;
      Finding F = Tell.make(S, M, DifferenceKind::Ambiguous,
                            First.From == V.From ? Variant::WithinObject
                                                 : Variant::AcrossObjects);
      F.Object = First.From->source().Path;
      F.OtherFile = V.From->source().Path;
      F.Nearest = {callBy(*First.From), callBy(*V.From)};
      Tell.add(Out, std::move(F));
      return false;
    }
    for (const Comparand &V : Compared)
      Against.push_back(V.From->source().Path);
    Tell.differences(First, S, M, Out);
    if (Rank != Tier::Skeleton)
      tellStale(First, S, M, Out, Against);
    // What is compared by its marked fields, and has none, was not compared.
    return std::none_of(First.Differences.begin(), First.Differences.end(),
                        [](const Difference &D) {
                          return D.Kind == DifferenceKind::NotChecked;
                        });
  }
  // What could not be read may have the type: that was reported already.
  if (!AnyUnreadable && !AnyEndian)
    Tell.notFound(S, M, Why, Out);
  return false;
}

/// The object that ships is the skeleton's: one given besides must say the
/// same, and the host's type must fit the one that ships.
void Judge::Impl::tellStale(const Comparand &Won, const Subject &S,
                            const Marker &M, std::vector<Finding> &Out,
                            std::vector<std::string> &Against) {
  std::vector<surface::NotFound> Why;
  std::vector<Comparand> Shipped = inTier(Tier::Skeleton, S, M, Why);
  const Comparand *Other = nullptr;
  for (const Comparand &V : Shipped) {
    if (agree(Won.With, V.With))
      Against.push_back(V.From->source().Path);
    else if (!Other)
      Other = &V;
  }
  if (!Other)
    return;
  Finding F = Tell.make(S, M, DifferenceKind::StaleObject);
  F.Object = Won.From->source().Path;
  F.OtherFile = Other->From->source().Path;
  Tell.add(Out, std::move(F));
  if (!hasErrors(Won.Differences) &&
      std::all_of(Shipped.begin(), Shipped.end(),
                  [](const Comparand &V) { return hasErrors(V.Differences); }))
    Tell.differences(*Other, S, M, Out);
}

/// The shortest ending of its path, or the name, by which a marker can mean
/// \p T and no other source.
std::string Judge::Impl::callBy(const SourceTypes &T) const {
  const std::string &Path = T.source().Path;
  for (size_t At = Path.rfind('/'); At != std::string::npos && At != 0;
       At = Path.rfind('/', At - 1)) {
    std::string Ending = Path.substr(At + 1);
    auto Means = [&](const SourceTypes &O) { return O.isCalled(Ending); };
    if (std::count_if(Types.begin(), Types.end(), Means) == 1)
      return Ending;
  }
  return Path;
}

Judge::Judge(std::vector<Source> Sources, Target Host, const Policy &Rules,
             Arena &Memory, surface::DwarfTypes *Dwarf)
    : P(std::make_unique<Impl>(std::move(Sources), Host, Rules, Memory,
                               Dwarf)) {}

Judge::~Judge() = default;

Outcome Judge::judge(const Subject &S) {
  Outcome Result;
  if (P->Types.empty() && !S.Markers.empty()) {
    P->Tell.noObject(S, S.Markers.front(), Result.Findings);
    return Result;
  }
  Result.IsChecked = true;
  for (const Marker &M : S.Markers)
    Result.IsChecked &= P->judge(S, M, Result.Findings, Result.Against);
  return Result;
}

void Judge::forget() { P->Tell.forget(); }
void Judge::leaveOutPlaces() { P->Tell.leaveOutPlaces(); }

} // namespace hostlayout::judge
