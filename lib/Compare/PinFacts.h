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

/// A variable of a section that is pinned, or of a pinned arena, which the new
/// program does not find as the old one left it.
struct MovedGlobal {
  std::string Name;
  /// Its byte in the pinned map. Like NewByte: its type is another one. None:
  /// it is new, and Over had bytes of it.
  std::optional<uint64_t> OldByte;
  uint64_t NewByte = 0;
  std::string Over;
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

  /// Misread: what is misread, where it is a variable.
  std::optional<MovedGlobal> Global;

  /// The maps that it holds are neither compared nor filled.
  bool HasInnerMaps = false;
};

} // namespace hostlayout

#endif
