//===- MapInterface.h - What user space can do with a map -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Surface says which kind of map has which interface; Generate writes it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_MAPINTERFACE_H
#define HOSTLAYOUT_LAYOUT_MAPINTERFACE_H

#include <cstdint>

namespace hostlayout {

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

} // namespace hostlayout

#endif
