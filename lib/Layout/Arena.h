//===- Arena.h - Owner of a layout model ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_ARENA_H
#define HOSTLAYOUT_LAYOUT_ARENA_H

#include <cstring>
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

  /// Copies \p Items; the copy lives as long as the arena.
  template <typename T> std::span<const T> copy(std::span<const T> Items) {
    static_assert(std::is_trivially_destructible_v<T> &&
                  std::is_copy_constructible_v<T>);
    if (Items.empty())
      return {};
    T *To =
        static_cast<T *>(Memory.allocate(Items.size() * sizeof(T), alignof(T)));
    for (size_t I = 0; I != Items.size(); ++I)
      ::new (To + I) T(Items[I]);
    return {To, Items.size()};
  }

  std::string_view copy(std::string_view Text) {
    if (Text.empty())
      return {};
    char *To = static_cast<char *>(Memory.allocate(Text.size(), 1));
    std::memcpy(To, Text.data(), Text.size());
    return {To, Text.size()};
  }

private:
  std::pmr::monotonic_buffer_resource Memory;
};

} // namespace hostlayout

#endif
