//===- KeyHoles.h - Bytes of a key that no member has -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernel hashes and compares all bytes of a key. What lies in a hole, or in
// what bit-fields leave of a byte, must be the same each time: 0.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_KEYHOLES_H
#define HOSTLAYOUT_GENERATE_KEYHOLES_H

#include "Layout/Type.h"

#include <cstdint>
#include <vector>

namespace hostlayout::generate {

/// Bytes that no member covers whole, all alike.
struct KeyHole {
  uint64_t Offset = 0, Size = 0; ///< bytes
  uint8_t Kept = 0;              ///< the bits of each that members have
};

/// What of \p Ty no member has, in order. \p BigEndian: the byte order in which
/// bit-fields are counted.
std::vector<KeyHole> keyHoles(const Type &Ty, bool BigEndian);

} // namespace hostlayout::generate

#endif
