//===- Holes.h - What a record does not use ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HOLES_H
#define HOSTLAYOUT_HOLES_H

#include "Layout/Type.h"

#include <cstdint>

namespace hostlayout::command {

/// What no member uses.
struct Hole {
  uint64_t Bits = 0, Bytes = 0;
};

/// Tells the holes of a record. What is left of the unit that a bit-field is
/// declared with counts in bits, as it does for pahole.
class HoleFinder {
public:
  /// The hole in front of \p F, which comes next.
  Hole before(const Field &F);
  /// The one behind the last, if the record ends at \p Bit.
  Hole until(uint64_t Bit);

private:
  uint64_t End = 0;
  uint64_t Unit = 0; ///< bits; of the field before, if that is a bit-field
};

/// What \p R's bytes are used for.
struct Usage {
  uint64_t Members = 0; ///< bits
  uint64_t Holes = 0, HoleBytes = 0;
  uint64_t BitHoles = 0, HoleBits = 0;
  uint64_t Padding = 0; ///< bytes at the end
  uint64_t PaddingBits = 0;
  /// Members that are structs with padding, and the bytes of that.
  uint64_t Paddings = 0, PaddingsBytes = 0;
};
/// Bits of \p Members are counted once where they overlap.
Usage usageOf(const RecordType &R);

/// The bytes of padding at the end of a member that is a struct.
uint64_t paddingInside(const Field &F);

} // namespace hostlayout::command

#endif
