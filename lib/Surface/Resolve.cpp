//===- Resolve.cpp - What a name stands for -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/NumberedNames.h"
#include "Surface/Surface.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::surface;

namespace {

bool isAggregate(const Type &Ty) {
  TypeKind Kind = strip(&Ty)->Kind;
  return Kind == TypeKind::Record || Kind == TypeKind::Enum;
}

/// How well a BPF type fits the host's tag class; lower is better.
unsigned tagRank(const Type &Bpf, const Type *Host) {
  if (!Host)
    return 0;
  const Type &Stripped = *strip(&Bpf);
  const auto *B = as<RecordType>(&Stripped), *H = as<RecordType>(Host);
  bool SameTag = Stripped.Kind == strip(Host)->Kind &&
                 (!B || !H || B->isUnion() == H->isUnion());
  return (SameTag ? 0 : 2) + (Bpf.Kind == TypeKind::Typedef);
}

/// Sections that no skeleton shows, whatever is in them.
bool isNotShared(std::string_view Name) {
  return Name == ".maps" || Name == ".ksyms" || Name == "license" ||
         Name == "version";
}

NotFound notFound(Variant Why, std::string_view Part,
                  std::vector<std::string> Instead = {}) {
  return {Why, std::string(Part), std::move(Instead)};
}

} // namespace

const btf::MapInfo *Surface::findMap(std::string_view Name) const {
  auto At = std::ranges::find(O.maps(), Name, &btf::MapInfo::Name);
  return At == O.maps().end() ? nullptr : &*At;
}

const MapRole *Surface::findRole(std::string_view Name) {
  auto At = std::ranges::find(roles(), Name, &MapRole::Name);
  return At == roles().end() ? nullptr : &*At;
}

Resolution Surface::resolve(std::string_view Name, const Type *Host) {
  if (Name.starts_with('.'))
    return resolveSection(Name, Host);
  if (Name.find('.') != std::string_view::npos)
    return resolveRole(Name, Host);
  Resolution Types = resolveType(Name, Host);
  if (Types.Found.empty())
    if (auto Numbered = numberedName(Name)) {
      Resolution OfName = resolveType(Numbered->Name, Host);
      std::vector<const Type *> All;
      for (const Resolved &R : OfName.Found)
        All.push_back(R.Ty);
      All = numberingOrder(std::move(All));
      if (Numbered->Number <= All.size())
        for (Resolved &R : OfName.Found)
          if (R.Ty == All[Numbered->Number - 1])
            return {{std::move(R)}, {}};
    }
  if (Types.Found.empty())
    Types.Why = whyNot(Name);
  return Types;
}

Resolution Surface::resolveScalar(std::string_view Name) {
  return resolveType(Name, nullptr);
}

Resolution Surface::resolveType(std::string_view Name, const Type *Host) {
  Resolution Result;
  unsigned Best = ~0u;
  for (btf::TypeId Id : O.find(Name)) {
    const Type *Ty = Builder.layout(Id);
    if (Host && isAggregate(*Host) && !isAggregate(*Ty))
      continue;
    unsigned Rank = tagRank(*Ty, Host);
    if (Rank > Best)
      continue;
    if (Rank < Best)
      Result.Found.clear();
    Best = Rank;
    Result.Found.push_back({.What = Meaning::Type,
                            .Ty = Ty,
                            .Size = strip(Ty)->Size,
                            .Roles = rolesOf(*Ty)});
  }
  return Result;
}

std::optional<Resolved> Surface::resolveGlobal(std::string_view Name) {
  for (const btf::SectionInfo &S : O.sections())
    for (const btf::SectionVar &V : S.Vars) {
      if (V.Name != Name || V.IsStatic)
        continue;
      const Type *Ty = Builder.layout(V.Type);
      return Resolved{.What = Meaning::Global,
                      .Ty = Ty,
                      .Size = Ty->Size,
                      .Roles = {{.Name = V.Name, .Size = Ty->Size, .Ty = Ty}}};
    }
  return std::nullopt;
}

Resolution Surface::resolveAnyhow(std::string_view Name) {
  Resolution Result = resolve(Name);
  if (!Result.Found.empty())
    return Result;
  std::optional<Resolved> Other = resolveInDwarf(Name);
  if (!Other)
    Other = resolveGlobal(Name);
  if (Other)
    Result.Found.push_back(std::move(*Other));
  return Result;
}

NotFound Surface::whyNot(std::string_view Name) {
  if (std::string_view Bare = withoutTag(Name); Bare != Name) {
    Resolution Meant = resolveAnyhow(Bare);
    if (Meant.Found.empty())
      return std::move(Meant.Why);
    return notFound(Variant::TagInName, Name, {std::string(Bare)});
  }
  if (const btf::MapInfo *Map = findMap(Name)) {
    std::vector<std::string> Instead;
    for (const MapRole &R : rolesOf(Name))
      Instead.emplace_back(R.Name);
    if (BufferKind Kind = mapKind(Map->Type).Buffer; Kind != BufferKind::None)
      return notFound(Variant::BufferRole, bufferName(Kind));
    return notFound(Variant::MapName, Name, std::move(Instead));
  }
  if (isNotShared(Name))
    return notFound(Variant::NotShared, Name);
  for (const btf::SectionInfo &S : O.sections())
    if (S.Name.substr(1) == Name)
      return notFound(Variant::SectionName, Name, {std::string(S.Name)});
  for (const btf::SectionInfo &S : O.sections())
    for (const btf::SectionVar &V : S.Vars)
      if (V.Name == Name && V.IsStatic)
        return notFound(Variant::HiddenGlobal, Name);
  switch (O.mention(Name)) {
  case btf::Mention::None:
    break;
  case btf::Mention::Forward:
    return notFound(Variant::ForwardOnly, Name);
  case btf::Mention::Text:
    return notFound(Variant::KnownName, Name);
  }
  return {};
}

/// "counts.value", "outer.values.key": a map, any number of steps into maps in
/// maps, then the role.
Resolution Surface::resolveRole(std::string_view Name, const Type *Host) {
  const btf::MapInfo *Map = findMap(Name.substr(0, Name.find('.')));
  const BufferKind Buffer = Map ? mapKind(Map->Type).Buffer : BufferKind::None;
  // Keys and values of a perf buffer are CPUs and file descriptors: who says so
  // of a struct means its records.
  const bool MeansRecord =
      Buffer != BufferKind::None && Host && as<RecordType>(Host);
  if (const MapRole *R = findRole(Name); R && !MeansRecord) {
    if (!R->Ty && !R->Forward.empty())
      return {{}, notFound(Variant::ForwardRole, R->Forward)};
    return {{{.What = Meaning::Role,
              .Ty = R->Ty,
              .Size = R->Ty ? strip(R->Ty)->Size : R->Size,
              .Roles = {*R}}},
            {}};
  }
  if (!Map)
    return {{}, notFound(Variant::NoSuchMap, Name.substr(0, Name.find('.')))};
  if (Buffer != BufferKind::None)
    return {{}, notFound(Variant::BufferRole, bufferName(Buffer))};
  std::vector<MapRole> Known = rolesOf(Map->Name);
  if (Known.empty())
    return {{}, notFound(Variant::NoMapType, Name)};
  // "counts.val"; or "outer.value", which is a map and has the role itself.
  const std::string_view Step = Name.substr(Name.rfind('.'));
  NearestNames Near(Name, 1);
  for (const MapRole &R : Known)
    Near.consider(R.Name);
  std::vector<std::string> Instead;
  auto Offer = [&](auto IsMeant) {
    if (Instead.empty())
      for (const MapRole &R : Known)
        if (IsMeant(R.Name))
          Instead.emplace_back(R.Name);
  };
  Offer([&](std::string_view R) {
    return !Near.names().empty() && Near.names().front() == R;
  });
  Offer([&](std::string_view R) { return R.ends_with(Step); });
  Offer([](std::string_view) { return true; });
  return {{}, notFound(Variant::NoSuchRole, Name, std::move(Instead))};
}

Resolution Surface::resolveSection(std::string_view Name, const Type *Host) {
  for (const btf::SectionInfo &S : O.sections())
    if (S.Name == Name) {
      const auto *Mirror = Host ? as<RecordType>(strip(Host)) : nullptr;
      const RecordType *Ty = section(S, Mirror);
      Resolved Found{.What = Meaning::Section, .Ty = Ty, .Size = Ty->Size};
      std::vector<btf::SectionVar> Recorded;
      for (btf::SectionVar V : S.Vars) {
        if (V.isMisplaced() && !V.IsStatic)
          Found.Misplaced.push_back(V);
        V.Offset = V.Recorded;
        // What the BTF has no room for, the skeleton has not.
        if (V.Offset <= S.Size && S.Size - V.Offset >= V.Size)
          Recorded.push_back(V);
      }
      if (!Found.Misplaced.empty()) {
        std::ranges::stable_sort(Recorded, {}, &btf::SectionVar::Offset);
        Found.Recorded = section({S.Name, S.Size, Recorded}, Mirror);
      }
      return {{std::move(Found)}, {}};
    }
  return {
      {},
      notFound(isNotShared(Name) ? Variant::NotShared : Variant::NoSuchSection,
               Name)};
}

std::optional<Resolved> Surface::resolveInDwarf(std::string_view Name) {
  if (!Dwarf || !O.hasDwarf())
    return std::nullopt;
  const MapRole *Role = nullptr;
  if (Name.find('.') != std::string_view::npos) {
    Role = findRole(Name);
    if (!Role || Role->Ty || Role->Forward.empty())
      return std::nullopt;
  }
  std::optional<ForeignType> Foreign =
      Dwarf->find(O, Role ? Role->Forward : Name, Memory);
  if (!Foreign)
    return std::nullopt;
  Resolved Found{.What = Role ? Meaning::Role : Meaning::Type,
                 .Ty = Foreign->Ty,
                 .Size = strip(Foreign->Ty)->Size,
                 .DeclaredAt = std::move(Foreign->DeclaredAt)};
  for (const MapRole &R : roles())
    if (Role ? &R == Role : R.Forward == Name) {
      Found.Roles.push_back(R);
      Found.Roles.back().Ty = Found.Ty;
      Found.Roles.back().Size = Found.Size;
    }
  return Found;
}

void Surface::suggest(const NotFound &Why, NearestNames &Near) {
  switch (Why.Why) {
  case Variant::NoSuchMap:
    for (const MapRole &R : roles())
      Near.consider(R.Name);
    return;
  case Variant::NoSuchSection:
    for (const btf::SectionInfo &S : O.sections())
      Near.consider(S.Name);
    return;
  case Variant::Plain:
    // Where the object has the name, the user meant that and no other.
    O.forEachName([&](std::string_view Name) { Near.consider(Name); });
    for (const btf::SectionInfo &S : O.sections())
      for (const btf::SectionVar &V : S.Vars)
        if (!V.IsStatic)
          Near.consider(V.Name);
    if (Dwarf)
      Dwarf->forEachName(O, [&](std::string_view Name) {
        if (O.find(Name).empty())
          Near.consider(Memory.copy(Name));
      });
    return;
  default:
    return;
  }
}

void surface::describe(Finding &F, const std::vector<NotFound> &Why,
                       const std::vector<Surface *> &Asked) {
  NotFound Best;
  for (const NotFound &N : Why)
    if (Best.Why == Variant::Plain ||
        (Best.Instead.empty() && !N.Instead.empty()))
      Best = N;
  F.Diff.Kind = DifferenceKind::TypeNotFound;
  F.Diff.Form = Best.Why;
  F.NamePart = Best.Part;
  F.Nearest = Best.Instead;
  if (!F.Nearest.empty())
    return;
  constexpr size_t MostSuggestions = 3;
  const std::string Wanted(withoutTag(F.BpfName));
  NearestNames Near(Wanted, MostSuggestions);
  for (Surface *One : Asked)
    One->suggest(Best, Near);
  for (std::string_view Name : Near.names())
    F.Nearest.emplace_back(Name);
}
