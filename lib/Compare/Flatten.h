//===- Flatten.h - The named fields of a record -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_FLATTEN_H
#define HOSTLAYOUT_COMPARE_FLATTEN_H

#include "Layout/Type.h"

#include <vector>

namespace hostlayout {

/// A field that can be named from outside: anonymous structs and unions and
/// base classes are opened, for C and C++ let their members be named without.
struct FlatField {
  const Field *F;
  uint64_t Bit;   ///< from the start of the flattened record
  bool InUnion;   ///< shares bytes with other fields by declaration
  bool IsPadding; ///< says so by its name, and no marker says otherwise
  /// The outermost union around it, counted from 1 within the flattened record,
  /// and which arm of it.
  uint32_t Union = 0, Arm = 0;

  std::string_view name() const { return F->Name; }
  uint64_t bits() const { return F->bits(); }
  uint64_t end() const { return Bit + bits(); }
  /// Whether the two are in different arms of one union.
  bool isOtherArm(const FlatField &F) const {
    return Union && Union == F.Union && Arm != F.Arm;
  }
  bool overlaps(uint64_t From, uint64_t To) const {
    return Bit < To && From < end();
  }
};

/// In order of offset; fields at one offset in order of declaration.
std::vector<FlatField> flatten(const RecordType &R);

/// The first field of that name, or null.
const FlatField *findField(const std::vector<FlatField> &Fields,
                           std::string_view Name);

void eraseField(std::vector<FlatField> &Fields, const Field *F);

/// Whether the bits [From, To) lie within \p Fields, which stand in order of
/// place, taken together.
bool isCovered(uint64_t From, uint64_t To,
               const std::vector<FlatField> &Fields);

} // namespace hostlayout

#endif
