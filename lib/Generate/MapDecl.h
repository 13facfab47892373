//===- MapDecl.h - What a program must know of a map ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_MAPDECL_H
#define HOSTLAYOUT_GENERATE_MAPDECL_H

#include <cstdint>
#include <memory>
#include <string_view>

namespace hostlayout::generate {

/// A map of the object. The types of its keys and values are among the roles of
/// the selection: "counts.key", "counts.value".
struct MapDecl {
  std::string_view Name;               ///< of an inner map: "values"
  uint32_t Kind = 0;                   ///< BPF_MAP_TYPE_*
  uint64_t KeySize = 0, ValueSize = 0; ///< bytes; 0: none, or unknown
  uint64_t MaxEntries = 0, Flags = 0;  ///< as declared
  /// What a map in a map is like; null for all other maps.
  std::shared_ptr<const MapDecl> Inner = nullptr;
};

/// Which operations a map has for user space.
enum class MapInterface : uint8_t {
  None, ///< its descriptor is all
  Hash,
  Array,
  PerCpuHash,
  PerCpuArray,
  Lpm,
  Queue,
  Bloom,
  RingBuffer,
  UserRingBuffer,
  PerfEventArray,
  MapOfMaps,
  Descriptors, ///< values are descriptors of programs, sockets, cgroups
  Slots,       ///< an array that can be emptied
  StackTraces,
  CgroupStorage,
  PerCpuCgroupStorage,
  Storage, ///< of a task, inode, socket or cgroup: keyed by a descriptor
};

/// The interface of a BPF_MAP_TYPE_*.
MapInterface interfaceOf(uint32_t Kind);

} // namespace hostlayout::generate

#endif
