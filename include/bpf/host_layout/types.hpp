//===- types.hpp - Whether a map's types are the generated ones --*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A map that this program did not create, as bpf_map__reuse_fd() takes it, can
// have keys and values of the right sizes and other fields in them. The kernel
// has the types of most maps as BTF, and shows them with CAP_SYS_ADMIN.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_TYPES_HPP
#define BPF_HOST_LAYOUT_TYPES_HPP

#include "handle.hpp"

#include <bpf/btf.h>

#include <cstring>
#include <memory>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// How many maps have the types that were generated for them, and of how many
/// the kernel knows none.
struct type_check {
  std::size_t same = 0, unknown = 0;
};

namespace detail {

struct free_btf {
  void operator()(::btf *types) const { ::btf__free(types); }
};

/// A number for what the bytes of a type mean: FNV-1a over names, places, widths
/// and kinds of all members. `host-layout gen` computes the same.
class type_digest {
public:
  explicit type_digest(const ::btf *types) : types_(types) {}

  void type(std::uint32_t id) {
    const ::btf_type *t = bare(id);
    if (!t)
      return head('?', 0);
    switch (btf_kind(t)) {
    case BTF_KIND_INT:
    case BTF_KIND_ENUM:
    case 19: // ENUM64
      return head('i', t->size);
    case 16: // FLOAT
      return head('f', t->size);
    case BTF_KIND_PTR:
      return head('p', 8);
    case BTF_KIND_ARRAY:
      head('a', btf_array(t)->nelems);
      return type(btf_array(t)->type);
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      return record(t);
    default:
      return head('?', 0);
    }
  }

  std::uint64_t value() const { return hash_ ? hash_ : 1; }

private:
  const ::btf_type *bare(std::uint32_t id) const {
    const ::btf_type *t = ::btf__type_by_id(types_, id);
    while (t && (btf_is_mod(t) || btf_is_typedef(t)))
      t = ::btf__type_by_id(types_, t->type);
    return t;
  }

  void record(const ::btf_type *t) {
    const ::btf_member *member = btf_members(t);
    const std::uint32_t count = btf_vlen(t);
    // What libbpf makes of types that an older kernel does not know.
    if (btf_is_struct(t) && count == 0 && t->size)
      return head('f', t->size);
    if (btf_is_union(t) && count && is_placeholder(member->type))
      return head('i', t->size);
    head(btf_is_union(t) ? 'u' : 's', t->size);
    for (std::uint32_t i = 0; i != count; ++i, ++member) {
      std::uint64_t offset = btf_member_bit_offset(t, i);
      std::uint32_t width = btf_member_bitfield_size(t, i);
      const ::btf_type *of = bare(member->type);
      if (!width && of && btf_is_int(of) &&
          (btf_int_bits(of) != of->size * 8 || btf_int_offset(of))) {
        width = btf_int_bits(of);
        offset += btf_int_offset(of);
      }
      const char *name = ::btf__name_by_offset(types_, member->name_off);
      const bool is_record = of && btf_is_composite(of) && !width;
      if ((!name || !*name) && !is_record)
        continue; // padding
      if (name)
        add(name, std::strlen(name));
      head('@', offset);
      head(':', width);
      type(member->type);
    }
    head('.', 0);
  }

  bool is_placeholder(std::uint32_t id) const {
    const ::btf_type *t = bare(id);
    const char *name = t ? ::btf__name_by_offset(types_, t->name_off) : nullptr;
    return name && !std::strcmp(name, "enum64_placeholder");
  }

  void head(char what, std::uint64_t number) {
    char bytes[9] = {what};
    for (int i = 0; i != 8; ++i)
      bytes[i + 1] = static_cast<char>(number >> 8 * i);
    add(bytes, sizeof(bytes));
  }
  void add(const char *bytes, std::size_t size) {
    for (std::size_t i = 0; i != size; ++i)
      hash_ = (hash_ ^ static_cast<unsigned char>(bytes[i])) * 0x100000001b3;
  }

  const ::btf *types_;
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

} // namespace detail

/// Compares the maps of a generated `maps`, one after the other, and keeps what
/// was wrong with the first.
class type_checker {
public:
  /// \p key and \p value: the digests of the generated types; 0 for none.
  template <class Map>
  void operator()(const Map &map, std::uint64_t key, std::uint64_t value) {
    if (error_ || map.fd() < 0)
      return;
    int result = compare(map.fd(), key, value);
    if (result > 0)
      ++checked_.same;
    else if (result == 0)
      ++checked_.unknown;
    else
      error_ = result, name_ = map.name();
  }

  type_check finish() const {
    detail::check(error_, name_,
                  error_ == -EINVAL
                      ? "its keys or values have other fields than the types "
                        "that were generated for them"
                      : "asking the kernel for its types");
    return checked_;
  }
  type_check finish(std::error_code &ec) const {
    detail::check(error_, ec);
    return checked_;
  }

private:
  using btf_ptr = std::unique_ptr<::btf, detail::free_btf>;

  /// 1: the same; 0: not known; else a negative errno.
  static int compare(int fd, std::uint64_t key, std::uint64_t value) {
    ::bpf_map_info info = {};
    std::uint32_t length = sizeof(info);
    if (int error = ::bpf_obj_get_info_by_fd(fd, &info, &length))
      return error;
    if (!info.btf_id)
      return 0;
    btf_ptr types(::btf__load_from_kernel_by_id(info.btf_id));
    if (!types)
      return errno ? -errno : -EIO;
    const int of_key = compare(types.get(), info.btf_key_type_id, key);
    const int of_value = compare(types.get(), info.btf_value_type_id, value);
    return of_key < 0 || of_value < 0 ? -EINVAL : of_key | of_value;
  }
  static int compare(const ::btf *types, std::uint32_t id, std::uint64_t of) {
    if (!id || !of)
      return 0;
    detail::type_digest digest(types);
    digest.type(id);
    return digest.value() == of ? 1 : -EINVAL;
  }

  int error_ = 0;
  const char *name_ = "";
  type_check checked_;
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
