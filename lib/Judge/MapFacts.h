//===- MapFacts.h - What the kernel moves for a map -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The facts of one map of one source that decide how many bytes a call moves.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_MAPFACTS_H
#define HOSTLAYOUT_JUDGE_MAPFACTS_H

#include "Judge/Judge.h"
#include "Layout/MapRole.h"

namespace hostlayout::judge {

struct MapFacts {
  const Source *From = nullptr;
  std::string Name;
  uint32_t Type = 0;                   ///< BPF_MAP_TYPE_*, 0 where not declared
  uint64_t KeySize = 0, ValueSize = 0; ///< bytes; 0: none, or not known
  /// What a marker calls the types; empty where there is none.
  std::string KeyRole, ValueRole;
  bool PerCpu = false;
  bool PinsByName = false; ///< LIBBPF_PIN_BY_NAME
  /// The host hands over descriptors or ids of 4 bytes, whatever the value is.
  bool HasFds = false;
  bool IsPerfBuffer = false;

  /// How far the values of a per-CPU map lie apart, or those of a mapped one.
  static uint64_t stride(uint64_t Size) { return perCpuStride(Size); }
};

/// The map that \p S calls \p Name: in `.maps`, or a section by a skeleton's
/// field ("rodata") or by libbpf's name ("ev.rodata").
std::optional<MapFacts> findMap(const Source &S, std::string_view Name);

} // namespace hostlayout::judge

#endif
