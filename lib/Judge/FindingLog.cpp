//===- FindingLog.cpp - Findings, each told once --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/FindingLog.h"

#include "Support/Spelling.h"

#include <algorithm>

namespace hostlayout::judge {

size_t countErrors(const std::vector<Difference> &Differences) {
  return std::count_if(
      Differences.begin(), Differences.end(),
      [](const Difference &D) { return D.Level == Severity::Error; });
}

bool hasErrors(const std::vector<Difference> &Differences) {
  return countErrors(Differences) != 0;
}

/// Whether \p Ty is a record or an enum that the user's own sources declare.
static bool isUsers(const Type *Ty) {
  if (const auto *R = as<RecordType>(Ty))
    return !R->FromSystemHeader;
  const auto *E = as<EnumType>(Ty);
  return E && !E->FromSystemHeader;
}

/// Where \p D is reported: where the subject is marked, unless a record or
/// an enum of the user's own is at fault: a user does not edit a library,
/// but the member that has it, or an alias of it.
static Origin placeOf(const Difference &D, const Subject &S) {
  if (D.Kind == DifferenceKind::NotTrivial && isUsers(S.Ty))
    if (const auto *R = as<RecordType>(S.Ty); R && R->NotTrivialWhere)
      return R->NotTrivialWhere;
  if (D.HostIn && isUsers(D.HostIn))
    return D.where() ? D.where() : S.Where;
  for (auto Step = D.Chain.rbegin(); Step != D.Chain.rend(); ++Step)
    if (isUsers(Step->In) && Step->Through->Where)
      return Step->Through->Where;
  return S.Where;
}

Finding FindingLog::make(const Subject &S, const Marker &M,
                         Difference D) const {
  Finding F{};
  if (D.HostIn == S.Ty)
    D.HostIn = strip(S.Ty);
  F.At = placeOf(D, S);
  F.Diff = std::move(D);
  F.Host = strip(S.Ty);
  F.HostName = S.Name;
  F.Where = S.Where;
  F.BpfName = nameOf(S, M);
  F.HostTarget = Host;
  return F;
}

Finding FindingLog::make(const Subject &S, const Marker &M, DifferenceKind K,
                         Variant Form) const {
  Difference D{};
  D.Kind = K;
  D.Form = Form;
  D.Level = M.over(Rules)[K];
  D.HostIn = S.Ty;
  return make(S, M, std::move(D));
}

void FindingLog::add(std::vector<Finding> &Out, Finding F) {
  if (F.Diff.Level == Severity::Off)
    return;
  const Difference &D = F.Diff;
  // A nested struct that is marked itself, or stands in several others, is one
  // root cause. So is what holds for all of it, where both types have a name.
  const bool IsWithin = D.Host || D.HostEnumerator || !D.Chain.empty() ||
                        (D.BpfIn && !D.BpfIn->Name.empty());
  if (IsWithin && D.where() &&
      !Told.emplace(D.Kind, D.Level, D.where().Ptr,
                    std::string(D.BpfIn ? D.BpfIn->Name : ""), F.Object)
           .second)
    F.IsRepeated = true;
  Out.push_back(std::move(F));
}

void FindingLog::noObject(const Subject &S, const Marker &M,
                          std::vector<Finding> &Out) {
  add(Out, make(S, M, DifferenceKind::NotChecked, Variant::NoObject));
}

void FindingLog::unreadable(const Subject &S, const Marker &M,
                            std::vector<Finding> &Out) {
  for (SourceTypes &T : Types) {
    if (T.isReadable() || !ToldUnreadable.insert(&T).second)
      continue;
    Finding F = make(S, M, DifferenceKind::Object,
                     T.source().IsAbsent ? Variant::Absent : Variant::Plain);
    F.Object = T.source().Path;
    F.Detail = T.source().Failure;
    if (!T.source().Nearby.empty())
      F.Nearest.push_back(T.source().Nearby);
    add(Out, std::move(F));
  }
}

void FindingLog::endian(const SourceTypes &T, const Subject &S, const Marker &M,
                        std::vector<Finding> &Out) {
  if (!ToldEndian.insert(&T).second)
    return;
  Finding F = make(S, M, DifferenceKind::Endian);
  F.Object = T.source().Path;
  add(Out, std::move(F));
}

void addPlace(Finding &F, const btf::Object &O, surface::DwarfTypes *Dwarf) {
  if (F.BpfSource.empty() && Dwarf && O.hasDwarf() && F.Diff.BpfIn)
    F.BpfSource = Dwarf->declaredAt(O, F.Diff.BpfIn->Name);
}

void FindingLog::differences(const Comparand &V, const Subject &S,
                             const Marker &M, std::vector<Finding> &Out) {
  bool IsEmptyTold = false;
  for (const Difference &D : V.Differences) {
    // A struct without any field yet lacks all of them: one cause.
    const auto *Record = D.HostIn ? as<RecordType>(D.HostIn) : nullptr;
    const bool IsEmpty = D.Kind == DifferenceKind::MissingField && Record &&
                         Record->Fields.empty() && Record == strip(S.Ty);
    if (IsEmpty && std::exchange(IsEmptyTold, true))
      continue;
    Finding F = make(S, M, D);
    if (IsEmpty) {
      F.Diff.Form = Variant::NoFields;
      F.Diff.Remedy.reset();
    }
    F.Bpf = V.With.Ty;
    F.Object = V.From->source().Path;
    F.BpfSource = V.With.DeclaredAt;
    if (!LeavesOutPlaces)
      addPlace(F, V.From->object(), Dwarf);
    add(Out, std::move(F));
  }
}

/// Objects that one message names.
static constexpr size_t MostNamed = 3;

void FindingLog::notFound(const Subject &S, const Marker &M,
                          const std::vector<surface::NotFound> &Why,
                          std::vector<Finding> &Out) {
  Finding F = make(S, M, DifferenceKind::TypeNotFound);
  std::vector<surface::Surface *> Asked;
  bool HasDwarf = false;
  for (SourceTypes &T : Types) {
    if (!T.isReadable() || (!M.ObjectName.empty() && !T.isCalled(M.ObjectName)))
      continue;
    Asked.push_back(&T.surface());
    HasDwarf |= T.object().hasDwarf();
    if (Asked.size() <= MostNamed)
      F.Object += (F.Object.empty() ? "" : ", ") + T.source().Path;
  }
  if (Asked.size() > MostNamed)
    F.Object += " and " + std::to_string(Asked.size() - MostNamed) + " more";
  if (HasDwarf && Dwarf && Dwarf->failure())
    F.Detail = Dwarf->failure()->message();
  surface::describe(F, Why, Asked);
  add(Out, std::move(F));
}

} // namespace hostlayout::judge
