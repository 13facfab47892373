//===- Shape.cpp - How a record must be declared in C and C++ -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Shape.h"

#include "Generate/KernelTypes.h"
#include "Layout/KernelOwned.h"

#include <algorithm>

namespace hostlayout::generate {

static std::string_view reason(Obstacle O) {
  switch (O) {
  case Obstacle::None:
    break;
  case Obstacle::Overlap:
    return "its fields overlap";
  case Obstacle::OutOfPlace:
    return "a member is not at its start";
  case Obstacle::PastEnd:
    return "a field reaches past its end";
  case Obstacle::InsideByte:
    return "a field starts inside a byte";
  case Obstacle::WideBitField:
    return "a bit-field is wider than any integer";
  }
  return {};
}

std::string sentence(Obstacle O) {
  return "The fields cannot be declared: " + std::string(reason(O)) + ".";
}

uint16_t bytesAlign(const Type &Ty) {
  auto Align = static_cast<uint16_t>(std::min(Ty.Align, 8u));
  return Ty.Size && Ty.Size % Align == 0 ? Align : 1;
}

uint16_t bytesAlign(const Field &F, const RecordType &R) {
  uint16_t Align = bytesAlign(*leafOf(F.Ty));
  return F.byteOffset() % Align == 0 && R.Size % Align == 0 ? Align : 1;
}

uint32_t bitFieldUnit(const Field &F) {
  const Type *Ty = strip(F.Ty);
  if (Ty->Kind != TypeKind::Integer && Ty->Kind != TypeKind::Enum)
    return 0;
  uint64_t Unit = std::min<uint64_t>(Ty->Size * 8, 64);
  return F.BitWidth && F.BitWidth <= Unit ? static_cast<uint32_t>(Unit) : 0;
}

bool Shapes::isFromHeader(const Type &Leaf) const {
  return From == Source::Header && !Leaf.Name.empty() &&
         isInKernelHeader(Leaf.Name);
}

Spelled Shapes::spelled(const Type &Leaf) const {
  switch (Leaf.Kind) {
  case TypeKind::Integer:
    return Leaf.Size <= 8 ? Spelled::Scalar : Spelled::Bytes;
  case TypeKind::Float:
    return Leaf.Size == 4 || Leaf.Size == 8 ? Spelled::Scalar : Spelled::Bytes;
  case TypeKind::Pointer:
    return Spelled::Pointer;
  case TypeKind::Enum:
    return isFromHeader(Leaf) ? Spelled::Kernel : Spelled::Enum;
  case TypeKind::Record:
    if (isFromHeader(Leaf))
      return Spelled::Kernel;
    if (From == Source::Object || Leaf.Name.empty() || !kernelOwned(Leaf.Name))
      return Spelled::Record;
    return opaqueAlign(Leaf) ? Spelled::Kernel : Spelled::Bytes;
  case TypeKind::Forward:
    return Spelled::Unknown;
  case TypeKind::Opaque:
    return Leaf.Size ? Spelled::Bytes : Spelled::Unknown;
  case TypeKind::Array:
  case TypeKind::Typedef:
    break;
  }
  return Spelled::Unknown;
}

std::pair<uint16_t, uint16_t> Shapes::alignOf(const Type &Leaf, Spelled How) {
  switch (How) {
  case Spelled::Scalar:
  case Spelled::Pointer:
  case Spelled::Enum: {
    auto Align = static_cast<uint16_t>(Leaf.Size);
    return {Align, std::min<uint16_t>(Align, 4)};
  }
  case Spelled::Record: {
    const Shape &S = (*this)[static_cast<const RecordType &>(Leaf)];
    return {S.Align, S.Align32};
  }
  case Spelled::Kernel: {
    if (uint16_t Align = opaqueAlign(Leaf))
      return {Align, Align};
    auto Align = static_cast<uint16_t>(Leaf.Align);
    return {Align, std::min<uint16_t>(Align, 4)};
  }
  // An array of these is an array of bytes, aligned only where that is said.
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return {1, 1};
}

const Shape &Shapes::operator[](const RecordType &R) {
  if (const Shape *S = Known.find(&R))
    return *S;
  Shape S = shapeOf(R);
  Known.insert(&R, S);
  return *Known.find(&R);
}

Shape Shapes::shapeOf(const RecordType &R) {
  Shape S;
  uint64_t End = 0;
  for (const Field &F : R.Fields) {
    if (R.isUnion() ? F.BitOffset != 0 : F.BitOffset < End)
      S.Why = R.isUnion() ? Obstacle::OutOfPlace : Obstacle::Overlap;
    addMember(S, F, R);
    End = std::max(End, F.BitOffset + F.bits());
  }
  if (End > R.Size * 8)
    S.Why = Obstacle::PastEnd;
  if (S.isOpaque()) {
    S.IsPacked = false;
    S.Align = S.Align32 = bytesAlign(R);
    return S;
  }
  S.IsPacked |= R.Size % S.Align != 0;
  if (S.IsPacked)
    S.Align = S.Align32 = 1;
  S.NeedsAlignas = S.Align32 < S.Align;
  // Only a record with a name is given the alignas: others lie in one.
  if (!R.Name.empty())
    S.Align32 = S.Align;
  return S;
}

void Shapes::addMember(Shape &S, const Field &F, const RecordType &R) {
  auto Raise = [&S](uint16_t Align, uint16_t Align32) {
    S.Align = std::max(S.Align, Align);
    S.Align32 = std::max(S.Align32, Align32);
  };
  if (F.IsBitField) {
    uint32_t Unit = bitFieldUnit(F);
    if (!Unit) {
      S.Why = Obstacle::WideBitField;
      return;
    }
    uint64_t Last = F.BitOffset + F.BitWidth - 1;
    S.IsPacked |= F.BitOffset / Unit != Last / Unit;
    auto Align = static_cast<uint16_t>(Unit / 8);
    Raise(Align, std::min<uint16_t>(Align, 4));
    return;
  }
  if (F.BitOffset % 8)
    S.Why = Obstacle::InsideByte;
  const Type &Leaf = *leafOf(F.Ty);
  const Spelled How = spelled(Leaf);
  if (How == Spelled::Bytes) {
    uint16_t Align = bytesAlign(F, R);
    Raise(Align, Align);
    return;
  }
  auto [Align, Align32] = alignOf(Leaf, How);
  S.IsPacked |= F.byteOffset() % Align != 0;
  Raise(Align, Align32);
}

} // namespace hostlayout::generate
