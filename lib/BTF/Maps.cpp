//===- Maps.cpp - The maps that .maps declares ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A map is a variable of .maps whose struct says things by its members' types:
//
//   int (*type)[BPF_MAP_TYPE_HASH];   a number, as the count of an array
//   int (*key_size)[8];
//   struct key *key;                  a type, as the target of a pointer
//   struct value *value;
//   struct inner *values[];           the template of a map in a map
//
//===----------------------------------------------------------------------===//

#include "BTF/Maps.h"

#include "BTF/TypeTable.h"

#include <unordered_map>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

class MapReader {
public:
  explicit MapReader(const TypeTable &T) : T(T) {}

  MapList read() {
    for (TypeId Id : T.dataSections())
      if (T.name(Id) == ".maps")
        readSection(T[Id]);
    return std::move(Result);
  }

private:
  /// A map definition, and the id of its inner map's.
  struct Definition {
    MapInfo Map;
    TypeId Inner = 0;
  };

  void readSection(TypeRef Section) {
    for (uint32_t I = 0, E = Section.vlen(); I != E; ++I) {
      TypeId Var = secVarAt(Section, I).Var;
      if (T.kind(Var) != Kind::Var)
        continue;
      const Definition &D = definition(T.skipAliases(T[Var].type()));
      MapInfo Map = D.Map;
      Map.Name = T.name(Var);
      if (D.Inner) {
        // One level, as in the kernel: an inner map has no inner map.
        MapInfo Inner = definition(D.Inner).Map;
        Inner.Name = "values";
        Map.Inner = &Result.Inners.emplace_back(Inner);
      }
      Result.Maps.push_back(Map);
    }
  }

  /// Each struct is read once, however many variables have its type.
  const Definition &definition(TypeId Id) {
    auto [Known, IsNew] = Definitions.try_emplace(Id);
    if (IsNew && T.kind(Id) == Kind::Struct)
      Known->second = readDefinition(T[Id]);
    return Known->second;
  }

  Definition readDefinition(TypeRef Struct) {
    Definition D;
    uint32_t KeySize = 0, ValueSize = 0;
    for (uint32_t I = 0, E = Struct.vlen(); I != E; ++I) {
      MemberRef M = memberAt(Struct, I);
      auto Is = [&](std::string_view Name) {
        return T.stringIs(M.NameOffset, Name);
      };
      if (Is("type"))
        D.Map.Type = numberOf(M.Type);
      else if (Is("key_size"))
        KeySize = numberOf(M.Type);
      else if (Is("value_size"))
        ValueSize = numberOf(M.Type);
      else if (Is("key"))
        D.Map.Key = typeOf(M.Type, D.Map.KeySize, D.Map.KeyForward);
      else if (Is("value"))
        D.Map.Value = typeOf(M.Type, D.Map.ValueSize, D.Map.ValueForward);
      else if (Is("max_entries"))
        D.Map.MaxEntries = numberOf(M.Type);
      else if (Is("map_flags"))
        D.Map.Flags = numberOf(M.Type);
      else if (Is("map_extra"))
        D.Map.Extra = numberOf(M.Type);
      else if (Is("pinning"))
        // tools/lib/bpf/libbpf.h: LIBBPF_PIN_BY_NAME is 1.
        D.Map.IsPinned = numberOf(M.Type) == 1;
      else if (Is("values"))
        D.Inner = innerOf(M.Type);
    }
    if (!D.Map.Key)
      D.Map.KeySize = KeySize;
    if (!D.Map.Value)
      D.Map.ValueSize = ValueSize;
    return D;
  }

  /// The target of the pointer \p Id, 0 if it is none.
  TypeId target(TypeId Id) const {
    Id = T.skipAliases(Id);
    return T.kind(Id) == Kind::Ptr ? T[Id].type() : 0;
  }

  uint32_t numberOf(TypeId Id) const {
    TypeId Array = T.skipAliases(target(Id));
    return T.kind(Array) == Kind::Array ? T[Array].arrayCount() : 0;
  }

  /// The type that the pointer \p Id targets. 0 if it has no bytes: then
  /// \p Forward is its name, if it is one that is only declared.
  TypeId typeOf(TypeId Id, uint32_t &Size, std::string_view &Forward) const {
    TypeId Type = target(Id);
    if (TypeId Bare = T.skipAliases(Type); T.kind(Bare) == Kind::Fwd)
      Forward = T.name(Bare);
    uint64_t Bytes = T.sizeOf(Type);
    if (Bytes == 0 || Bytes > UINT32_MAX)
      return 0;
    Size = static_cast<uint32_t>(Bytes);
    return Type;
  }

  TypeId innerOf(TypeId Id) const {
    Id = T.skipAliases(Id);
    if (T.kind(Id) != Kind::Array)
      return 0;
    TypeId Inner = T.skipAliases(target(T[Id].arrayElement()));
    // A program array has pointers to functions here.
    return T.kind(Inner) == Kind::Struct ? Inner : 0;
  }

  const TypeTable &T;
  std::unordered_map<TypeId, Definition> Definitions;
  MapList Result;
};

} // namespace

MapList btf::readMaps(const TypeTable &T) { return MapReader(T).read(); }
