//===- Judge.cpp - From a marker to findings ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Judge.h"

#include "Judge/Lookup.h"
#include "Support/Spelling.h"

#include <algorithm>
#include <deque>
#include <tuple>

namespace hostlayout::judge {

namespace {

constexpr size_t MostSuggestions = 3;
bool hasErrors(const std::vector<Difference> &Differences) {
  return std::any_of(
      Differences.begin(), Differences.end(),
      [](const Difference &D) { return D.Level == Severity::Error; });
}

/// A candidate and what comparing it with the host type gave.
struct Verdict {
  SourceTypes *From;
  Candidate With;
  std::vector<Difference> Differences;
};

} // namespace

struct Judge::Impl {
  std::vector<Source> Sources;
  std::deque<SourceTypes> Types; ///< one for each source, in its order
  Target Host;
  const Policy &Rules;
  DwarfTypes *Dwarf;
  unsigned Checked = 0, NotChecked = 0;
  bool ToldNoObject = false;
  std::set<const SourceTypes *> ToldUnreadable, ToldEndian;
  std::set<std::tuple<DifferenceKind, const void *, std::string, std::string>>
      Told;

  Impl(std::vector<Source> S, Target Host, const Policy &Rules, Arena &Memory,
       DwarfTypes *Dwarf)
      : Sources(std::move(S)), Host(Host), Rules(Rules), Dwarf(Dwarf) {
    for (const Source &One : Sources)
      Types.emplace_back(One, Memory);
  }

  Finding make(const Subject &S, const Marker &M, DifferenceKind K,
               Variant Form = Variant::Plain) const;
  void add(std::vector<Finding> &Out, Finding F);
  void tellUnreadable(const Subject &S, const Marker &M,
                      std::vector<Finding> &Out);
  /// Returns whether \p S was compared under \p M.
  bool judge(const Subject &S, const Marker &M, std::vector<Finding> &Out);
  std::vector<Verdict> inTier(Tier Rank, const Subject &S, const Marker &M,
                              std::vector<NotFound> &Why);
  bool takeEndian(SourceTypes &T, const Subject &S, const Marker &M,
                  std::vector<Finding> &Out);
  Verdict compareWith(SourceTypes &T, Candidate C, const Subject &S,
                      const Marker &M) const;
  bool agree(const Candidate &A, const Candidate &B) const;
  void tellNotFound(const Subject &S, const Marker &M,
                    const std::vector<NotFound> &Why,
                    std::vector<Finding> &Out);
  void tell(const Verdict &V, const Subject &S, const Marker &M,
            std::vector<Finding> &Out);
  void tellStale(const Verdict &Won, const Subject &S, const Marker &M,
                 std::vector<Finding> &Out);
  std::string_view nameOf(const Subject &S, const Marker &M) const {
    return M.TypeName.empty() ? std::string_view(S.Name) : M.TypeName;
  }
};

Finding Judge::Impl::make(const Subject &S, const Marker &M, DifferenceKind K,
                          Variant Form) const {
  Finding F{};
  F.Diff.Kind = K;
  F.Diff.Form = Form;
  F.Diff.Level = Rules[K];
  F.Diff.HostIn = S.Ty;
  F.Host = S.Ty;
  F.HostName = S.Name;
  F.Where = S.Where;
  F.BpfName = nameOf(S, M);
  F.HostTarget = Host;
  return F;
}

void Judge::Impl::add(std::vector<Finding> &Out, Finding F) {
  if (F.Diff.Level == Severity::Off)
    return;
  const Difference &D = F.Diff;
  // A nested struct that is marked itself, or stands in several others, is one
  // root cause.
  bool IsNested = D.Host || D.HostEnumerator || !D.Chain.empty();
  if (IsNested && D.where() &&
      !Told.emplace(D.Kind, D.where().Ptr,
                    std::string(D.BpfIn ? D.BpfIn->Name : ""), F.Object)
           .second)
    return;
  Out.push_back(std::move(F));
}

void Judge::Impl::tellUnreadable(const Subject &S, const Marker &M,
                                 std::vector<Finding> &Out) {
  for (SourceTypes &T : Types) {
    if (T.isReadable() || !ToldUnreadable.insert(&T).second)
      continue;
    Finding F = make(S, M, DifferenceKind::Object,
                     T.source().IsAbsent ? Variant::Absent : Variant::Plain);
    F.Object = T.source().Path;
    F.Detail = T.source().Failure;
    add(Out, std::move(F));
  }
}

bool Judge::Impl::agree(const Candidate &A, const Candidate &B) const {
  if (!A.Ty || !B.Ty)
    return A.Size == B.Size;
  CompareOptions Options;
  Policy Strict;
  return !hasErrors(compare(*A.Ty, *B.Ty, Options, Strict));
}

Verdict Judge::Impl::compareWith(SourceTypes &T, Candidate C, const Subject &S,
                                 const Marker &M) const {
  CompareOptions Options;
  Options.Match = M.Match;
  Options.Host = Host;
  Options.Maps = C.Maps;
  Options.OnlyPerfEvents = T.onlyPerfEvents();
  std::vector<Difference> Found =
      C.Ty ? compare(*S.Ty, *C.Ty, Options, Rules)
           : compareSize(*S.Ty, C.Size, Options, Rules);
  return {&T, std::move(C), std::move(Found)};
}

/// For each object of the tier that has the name, the verdict on the candidate
/// that fits best. Objects of the other byte order do not count here.
std::vector<Verdict> Judge::Impl::inTier(Tier Rank, const Subject &S,
                                         const Marker &M,
                                         std::vector<NotFound> &Why) {
  std::vector<Verdict> Verdicts;
  for (bool InDwarf : {false, true}) {
    if (InDwarf && (!Dwarf || !Verdicts.empty()))
      break;
    for (SourceTypes &T : Types) {
      if (T.source().Rank != Rank || !T.isReadable() ||
          T.object().isBigEndian() != Host.IsBigEndian ||
          (!M.ObjectName.empty() && !T.isCalled(M.ObjectName)))
        continue;
      NotFound Reason;
      std::vector<Candidate> Found = InDwarf
                                         ? T.findInDwarf(nameOf(S, M), *Dwarf)
                                         : T.find(nameOf(S, M), *S.Ty, Reason);
      if (Found.empty() && !InDwarf)
        Why.push_back(Reason);
      size_t First = Verdicts.size();
      for (Candidate &C : Found)
        Verdicts.push_back(compareWith(T, std::move(C), S, M));
      // One equal candidate of an object is enough.
      auto Equal = std::find_if(
          Verdicts.begin() + First, Verdicts.end(),
          [](const Verdict &V) { return !hasErrors(V.Differences); });
      if (Equal != Verdicts.end()) {
        std::iter_swap(Verdicts.begin() + First, Equal);
        Verdicts.resize(First + 1);
      }
    }
  }
  return Verdicts;
}

bool Judge::Impl::judge(const Subject &S, const Marker &M,
                        std::vector<Finding> &Out) {
  if (Types.empty()) {
    if (!std::exchange(ToldNoObject, true))
      add(Out, make(S, M, DifferenceKind::NotChecked, Variant::NoObject));
    return false;
  }
  tellUnreadable(S, M, Out);

  bool AnyReadable = false, AnyUnreadable = false, AnyEndian = false;
  for (SourceTypes &T : Types) {
    if (!M.ObjectName.empty() && !T.isCalled(M.ObjectName))
      continue;
    AnyReadable |= T.isReadable();
    AnyUnreadable |= !T.isReadable();
    if (!T.isReadable() || T.object().isBigEndian() == Host.IsBigEndian)
      continue;
    AnyEndian = true;
    if (ToldEndian.insert(&T).second) {
      Finding F = make(S, M, DifferenceKind::Endian);
      F.Object = T.source().Path;
      add(Out, std::move(F));
    }
  }
  if (!AnyReadable && !AnyUnreadable) {
    Finding F = make(S, M, DifferenceKind::Ambiguous, Variant::UnknownObject);
    F.Diff.Other = M.ObjectName;
    for (SourceTypes &T : Types)
      F.Nearest.push_back(T.source().Path);
    add(Out, std::move(F));
    return false;
  }

  std::vector<NotFound> Why;
  for (Tier Rank : {Tier::Explicit, Tier::Define, Tier::Skeleton}) {
    std::vector<Verdict> Verdicts = inTier(Rank, S, M, Why);
    if (Verdicts.empty())
      continue;
    const Verdict &First = Verdicts.front();
    bool Fails = hasErrors(First.Differences);
    for (const Verdict &V : Verdicts) {
      if (hasErrors(V.Differences) == Fails &&
          (!Fails || agree(First.With, V.With)))
        continue;
      Finding F = make(S, M, DifferenceKind::Ambiguous,
                       First.From == V.From ? Variant::WithinObject
                                            : Variant::AcrossObjects);
      F.Object = First.From->source().Path;
      F.Diff.Other = V.From->source().Path;
      add(Out, std::move(F));
      return false;
    }
    tell(First, S, M, Out);
    if (Rank != Tier::Skeleton)
      tellStale(First, S, M, Out);
    return true;
  }
  // What could not be read may have the type: that was told already.
  if (!AnyUnreadable && !AnyEndian)
    tellNotFound(S, M, Why, Out);
  return false;
}

void Judge::Impl::tell(const Verdict &V, const Subject &S, const Marker &M,
                       std::vector<Finding> &Out) {
  for (const Difference &D : V.Differences) {
    Finding F = make(S, M, D.Kind, D.Form);
    F.Diff = D;
    F.Bpf = V.With.Ty;
    F.Object = V.From->source().Path;
    F.BpfSource = V.With.DeclaredAt;
    if (F.BpfSource.empty() && Dwarf && V.From->object().hasDwarf() && D.BpfIn)
      F.BpfSource = Dwarf->declaredAt(V.From->object(), D.BpfIn->Name);
    add(Out, std::move(F));
  }
}

/// The object that ships is the skeleton's: one given besides must say the
/// same.
void Judge::Impl::tellStale(const Verdict &Won, const Subject &S,
                            const Marker &M, std::vector<Finding> &Out) {
  std::vector<NotFound> Why;
  for (const Verdict &V : inTier(Tier::Skeleton, S, M, Why)) {
    if (agree(Won.With, V.With))
      continue;
    Finding F = make(S, M, DifferenceKind::StaleObject);
    F.Object = Won.From->source().Path;
    F.Diff.Other = V.From->source().Path;
    add(Out, std::move(F));
    return;
  }
}

void Judge::Impl::tellNotFound(const Subject &S, const Marker &M,
                               const std::vector<NotFound> &Why,
                               std::vector<Finding> &Out) {
  Finding F = make(S, M, DifferenceKind::TypeNotFound);
  // Of several objects' reasons the most telling one.
  for (const NotFound &N : Why)
    if (F.Diff.Form == Variant::Plain || N.Why == Variant::NoMapType) {
      F.Diff.Form = N.Why;
      F.Diff.Other = N.Part;
    }
  NearestNames Nearest(F.Diff.Other.empty() ? F.BpfName : F.Diff.Other,
                       MostSuggestions);
  for (const SourceTypes &T : Types) {
    if (!T.isReadable() || (!M.ObjectName.empty() && !T.isCalled(M.ObjectName)))
      continue;
    F.Object += (F.Object.empty() ? "" : ", ") + T.source().Path;
    auto Consider = [&](std::string_view Name) { Nearest.consider(Name); };
    if (F.Diff.Form == Variant::NoSuchMap)
      for (const btf::MapInfo &Map : T.object().maps())
        Consider(Map.Name);
    else if (F.Diff.Form == Variant::NoSuchSection)
      for (const btf::SectionInfo &Section : T.object().sections())
        Consider(Section.Name);
    else if (F.Diff.Form != Variant::NoMapType)
      T.forEachName(Consider);
  }
  for (std::string_view Name : Nearest.names())
    F.Nearest.emplace_back(Name);
  add(Out, std::move(F));
}

Judge::Judge(std::vector<Source> Sources, Target Host, const Policy &Rules,
             Arena &Memory, DwarfTypes *Dwarf)
    : P(std::make_unique<Impl>(std::move(Sources), Host, Rules, Memory,
                               Dwarf)) {}

Judge::~Judge() = default;

std::vector<Finding> Judge::judge(const Subject &S) {
  std::vector<Finding> Out;
  bool All = true;
  for (const Marker &M : S.Markers)
    All &= P->judge(S, M, Out);
  ++(All ? P->Checked : P->NotChecked);
  return Out;
}

unsigned Judge::checked() const { return P->Checked; }
unsigned Judge::notChecked() const { return P->NotChecked; }

} // namespace hostlayout::judge
