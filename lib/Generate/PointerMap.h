//===- PointerMap.h - From a type to what is known of it --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_POINTERMAP_H
#define HOSTLAYOUT_GENERATE_POINTERMAP_H

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hostlayout::generate {

/// A hash map keyed by pointers, which only grows. Each field of a kernel is
/// looked up at least once, so it is open-addressed and flat.
template <typename V> class PointerMap {
public:
  PointerMap() : Slots(64) {}

  /// Makes room for \p More keys at once.
  void reserve(size_t More) {
    rehash(std::max(Slots.size(), std::bit_ceil((Count + More) * 4 / 3 + 1)));
  }

  /// Null if \p Key is not in. Valid until the next insertion.
  const V *find(const void *Key) const {
    for (size_t I = start(Key);; I = next(I)) {
      if (Slots[I].first == Key)
        return &Slots[I].second;
      if (!Slots[I].first)
        return nullptr;
    }
  }
  V *find(const void *Key) {
    return const_cast<V *>(std::as_const(*this).find(Key));
  }

  /// Inserts unless \p Key is in; says whether it did.
  bool insert(const void *Key, V Value) {
    if (find(Key))
      return false;
    if (++Count * 4 > Slots.size() * 3)
      rehash(Slots.size() * 2);
    place(Key, std::move(Value));
    return true;
  }

private:
  size_t start(const void *Key) const {
    auto Bits = reinterpret_cast<uintptr_t>(Key);
    return (Bits * 0x9E3779B97F4A7C15ull >> 20) & (Slots.size() - 1);
  }
  size_t next(size_t I) const { return (I + 1) & (Slots.size() - 1); }

  void place(const void *Key, V Value) {
    size_t I = start(Key);
    while (Slots[I].first)
      I = next(I);
    Slots[I] = {Key, std::move(Value)};
  }
  void rehash(size_t SlotCount) {
    std::vector<std::pair<const void *, V>> Old(SlotCount);
    Old.swap(Slots);
    for (auto &[Key, Value] : Old)
      if (Key)
        place(Key, std::move(Value));
  }

  std::vector<std::pair<const void *, V>> Slots;
  size_t Count = 0;
};

} // namespace hostlayout::generate

#endif
