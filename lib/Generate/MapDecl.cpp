//===- MapDecl.cpp - What a program must know of a map --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/MapDecl.h"

namespace hostlayout::generate {

MapInterface interfaceOf(uint32_t Kind) {
  switch (Kind) {
  case 1:  // HASH
  case 9:  // LRU_HASH
  case 25: // DEVMAP_HASH
    return MapInterface::Hash;
  case 2: // ARRAY
    return MapInterface::Array;
  case 5:  // PERCPU_HASH
  case 10: // LRU_PERCPU_HASH
    return MapInterface::PerCpuHash;
  case 6: // PERCPU_ARRAY
    return MapInterface::PerCpuArray;
  case 11: // LPM_TRIE
    return MapInterface::Lpm;
  case 22: // QUEUE
  case 23: // STACK
    return MapInterface::Queue;
  case 30: // BLOOM_FILTER
    return MapInterface::Bloom;
  case 27: // RINGBUF
    return MapInterface::RingBuffer;
  case 31: // USER_RINGBUF
    return MapInterface::UserRingBuffer;
  case 4: // PERF_EVENT_ARRAY
    return MapInterface::PerfEventArray;
  case 12: // ARRAY_OF_MAPS
  case 13: // HASH_OF_MAPS
    return MapInterface::MapOfMaps;
  case 3:  // PROG_ARRAY
  case 8:  // CGROUP_ARRAY
  case 15: // SOCKMAP
  case 17: // XSKMAP
  case 18: // SOCKHASH
  case 20: // REUSEPORT_SOCKARRAY
    return MapInterface::Descriptors;
  case 14: // DEVMAP
  case 16: // CPUMAP
    return MapInterface::Slots;
  case 7: // STACK_TRACE
    return MapInterface::StackTraces;
  case 19: // CGROUP_STORAGE
    return MapInterface::CgroupStorage;
  case 21: // PERCPU_CGROUP_STORAGE
    return MapInterface::PerCpuCgroupStorage;
  case 24: // SK_STORAGE
  case 28: // INODE_STORAGE
  case 29: // TASK_STORAGE
  case 32: // CGRP_STORAGE
    return MapInterface::Storage;
  default: // struct_ops, arenas, and what is newer
    return MapInterface::None;
  }
}

} // namespace hostlayout::generate
