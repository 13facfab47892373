//===- special.hpp - Maps whose keys or values mean something -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_SPECIAL_HPP
#define BPF_HOST_LAYOUT_SPECIAL_HPP

#include "keyed.hpp"

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// BPF_MAP_TYPE_LPM_TRIE: finds the longest prefix. A key is the length of a
/// prefix, in bits, and behind that the address.
template <class Key, class Value>
class lpm_map : public detail::keyed_map<Key, detail::plain_value<Value>> {
  static_assert(sizeof(Key) > 4, "a prefix's length and an address");
  using base = detail::keyed_map<Key, detail::plain_value<Value>>;

  template <class Address>
  static Key make_key(std::uint32_t prefix, const Address &address) {
    static_assert(detail::is_bytes<Address>());
    static_assert(sizeof(Address) == sizeof(Key) - 4,
                  "an address has as many bytes as the map's keys");
    Key key;
    auto *bytes = reinterpret_cast<unsigned char *>(&key);
    std::memcpy(bytes, &prefix, 4);
    std::memcpy(bytes + 4, &address, sizeof(address));
    return key;
  }

public:
  static constexpr std::uint32_t kernel_type = BPF_MAP_TYPE_LPM_TRIE;
  using base::erase;
  using base::lookup;
  using base::update;

  /// Bits of a whole address.
  static constexpr std::uint32_t address_bits = (sizeof(Key) - 4) * 8;

  /// The value of the longest prefix of \p address, in network byte order.
  template <class Address>
  std::optional<Value> match(const Address &address) const {
    return base::lookup(make_key(address_bits, address));
  }
  template <class Address>
  std::optional<Value> match(const Address &address,
                             std::error_code &ec) const {
    return base::lookup(make_key(address_bits, address), ec);
  }
  template <class Address>
  void update(std::uint32_t prefix, const Address &address,
              const Value &value) const {
    base::update(make_key(prefix, address), value);
  }
  template <class Address>
  void update(std::uint32_t prefix, const Address &address, const Value &value,
              std::error_code &ec) const {
    base::update(make_key(prefix, address), value, ec);
  }
  template <class Address>
  bool erase(std::uint32_t prefix, const Address &address) const {
    return base::erase(make_key(prefix, address));
  }
  template <class Address, class = std::enable_if_t<!std::is_same_v<
                               Address, std::error_code>>>
  bool erase(std::uint32_t prefix, const Address &address,
             std::error_code &ec) const {
    return base::erase(make_key(prefix, address), ec);
  }
};

/// BPF_MAP_TYPE_TASK_STORAGE, INODE, SK and CGRP: the key is a descriptor of
/// the process (pidfd_open), the file, the socket or the cgroup.
template <class Value, std::uint32_t Type = BPF_MAP_TYPE_TASK_STORAGE>
class storage_map : private detail::keyed_map<int, detail::plain_value<Value>> {
  using base = detail::keyed_map<int, detail::plain_value<Value>>;

public:
  static constexpr std::uint32_t kernel_type = Type;
  using typename base::mapped_type;
  using base::bind;
  using base::erase;
  using base::fd;
  using base::lookup;
  using base::name;
  using base::update;
  using base::operator bool;
};

/// BPF_MAP_TYPE_STACK_TRACE: a stack's id, and the addresses in it.
template <class Value>
class stack_trace_map
    : private detail::keyed_map<std::uint32_t, detail::plain_value<Value>> {
  using base = detail::keyed_map<std::uint32_t, detail::plain_value<Value>>;

public:
  using typename base::mapped_type;
  using base::bind;
  using base::erase;
  using base::fd;
  using base::lookup;
  using base::name;
  using base::operator bool;
};

/// Maps whose values are descriptors: programs, cgroups, sockets, XDP sockets.
/// update() takes a descriptor; what lookup() finds is the kernel's number for
/// it (a program's id, a socket's cookie), where the kernel tells.
template <class Key, class Value, std::uint32_t Type>
class fd_map : private detail::keyed_map<Key, detail::plain_value<Value>> {
  using base = detail::keyed_map<Key, detail::plain_value<Value>>;

public:
  static constexpr std::uint32_t kernel_type = Type;
  using typename base::key_type;
  using base::bind;
  using base::erase;
  using base::fd;
  using base::lookup;
  using base::name;
  using base::operator bool;

  void update(const Key &key, int descriptor,
              update_mode mode = update_mode::any) const {
    base::update(key, static_cast<Value>(descriptor), mode);
  }
  void update(const Key &key, int descriptor, std::error_code &ec) const {
    base::update(key, static_cast<Value>(descriptor), ec);
  }
};

/// BPF_MAP_TYPE_DEVMAP, CPUMAP: slots that can be emptied.
template <class Value, std::uint32_t Type>
class slot_map : public detail::keyed_map<std::uint32_t,
                                          detail::plain_value<Value>> {
public:
  static constexpr std::uint32_t kernel_type = Type;
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
