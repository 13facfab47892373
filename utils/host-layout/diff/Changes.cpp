//===- Changes.cpp - What became of the types user space sees -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Changes.h"

#include "Compare/Compare.h"
#include "Layout/ContentOrder.h"
#include "Render/Sentence.h"
#include "Support/Printable.h"
#include "Surface/NumberedNames.h"
#include "diff/Differ.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::command;

TypesByName Differ::byName(const Side &S) const {
  TypesByName Types;
  for (const Type *Ty : S.types().Types) {
    const std::string_view Name = nameOf(*Ty);
    // A typedef of what has a tag is not another type of that name.
    const Type *Named = Ty->Name == Name ? Ty : strip(Ty);
    std::vector<const Type *> &Of = Types[std::string(Name)];
    if (std::ranges::find(Of, Named) == Of.end())
      Of.push_back(Named);
  }
  return Types;
}

bool Differ::isBigEndian() const {
  return Old.isBigEndian().value_or(New.isBigEndian().value_or(false));
}

std::vector<Finding> Differ::compareOne(const std::string &Name,
                                        const Type &Reader, const Type &Data) {
  CompareOptions Options;
  Options.Host.Name = "BPF";
  Options.Host.IsBigEndian = isBigEndian();
  std::vector<Finding> Found;
  for (Difference &D :
       compare(*strip(&Reader), *strip(&Data), Options, O.Rules)) {
    const Field *Unknown = D.Host && isUnrecorded(*D.Host->Ty) ? D.Host
                           : D.Bpf && isUnrecorded(*D.Bpf->Ty) ? D.Bpf
                                                               : nullptr;
    if (Unknown) {
      notKnown(Name + "." + std::string(Unknown->Name));
      continue;
    }
    Finding F;
    F.Diff = std::move(D);
    F.Host = strip(&Reader);
    F.HostName = Name;
    F.Where = F.Host->Where;
    F.At = F.Diff.where();
    F.Bpf = strip(&Data);
    F.BpfName = Name;
    F.Object = Result.Called.BpfName;
    F.HostTarget = Options.Host;
    Found.push_back(std::move(F));
  }
  return Found;
}

void Differ::compareWith(const std::string &Name, const Type &Host,
                         std::span<const Type *const> Candidates) {
  ++Result.Compared;
  std::vector<Finding> Best, BestBack;
  bool IsFirst = true;
  for (const Type *Candidate : Candidates) {
    std::vector<Finding> Found = compareOne(Name, Host, *Candidate), Back;
    // A lock says what a type is, and not what may stand for it.
    if (Found.empty() && Old.isLock())
      Back = compareOne(Name, *Candidate, Host);
    const size_t Count = Found.size() + Back.size();
    if (!Count)
      return;
    if (IsFirst || Count < Best.size() + BestBack.size()) {
      Best = std::move(Found);
      BestBack = std::move(Back);
    }
    IsFirst = false;
  }
  Change C;
  C.Name = Name;
  C.Findings = std::move(Best);
  const SideNames &Called = Result.Called;
  for (const Finding &F : BestBack)
    C.Facts.push_back(
        {.Kind = F.Diff.Kind,
         .Level = F.Diff.Level,
         .Words =
             sentence(F, SideNames::objects(Called.BpfName, Called.HostName)),
         .Notes = {},
         .Line = lock::lineOf(F.Diff.Bpf ? F.Diff.Bpf->Where : F.Bpf->Where)});
  Result.Changed.push_back(std::move(C));
}

/// Whether the new side may have the type \p Name without knowing it.
bool Differ::isUnknownInNew(const std::string &Name) {
  if (New.isOnlyDeclared(Name))
    return true;
  // Only DWARF has it.
  if (New.knowsRecords() || !Old.isLock())
    return false;
  return std::ranges::any_of(Old.shared().Maps, [&](const lock::Map &M) {
    return std::ranges::any_of(
        M.RecordTypes, [&](const Type *Ty) { return Ty->Name == Name; });
  });
}

/// Where the new side has more different types of one name than the old one,
/// those that the old one has not.
void Differ::tellFurther(const std::string &Name,
                         const std::vector<const Type *> &Before,
                         std::vector<const Type *> After) {
  const size_t Known = surface::numberingOrder(Before).size();
  After = surface::numberingOrder(std::move(After));
  if (After.size() <= Known)
    return;
  size_t Further = After.size() - Known;
  for (size_t I = After.size(); I-- && Further;)
    if (std::ranges::none_of(Before, [&](const Type *Ty) {
          return !comesBefore(*Ty, *After[I]) && !comesBefore(*After[I], *Ty);
        })) {
      missing(false, surface::numbered(Name, I));
      --Further;
    }
}

void Differ::compareTypes() {
  TypesByName Before = byName(Old), After = byName(New);
  for (const auto &[Name, Types] : Before) {
    auto Known = After.find(Name);
    std::vector<const Type *> Candidates;
    if (Known != After.end())
      Candidates = Known->second;
    else if (!IsPartial && O.Types.empty())
      // It may be there without being used in the same way.
      Candidates = New.named(Name);
    if (Candidates.empty()) {
      if (!IsPartial && isUnknownInNew(Name))
        notKnown(Name);
      else
        missing(true, Name, lineOf(*Types.front()));
      continue;
    }
    Told.insert(Name);
    for (const Type *Ty : Types)
      compareWith(Name, *Ty, Candidates);
    tellFurther(Name, Types, std::move(Candidates));
  }
  for (const auto &[Name, Types] : After)
    if (!Before.contains(Name) && Old.named(Name).empty()) {
      if (Old.isOnlyDeclared(Name))
        notKnown(Name);
      else
        missing(false, Name);
    }
}

void Differ::compareRoles() {
  for (const MapRole &Before : Old.types().Roles) {
    auto After =
        std::ranges::find(New.types().Roles, Before.Name, &MapRole::Name);
    std::string Name(Before.Name);
    if (After == New.types().Roles.end())
      continue;
    if (Before.Ty && After->Ty &&
        (isUnrecorded(*Before.Ty) || isUnrecorded(*After->Ty))) {
      notKnown(Name);
    } else if (Before.Ty && After->Ty) {
      const std::string_view Ty = nameOf(*Before.Ty);
      bool IsTold = Ty == nameOf(*After->Ty) && Told.contains(Ty);
      if (!IsTold)
        compareWith(Name, *Old.comparable(Before), {{New.comparable(*After)}});
    } else if (Before.Size && After->Size && Before.Size != After->Size) {
      told(Name,
           {.Kind = DifferenceKind::Size,
            .Words = "'" + printable(Name) + "' is " +
                     std::to_string(Before.Size) + " bytes " +
                     Result.Called.Here + ", but " +
                     std::to_string(After->Size) + " " + Result.Called.inBpf(),
            .Line = lineOfRole(Name)});
    } else {
      ++Result.Compared;
    }
  }
}

void Differ::compareSections() {
  for (const RecordType *Before : Old.types().Sections)
    for (const RecordType *After : New.types().Sections)
      if (Before->Name == After->Name)
        compareWith(std::string(Before->Name), *Before, {{After}});
}

void Differ::compareRecords() {
  if (!O.Types.empty() || !Old.hasBuffers() || !New.hasBuffers())
    return;
  for (const Type *Before : Old.usedInDwarf()) {
    const std::string Name(Before->Name);
    std::vector<const Type *> After = New.named(Name);
    if (!After.empty() && Told.insert(Name).second)
      compareWith(Name, *Before, After);
  }
  for (const Type *After : New.usedInDwarf()) {
    const std::string Name(After->Name);
    if (Told.contains(Name))
      continue;
    for (const Type *Before : Old.named(Name))
      compareWith(Name, *Before, {{After}});
  }
}

bool Change::has(Severity Least) const {
  return std::ranges::any_of(Facts,
                             [&](const Fact &F) { return F.Level >= Least; }) ||
         std::ranges::any_of(
             Findings, [&](const Finding &F) { return F.Diff.Level >= Least; });
}

bool Changes::has(Severity Least) const {
  const bool IsMissing = !Removed.empty() || (AddedCounts && !Added.empty());
  return (IsMissing && MissingLevel >= Least) ||
         std::ranges::any_of(Changed,
                             [&](const Change &C) { return C.has(Least); });
}

Expected<Changes> command::findChanges(std::shared_ptr<Side> Old,
                                       std::shared_ptr<Side> New,
                                       SideNames Called, const DiffOptions &O) {
  if (Old->isBigEndian() && New->isBigEndian() &&
      Old->isBigEndian() != New->isBigEndian())
    return Error("the objects have different byte orders").in(New->name());
  Expected<Changes> Found = Differ(*Old, *New, std::move(Called), O).run();
  if (Found) {
    Found->Old = std::move(Old);
    Found->New = std::move(New);
  }
  return Found;
}
