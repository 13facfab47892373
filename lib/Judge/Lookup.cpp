//===- Lookup.cpp - The BPF types that a name stands for ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Lookup.h"

namespace hostlayout::judge {

namespace {

// linux/include/uapi/linux/bpf.h, enum bpf_map_type.
constexpr uint32_t MapPerfEventArray = 4, MapRingBuf = 27;

/// How well a BPF type fits the host's tag class; lower is better.
unsigned tagRank(const Type &Bpf, const Type &Host) {
  const Type &Stripped = *strip(&Bpf);
  const auto *B = as<RecordType>(&Stripped), *H = as<RecordType>(&Host);
  bool SameTag =
      Stripped.Kind == Host.Kind && (!B || !H || B->isUnion() == H->isUnion());
  return (SameTag ? 0 : 2) + (Bpf.Kind == TypeKind::Typedef);
}

void collectUses(std::span<const btf::MapInfo> Maps, btf::LayoutBuilder &Types,
                 const Type &Ty, std::vector<MapUse> &Uses) {
  for (const btf::MapInfo &Map : Maps) {
    std::string Path(Map.Name);
    for (const btf::MapInfo *M = &Map; M; M = M->Inner, Path += ".values") {
      auto Use = [&](btf::TypeId Id, uint32_t Size, bool IsKey) {
        if (Id && strip(Types.layout(Id)) == strip(&Ty))
          Uses.push_back({Path + (IsKey ? ".key" : ".value"), Size, IsKey,
                          M->PerCpu && !IsKey});
      };
      Use(M->Key, M->KeySize, true);
      Use(M->Value, M->ValueSize, false);
    }
  }
}

} // namespace

SourceTypes::SourceTypes(const Source &S, Arena &Memory)
    : S(S), Memory(Memory) {
  if (S.Types)
    Builder.emplace(*S.Types, Memory);
}

bool SourceTypes::isCalled(std::string_view Name) const {
  if (!S.Name.empty() && S.Name == Name)
    return true;
  std::string_view Path = S.Path;
  if (!Path.ends_with(Name))
    return false;
  return Path.size() == Name.size() ||
         Path[Path.size() - Name.size() - 1] == '/';
}

bool SourceTypes::onlyPerfEvents() const {
  bool Perf = false, Ring = false;
  for (const btf::MapInfo &M : object().maps()) {
    Perf |= M.Type == MapPerfEventArray;
    Ring |= M.Type == MapRingBuf;
  }
  return Perf && !Ring;
}

std::vector<Candidate> SourceTypes::find(std::string_view Name,
                                         const Type &Host, NotFound &Why) {
  if (Name.starts_with('.'))
    return findSection(Name, Host, Why);
  if (Name.find('.') != std::string_view::npos)
    return findRole(Name, Why);
  return findType(Name, Host, Why);
}

std::vector<Candidate> SourceTypes::findType(std::string_view Name,
                                             const Type &Host, NotFound &Why) {
  std::vector<Candidate> Found;
  unsigned Best = ~0u;
  for (btf::TypeId Id : object().find(Name)) {
    const Type *Ty = Builder->layout(Id);
    TypeKind Kind = strip(Ty)->Kind;
    if (Kind != TypeKind::Record && Kind != TypeKind::Enum)
      continue;
    unsigned Rank = tagRank(*Ty, Host);
    if (Rank > Best)
      continue;
    if (Rank < Best)
      Found.clear();
    Best = Rank;
    Found.push_back({Ty, strip(Ty)->Size, {}, usesOf(*Ty)});
  }
  if (Found.empty()) {
    switch (object().mention(Name)) {
    case btf::Mention::None:
      break;
    case btf::Mention::Forward:
      Why.Why = Variant::ForwardOnly;
      break;
    case btf::Mention::Text:
      Why.Why = Variant::KnownName;
      break;
    }
  }
  return Found;
}

std::vector<Candidate> SourceTypes::findInDwarf(std::string_view Name,
                                                DwarfTypes &Dwarf) {
  if (!object().hasDwarf() || Name.find('.') != std::string_view::npos)
    return {};
  std::optional<ForeignType> Foreign = Dwarf.find(object(), Name, Memory);
  if (!Foreign)
    return {};
  return {{Foreign->Ty, strip(Foreign->Ty)->Size, Foreign->DeclaredAt, {}}};
}

std::vector<MapUse> SourceTypes::usesOf(const Type &Ty) {
  std::vector<MapUse> Uses;
  collectUses(object().maps(), *Builder, Ty, Uses);
  return Uses;
}

/// "counts.value", "outer.values.key": a map, any number of steps into maps in
/// maps, then the role.
std::vector<Candidate> SourceTypes::findRole(std::string_view Name,
                                             NotFound &Why) {
  std::string_view MapName = Name.substr(0, Name.find('.'));
  std::string_view Rest = Name.substr(MapName.size() + 1);
  Why = {Variant::NoSuchMap, std::string(MapName)};
  const btf::MapInfo *Map = nullptr;
  for (const btf::MapInfo &M : object().maps())
    if (M.Name == MapName)
      Map = &M;
  while (Map && Rest.starts_with("values.")) {
    Rest.remove_prefix(sizeof("values.") - 1);
    Map = Map->Inner;
    Why = {Variant::NoMapType, std::string(Name)};
  }
  if (!Map)
    return {};
  bool IsKey = Rest == "key";
  Why = {Variant::NoMapType, std::string(Name)};
  if (!IsKey && Rest != "value")
    return {};

  btf::TypeId Id = IsKey ? Map->Key : Map->Value;
  uint64_t Size = IsKey ? Map->KeySize : Map->ValueSize;
  if (!Id && !Size)
    return {};
  Candidate Found;
  Found.Size = Size;
  if (Id) {
    Found.Ty = Builder->layout(Id);
    Found.Size = strip(Found.Ty)->Size;
    Found.Maps = usesOf(*Found.Ty);
  } else {
    Found.Maps.push_back(
        {std::string(Name), Size, IsKey, Map->PerCpu && !IsKey});
  }
  return {std::move(Found)};
}

std::vector<Candidate> SourceTypes::findSection(std::string_view Name,
                                                const Type &Host,
                                                NotFound &Why) {
  Why = {Variant::NoSuchSection, std::string(Name)};
  for (const btf::SectionInfo &Section : object().sections())
    if (Section.Name == Name) {
      const RecordType *Ty =
          Builder->layout(Section, as<RecordType>(strip(&Host)));
      return {{Ty, Ty->Size, {}, {}}};
    }
  return {};
}

void SourceTypes::forEachName(
    const std::function<void(std::string_view)> &Visit) const {
  object().forEachName(Visit);
}

} // namespace hostlayout::judge
