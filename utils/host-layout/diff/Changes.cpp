//===- Changes.cpp - What became of the types user space sees -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Changes.h"

#include "BTF/Live.h"
#include "Compare/Compare.h"

#include <algorithm>
#include <map>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

class Differ {
public:
  Differ(const btf::Object &Old, const btf::Object &New, Selected &OldTypes,
         Selected &NewTypes, const DiffOptions &O)
      : Old(Old), New(New), OldTypes(OldTypes), NewTypes(NewTypes), O(O) {}

  Expected<Changes> run() {
    if (O.Types.empty()) {
      OldTypes.addUserTypes();
      NewTypes.addUserTypes();
    } else if (std::optional<Error> E = select()) {
      return std::move(*E);
    }
    // A live map says nothing of what else there was.
    IsPartial = btf::isLiveMap(Old) || btf::isLiveMap(New);
    compareMaps();
    compareTypes();
    compareRoles();
    compareSections();
    compareRecords();
    return std::move(Result);
  }

private:
  /// Either object may lack a name: then it is gone, or new.
  std::optional<Error> select() {
    for (const std::string &Name : O.Types) {
      std::optional<Error> InOld = OldTypes.add(Name);
      std::optional<Error> InNew = NewTypes.add(Name);
      if (InOld && InNew)
        return InOld;
      if (InNew)
        Result.Removed.push_back(Name);
      else if (InOld)
        Result.Added.push_back(Name);
    }
    return std::nullopt;
  }

  void compareMaps();
  void compareTypes();
  void compareRoles();
  void compareSections();
  /// What the program sends to a buffer is often in DWARF only. Nothing says
  /// which of the types there it is: those that both objects have count.
  void compareRecords();

  /// Compares \p Host with the candidates of one name, any of which may agree.
  void compareWith(const std::string &Name, const Type &Host,
                   std::span<const Type *const> Candidates);
  void told(const std::string &Name, std::string Words) {
    ++Result.Compared;
    Result.Changed.push_back({Name, {}, std::move(Words)});
  }
  void missing(bool IsInOld, std::string Name) {
    if (IsPartial || !O.Types.empty())
      return;
    (IsInOld ? Result.Removed : Result.Added).push_back(std::move(Name));
  }

  const btf::Object &Old, &New;
  Selected &OldTypes, &NewTypes;
  const DiffOptions &O;
  bool IsPartial = false;
  /// Names whose types were compared: roles need not tell them again.
  std::set<std::string, std::less<>> Told;
  Changes Result;
};

using TypesByName =
    std::map<std::string, std::vector<const Type *>, std::less<>>;

TypesByName byName(const Selected &S) {
  TypesByName Types;
  for (const Type *Ty : S.Types.Types)
    Types[std::string(Ty->Name)].push_back(Ty);
  return Types;
}

void Differ::compareWith(const std::string &Name, const Type &Host,
                         std::span<const Type *const> Candidates) {
  ++Result.Compared;
  CompareOptions Options;
  Options.Host.Name = "BPF";
  Options.Host.IsBigEndian = Old.isBigEndian();
  std::vector<Difference> Best;
  const Type *BestType = nullptr;
  for (const Type *Candidate : Candidates) {
    auto Found = compare(*strip(&Host), *strip(Candidate), Options, O.Rules);
    if (Found.empty())
      return;
    if (!BestType || Found.size() < Best.size()) {
      Best = std::move(Found);
      BestType = Candidate;
    }
  }
  Change C{Name, {}, {}};
  for (Difference &D : Best) {
    Finding F;
    F.Diff = std::move(D);
    F.Host = strip(&Host);
    F.HostName = Name;
    F.Bpf = strip(BestType);
    F.BpfName = Name;
    F.Object = O.Called.BpfName;
    F.HostTarget = Options.Host;
    C.Findings.push_back(std::move(F));
  }
  Result.Changed.push_back(std::move(C));
}

void Differ::compareMaps() {
  if (!O.Types.empty())
    return;
  for (const btf::MapInfo &Before : Old.maps()) {
    auto After =
        std::ranges::find(New.maps(), Before.Name, &btf::MapInfo::Name);
    std::string Name(Before.Name);
    if (After == New.maps().end()) {
      missing(true, "map " + Name);
      continue;
    }
    if (Before.Type != After->Type)
      told("map " + Name,
           "'" + Name + "' is of type " + surface::mapKindName(Before.Type) +
               " " + O.Called.Here + " but " +
               surface::mapKindName(After->Type) + " " + O.Called.inBpf());
  }
  for (const btf::MapInfo &After : New.maps())
    if (std::ranges::find(Old.maps(), After.Name, &btf::MapInfo::Name) ==
        Old.maps().end())
      missing(false, "map " + std::string(After.Name));
}

void Differ::compareTypes() {
  TypesByName Before = byName(OldTypes), After = byName(NewTypes);
  for (const auto &[Name, Types] : Before) {
    auto Known = After.find(Name);
    std::vector<const Type *> Candidates;
    if (Known != After.end())
      Candidates = Known->second;
    else if (!IsPartial && O.Types.empty())
      // It may be there without being used in the same way.
      Candidates = NewTypes.named(Name);
    if (Candidates.empty()) {
      missing(true, Name);
      continue;
    }
    Told.insert(Name);
    for (const Type *Ty : Types)
      compareWith(Name, *Ty, Candidates);
  }
  for (const auto &[Name, Types] : After)
    if (!Before.contains(Name) && OldTypes.named(Name).empty())
      missing(false, Name);
}

void Differ::compareRoles() {
  for (const MapRole &Before : OldTypes.Types.Roles) {
    auto After =
        std::ranges::find(NewTypes.Types.Roles, Before.Name, &MapRole::Name);
    std::string Name(Before.Name);
    if (After == NewTypes.Types.Roles.end())
      continue;
    if (Before.Ty && After->Ty) {
      bool IsTold =
          Before.Ty->Name == After->Ty->Name && Told.contains(Before.Ty->Name);
      if (!IsTold)
        compareWith(Name, *OldTypes.comparable(Before),
                    {{NewTypes.comparable(*After)}});
    } else if (Before.Size != After->Size) {
      told(Name, "'" + Name + "' is " + std::to_string(Before.Size) +
                     " bytes " + O.Called.Here + ", but " +
                     std::to_string(After->Size) + " " + O.Called.inBpf());
    } else {
      ++Result.Compared;
    }
  }
}

void Differ::compareSections() {
  for (const RecordType *Before : OldTypes.Types.Sections)
    for (const RecordType *After : NewTypes.Types.Sections)
      if (Before->Name == After->Name)
        compareWith(std::string(Before->Name), *Before, {{After}});
}

void Differ::compareRecords() {
  if (!O.Types.empty() || OldTypes.surface().buffers().empty() ||
      NewTypes.surface().buffers().empty())
    return;
  for (const Type *Before : OldTypes.usedInDwarf()) {
    const std::string Name(Before->Name);
    std::vector<const Type *> After = NewTypes.named(Name);
    if (!After.empty() && Told.insert(Name).second)
      compareWith(Name, *Before, After);
  }
  for (const Type *After : NewTypes.usedInDwarf()) {
    const std::string Name(After->Name);
    if (Told.contains(Name))
      continue;
    for (const Type *Before : OldTypes.named(Name))
      compareWith(Name, *Before, {{After}});
  }
}

} // namespace

bool Change::has(Severity Least) const {
  return Findings.empty() ||
         std::ranges::any_of(
             Findings, [&](const Finding &F) { return F.Diff.Level >= Least; });
}

bool Changes::has(Severity Least) const {
  return !Removed.empty() || std::ranges::any_of(Changed, [&](const Change &C) {
    return C.has(Least);
  });
}

Expected<Changes> command::findChanges(const btf::Object &Old,
                                       const btf::Object &New,
                                       Selected &OldTypes, Selected &NewTypes,
                                       const DiffOptions &O) {
  if (Old.isBigEndian() != New.isBigEndian())
    return Error("the objects have different byte orders").in(O.NewName);
  return Differ(Old, New, OldTypes, NewTypes, O).run();
}
