//===- mapped.hpp - Arrays in this process's memory -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_MAPPED_HPP
#define BPF_HOST_LAYOUT_MAPPED_HPP

#include "keyed.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// The values of an array with BPF_F_MMAPABLE, as the program sees them change.
/// Move-only; the map may be closed before it.
template <class Value> class mapped_array {
public:
  /// The kernel rounds each value up to 8 bytes.
  static constexpr std::size_t stride = (sizeof(Value) + 7) / 8 * 8;
  static_assert(detail::is_bytes<Value>() && stride % alignof(Value) == 0);

  class iterator {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = Value *;
    using reference = Value &;

    iterator() = default;
    explicit iterator(unsigned char *at) : at_(at) {}
    reference operator*() const { return *reinterpret_cast<Value *>(at_); }
    pointer operator->() const { return reinterpret_cast<Value *>(at_); }
    iterator &operator++() { return at_ += stride, *this; }
    iterator operator++(int) {
      iterator was = *this;
      at_ += stride;
      return was;
    }
    friend bool operator==(iterator a, iterator b) { return a.at_ == b.at_; }
    friend bool operator!=(iterator a, iterator b) { return a.at_ != b.at_; }

  private:
    unsigned char *at_ = nullptr;
  };

  mapped_array() = default;
  mapped_array(mapped_array &&other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  mapped_array &operator=(mapped_array &&other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~mapped_array() {
    if (data_)
      ::munmap(data_, bytes());
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Value &operator[](std::size_t index) const {
    return *reinterpret_cast<Value *>(data_ + index * stride);
  }
  iterator begin() const { return iterator(data_); }
  iterator end() const { return iterator(data_ + size_ * stride); }

  /// \returns 0 or a negative errno: EPERM or EINVAL where the map has not
  /// BPF_F_MMAPABLE.
  int map(int fd, bool writable) {
    ::bpf_map_info info = {};
    std::uint32_t length = sizeof(info);
    if (int error = ::bpf_obj_get_info_by_fd(fd, &info, &length))
      return error;
    mapped_array mapped;
    mapped.size_ = info.max_entries;
    void *at = ::mmap(nullptr, mapped.bytes(),
                      writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED,
                      fd, 0);
    if (at == MAP_FAILED)
      return -errno;
    mapped.data_ = static_cast<unsigned char *>(at);
    *this = std::move(mapped);
    return 0;
  }

private:
  std::size_t bytes() const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size_ * stride + page - 1) / page * page;
  }

  unsigned char *data_ = nullptr;
  std::size_t size_ = 0;
};

/// Maps all of \p array; with a const Value for reading alone.
template <class Value, std::uint32_t Type>
mapped_array<Value> mapped(const array_map<Value, Type> &array) {
  mapped_array<Value> values;
  detail::check(values.map(array.fd(), true), array.name(), "mmap");
  return values;
}
template <class Value, std::uint32_t Type>
mapped_array<Value> mapped(const array_map<Value, Type> &array,
                           std::error_code &ec) {
  mapped_array<Value> values;
  detail::check(values.map(array.fd(), true), ec);
  return values;
}
template <class Value, std::uint32_t Type>
mapped_array<const Value> mapped_for_reading(
    const array_map<Value, Type> &array) {
  mapped_array<const Value> values;
  detail::check(values.map(array.fd(), false), array.name(), "mmap");
  return values;
}

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
