//===- MapKinds.h - The kinds of BPF maps -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one table of what is known of a kind of map, by BPF_MAP_TYPE_*.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SURFACE_MAPKINDS_H
#define HOSTLAYOUT_SURFACE_MAPKINDS_H

#include "Layout/MapInterface.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hostlayout::surface {

/// What user space moves with a key. Keys and values that it does not move may
/// still be declared.
enum class ValueKind : uint8_t {
  Bytes, ///< what the map declares
  Fd,    ///< a file descriptor or an id: 4 bytes here, another thing there
  None,  ///< there are no values: a buffer of records, pages of an arena
};

/// A map that hands over records, each as long as the program likes.
enum class BufferKind : uint8_t {
  None,
  Ring,     ///< BPF_MAP_TYPE_RINGBUF
  Perf,     ///< BPF_MAP_TYPE_PERF_EVENT_ARRAY
  UserRing, ///< BPF_MAP_TYPE_USER_RINGBUF: from user space to the program
};

struct MapKind {
  uint32_t Id;           ///< BPF_MAP_TYPE_*
  std::string_view Name; ///< "percpu_array", as bpftool says it
  MapInterface Interface = MapInterface::None;
  /// The kernel keeps one value for each CPU, perCpuStride() apart.
  bool PerCpu = false;
  bool HasKeys = true;
  ValueKind Values = ValueKind::Bytes;
  BufferKind Buffer = BufferKind::None;
  /// Values are maps.
  bool HoldsMaps = false;
};

/// The entry of \p Id. A kind that is newer than the table has an empty name
/// and counts as a map with keys and values.
MapKind mapKind(uint32_t Id);

/// "percpu_array" for 6; the number where the table has no name.
std::string mapKindName(uint32_t Id);

/// The reverse: of a name of the table, or of a number.
std::optional<uint32_t> mapKindByName(std::string_view Name);

/// "ring buffer", "perf buffer", "user ring buffer".
std::string_view bufferName(BufferKind Kind);

} // namespace hostlayout::surface

#endif
