//===- Flatten.h - The named fields of a record -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_FLATTEN_H
#define HOSTLAYOUT_COMPARE_FLATTEN_H

#include "Layout/Type.h"

#include <deque>
#include <vector>

namespace hostlayout {

/// An arm of a union whose fields can be named from outside.
struct UnionArm {
  const RecordType *Union;
  uint64_t UnionBit; ///< from the start of the flattened record
  const Field *F;
  const UnionArm *Outer; ///< the arm that holds the union; null if none does
};

/// A field that can be named from outside: anonymous structs and unions and
/// base classes are opened, for C and C++ let their members be named without.
struct FlatField {
  const Field *F;
  uint64_t Bit;   ///< from the start of the flattened record
  bool InUnion;   ///< shares bytes with other fields by declaration
  bool IsPadding; ///< says so by its name, and no marker says otherwise
  const UnionArm *Arm = nullptr; ///< the innermost arm that it belongs to
  const RecordType *In = nullptr; ///< the record that declares it

  bool isPacked() const { return In && In->IsPacked; }

  std::string_view name() const { return F->Name; }
  uint64_t bits() const { return F->bits(); }
  uint64_t end() const { return Bit + bits(); }
  bool overlaps(uint64_t From, uint64_t To) const {
    return Bit < To && From < end();
  }
};

/// In order of offset; fields at one offset in order of declaration. The arms
/// are left out without \p Arms to hold them.
std::vector<FlatField> flatten(const RecordType &R,
                               std::deque<UnionArm> *Arms = nullptr);

/// The first field of that name, or null.
const FlatField *findField(const std::vector<FlatField> &Fields,
                           std::string_view Name);

/// Whether match=named has anything to compare.
bool hasMarkedField(const RecordType &R);

void eraseField(std::vector<FlatField> &Fields, const Field *F);

/// Whether the bits [From, To) lie within \p Fields, which stand in order of
/// place, taken together.
bool isCovered(uint64_t From, uint64_t To,
               const std::vector<FlatField> &Fields);

} // namespace hostlayout

#endif
