//===- Arena.h - Owner of a layout model ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_ARENA_H
#define HOSTLAYOUT_LAYOUT_ARENA_H

#include "Layout/Type.h"

#include <cstring>
#include <initializer_list>
#include <memory_resource>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hostlayout {

/// Owns every Type, Field and string of a model. A model is a graph of plain
/// pointers into its arena: it is built once, never changed and dropped whole,
/// so nothing in it may need a destructor.
class Arena {
public:
  Arena() = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;

  template <typename T, typename... Args> T *make(Args &&...A) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (Memory.allocate(sizeof(T), alignof(T)))
        T{std::forward<Args>(A)...};
  }

  /// Room for \p Count Ts, which the caller constructs.
  template <typename T> T *room(size_t Count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T *>(Memory.allocate(Count * sizeof(T), alignof(T)));
  }

  /// Copies \p Items; the copy lives as long as the arena.
  template <typename T> std::span<const T> copy(std::span<const T> Items) {
    static_assert(std::is_copy_constructible_v<T>);
    if (Items.empty())
      return {};
    T *To = room<T>(Items.size());
    for (size_t I = 0; I != Items.size(); ++I)
      ::new (To + I) T(Items[I]);
    return {To, Items.size()};
  }

  std::string_view copy(std::string_view Text) {
    if (Text.empty())
      return {};
    char *To = room<char>(Text.size());
    std::memcpy(To, Text.data(), Text.size());
    return {To, Text.size()};
  }

  /// Copies \p Names, but not their text.
  NameList list(NameList::Names Names) {
    return Names.empty() ? NameList()
                         : NameList(make<NameList::Names>(copy(Names)));
  }

  /// Copies \p Parts, one after the other.
  std::string_view join(std::initializer_list<std::string_view> Parts) {
    size_t Size = 0;
    for (std::string_view Part : Parts)
      Size += Part.size();
    char *To = room<char>(Size), *End = To;
    for (std::string_view Part : Parts)
      End += Part.copy(End, Part.size());
    return {To, Size};
  }

private:
  std::pmr::monotonic_buffer_resource Memory;
};

} // namespace hostlayout

#endif
