//===- NameIndex.cpp - From names to types --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/NameIndex.h"

#include <bit>
#include <functional>

using namespace hostlayout;
using namespace hostlayout::btf;

static uint32_t hashOf(std::string_view Name) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(Name));
}

void NameIndex::find(std::string_view Name, std::vector<TypeId> &To) const {
  if (Name.empty() || Name.find('\0') != Name.npos)
    return;
  if (Lookups.load(std::memory_order_relaxed) < LinearLookups) {
    Lookups.fetch_add(1, std::memory_order_relaxed);
    T.findNamed(Name, To);
    return;
  }
  std::call_once(Once, [this] { build(); });
  if (Buckets.empty())
    return;
  uint32_t Hash = hashOf(Name);
  for (uint32_t I = Buckets[Hash & (Buckets.size() - 1)]; I;
       I = Entries[I - 1].Next) {
    const Entry &E = Entries[I - 1];
    if (E.Hash == Hash && T.stringIs(T[E.Id].nameOffset(), Name))
      To.push_back(E.Id);
  }
}

void NameIndex::build() const {
  size_t Count = 0;
  T.forEachNamed([&](TypeId) { ++Count; });
  if (Count == 0)
    return;
  Entries.reserve(Count);
  T.forEachNamed([&](TypeId Id) {
    Entries.push_back({hashOf(T.name(Id)), Id, 0});
  });
  Buckets.resize(std::bit_ceil(Count));
  // Backwards: each entry goes to the front of its chain.
  for (size_t I = Count; I != 0; --I) {
    uint32_t &Head = Buckets[Entries[I - 1].Hash & (Buckets.size() - 1)];
    Entries[I - 1].Next = Head;
    Head = static_cast<uint32_t>(I);
  }
}
