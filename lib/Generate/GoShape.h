//===- GoShape.h - How a record must be declared in Go ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Go has no packed structs, unions, bit-fields or trailing arrays without
// elements. What it cannot declare is bytes, of the right number and alignment,
// and methods to get at them.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_GOSHAPE_H
#define HOSTLAYOUT_GENERATE_GOSHAPE_H

#include "Generate/Model.h"

#include <vector>

namespace hostlayout::generate {

struct GoShape {
  uint32_t Align = 1;
  /// It has members that only a method can reach, so it needs a type's name.
  bool NeedsMethods = false;
};

/// A member of a record or of an anonymous struct in it; anonymous unions are
/// members themselves.
struct GoMember {
  const Field *F;
  uint64_t BitOffset; ///< from the start of the record
  uint64_t byteOffset() const { return BitOffset / 8; }
};

/// An array of elements behind the record, which itself has no bytes.
bool isFlexible(const Type &Ty);

class GoShapes {
public:
  explicit GoShapes(Model &M) : M(M) {}

  const GoShape &operator[](const RecordType &R);

  /// Alignment of a variable of type \p Ty on a 64-bit host.
  uint32_t alignOf(const Type &Ty);

  /// Whether a member of type \p Ty, at \p Offset of a record of \p Size bytes,
  /// can be declared as what it is.
  bool isAligned(const Type &Ty, uint64_t Offset, uint64_t Size);

  std::vector<GoMember> membersOf(const RecordType &R);

private:
  void addMembers(GoShape &S, const RecordType &R);
  void flatten(const RecordType &R, uint64_t BaseBits,
               std::vector<GoMember> &Members);

  Model &M;
  PointerMap<GoShape> Known;
};

} // namespace hostlayout::generate

#endif
