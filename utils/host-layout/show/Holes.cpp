//===- Holes.cpp - What a record does not use -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "show/Holes.h"

#include <algorithm>
#include <utility>

using namespace hostlayout;
using namespace hostlayout::command;

Hole HoleFinder::until(uint64_t Bit) {
  Hole H;
  uint64_t From = std::exchange(End, std::max(End, Bit));
  if (From >= Bit)
    return H;
  // What the unit of a bit-field has left, and what is not a whole byte.
  H.Bits = std::min(Unit ? (Unit - From % Unit) % Unit : 0, Bit - From);
  uint64_t Left = Bit - From - H.Bits;
  H.Bytes = Left / 8;
  H.Bits += Left % 8;
  return H;
}

Hole HoleFinder::before(const Field &F) {
  Hole H = until(F.BitOffset);
  End = std::max(End, F.BitOffset + F.bits());
  Unit = F.IsBitField ? F.Ty->Size * 8 : 0;
  return H;
}

uint64_t command::paddingInside(const Field &F) {
  const auto *R = as<RecordType>(F.Ty);
  if (!R || R->isUnion() || R->HasUnknownMembers)
    return 0;
  HoleFinder Holes;
  for (const Field &Inner : R->Fields)
    Holes.before(Inner);
  return Holes.until(R->Size * 8).Bytes;
}

Usage command::usageOf(const RecordType &R) {
  Usage U;
  HoleFinder Holes;
  uint64_t End = 0;
  for (const Field &F : R.Fields) {
    Hole H = Holes.before(F);
    if (!R.isUnion()) {
      U.Holes += H.Bytes != 0;
      U.HoleBytes += H.Bytes;
      U.BitHoles += H.Bits != 0;
      U.HoleBits += H.Bits;
    }
    uint64_t Inside = paddingInside(F);
    U.Paddings += Inside != 0;
    U.PaddingsBytes += Inside;
    uint64_t Begin = std::max(End, F.BitOffset);
    End = std::max(End, F.BitOffset + F.bits());
    U.Members += End - std::min(Begin, End);
  }
  Hole Last = Holes.until(R.Size * 8);
  U.Padding = Last.Bytes;
  U.PaddingBits = Last.Bits;
  return U;
}
