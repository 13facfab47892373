//===- PinFacts.h - What becomes of a pinned map ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_PINFACTS_H
#define HOSTLAYOUT_COMPARE_PINFACTS_H

#include <cstdint>
#include <optional>
#include <string>

namespace hostlayout {

enum class PinVerdict : uint8_t {
  Reused,        ///< and read as it was written
  LibbpfRefuses, ///< a number of the two differs: loading fails
  Misread,       ///< libbpf reuses it; old entries are read as something else
  KernelRefuses, ///< what the kernel looks for in values moved
  Unknown,       ///< the kernel holds no types of the map
};

/// The numbers of a map that libbpf compares with those of a pin.
enum class MapNumber : uint8_t {
  Kind, ///< BPF_MAP_TYPE_*
  KeySize,
  ValueSize,
  MaxEntries,
  Flags,
  Extra,
};

/// What happens when a new program opens the pin of an old map.
struct PinFacts {
  PinVerdict Verdict = PinVerdict::Reused;
  std::string Map;

  /// LibbpfRefuses: what differs. Of Kind also the names.
  MapNumber Number = MapNumber::Kind;
  uint64_t Old = 0, New = 0;
  std::string OldKind, NewKind; ///< "hash"; OldKind also of Unknown
  /// LibbpfRefuses: the map did not change, but the kernel changes Number of
  /// every such map, and libbpf does not know it.
  bool IsByKernel = false;
  /// The first libbpf 1.x that knows; 0: none.
  unsigned KnownSince = 0;

  /// KernelRefuses: what moved ("struct bpf_timer", "kptr to task_struct"), and
  /// its bytes in the values of both; none where a side has none.
  std::string Special;
  std::optional<uint64_t> OldByte, NewByte;

  /// The maps that it holds are neither compared nor filled.
  bool HasInnerMaps = false;
};

} // namespace hostlayout

#endif
