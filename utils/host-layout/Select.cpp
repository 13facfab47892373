//===- Select.cpp - From an object to what is written of it ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Select.h"

#include "Support/Printable.h"
#include "Support/Spelling.h"

using namespace hostlayout;
using namespace hostlayout::command;

void Selected::addRole(const btf::MapRole &R) {
  Types.Roles.push_back({.Role = Memory.copy(std::string_view(R.Name)),
                         .Ty = R.Type ? Builder.layout(R.Type) : nullptr,
                         .Size = R.Size,
                         .PerCpu = R.PerCpu});
}

void Selected::addRoles() {
  for (const btf::MapRole &R : btf::mapRoles(O))
    addRole(R);
}

void Selected::addUserTypes() {
  for (btf::TypeId Id : btf::userTypes(O))
    Types.Types.push_back(Builder.layout(Id));
  addRoles();
}

void Selected::addEverything() {
  Types.Everything = true;
  for (btf::TypeId Id : btf::namedTypes(O))
    if (const Type *Ty = Builder.layout(Id);
        Ty->Kind == TypeKind::Enum || !Ty->Name.empty())
      Types.Types.push_back(Ty);
  addRoles();
}

void Selected::addSections() {
  for (const btf::SectionInfo &S : O.sections())
    Types.Sections.push_back(Builder.layout(S));
}

std::optional<Error> Selected::add(std::string_view Name) {
  if (Name.starts_with('.')) {
    for (const btf::SectionInfo &S : O.sections())
      if (S.Name == Name) {
        Types.Sections.push_back(Builder.layout(S));
        return std::nullopt;
      }
    return notFound(Name);
  }
  if (Name.find('.') != std::string_view::npos)
    for (const btf::MapRole &R : btf::mapRoles(O))
      if (R.Name == Name) {
        addRole(R);
        Types.Roles.back().IsSelected = true;
        return std::nullopt;
      }
  std::vector<const Type *> Found = named(Name);
  Types.Types.insert(Types.Types.end(), Found.begin(), Found.end());
  if (Found.empty())
    return notFound(Name);
  return std::nullopt;
}

const Type *Selected::comparable(const generate::MapRole &R) {
  const Type *Bare = strip(R.Ty);
  if (Bare->Kind == TypeKind::Record || Bare->Kind == TypeKind::Enum)
    return R.Ty;
  Field Only;
  Only.Name = R.Role.substr(R.Role.rfind('.') + 1);
  Only.Ty = R.Ty;
  auto *Around = Memory.make<RecordType>();
  Around->Kind = TypeKind::Record;
  Around->Name = R.Role;
  Around->Size = Bare->Size;
  Around->Align = Bare->Align;
  Around->Fields = Memory.copy(std::span<const Field>(&Only, 1));
  return Around;
}

std::vector<const Type *> Selected::named(std::string_view Name) {
  std::vector<const Type *> Found;
  for (btf::TypeId Id : O.find(Name))
    Found.push_back(Builder.layout(Id));
  return Found;
}

std::optional<Error> Selected::add(std::span<const std::string> Names) {
  for (const std::string &Name : Names)
    if (std::optional<Error> E = add(Name))
      return E;
  return std::nullopt;
}

Error Selected::notFound(std::string_view Name) const {
  NearestNames Near(Name, 3);
  std::vector<btf::MapRole> Roles = btf::mapRoles(O);
  for (const btf::MapRole &R : Roles)
    Near.consider(R.Name);
  for (const btf::SectionInfo &S : O.sections())
    Near.consider(S.Name);
  O.forEachName([&](std::string_view Known) { Near.consider(Known); });
  std::string Text = "no type named '" + printable(Name) + "'";
  switch (O.mention(Name)) {
  case btf::Mention::Forward:
    Text += ", only a declaration of it";
    break;
  case btf::Mention::Text:
    Text += ": the object knows the name, but clang recorded no such type; "
            "keep it with BPF_HOST_LAYOUT_EMIT(struct " +
            printable(Name) + ") in the BPF source";
    break;
  case btf::Mention::None:
    break;
  }
  std::string Separator = "; did you mean ";
  for (std::string_view Candidate : Near.names()) {
    Text += Separator + "'" + printable(Candidate) + "'";
    Separator = " or ";
  }
  return Error(std::move(Text)).in(O.path());
}
