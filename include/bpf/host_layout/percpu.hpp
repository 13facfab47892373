//===- percpu.hpp - One value for each CPU ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_PERCPU_HPP
#define BPF_HOST_LAYOUT_PERCPU_HPP

#include "handle.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// How many values the kernel hands over: one for each CPU that is possible,
/// which are more than those that are online. libbpf reads it once.
inline std::size_t possible_cpus() {
  int count = ::libbpf_num_possible_cpus();
  if (count <= 0)
    detail::fail(count < 0 ? -count : EIO, "", "possible CPUs");
  return static_cast<std::size_t>(count);
}

/// The values of a per-CPU map for one key: a range with a slot for each
/// possible CPU, as far apart as the kernel has them. Owns them.
template <class Value> class percpu {
  /// The kernel rounds each value's size up to 8 bytes.
  struct alignas(std::max<std::size_t>(8, alignof(Value))) slot {
    Value value;
  };
  static_assert(detail::is_bytes<Value>());
  static_assert(sizeof(slot) % 8 == 0 && sizeof(slot) - sizeof(Value) < 8,
                "the kernel's distance between two CPUs' values");
  std::vector<slot> slots_;

  template <class Slot, class Of> class basic_iterator {
  public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = Of *;
    using reference = Of &;

    basic_iterator() = default;
    explicit basic_iterator(Slot *at) : at_(at) {}

    reference operator*() const { return at_->value; }
    pointer operator->() const { return &at_->value; }
    reference operator[](difference_type n) const { return at_[n].value; }
    basic_iterator &operator++() { return ++at_, *this; }
    basic_iterator &operator--() { return --at_, *this; }
    basic_iterator operator++(int) { return basic_iterator(at_++); }
    basic_iterator operator--(int) { return basic_iterator(at_--); }
    basic_iterator &operator+=(difference_type n) { return at_ += n, *this; }
    basic_iterator &operator-=(difference_type n) { return at_ -= n, *this; }
    friend basic_iterator operator+(basic_iterator a, difference_type n) {
      return a += n;
    }
    friend basic_iterator operator+(difference_type n, basic_iterator a) {
      return a += n;
    }
    friend basic_iterator operator-(basic_iterator a, difference_type n) {
      return a -= n;
    }
    friend difference_type operator-(basic_iterator a, basic_iterator b) {
      return a.at_ - b.at_;
    }
    friend bool operator==(basic_iterator a, basic_iterator b) {
      return a.at_ == b.at_;
    }
    friend bool operator!=(basic_iterator a, basic_iterator b) {
      return a.at_ != b.at_;
    }
    friend bool operator<(basic_iterator a, basic_iterator b) {
      return a.at_ < b.at_;
    }
    friend bool operator>(basic_iterator a, basic_iterator b) { return b < a; }
    friend bool operator<=(basic_iterator a, basic_iterator b) {
      return !(b < a);
    }
    friend bool operator>=(basic_iterator a, basic_iterator b) {
      return !(a < b);
    }

  private:
    Slot *at_ = nullptr;
  };

public:
  using value_type = Value;
  using iterator = basic_iterator<slot, Value>;
  using const_iterator = basic_iterator<const slot, const Value>;
  /// Bytes from one CPU's value to the next one's.
  static constexpr std::size_t stride = sizeof(slot);

  /// Nothing; a lookup makes room.
  percpu() = default;
  /// \p each for every possible CPU.
  explicit percpu(const Value &each) : slots_(possible_cpus(), slot{each}) {}

  std::size_t size() const { return slots_.size(); }
  bool empty() const { return slots_.empty(); }
  Value &operator[](std::size_t cpu) { return slots_[cpu].value; }
  const Value &operator[](std::size_t cpu) const { return slots_[cpu].value; }
  iterator begin() { return iterator(slots_.data()); }
  iterator end() { return iterator(slots_.data() + slots_.size()); }
  const_iterator begin() const { return const_iterator(slots_.data()); }
  const_iterator end() const {
    return const_iterator(slots_.data() + slots_.size());
  }

  /// \p join(join(first, value of CPU 0), value of CPU 1), and so on.
  template <class Result, class Join>
  Result reduce(Result first, Join join) const {
    for (const slot &s : slots_)
      first = join(std::move(first), s.value);
    return first;
  }

  /// What the kernel fills. Allocates only if this is empty: else it has a slot
  /// for each possible CPU, of which there are as many all the time.
  void *prepare() {
    if (__builtin_expect(slots_.empty(), 0))
      make_room();
    return slots_.data();
  }
  const void *data() const { return slots_.data(); }

private:
  [[gnu::noinline]] void make_room() { slots_.resize(possible_cpus()); }
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
