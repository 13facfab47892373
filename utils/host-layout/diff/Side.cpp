//===- Side.cpp - One side of a diff --------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Side.h"

#include "BTF/Elf.h"
#include "BTF/Live.h"
#include "BTF/Sends.h"
#include "Support/Printable.h"

#include <algorithm>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;

static std::string fileName(const std::string &Path) {
  return Path.substr(Path.rfind('/') + 1);
}

Side::Side(std::shared_ptr<const btf::Object> Object, std::string Called)
    : Called(std::move(Called)), O(std::move(Object)),
      Chosen(std::make_unique<Selected>(*O)) {}

Side::Side(std::shared_ptr<const lock::Lock> From, const lock::Shared &Of,
           std::string Called)
    : Called(std::move(Called)), From(std::move(From)), What(Of) {}

void Side::pin(const std::vector<std::string> &Names) {
  HostPinned.insert(HostPinned.end(), Names.begin(), Names.end());
}

const lock::Shared &Side::shared() {
  if (What)
    return *What;
  lock::Records Sent;
  if (hasBuffers()) {
    Sent.HasCode = btf::ElfFile::isElf(O->content());
    Sent.Sends = btf::recordSends(O->content());
    Sent.Types = usedInDwarf();
  }
  return What.emplace(
      lock::take(Chosen->surface(), fileName(O->path()), Sent, HostPinned));
}

std::optional<bool> Side::isBigEndian() const {
  return O ? std::optional(O->isBigEndian()) : std::nullopt;
}

bool Side::knowsRecords() const {
  return Chosen && O->hasDwarf() && !Chosen->dwarf().failure();
}

bool Side::isOnlyDeclared(std::string_view Name) {
  if (O)
    return O->mention(Name) == btf::Mention::Forward;
  auto Declares = [Name](const lock::Map &M) {
    return M.Key.Forward == Name || M.Value.Forward == Name;
  };
  return std::ranges::any_of(What->Maps, [&](const lock::Map &M) {
    return Declares(M) || (M.Inner && Declares(*M.Inner));
  });
}

bool Side::hasBuffers() const {
  return Chosen && !Chosen->surface().buffers().empty();
}

std::vector<const Type *> Side::usedInDwarf() {
  return Chosen ? Chosen->usedInDwarf() : std::vector<const Type *>();
}

bool Side::isLiveMap() const { return O && btf::isLiveMap(*O); }

void Side::addUserTypes() {
  if (Chosen)
    return Chosen->addUserTypes();
  // What another type holds is compared with it.
  std::set<const Type *> Held;
  for (const Type *Ty : What->Types)
    if (const auto *R = as<RecordType>(Ty))
      for (const Field &F : R->Fields)
        Held.insert(leafOf(F.Ty));
  for (const Type *Ty : What->Types)
    if (!Held.contains(strip(Ty)))
      Own.Types.push_back(Ty);
  Own.Roles = What->roles(*Memory);
}

std::optional<Error> Side::add(const std::string &Name) {
  if (Chosen)
    return Chosen->add(Name);
  size_t Before = Own.Types.size() + Own.Roles.size();
  for (const Type *Ty : named(Name))
    Own.Types.push_back(Ty);
  for (const MapRole &R : What->roles(*Memory))
    if (R.Name == Name)
      Own.Roles.push_back(R);
  for (const lock::Global &G : What->Globals)
    if (G.Name == Name)
      Own.Roles.push_back({.Name = G.Name, .Size = G.Size, .Ty = G.Ty});
  if (Own.Types.size() + Own.Roles.size() != Before)
    return std::nullopt;
  return Error("no type, map role or global named '" + printable(Name) + "'")
      .in(Called);
}

std::vector<const Type *> Side::named(std::string_view Name) {
  if (Chosen)
    return Chosen->named(Name);
  std::vector<const Type *> Found;
  for (const Type *Ty : What->Types)
    if (Ty->Name == Name)
      Found.push_back(Ty);
  return Found;
}

const Type *Side::comparable(const MapRole &R) {
  const Type *Bare = strip(R.Ty);
  if (Bare->Kind == TypeKind::Record || Bare->Kind == TypeKind::Enum)
    return R.Ty;
  Field Only;
  Only.Where = R.Ty->Where;
  Only.Name = R.Name.substr(R.Name.rfind('.') + 1);
  Only.Ty = R.Ty;
  auto *Around = Memory->make<RecordType>();
  Around->Kind = TypeKind::Record;
  Around->Name = R.Name;
  Around->Where = R.Ty->Where;
  Around->Size = Bare->Size;
  Around->Align = Bare->Align;
  Around->Fields = Memory->copy(std::span<const Field>(&Only, 1));
  return Around;
}
