//===- cursor.hpp - From one entry of a map to the next ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a program changes while a map is read cannot be held still: a key may be
// missed or come twice. Batches are read where the kernel has them for the kind
// of map, else key by key; of these the next one is fetched before one is
// handed out, so that erasing that one is safe.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_CURSOR_HPP
#define BPF_HOST_LAYOUT_CURSOR_HPP

#include "handle.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <vector>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

namespace detail {

/// Copies of a map's entries, one after the other, as bytes.
class cursor {
public:
  /// \p value_size: of all that the kernel hands over for one key.
  cursor(int fd, std::size_t key_size, std::size_t value_size)
      : fd_(fd), key_size_(key_size), value_size_(value_size),
        capacity_(first_capacity(key_size + value_size)) {}

  /// 1: key() and value() are the next entry. 0: there are no more. Else a
  /// negative errno.
  int next() {
    if (++at_ < count_)
      return 1;
    while (!is_last_) {
      int result = by_key_ ? next_key() : next_batch();
      if (result != 0)
        return result;
    }
    return 0;
  }

  const void *key() const { return keys_.data() + at_ * key_size_; }
  const void *value() const { return values_.data() + at_ * value_size_; }

private:
  // What the kernel says of a command that it has not for this kind of map:
  // EINVAL before it knew the command, and its own ENOTSUPP.
  static constexpr int not_supported = 524;
  static constexpr std::size_t largest_batch = std::size_t(1) << 20;
  /// Deleted keys send the kernel back to the first one.
  static constexpr unsigned most_restarts = 4096;

  static std::size_t first_capacity(std::size_t entry) {
    constexpr std::size_t bytes = std::size_t(256) << 10;
    return std::min<std::size_t>(std::max<std::size_t>(bytes / entry, 1), 256);
  }

  void make_room(std::size_t entries) {
    keys_.resize(entries * key_size_);
    values_.resize(entries * value_size_);
  }

  /// Fills the buffers: >0 where there is an entry, 0 to be called again.
  int next_batch() {
    // The kernel's place in the map: a bucket's number, or a key.
    const std::size_t token = std::max<std::size_t>(4, key_size_);
    in_.resize(token);
    out_.resize(token);
    make_room(capacity_);
    ::bpf_map_batch_opts options = {};
    options.sz = sizeof(options);
    auto count = static_cast<std::uint32_t>(capacity_);
    int result = ::bpf_map_lookup_batch(
        fd_, has_token_ ? in_.data() : nullptr, out_.data(), keys_.data(),
        values_.data(), &count, &options);
    switch (result) {
    case 0:
      break;
    case -ENOENT: // the last one, which may have entries
      is_last_ = true;
      break;
    case -ENOSPC: // one bucket has more than that
      if (capacity_ >= largest_batch)
        return result;
      capacity_ *= 2;
      return 0;
    case -EINTR: // what it was to read next went away too often
      return ++restarts_ < most_restarts ? 0 : -EAGAIN;
    case -EINVAL:
    case -EOPNOTSUPP:
    case -not_supported:
      if (has_token_)
        return result;
      by_key_ = true;
      return 0;
    default:
      return result;
    }
    in_.swap(out_);
    has_token_ = true;
    at_ = 0;
    count_ = count;
    return count != 0;
  }

  int next_key() {
    make_room(1);
    in_.resize(key_size_);
    if (!has_key_) {
      if (int result = ::bpf_map_get_next_key(fd_, nullptr, in_.data()))
        return end_or(result);
      has_key_ = true;
    }
    std::memcpy(keys_.data(), in_.data(), key_size_);
    int more = ::bpf_map_get_next_key(fd_, keys_.data(), in_.data());
    if (more != 0 && more != -ENOENT)
      return more;
    is_last_ = more == -ENOENT;
    at_ = 0;
    count_ = 1;
    int result = ::bpf_map_lookup_elem(fd_, keys_.data(), values_.data());
    if (result == 0)
      return 1;
    count_ = 0;
    if (result != -ENOENT)
      return result;
    return ++restarts_ < most_restarts ? 0 : -EAGAIN;
  }

  int end_or(int result) {
    if (result != -ENOENT)
      return result;
    is_last_ = true;
    return 0;
  }

  int fd_;
  std::size_t key_size_, value_size_;
  std::size_t capacity_;
  /// The entries in the buffers, and the one that is handed out.
  std::size_t count_ = 0, at_ = static_cast<std::size_t>(-1);
  bool by_key_ = false, has_key_ = false, has_token_ = false, is_last_ = false;
  unsigned restarts_ = 0;
  /// By batches: the place to read on from, and the one behind. By key: the
  /// next key.
  std::vector<unsigned char> in_, out_;
  std::vector<unsigned char> keys_, values_;
};

} // namespace detail

/// A copy of what a map has for a key.
template <class Key, class Value> struct entry {
  Key key;
  Value value;
};

/// Goes over a map once. Copies of an iterator share their place.
template <class Map> class map_iterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = typename Map::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = value_type *;
  using reference = value_type &;

  /// The end.
  map_iterator() = default;
  explicit map_iterator(const Map &map)
      : state_(std::make_shared<state>(map)) {
    ++*this;
  }

  reference operator*() const { return state_->current; }
  pointer operator->() const { return &state_->current; }
  map_iterator &operator++() {
    int result = state_->at.next();
    if (result > 0)
      Map::copy(state_->at, state_->current);
    else
      check(result);
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const map_iterator &a, const map_iterator &b) {
    return a.state_ == b.state_;
  }
  friend bool operator!=(const map_iterator &a, const map_iterator &b) {
    return a.state_ != b.state_;
  }

private:
  struct state {
    explicit state(const Map &map) : name(map.name()), at(map.start()) {}
    const char *name;
    detail::cursor at;
    value_type current{};
  };

  void check(int result) {
    const char *name = state_->name;
    state_.reset();
    detail::check(result, name, "iteration");
  }

  std::shared_ptr<state> state_;
};

namespace detail {

template <class Map, class F>
void for_each_entry(const Map &map, std::error_code &ec, F &f) {
  cursor at = map.start();
  typename Map::value_type current{};
  int result;
  while ((result = at.next()) > 0) {
    Map::copy(at, current);
    using result_type = decltype(f(current.key, current.value));
    if constexpr (std::is_convertible_v<result_type, bool>) {
      if (!f(current.key, current.value))
        break;
    } else {
      f(current.key, current.value);
    }
  }
  check(result, ec);
}

/// Calls \p f(key, value) for each entry of \p map; false from it ends that.
template <class Map, class F>
void for_each(const Map &map, std::error_code &ec, F &f) {
  using value_type = typename Map::value_type;
  constexpr bool fits = std::is_invocable_v<F &, decltype(value_type::key) &,
                                            decltype(value_type::value) &>;
  static_assert(fits, "for_each() calls f(key, value), with the map's key_type "
                      "and mapped_type");
  if constexpr (fits)
    for_each_entry(map, ec, f);
}

} // namespace detail

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
