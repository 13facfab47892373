//===- keyed.hpp - Maps from keys to values ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_KEYED_HPP
#define BPF_HOST_LAYOUT_KEYED_HPP

#include "cursor.hpp"
#include "percpu.hpp"

#include <optional>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// What update() does where the key is there already, or not.
enum class update_mode : std::uint64_t {
  any = BPF_ANY,
  create = BPF_NOEXIST,  ///< only a new key; EEXIST
  replace = BPF_EXIST,   ///< only one that is there; ENOENT
};

namespace detail {

/// How a map's value is handed to the kernel and taken from it.
template <class Value> struct plain_value {
  static_assert(is_bytes<Value>());
  using type = Value;
  static constexpr std::size_t size = sizeof(Value);
  static std::size_t buffer_size() { return sizeof(Value); }
  static void *prepare(Value &to) { return &to; }
  /// Null where the kernel would read past the end.
  static const void *get(const Value &value) { return &value; }
};

template <class Value> struct percpu_value {
  using type = percpu<Value>;
  static constexpr std::size_t size = sizeof(Value);
  static std::size_t buffer_size() {
    return possible_cpus() * percpu<Value>::stride;
  }
  static void *prepare(type &to) { return to.prepare(); }
  static const void *get(const type &value) {
    return value.empty() ? nullptr : value.data();
  }
};

/// Finds and changes values. Which of it a kind of map has, it says by `using`.
template <class Key, class Holder> class keyed_map : public map_handle {
  static_assert(is_bytes<Key>());

public:
  using key_type = Key;
  using mapped_type = typename Holder::type;
  using value_type = entry<Key, mapped_type>;
  using iterator = map_iterator<keyed_map>;
  using const_iterator = iterator;
  static constexpr std::uint32_t key_bytes = sizeof(Key);
  static constexpr std::uint32_t value_bytes = Holder::size;

  int bind(const map_source &from, const char *name) {
    return map_handle::bind(from, name, sizeof(Key), Holder::size);
  }

  /// A copy of the key's value; nothing where the map has none.
  std::optional<mapped_type> lookup(const Key &key) const {
    std::optional<mapped_type> value(std::in_place);
    if (!found(read(key, *value), name_, "lookup"))
      value.reset();
    return value;
  }
  std::optional<mapped_type> lookup(const Key &key, std::error_code &ec) const {
    std::optional<mapped_type> value(std::in_place);
    if (!found(read(key, *value), ec))
      value.reset();
    return value;
  }
  /// For large values: \p value is overwritten if there is one, which the
  /// result says.
  bool lookup(const Key &key, mapped_type &value) const {
    return found(read(key, value), name_, "lookup");
  }
  bool lookup(const Key &key, mapped_type &value, std::error_code &ec) const {
    return found(read(key, value), ec);
  }
  /// Takes the value out of the map (for hashes: Linux 5.14).
  std::optional<mapped_type> take(const Key &key) const {
    std::optional<mapped_type> value(std::in_place);
    if (!found(extract(key, *value), name_, "take"))
      value.reset();
    return value;
  }
  std::optional<mapped_type> take(const Key &key, std::error_code &ec) const {
    std::optional<mapped_type> value(std::in_place);
    if (!found(extract(key, *value), ec))
      value.reset();
    return value;
  }

  void update(const Key &key, const mapped_type &value,
              update_mode mode = update_mode::any) const {
    check(write(key, value, mode), name_, "update");
  }
  void update(const Key &key, const mapped_type &value,
              std::error_code &ec) const {
    check(write(key, value, update_mode::any), ec);
  }
  void update(const Key &key, const mapped_type &value, update_mode mode,
              std::error_code &ec) const {
    check(write(key, value, mode), ec);
  }

  /// Whether there was one to erase.
  bool erase(const Key &key) const {
    return found(remove(key), name_, "erase");
  }
  bool erase(const Key &key, std::error_code &ec) const {
    return found(remove(key), ec);
  }

  iterator begin() const { return iterator(*this); }
  iterator end() const { return iterator(); }
  /// \p f(key, value) for each entry, until it returns false.
  template <class F> void for_each(std::error_code &ec, F f) const {
    detail::for_each(*this, ec, f);
  }

  // For the iterators.
  cursor start() const {
    return cursor(fd_, sizeof(Key), Holder::buffer_size());
  }
  static void copy(const cursor &from, value_type &to) {
    std::memcpy(&to.key, from.key(), sizeof(Key));
    std::memcpy(Holder::prepare(to.value), from.value(), Holder::buffer_size());
  }

protected:
  int read(const Key &key, mapped_type &value) const {
    kernel_key<Key> k(key);
    return why(::bpf_map_lookup_elem(fd_, k.get(), Holder::prepare(value)));
  }
  int extract(const Key &key, mapped_type &value) const {
    kernel_key<Key> k(key);
    return why(
        ::bpf_map_lookup_and_delete_elem(fd_, k.get(), Holder::prepare(value)));
  }
  int write(const Key &key, const mapped_type &value, update_mode mode) const {
    const void *bytes = Holder::get(value);
    if (!bytes)
      return -EINVAL;
    kernel_key<Key> k(key);
    return why(::bpf_map_update_elem(fd_, k.get(), bytes,
                                     static_cast<std::uint64_t>(mode)));
  }
  int remove(const Key &key) const {
    kernel_key<Key> k(key);
    return why(::bpf_map_delete_elem(fd_, k.get()));
  }
};

} // namespace detail

/// BPF_MAP_TYPE_HASH and its like. \p Type is the kernel's number.
template <class Key, class Value, std::uint32_t Type = BPF_MAP_TYPE_HASH>
class hash_map : public detail::keyed_map<Key, detail::plain_value<Value>> {
public:
  static constexpr std::uint32_t kernel_type = Type;
};

template <class Key, class Value, std::uint32_t Type = BPF_MAP_TYPE_PERCPU_HASH>
class percpu_hash_map
    : public detail::keyed_map<Key, detail::percpu_value<Value>> {
public:
  static constexpr std::uint32_t kernel_type = Type;
};

namespace detail {

/// Keyed by a number; nothing can be taken out.
template <class Key, class Holder>
class fixed_map : private keyed_map<Key, Holder> {
  using base = keyed_map<Key, Holder>;

public:
  using typename base::const_iterator;
  using typename base::iterator;
  using typename base::key_type;
  using typename base::mapped_type;
  using typename base::value_type;
  using base::begin;
  using base::bind;
  using base::end;
  using base::key_bytes;
  using base::value_bytes;
  using base::fd;
  using base::for_each;
  using base::lookup;
  using base::name;
  using base::update;
  using base::operator bool;
};

} // namespace detail

/// BPF_MAP_TYPE_ARRAY: values by their index. An index behind the end has none.
template <class Value, std::uint32_t Type = BPF_MAP_TYPE_ARRAY>
class array_map
    : public detail::fixed_map<std::uint32_t, detail::plain_value<Value>> {
public:
  static constexpr std::uint32_t kernel_type = Type;
};

template <class Value, std::uint32_t Type = BPF_MAP_TYPE_PERCPU_ARRAY>
class percpu_array_map
    : public detail::fixed_map<std::uint32_t, detail::percpu_value<Value>> {
public:
  static constexpr std::uint32_t kernel_type = Type;
};

/// BPF_MAP_TYPE_CGROUP_STORAGE: the kernel adds and removes the entries.
template <class Key, class Value>
class cgroup_storage_map
    : public detail::fixed_map<Key, detail::plain_value<Value>> {};

template <class Key, class Value>
class percpu_cgroup_storage_map
    : public detail::fixed_map<Key, detail::percpu_value<Value>> {};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
