//===- nested.hpp - Maps of maps, and owners of maps ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_NESTED_HPP
#define BPF_HOST_LAYOUT_NESTED_HPP

#include "keyed.hpp"

#include <unistd.h>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// A map that this closes: \p Map with a descriptor of its own. Move-only.
template <class Map> class owned : public Map {
public:
  /// No map.
  owned() = default;
  /// Takes \p fd. Where the map's keys or values have other sizes than \p Map
  /// says, it is closed and each use fails with EINVAL.
  owned(int fd, const char *name) : mine_(fd) {
    if (fd < 0 || this->bind(source_of(fd), name) < 0)
      close();
  }
  owned(owned &&other) noexcept
      : Map(other), mine_(std::exchange(other.mine_, -1)) {
    static_cast<Map &>(other) = Map();
  }
  owned &operator=(owned &&other) noexcept {
    if (this != &other) {
      close();
      static_cast<Map &>(*this) = other;
      mine_ = std::exchange(other.mine_, -1);
      static_cast<Map &>(other) = Map();
    }
    return *this;
  }
  ~owned() { close(); }

private:
  void close() {
    if (mine_ >= 0)
      ::close(mine_);
    mine_ = -1;
  }

  int mine_ = -1;
};

/// BPF_MAP_TYPE_HASH_OF_MAPS and BPF_MAP_TYPE_ARRAY_OF_MAPS, of maps that are
/// an \p Inner.
template <class Key, class Inner, std::uint32_t Type>
class map_of_maps
    : private detail::keyed_map<Key, detail::plain_value<std::uint32_t>> {
  using base = detail::keyed_map<Key, detail::plain_value<std::uint32_t>>;

public:
  static constexpr std::uint32_t kernel_type = Type;
  using key_type = Key;
  using inner_type = Inner;
  using base::erase;
  using base::fd;
  using base::name;
  using base::operator bool;

  /// \p entries and \p flags: what the object declares for an inner map.
  explicit map_of_maps(std::uint32_t entries = 0, std::uint32_t flags = 0)
      : entries_(entries), flags_(flags) {}
  using base::bind;

  /// The map at \p key, which the result owns; none where there is none. The
  /// kernel wants CAP_SYS_ADMIN for that.
  owned<Inner> open(const Key &key) const {
    owned<Inner> inner;
    detail::found(find(key, inner), name(), "open");
    return inner;
  }
  owned<Inner> open(const Key &key, std::error_code &ec) const {
    owned<Inner> inner;
    detail::found(find(key, inner), ec);
    return inner;
  }

  /// A new map of the kind that belongs in here; insert() puts it in.
  owned<Inner> create_inner() const {
    owned<Inner> inner;
    detail::check(make(inner, entries_), name(), "create_inner");
    return inner;
  }
  owned<Inner> create_inner(std::error_code &ec) const {
    owned<Inner> inner;
    detail::check(make(inner, entries_), ec);
    return inner;
  }
  /// The same with another number of entries, which the kernel allows for
  /// hashes, and for arrays with BPF_F_INNER_MAP.
  owned<Inner> create_inner(std::uint32_t entries) const {
    owned<Inner> inner;
    detail::check(make(inner, entries), name(), "create_inner");
    return inner;
  }

  void insert(const Key &key, const Inner &inner,
              update_mode mode = update_mode::any) const {
    base::update(key, static_cast<std::uint32_t>(inner.fd()), mode);
  }
  void insert(const Key &key, const Inner &inner, std::error_code &ec) const {
    base::update(key, static_cast<std::uint32_t>(inner.fd()), ec);
  }

private:
  int find(const Key &key, owned<Inner> &inner) const {
    std::uint32_t id = 0;
    if (int error = base::read(key, id))
      return error;
    return take(::bpf_map_get_fd_by_id(id), inner);
  }
  int make(owned<Inner> &inner, std::uint32_t entries) const {
    ::bpf_map_create_opts options = {};
    options.sz = sizeof(options);
    options.map_flags = flags_;
    return take(::bpf_map_create(
                    static_cast<::bpf_map_type>(Inner::kernel_type), nullptr,
                    Inner::key_bytes, Inner::value_bytes, entries, &options),
                inner);
  }
  int take(int descriptor, owned<Inner> &inner) const {
    if (descriptor < 0)
      return descriptor;
    inner = owned<Inner>(descriptor, name());
    return inner ? 0 : -EINVAL;
  }

  std::uint32_t entries_, flags_;
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
