//===- UserTypes.cpp - The types that user space sees ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/UserTypes.h"

#include "BTF/Live.h"
#include "BTF/Live.h"
#include "BTF/TypeTable.h"

#include <unordered_set>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

constexpr std::string_view EmitPrefix = "host_layout_emit_";

class UserTypeFinder {
public:
  explicit UserTypeFinder(const Object &O) : O(O), T(O.types()) {}

  std::vector<TypeId> find() {
    for (const MapRole &R : mapRoles(O))
      add(R.Type);
    for (const SectionInfo &S : O.sections())
      for (const SectionVar &V : S.Vars)
        if (!V.IsStatic)
          add(V.Type);
    // The rest of a live map's program is not what it was opened for.
    if (isLiveMap(O))
      return std::move(Found);
    return findEmitted();
  }

  std::vector<TypeId> findEmitted() {
    for (const SectionInfo &S : O.sections())
      for (const SectionVar &V : S.Vars)
        if (V.Name.find("unused") != std::string_view::npos)
          addTarget(V.Type);
    for (TypeId Id = T.first(), End = T.count(); Id != End; ++Id)
      if (T.kind(Id) == Kind::Func && T.name(Id).starts_with(EmitPrefix))
        addArguments(T[Id].type());
    return std::move(Found);
  }

private:
  void addArguments(TypeId Prototype) {
    if (T.kind(Prototype) != Kind::FuncProto)
      return;
    for (uint32_t I = 0, E = T[Prototype].vlen(); I != E; ++I)
      addTarget(T[Prototype].tail(I * size_t(2) + 1));
  }

  void addTarget(TypeId Pointer) {
    Pointer = T.skipAliases(Pointer);
    if (T.kind(Pointer) == Kind::Ptr)
      add(T[Pointer].type());
  }

  /// Adds \p Id if it is, or is an array of, what has a name to be seen by.
  void add(TypeId Id) {
    Id = T.skipModifiers(Id);
    TypeId Bare = T.skipAliases(Id);
    while (T.kind(Bare) == Kind::Array) {
      Id = T.skipModifiers(T[Bare].arrayElement());
      Bare = T.skipAliases(Id);
    }
    if ((isRecord(T.kind(Bare)) || isEnum(T.kind(Bare))) &&
        !T.name(Id).empty() && Known.insert(Id).second)
      Found.push_back(Id);
  }

  const Object &O;
  const TypeTable &T;
  std::vector<TypeId> Found;
  std::unordered_set<TypeId> Known;
};

void addRoles(std::vector<MapRole> &Roles, const std::string &Name,
              const MapInfo &Map) {
  if (Map.Key || Map.KeySize)
    Roles.push_back({Name + ".key", Map.Key, Map.KeySize, true, false});
  if (Map.Value || Map.ValueSize)
    Roles.push_back(
        {Name + ".value", Map.Value, Map.ValueSize, false, Map.PerCpu});
  if (Map.Inner)
    addRoles(Roles, Name + "." + std::string(Map.Inner->Name), *Map.Inner);
}

} // namespace

std::vector<MapRole> btf::mapRoles(const Object &O) {
  std::vector<MapRole> Roles;
  for (const MapInfo &Map : O.maps())
    addRoles(Roles, std::string(Map.Name), Map);
  return Roles;
}

std::vector<TypeId> btf::userTypes(const Object &O) {
  return UserTypeFinder(O).find();
}

std::vector<TypeId> btf::emittedTypes(const Object &O) {
  return UserTypeFinder(O).findEmitted();
}

std::vector<TypeId> btf::namedTypes(const Object &O) {
  std::vector<TypeId> Ids;
  O.types().forEachNamed([&](TypeId Id) { Ids.push_back(Id); });
  return Ids;
}
