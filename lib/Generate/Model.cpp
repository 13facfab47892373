//===- Model.cpp - What will be written, in its order ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Model.h"

#include "Layout/ContentOrder.h"

#include <algorithm>
#include <compare>

namespace hostlayout::generate {

namespace {

constexpr std::string_view ByteOrderNames[] = {
    "__be16", "__be32", "__be64",  "__le16",
    "__le32", "__le64", "__sum16", "__wsum",
};

} // namespace

bool precedes(const Entity &A, const Entity &B) {
  // Go makes one name of sk_buff and __sk_buff, which is the plain one's.
  auto Underscores = [](const Entity &E) {
    return std::min(E.BtfName.find_first_not_of('_'), E.BtfName.size());
  };
  if (Underscores(A) != Underscores(B))
    return Underscores(A) < Underscores(B);
  if (A.BtfName != B.BtfName)
    return A.BtfName < B.BtfName;
  return A.Ty && B.Ty && comesBefore(*A.Ty, *B.Ty);
}

namespace {

/// Sixteen characters, or as many as there are, as numbers that compare as they
/// do. Thousands of a kernel's names begin with the same eight.
struct NameStart {
  explicit NameStart(std::string_view Name)
      : First(eight(Name)),
        Second(Name.size() > 8 ? eight(Name.substr(8)) : 0) {}
  auto operator<=>(const NameStart &) const = default;

  uint64_t First, Second;

private:
  static uint64_t eight(std::string_view Name) {
    uint64_t Number = 0;
    for (size_t I = 0; I != 8; ++I)
      Number =
          Number << 8 | (I < Name.size() ? static_cast<uint8_t>(Name[I]) : 0);
    return Number;
  }
};

} // namespace

bool saysByteOrder(std::string_view Typedef) {
  return Typedef.starts_with("__") &&
         std::ranges::find(ByteOrderNames, Typedef) != std::end(ByteOrderNames);
}

/// A selected type with what it is sorted by first; small, for there are many.
struct Model::Root {
  NameStart Start;
  const Type *Ty;

  static std::string_view name(const Type &Ty) {
    const auto *E = Ty.Name.empty() ? as<EnumType>(&Ty) : nullptr;
    return E && !E->Enumerators.empty() ? E->Enumerators.front().Name : Ty.Name;
  }
  explicit Root(const Type &Ty) : Start(name(Ty)), Ty(&Ty) {}
  bool operator<(const Root &O) const {
    if (Start != O.Start)
      return Start < O.Start;
    if (auto Order = name(*Ty) <=> name(*O.Ty); Order != 0)
      return Order < 0;
    return comesBefore(*Ty, *O.Ty);
  }
};

/// Sorted, each once. Maps of one name, as linked objects may have them, differ
/// in a type or size, or their roles are the same.
static std::vector<MapRole> rolesOf(const Selection &S) {
  std::vector<MapRole> Sorted = S.Roles, Roles;
  std::ranges::stable_sort(Sorted, std::less<>(), &MapRole::Name);
  for (const MapRole &R : Sorted) {
    bool IsKnown = false;
    for (auto O = Roles.rbegin();
         !IsKnown && O != Roles.rend() && O->Name == R.Name; ++O)
      IsKnown = O->Ty == R.Ty && O->Size == R.Size && O->PerCpu == R.PerCpu;
    if (!IsKnown)
      Roles.push_back(R);
  }
  return Roles;
}

Model::Model(const Selection &S, Language Lang)
    // Only C++ and C can take types from the system's headers.
    : Roles(rolesOf(S)), Maps(S.Maps),
      TheShapes(S.Everything || (Lang != Language::Cpp && Lang != Language::C)
                    ? Shapes::Source::Object
                    : Shapes::Source::Opaque),
      IsEverything(S.Everything) {
  std::ranges::stable_sort(Maps, std::less<>(), &MapDecl::Name);
  collect(S, Lang);
  if (!UsesKernelTypes)
    return;
  // A file that includes the header has the rest of it, too.
  TheShapes = Shapes(Shapes::Source::Header);
  Entities.clear();
  Known = {};
  collect(S, Lang);
}

void Model::collect(const Selection &S, Language Lang) {
  Entities.reserve(S.Types.size() + S.Roles.size() + 16);
  Known.reserve(S.Types.size());
  TheShapes.reserve(S.Types.size());
  auto Sections = S.Sections;
  std::ranges::stable_sort(Sections, std::less<>(), &RecordType::Name);

  // A map's unnamed struct is named by its role, wherever else it may occur.
  for (const MapRole &R : Roles)
    if (R.Ty && R.Ty->Kind == TypeKind::Record && R.Ty->Name.empty())
      visit(*R.Ty, R.Name);
  std::vector<Root> Roots;
  Roots.reserve(S.Types.size());
  for (const Type *Ty : S.Types)
    Roots.emplace_back(*Ty);
  addSelected(std::move(Roots));
  for (const RecordType *Section : Sections)
    visit(*Section);
  for (const MapRole &R : Roles) {
    // bpf2go has no names for roles: only those that were asked for.
    if (Lang == Language::Go &&
        std::ranges::find(S.AskedFor, R.Name) == S.AskedFor.end())
      continue;
    if (R.Ty)
      visit(*R.Ty);
    else if (!R.Size)
      continue;
    if (Entity *E = R.Ty ? find(*strip(R.Ty)) : nullptr)
      E->IsStrided |= R.isStrided();
    // Where the role named the type, there is nothing to add.
    if (const Entity *E = R.Ty ? find(*R.Ty) : nullptr)
      if (E->BtfName == R.Name && !R.PerCpu)
        continue;
    Entities.push_back({.What = Entity::Role,
                        .IsSelected = true,
                        .PerCpu = R.PerCpu,
                        .Ty = R.Ty,
                        .BtfName = R.Name,
                        .Size = R.Size});
  }
}

void Model::addSelected(std::vector<Root> Roots) {
  std::ranges::stable_sort(Roots, std::less<>());
  for (const Root &R : Roots) {
    visit(*R.Ty);
    const Type *Bare = strip(R.Ty);
    Entity *E = find(*Bare);
    if (E)
      E->IsSelected = true;
    if (R.Ty->Kind != TypeKind::Typedef)
      continue;
    // A kernel's thousand names for integers are of no use to anybody else.
    bool IsUseful =
        E ? E->BtfName != R.Ty->Name || !Bare->Name.empty() : !IsEverything;
    if (IsUseful && Known.insert(R.Ty, InPlace))
      Entities.push_back({.What = Entity::Alias,
                          .IsSelected = true,
                          .Ty = R.Ty,
                          .BtfName = R.Ty->Name,
                          .Size = R.Ty->Size});
  }
}

uint32_t Model::visit(const Type &Ty, std::string_view Name) {
  const Type *Leaf = &Ty;
  while (Leaf->Kind == TypeKind::Typedef || Leaf->Kind == TypeKind::Array) {
    if (Leaf->Kind == TypeKind::Array) {
      Leaf = static_cast<const ArrayType *>(Leaf)->Element;
      Name = {};
      continue;
    }
    Name = Leaf->Name;
    UsesByteOrderTypes |= saysByteOrder(Name);
    Leaf = static_cast<const TypedefType *>(Leaf)->Target;
  }
  if (!Leaf->Name.empty())
    Name = Leaf->Name;
  if (Leaf->Kind == TypeKind::Enum) {
    if (TheShapes.spelled(*Leaf) != Spelled::Enum)
      return InPlace;
    if (const uint32_t *Number = Known.find(Leaf))
      return *Number;
    return declare(Name.empty() ? Entity::Constants : Entity::Enum, *Leaf,
                   Name);
  }
  if (Leaf->Kind != TypeKind::Record)
    return InPlace;
  if (Spelled How = TheShapes.spelled(*Leaf); How != Spelled::Record) {
    UsesKernelTypes |= How == Spelled::Kernel;
    return InPlace;
  }
  if (const uint32_t *Number = Known.find(Leaf))
    return *Number;
  const auto &R = static_cast<const RecordType &>(*Leaf);
  if (!TheShapes[R].isOpaque()) {
    for (const Field &F : R.Fields) {
      uint32_t Number = visit(*F.Ty);
      if (Number != InPlace)
        Entities[Number].IsEmbedded = true;
    }
  }
  if (!Name.empty())
    return declare(Entity::Record, R, Name);
  Known.insert(&R, InPlace);
  return InPlace;
}

uint32_t Model::declare(Entity::Kind What, const Type &Ty,
                        std::string_view BtfName) {
  uint32_t Number = What == Entity::Constants
                        ? InPlace
                        : static_cast<uint32_t>(Entities.size());
  Known.insert(&Ty, Number);
  Entities.push_back(
      {.What = What, .Ty = &Ty, .BtfName = BtfName, .Size = Ty.Size});
  return Number;
}

} // namespace hostlayout::generate
