//===- MapRole.h - A map's key or value -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_MAPROLE_H
#define HOSTLAYOUT_LAYOUT_MAPROLE_H

#include "Layout/Type.h"

#include <cstdint>
#include <string_view>

namespace hostlayout {

/// The bytes between two values of a per-CPU map of \p Size bytes each: the
/// kernel rounds each CPU's copy up (kernel/bpf/hashtab.c,
/// kernel/bpf/arraymap.c: round_up(value_size, 8)).
constexpr uint64_t perCpuStride(uint64_t Size) { return (Size + 7) / 8 * 8; }

/// What the kernel moves at once between a map and user space: a key or a
/// value, of a map or of the maps that a map holds.
struct MapRole {
  /// "counts.value", "outer.values.key". Lives as long as the model.
  std::string_view Name;
  uint64_t Size = 0; ///< bytes; 0 if unknown
  bool IsKey = false;
  /// The value of a per-CPU map: user space sees one for each CPU.
  bool PerCpu = false;
  /// Null where the map declares the size only, or where Forward is set.
  const Type *Ty = nullptr;
  /// The name of the type where the object declares but never defines it.
  std::string_view Forward = {};

  /// Whether the values lie further apart than they are long.
  bool isStrided() const { return PerCpu && perCpuStride(Size) != Size; }
};

} // namespace hostlayout

#endif
