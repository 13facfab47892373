//===- MapTypes.h - Names of the kinds of maps ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_MAPTYPES_H
#define HOSTLAYOUT_MAPTYPES_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hostlayout::command {

/// "percpu_array" for 6, as bpftool says it; the number where it has no name.
inline std::string mapTypeName(uint32_t Type) {
  constexpr std::array<std::string_view, 34> Names = {
      "unspec",
      "hash",
      "array",
      "prog_array",
      "perf_event_array",
      "percpu_hash",
      "percpu_array",
      "stack_trace",
      "cgroup_array",
      "lru_hash",
      "lru_percpu_hash",
      "lpm_trie",
      "array_of_maps",
      "hash_of_maps",
      "devmap",
      "sockmap",
      "cpumap",
      "xskmap",
      "sockhash",
      "cgroup_storage",
      "reuseport_sockarray",
      "percpu_cgroup_storage",
      "queue",
      "stack",
      "sk_storage",
      "devmap_hash",
      "struct_ops",
      "ringbuf",
      "inode_storage",
      "task_storage",
      "bloom_filter",
      "user_ringbuf",
      "cgrp_storage",
      "arena",
  };
  return Type < Names.size() ? std::string(Names[Type]) : std::to_string(Type);
}

} // namespace hostlayout::command

#endif
