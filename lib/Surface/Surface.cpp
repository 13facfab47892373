//===- Surface.cpp - What an object shares with user space ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/Surface.h"

#include "BTF/EmittedTypes.h"
#include "BTF/Live.h"

#include <unordered_set>

using namespace hostlayout;
using namespace hostlayout::surface;

namespace {

/// Collects what has a name to be seen by, each once.
class TypeCollector {
public:
  void add(const Type *Ty) {
    const Type *Bare = strip(Ty);
    while (Bare->Kind == TypeKind::Array) {
      Ty = static_cast<const ArrayType *>(Bare)->Element;
      Bare = strip(Ty);
    }
    if ((Bare->Kind == TypeKind::Record || Bare->Kind == TypeKind::Enum) &&
        !Ty->Name.empty() && Known.insert(Ty).second)
      Found.push_back(Ty);
  }
  std::vector<const Type *> take() { return std::move(Found); }

private:
  std::vector<const Type *> Found;
  std::unordered_set<const Type *> Known;
};

} // namespace

Surface::Surface(const btf::Object &O, Arena &Memory, DwarfTypes *Dwarf)
    : O(O), Memory(Memory), Dwarf(Dwarf),
      Builder(O, Memory, [this](std::string_view Name) -> const EnumType * {
        if (!this->Dwarf || !this->O.hasDwarf())
          return nullptr;
        auto Found = this->Dwarf->find(this->O, Name, this->Memory);
        return Found ? as<EnumType>(Found->Ty) : nullptr;
      }) {}

void Surface::addRoles(const btf::MapInfo &Map, std::string_view Name) {
  const MapKind Kind = mapKind(Map.Type);
  auto Add = [&](btf::TypeId Id, uint64_t Size, std::string_view Forward,
                 bool IsKey) {
    if (!Id && !Size && Forward.empty())
      return;
    Roles->push_back({.Name = Memory.join({Name, IsKey ? ".key" : ".value"}),
                      .Size = Size,
                      .IsKey = IsKey,
                      .PerCpu = Kind.PerCpu && !IsKey,
                      .Ty = Id ? Builder.layout(Id) : nullptr,
                      .Forward = Forward});
  };
  Add(Map.Key, Map.KeySize, Map.KeyForward, true);
  Add(Map.Value, Map.ValueSize, Map.ValueForward, false);
  if (Map.Inner)
    addRoles(*Map.Inner, Memory.join({Name, ".", Map.Inner->Name}));
}

const std::vector<MapRole> &Surface::roles() {
  if (!Roles) {
    Roles.emplace();
    for (const btf::MapInfo &Map : O.maps())
      addRoles(Map, Map.Name);
  }
  return *Roles;
}

std::vector<MapRole> Surface::rolesOf(std::string_view Map) {
  std::vector<MapRole> Of;
  for (const MapRole &R : roles())
    if (R.Name.starts_with(Map) && R.Name[Map.size()] == '.')
      Of.push_back(R);
  return Of;
}

std::vector<MapRole> Surface::rolesOf(const Type &Ty) {
  std::vector<MapRole> Of;
  for (const MapRole &R : roles())
    if (R.Ty && strip(R.Ty) == strip(&Ty))
      Of.push_back(R);
  return Of;
}

std::vector<Buffer> Surface::buffers() const {
  std::vector<Buffer> Buffers;
  for (const btf::MapInfo &Map : O.maps())
    if (BufferKind Kind = mapKind(Map.Type).Buffer; Kind != BufferKind::None)
      Buffers.push_back({Map.Name, Kind});
  return Buffers;
}

bool Surface::onlyPerfEvents() const {
  bool Perf = false, Ring = false;
  for (const Buffer &B : buffers()) {
    Perf |= B.Kind == BufferKind::Perf;
    Ring |= B.Kind == BufferKind::Ring;
  }
  return Perf && !Ring;
}

std::vector<std::pair<btf::SectionVar, btf::SectionVar>>
Surface::overlaps() const {
  std::vector<std::pair<btf::SectionVar, btf::SectionVar>> Found;
  for (const btf::SectionInfo &S : O.sections()) {
    // In order of their offsets: only the one that ends last can reach further.
    const btf::SectionVar *Last = nullptr;
    for (const btf::SectionVar &V : S.Vars) {
      if (Last && V.Size && V.Offset < Last->Offset + Last->Size)
        Found.emplace_back(*Last, V);
      if (!Last || V.Offset + V.Size > Last->Offset + Last->Size)
        Last = &V;
    }
  }
  return Found;
}

std::vector<const Type *> Surface::userTypes() {
  TypeCollector Types;
  for (const MapRole &R : roles())
    if (R.Ty)
      Types.add(R.Ty);
  for (const btf::SectionInfo &S : O.sections())
    for (const btf::SectionVar &V : S.Vars)
      if (!V.IsStatic)
        Types.add(Builder.layout(V.Type));
  // The rest of a live map's program is not what it was opened for.
  if (!btf::isLiveMap(O))
    for (const Type *Ty : emittedTypes())
      Types.add(Ty);
  return Types.take();
}

std::vector<const Type *> Surface::emittedTypes() {
  TypeCollector Types;
  for (btf::TypeId Id : btf::emittedTypes(O))
    Types.add(Builder.layout(Id));
  return Types.take();
}

std::vector<const Type *> Surface::namedTypes() {
  std::vector<btf::TypeId> Ids = btf::namedTypes(O);
  std::vector<const Type *> Types;
  Types.reserve(Ids.size());
  for (btf::TypeId Id : Ids)
    Types.push_back(Builder.layout(Id));
  return Types;
}
