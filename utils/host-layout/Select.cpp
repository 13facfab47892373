//===- Select.cpp - From an object to what is written of it ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Select.h"

#include "Command.h"
#include "Layout/ContentOrder.h"
#include "Render/Sentence.h"
#include "Support/Printable.h"
#include "Surface/NumberedNames.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::command;

void Selected::addRoles() {
  const std::vector<MapRole> &All = Shared.roles();
  Types.Roles.insert(Types.Roles.end(), All.begin(), All.end());
}

void Selected::addUserTypes() {
  Types.Types = Shared.userTypes();
  addRoles();
}

void Selected::addEverything() {
  Types.Everything = true;
  for (const Type *Ty : Shared.namedTypes())
    if (Ty->Kind == TypeKind::Enum || !Ty->Name.empty())
      Types.Types.push_back(Ty);
  addRoles();
}

void Selected::addSections() {
  for (const btf::SectionInfo &S : O.sections())
    Types.Sections.push_back(Shared.section(S));
}

Expected<std::vector<surface::Resolved>> Selected::find(std::string_view Name) {
  surface::Resolution Meant = Shared.resolveAnyhow(Name);
  if (Meant.Found.empty())
    return notFound(Name, Meant.Why);
  return std::move(Meant.Found);
}

std::optional<Error> Selected::add(std::string_view Name) {
  auto Found = find(Name);
  if (!Found)
    return Found.takeError();
  for (const surface::Resolved &R : *Found)
    switch (R.What) {
    case surface::Meaning::Type:
      Types.Types.push_back(R.Ty);
      break;
    case surface::Meaning::Section:
      Types.Sections.push_back(static_cast<const RecordType *>(R.Ty));
      break;
    case surface::Meaning::Role:
    case surface::Meaning::Global:
      Types.Roles.push_back(R.Roles.front());
      Types.AskedFor.push_back(R.Roles.front().Name);
      break;
    }
  return std::nullopt;
}

std::vector<const Type *> Selected::named(std::string_view Name) {
  std::vector<const Type *> Found;
  for (btf::TypeId Id : O.find(Name))
    Found.push_back(Shared.layout(Id));
  if (Found.empty())
    if (std::optional<surface::Resolved> R = Shared.resolveInDwarf(Name))
      Found.push_back(R->Ty);
  return Found;
}

std::string Selected::called(const Type &Ty) {
  if (!Ty.Name.empty() && O.find(Ty.Name).size() > 1) {
    const std::vector<const Type *> All =
        surface::numberingOrder(named(Ty.Name));
    // Of equal ones one is there.
    for (size_t I = 1; I < All.size(); ++I)
      if (!comesBefore(*All[I], Ty) && !comesBefore(Ty, *All[I]))
        return surface::numbered(Ty.Name, I);
  }
  return std::string(Ty.Name);
}

std::vector<const Type *> Selected::usedInDwarf() {
  std::vector<const Type *> Used;
  for (const auto &[Name, Foreign] : Dwarf.all(O))
    if (Dwarf.isUsed(Name) && as<RecordType>(Foreign.Ty))
      Used.push_back(Foreign.Ty);
  return Used;
}

std::optional<Error> Selected::add(std::span<const std::string> Names) {
  for (const std::string &Name : Names)
    if (std::optional<Error> E = add(Name))
      return E;
  return std::nullopt;
}

Error Selected::notFound(std::string_view Name, const surface::NotFound &Why) {
  Finding F;
  F.BpfName = Name;
  F.Object = O.path();
  surface::describe(F, {Why}, {&Shared});
  if (const std::optional<Error> &Failure = Dwarf.failure())
    F.Detail = Failure->message();
  std::string Text = sentence(F, SideNames());
  if (std::string Advice = adviceSentence(F); !Advice.empty())
    Text += "; " + Advice;
  for (size_t At; (At = Text.find('\n')) != std::string::npos;)
    Text.replace(At, 1, Text[At - 1] == '?' ? " " : "; ");
  return Error(std::move(Text));
}

void command::warnOfPlaces(Selected &S) {
  const btf::Object &O = S.surface().object();
  auto Quoted = [](std::string_view Name) {
    return "'" + printable(Name) + "'";
  };
  for (const btf::SectionInfo &Section : O.sections())
    for (const btf::SectionVar &V : Section.Vars)
      if (V.isMisplaced() && !V.IsStatic)
        reportWarning(printable(O.path(), 1024) + ": " + Quoted(V.Name) +
                      " is at byte " + std::to_string(V.Offset) + " in " +
                      printable(Section.Name) + " by its symbol, but at byte " +
                      std::to_string(V.Recorded) +
                      " by the BTF that a skeleton is made from");
  for (const auto &[A, B] : S.surface().overlaps())
    reportWarning(printable(O.path(), 1024) + ": the BTF has " +
                  Quoted(A.Name) + " and " + Quoted(B.Name) +
                  " at the same bytes: one of them is elsewhere, and only the "
                  "object's symbols say where");
}
