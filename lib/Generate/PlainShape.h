//===- PlainShape.h - Records in languages of plain structs -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Go and Rust have no bit-fields, no members without names, and no packed
// structs that may hold what is aligned. What they cannot declare is bytes, of
// the right number and alignment, and methods to get at them.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_PLAINSHAPE_H
#define HOSTLAYOUT_GENERATE_PLAINSHAPE_H

#include "Generate/Model.h"

#include <span>
#include <vector>

namespace hostlayout::generate {

struct PlainShape {
  /// Alignment on a 64-bit host, and without what members without bytes ask
  /// for. An object's compiler lets these align a record, too.
  uint32_t Align = 1, AlignOfBytes = 1;
  /// Not all members are declared as what they are, and as direct members.
  bool NeedsMethods = false;
};

/// A member of a record or of an unnamed record that is part of it.
struct PlainMember {
  const Field *F;
  uint64_t BitOffset; ///< from the start of the record
  uint64_t byteOffset() const { return BitOffset / 8; }
  uint64_t bitEnd() const { return BitOffset + F->bits(); }
};

/// An array of elements behind the record, which itself has no bytes.
bool isFlexible(const Type &Ty);

class PlainShapes {
public:
  /// \p HasUnions: the language declares a union's members.
  PlainShapes(Model &M, bool HasUnions) : M(M), HasUnions(HasUnions) {}

  const PlainShape &operator[](const RecordType &R);

  /// Alignment of a variable of type \p Ty on a 64-bit host.
  uint32_t alignOf(const Type &Ty);

  /// Whether a member of type \p Ty, at \p Offset of a record of \p Size bytes,
  /// can be declared as what it is.
  bool isAligned(const Type &Ty, uint64_t Offset, uint64_t Size);

  std::vector<PlainMember> membersOf(const RecordType &R);

private:
  PlainShape shapeOf(const RecordType &R);
  bool isPart(const RecordType &Inner, const RecordType &Outer);
  void flatten(const RecordType &R, uint64_t BaseBits,
               std::vector<PlainMember> &Members);

  Model &M;
  const bool HasUnions;
  PointerMap<PlainShape> Known;
};

/// The bit-fields that \p Members begin with and that share bytes, or touch:
/// they lie in one run of bytes. Empty where the first is no bit-field.
std::span<const PlainMember> firstBitRun(std::span<const PlainMember> Members);

} // namespace hostlayout::generate

#endif
