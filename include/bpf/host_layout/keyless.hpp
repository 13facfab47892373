//===- keyless.hpp - Queues, stacks and bloom filters -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_KEYLESS_HPP
#define BPF_HOST_LAYOUT_KEYLESS_HPP

#include "handle.hpp"

#include <optional>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// BPF_MAP_TYPE_QUEUE and BPF_MAP_TYPE_STACK.
template <class Value, std::uint32_t Type = BPF_MAP_TYPE_QUEUE>
class queue_map : public map_handle {
  static_assert(detail::is_bytes<Value>());

public:
  static constexpr std::uint32_t kernel_type = Type;
  using value_type = Value;
  static constexpr std::uint32_t key_bytes = 0, value_bytes = sizeof(Value);

  int bind(const map_source &from, const char *name) {
    return map_handle::bind(from, name, 0, sizeof(Value));
  }

  /// E2BIG where it is full.
  void push(const Value &value) const {
    detail::check(write(value, BPF_ANY), name_, "push");
  }
  void push(const Value &value, std::error_code &ec) const {
    detail::check(write(value, BPF_ANY), ec);
  }
  /// The oldest goes where it is full.
  void push_over(const Value &value) const {
    detail::check(write(value, BPF_EXIST), name_, "push");
  }
  void push_over(const Value &value, std::error_code &ec) const {
    detail::check(write(value, BPF_EXIST), ec);
  }

  /// What pop() would take. Nothing where it is empty.
  std::optional<Value> peek() const {
    Value value;
    if (!detail::found(look(value), name_, "peek"))
      return std::nullopt;
    return value;
  }
  std::optional<Value> peek(std::error_code &ec) const {
    Value value;
    if (!detail::found(look(value), ec))
      return std::nullopt;
    return value;
  }
  std::optional<Value> pop() const {
    Value value;
    if (!detail::found(take(value), name_, "pop"))
      return std::nullopt;
    return value;
  }
  std::optional<Value> pop(std::error_code &ec) const {
    Value value;
    if (!detail::found(take(value), ec))
      return std::nullopt;
    return value;
  }

private:
  int write(const Value &value, std::uint64_t flags) const {
    return why(::bpf_map_update_elem(fd_, nullptr, &value, flags));
  }
  int look(Value &value) const {
    return why(::bpf_map_lookup_elem(fd_, nullptr, &value));
  }
  int take(Value &value) const {
    return why(::bpf_map_lookup_and_delete_elem(fd_, nullptr, &value));
  }
};

/// BPF_MAP_TYPE_BLOOM_FILTER: what was added is in; what was not may be.
template <class Value> class bloom_filter : public map_handle {
  static_assert(detail::is_bytes<Value>());

public:
  static constexpr std::uint32_t kernel_type = BPF_MAP_TYPE_BLOOM_FILTER;
  using value_type = Value;
  static constexpr std::uint32_t key_bytes = 0, value_bytes = sizeof(Value);

  int bind(const map_source &from, const char *name) {
    return map_handle::bind(from, name, 0, sizeof(Value));
  }

  void add(const Value &value) const {
    detail::check(put(value), name_, "add");
  }
  void add(const Value &value, std::error_code &ec) const {
    detail::check(put(value), ec);
  }
  bool may_contain(const Value &value) const {
    return detail::found(look(value), name_, "lookup");
  }
  bool may_contain(const Value &value, std::error_code &ec) const {
    return detail::found(look(value), ec);
  }

private:
  int put(const Value &value) const {
    detail::kernel_key<Value> v(value);
    return why(::bpf_map_update_elem(fd_, nullptr, v.get(), BPF_ANY));
  }
  int look(const Value &value) const {
    detail::kernel_key<Value> v(value);
    return why(
        ::bpf_map_lookup_elem(fd_, nullptr, const_cast<void *>(v.get())));
  }
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
