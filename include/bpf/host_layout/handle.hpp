//===- handle.hpp - Which map a typed map stands for ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A typed map borrows a file descriptor: it is as small as two pointers, can be
// copied, and is valid as long as the skeleton or object that it came from. All
// operations are const, and safe from several threads at once: the kernel
// serialises them.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_HANDLE_HPP
#define BPF_HOST_LAYOUT_HANDLE_HPP

#include "errors.hpp"

#include <array>
#include <type_traits>
#include <utility>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// What a map was found as. A negative fd is an errno.
struct map_source {
  int fd = -EBADF;
  /// What the loaded map has, which bpf_map__reuse_fd() may have changed.
  std::uint32_t key_size = 0, value_size = 0;
};

/// A map by its descriptor, which stays the caller's.
inline map_source source_of(int fd) {
  map_source from;
  ::bpf_map_info info = {};
  std::uint32_t length = sizeof(info);
  int error = ::bpf_obj_get_info_by_fd(fd, &info, &length);
  if (error < 0)
    from.fd = error;
  else
    from = {fd, info.key_size, info.value_size};
  return from;
}

/// A map of a skeleton or an object. One that was not created, because its
/// autocreate is off or nothing is loaded yet, fails where it is used.
inline map_source source_of(const ::bpf_map *map) {
  map_source from;
  if (!map) {
    from.fd = -ENOENT;
    return from;
  }
  const int fd = ::bpf_map__fd(map);
  if (fd < 0)
    return from;
  // Since libbpf 1.4 one that was not created has a descriptor of something
  // else.
  if (!::bpf_map__autocreate(map))
    from = source_of(fd);
  else
    from = {fd, ::bpf_map__key_size(map), ::bpf_map__value_size(map)};
  if (from.fd < 0)
    from.fd = -EBADF;
  return from;
}

/// A map of a light skeleton, which has a descriptor and nothing else.
template <class Description>
inline auto source_of(const Description &map)
    -> decltype(static_cast<int>(map.map_fd), map_source()) {
  map_source from;
  return map.map_fd > 0 ? source_of(static_cast<int>(map.map_fd)) : from;
}

inline map_source source_of(const ::bpf_object *object, const char *name) {
  return source_of(::bpf_object__find_map_by_name(object, name));
}

/// Any map: what all typed maps have.
class map_handle {
public:
  /// What the object calls the map.
  const char *name() const { return name_; }
  /// Negative where there is no map.
  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  /// Lets this stand for \p from. Its keys and values must have the sizes that
  /// this map's types have: \returns 0, or -EINVAL where they have not, and
  /// then each use fails.
  int bind(const map_source &from, const char *name) {
    return bind(from, name, from.key_size, from.value_size);
  }

protected:
  int bind(const map_source &from, const char *name, std::size_t key,
           std::size_t value) {
    name_ = name;
    fd_ = from.fd;
    if (fd_ >= 0 && (from.key_size != key || from.value_size != value))
      return fd_ = -EINVAL;
    return 0;
  }

  /// Why there is no map, rather than that a call did not like its descriptor.
  int why(int result) const {
    if (__builtin_expect(result >= 0, 1))
      return result;
    return result == -EBADF && fd_ < 0 ? fd_ : result;
  }

  int fd_ = -EBADF;
  const char *name_ = "";
};

/// Gives the members of a generated `maps` their maps, and keeps what was wrong
/// with the first that does not fit.
class binder {
public:
  /// \p get has the map out of a skeleton.
  template <class Map, class Skeleton, class Get>
  void operator()(Map &map, const char *name, const Skeleton &skeleton,
                  Get get) {
    note(map.bind(get(skeleton), name), name);
  }
  template <class Map, class Get>
  void operator()(Map &map, const char *name, const ::bpf_object *object, Get) {
    note(map.bind(source_of(object, name), name), name);
  }
  /// A map whose name no skeleton can have as a member.
  template <class Map, class Skeleton>
  void operator()(Map &map, const char *name, const Skeleton &skeleton) {
    note(map.bind(source_of(skeleton.obj, name), name), name);
  }
  template <class Map>
  void operator()(Map &map, const char *name, const ::bpf_object *object) {
    note(map.bind(source_of(object, name), name), name);
  }

  void finish() const {
    detail::check(error_, name_,
                  "its keys or values have not the size of the types that were "
                  "generated for them");
  }
  void finish(std::error_code &ec) const { detail::check(error_, ec); }

private:
  void note(int error, const char *name) {
    if (error_ == 0 && error < 0) {
      error_ = error;
      name_ = name;
    }
  }

  int error_ = 0;
  const char *name_ = "";
};

namespace detail {

template <class T> constexpr bool is_bytes() {
  static_assert(std::is_trivially_copyable_v<T>,
                "keys and values are copied as bytes");
  return true;
}

/// Whether the generated type says how its holes become 0.
template <class Key, class = void> struct has_holes : std::false_type {};
template <class Key>
struct has_holes<Key, std::void_t<decltype(host_layout_zero_holes(
                          std::declval<Key &>()))>> : std::true_type {};

/// A key as the kernel should see it: it hashes all bytes, holes included.
template <class Key, bool = has_holes<Key>::value> class kernel_key {
public:
  explicit kernel_key(const Key &key) : key_(&key) {}
  const void *get() const { return key_; }

private:
  const Key *key_;
};
template <class Key> class kernel_key<Key, true> {
public:
  explicit kernel_key(const Key &key) : key_(key) {
    host_layout_zero_holes(key_);
  }
  const void *get() const { return &key_; }

private:
  Key key_;
};

} // namespace detail

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
