//===- MapKinds.cpp - The kinds of BPF maps -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/MapKinds.h"

#include <charconv>
#include <iterator>

using namespace hostlayout;
using namespace hostlayout::surface;

// linux/include/uapi/linux/bpf.h, enum bpf_map_type. By number.
static constexpr MapKind Kinds[] = {
    {0, "unspec"},
    {1, "hash", MapInterface::Hash},
    {2, "array", MapInterface::Array},
    {3, "prog_array", MapInterface::Descriptors, false, true, ValueKind::Fd},
    {4, "perf_event_array", MapInterface::PerfEventArray, false, true,
     ValueKind::Fd, BufferKind::Perf},
    {5, "percpu_hash", MapInterface::PerCpuHash, true},
    {6, "percpu_array", MapInterface::PerCpuArray, true},
    {7, "stack_trace", MapInterface::StackTraces},
    {8, "cgroup_array", MapInterface::Descriptors, false, true, ValueKind::Fd},
    {9, "lru_hash", MapInterface::Hash},
    {10, "lru_percpu_hash", MapInterface::PerCpuHash, true},
    {11, "lpm_trie", MapInterface::Lpm},
    {12, "array_of_maps", MapInterface::MapOfMaps, false, true, ValueKind::Fd,
     BufferKind::None, true},
    {13, "hash_of_maps", MapInterface::MapOfMaps, false, true, ValueKind::Fd,
     BufferKind::None, true},
    // A value is an index or a size, with a file descriptor behind it if the
    // program wants one.
    {14, "devmap", MapInterface::Slots},
    // 4 bytes take a file descriptor, 8 bytes give a socket's cookie.
    {15, "sockmap", MapInterface::Descriptors},
    {16, "cpumap", MapInterface::Slots},
    {17, "xskmap", MapInterface::Descriptors, false, true, ValueKind::Fd},
    {18, "sockhash", MapInterface::Descriptors},
    {19, "cgroup_storage", MapInterface::CgroupStorage},
    {20, "reuseport_sockarray", MapInterface::Descriptors},
    {21, "percpu_cgroup_storage", MapInterface::PerCpuCgroupStorage, true},
    {22, "queue", MapInterface::Queue, false, false},
    {23, "stack", MapInterface::Queue, false, false},
    {24, "sk_storage", MapInterface::Storage},
    {25, "devmap_hash", MapInterface::Hash},
    {26, "struct_ops"},
    {27, "ringbuf", MapInterface::RingBuffer, false, false, ValueKind::None,
     BufferKind::Ring},
    {28, "inode_storage", MapInterface::Storage},
    {29, "task_storage", MapInterface::Storage},
    {30, "bloom_filter", MapInterface::Bloom, false, false},
    {31, "user_ringbuf", MapInterface::UserRingBuffer, false, false,
     ValueKind::None, BufferKind::UserRing},
    {32, "cgrp_storage", MapInterface::Storage},
    {33, "arena", MapInterface::None, false, false, ValueKind::None},
    {34, "insn_array"},
};

static constexpr bool isByNumber() {
  for (uint32_t I = 0; I != std::size(Kinds); ++I)
    if (Kinds[I].Id != I)
      return false;
  return true;
}
static_assert(isByNumber());

MapKind surface::mapKind(uint32_t Id) {
  return Id < std::size(Kinds) ? Kinds[Id] : MapKind{Id, {}};
}

std::string surface::mapKindName(uint32_t Id) {
  std::string_view Name = mapKind(Id).Name;
  return Name.empty() ? std::to_string(Id) : std::string(Name);
}

std::optional<uint32_t> surface::mapKindByName(std::string_view Name) {
  for (const MapKind &K : Kinds)
    if (K.Name == Name)
      return K.Id;
  uint32_t Id = 0;
  const char *End = Name.data() + Name.size();
  auto [Read, Code] = std::from_chars(Name.data(), End, Id);
  return Code == std::errc() && Read == End ? std::optional(Id) : std::nullopt;
}

std::string_view surface::bufferName(BufferKind Kind) {
  switch (Kind) {
  case BufferKind::Ring:
    return "ring buffer";
  case BufferKind::Perf:
    return "perf buffer";
  case BufferKind::UserRing:
    return "user ring buffer";
  case BufferKind::None:
    break;
  }
  return {};
}
