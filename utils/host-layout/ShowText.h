//===- ShowText.h - Types as pahole prints them -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SHOWTEXT_H
#define HOSTLAYOUT_SHOWTEXT_H

#include "Generate/Text.h"
#include "Layout/Type.h"

#include <string>
#include <string_view>

namespace hostlayout::command {

/// A type as the BPF source declares it: "__u64" and "[4]".
struct Declared {
  std::string Type;
  std::string Dimensions;
  /// The record or enum without a name that Type stands for, or null.
  const hostlayout::Type *InPlace = nullptr;
};
Declared declaredType(const Type &Ty);

/// What \p R's bytes are used for.
struct Usage {
  uint64_t Members = 0; ///< bits
  uint64_t Holes = 0, HoleBytes = 0;
  uint64_t BitHoles = 0, HoleBits = 0;
  uint64_t Padding = 0; ///< bytes at the end
  uint64_t PaddingBits = 0;
};
/// Bits of \p Members are counted once where they overlap.
Usage usageOf(const RecordType &R);

/// Writes \p Ty, a record, enum or typedef, with the offset and size of each
/// member, holes, padding and cachelines.
void showType(generate::Text &Out, const Type &Ty);

/// The same for a map's key or value, whatever its type is.
void showRole(generate::Text &Out, std::string_view Role, const Type &Ty);

} // namespace hostlayout::command

#endif
