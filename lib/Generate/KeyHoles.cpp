//===- KeyHoles.cpp - Bytes of a key that no member has -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/KeyHoles.h"

namespace hostlayout::generate {

namespace {

/// The kernel has no longer keys than this; what a stranger's object says of
/// longer ones is not worth the memory.
constexpr uint64_t LongestKey = 1 << 16;
/// Records may hold others again and again.
constexpr uint64_t MostMembers = 1 << 20;

class Coverage {
public:
  Coverage(uint64_t Size, bool BigEndian) : Bytes(Size), BigEndian(BigEndian) {}

  void add(const Type &Ty, uint64_t Bit);
  std::vector<KeyHole> holes() const;
  bool isComplete() const { return Members < MostMembers; }

private:
  void addBits(uint64_t Bit, uint64_t Width);

  std::vector<uint8_t> Bytes; ///< the bits that members have
  const bool BigEndian;
  uint64_t Members = 0;
};

void Coverage::addBits(uint64_t Bit, uint64_t Width) {
  for (uint64_t End = Bit + Width; Bit < End && Bit / 8 < Bytes.size();) {
    uint64_t InByte = Bit % 8;
    if (InByte == 0 && End - Bit >= 8) {
      Bytes[Bit / 8] = 0xff;
      Bit += 8;
      continue;
    }
    Bytes[Bit / 8] |= 1u << (BigEndian ? 7 - InByte : InByte);
    ++Bit;
  }
}

void Coverage::add(const Type &Ty, uint64_t Bit) {
  if (++Members >= MostMembers)
    return;
  const Type &Bare = *strip(&Ty);
  if (Bare.Kind == TypeKind::Array) {
    const auto &A = static_cast<const ArrayType &>(Bare);
    for (uint64_t I = 0; I != A.Count && A.Element->Size && isComplete(); ++I)
      add(*A.Element, Bit + I * A.Element->Size * 8);
    return;
  }
  if (Bare.Kind != TypeKind::Record) {
    addBits(Bit, Bare.Size * 8);
    return;
  }
  for (const Field &F : static_cast<const RecordType &>(Bare).Fields) {
    if (F.IsBitField)
      addBits(Bit + F.BitOffset, F.BitWidth);
    else
      add(*F.Ty, Bit + F.BitOffset);
  }
}

std::vector<KeyHole> Coverage::holes() const {
  std::vector<KeyHole> Holes;
  for (uint64_t I = 0; I != Bytes.size(); ++I) {
    if (Bytes[I] == 0xff)
      continue;
    if (!Holes.empty() && Holes.back().Kept == Bytes[I] &&
        Holes.back().Offset + Holes.back().Size == I)
      ++Holes.back().Size;
    else
      Holes.push_back({I, 1, Bytes[I]});
  }
  return Holes;
}

} // namespace

std::vector<KeyHole> keyHoles(const Type &Ty, bool BigEndian) {
  if (Ty.Size > LongestKey)
    return {};
  Coverage C(Ty.Size, BigEndian);
  C.add(Ty, 0);
  return C.isComplete() ? C.holes() : std::vector<KeyHole>();
}

} // namespace hostlayout::generate
