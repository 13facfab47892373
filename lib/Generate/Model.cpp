//===- Model.cpp - What will be written, in its order ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Model.h"

#include <algorithm>
#include <compare>
#include <tuple>

namespace hostlayout::generate {

namespace {

constexpr std::string_view ByteOrderNames[] = {
    "__be16", "__be32", "__be64",  "__le16",
    "__le32", "__le64", "__sum16", "__wsum",
};

/// The order of types of one name, by all that the text says of them. Nothing
/// of it may depend on where in the object they stand.
class ContentOrder {
public:
  std::strong_ordering compare(const Type &A, const Type &B);

private:
  std::strong_ordering records(const RecordType &A, const RecordType &B);
  std::strong_ordering enums(const EnumType &A, const EnumType &B);
  /// How many of \p Count members are looked at. All types may share what they
  /// hold: only the outermost is seen whole.
  size_t atMost(size_t Count) {
    if (Depth == 0)
      return Count;
    Count = std::min(Count, MostFields - Fields);
    Fields += Count;
    return Count;
  }

  /// What looks alike so far and so deep is as good as the same: a stranger's
  /// object must not take for ever.
  static constexpr unsigned Deepest = 4;
  static constexpr size_t MostFields = 256;
  unsigned Depth = 0;
  size_t Fields = 0;
};

std::strong_ordering ContentOrder::compare(const Type &A, const Type &B) {
  if (&A == &B)
    return std::strong_ordering::equal;
  auto Key = [](const Type &Ty) {
    return std::tuple(Ty.Kind, Ty.Size, Ty.Name, Ty.Sign, Ty.Role);
  };
  if (auto Order = Key(A) <=> Key(B); Order != 0)
    return Order;
  switch (A.Kind) {
  case TypeKind::Record:
    return records(static_cast<const RecordType &>(A),
                   static_cast<const RecordType &>(B));
  case TypeKind::Enum:
    return enums(static_cast<const EnumType &>(A),
                 static_cast<const EnumType &>(B));
  case TypeKind::Pointer:
    return static_cast<const PointerType &>(A).Pointee <=>
           static_cast<const PointerType &>(B).Pointee;
  case TypeKind::Array: {
    const auto &X = static_cast<const ArrayType &>(A);
    const auto &Y = static_cast<const ArrayType &>(B);
    if (X.Count != Y.Count)
      return X.Count <=> Y.Count;
    return compare(*X.Element, *Y.Element);
  }
  case TypeKind::Typedef:
    return compare(*static_cast<const TypedefType &>(A).Target,
                   *static_cast<const TypedefType &>(B).Target);
  default:
    return std::strong_ordering::equal;
  }
}

std::strong_ordering ContentOrder::records(const RecordType &A,
                                           const RecordType &B) {
  auto Key = [](const Field &F) {
    return std::tuple(F.Name, F.BitOffset, F.bits());
  };
  size_t Count = atMost(std::min(A.Fields.size(), B.Fields.size()));
  for (size_t I = 0; I != Count; ++I)
    if (auto Order = Key(A.Fields[I]) <=> Key(B.Fields[I]); Order != 0)
      return Order;
  if (auto Order = A.Fields.size() <=> B.Fields.size();
      Order != 0 || Depth == Deepest)
    return Order;
  auto Order = std::strong_ordering::equal;
  ++Depth;
  for (size_t I = 0; Order == 0 && I != Count && Fields != MostFields; ++I)
    Order = compare(*A.Fields[I].Ty, *B.Fields[I].Ty);
  --Depth;
  return Order;
}

std::strong_ordering ContentOrder::enums(const EnumType &A, const EnumType &B) {
  auto Key = [](const Enumerator &E) { return std::tuple(E.Name, E.Value); };
  size_t Count = atMost(std::min(A.Enumerators.size(), B.Enumerators.size()));
  for (size_t I = 0; I != Count; ++I)
    if (auto Order = Key(A.Enumerators[I]) <=> Key(B.Enumerators[I]);
        Order != 0)
      return Order;
  return A.Enumerators.size() <=> B.Enumerators.size();
}

bool comesBefore(const Type &A, const Type &B) {
  return ContentOrder().compare(A, B) < 0;
}

} // namespace

bool precedes(const Entity &A, const Entity &B) {
  if (A.BtfName != B.BtfName)
    return A.BtfName < B.BtfName;
  return A.Ty && B.Ty && comesBefore(*A.Ty, *B.Ty);
}

namespace {

/// The first eight characters as a number that compares as they do.
uint64_t firstEight(std::string_view Name) {
  uint64_t Number = 0;
  for (size_t I = 0; I != 8; ++I)
    Number =
        Number << 8 | (I < Name.size() ? static_cast<uint8_t>(Name[I]) : 0);
  return Number;
}

} // namespace

bool saysByteOrder(std::string_view Typedef) {
  return Typedef.starts_with("__") &&
         std::ranges::find(ByteOrderNames, Typedef) != std::end(ByteOrderNames);
}

/// A selected type with what it is sorted by first; small, for there are many.
struct Model::Root {
  uint64_t Start;
  const Type *Ty;

  static std::string_view name(const Type &Ty) {
    const auto *E = Ty.Name.empty() ? as<EnumType>(&Ty) : nullptr;
    return E && !E->Enumerators.empty() ? E->Enumerators.front().Name : Ty.Name;
  }
  explicit Root(const Type &Ty) : Start(firstEight(name(Ty))), Ty(&Ty) {}
  bool operator<(const Root &O) const {
    if (Start != O.Start)
      return Start < O.Start;
    if (auto Order = name(*Ty) <=> name(*O.Ty); Order != 0)
      return Order < 0;
    return comesBefore(*Ty, *O.Ty);
  }
};

Model::Model(const Selection &S, bool UsesHeaders)
    : TheShapes(S.Everything || !UsesHeaders ? Shapes::Source::Object
                                             : Shapes::Source::Opaque),
      IsEverything(S.Everything) {
  collect(S, UsesHeaders);
  if (!UsesKernelTypes)
    return;
  // Whoever includes the header has the rest of it, too.
  TheShapes = Shapes(Shapes::Source::Header);
  Entities.clear();
  Known = {};
  collect(S, UsesHeaders);
}

void Model::collect(const Selection &S, bool UsesHeaders) {
  Entities.reserve(S.Types.size() + S.Roles.size() + 16);
  Known.reserve(S.Types.size());
  auto Roles = S.Roles;
  std::ranges::stable_sort(Roles, std::less<>(), &MapRole::Role);
  auto Sections = S.Sections;
  std::ranges::stable_sort(Sections, std::less<>(), &RecordType::Name);

  // A map's unnamed struct is named by its role, wherever else it may occur.
  for (const MapRole &R : Roles)
    if (R.Ty && R.Ty->Kind == TypeKind::Record && R.Ty->Name.empty())
      visit(*R.Ty, R.Role);
  std::vector<Root> Roots;
  Roots.reserve(S.Types.size());
  for (const Type *Ty : S.Types)
    Roots.emplace_back(*Ty);
  addSelected(std::move(Roots));
  for (const RecordType *Section : Sections)
    visit(*Section);
  for (const MapRole &R : Roles) {
    if (!UsesHeaders && !R.IsSelected)
      continue;
    if (R.Ty)
      visit(*R.Ty);
    else if (!R.Size)
      continue;
    if (Entity *E = R.Ty ? find(*strip(R.Ty)) : nullptr)
      E->IsStrided |= R.PerCpu && R.Size % 8 != 0;
    // Where the role named the type, there is nothing to add.
    if (const Entity *E = R.Ty ? find(*R.Ty) : nullptr)
      if (E->BtfName == R.Role && !R.PerCpu)
        continue;
    Entities.push_back({.What = Entity::Role,
                        .IsSelected = true,
                        .PerCpu = R.PerCpu,
                        .Ty = R.Ty,
                        .BtfName = R.Role,
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
