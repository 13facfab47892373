//===- NameIndex.h - From names to types ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_NAMEINDEX_H
#define HOSTLAYOUT_BTF_NAMEINDEX_H

#include "BTF/TypeTable.h"

#include <atomic>
#include <mutex>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

/// Finds the types of one table, without its base's, by name. The first few
/// lookups read through the table; the third builds a hash index.
/// Any thread may ask.
class NameIndex {
public:
  /// \p T must outlive the index and be validated before the first lookup.
  explicit NameIndex(const TypeTable &T) : T(T) {}

  /// Appends the ids that isNamed() and have this name, in ascending order.
  void find(std::string_view Name, std::vector<TypeId> &To) const;

private:
  /// Reading through vmlinux costs a fraction of building its index.
  static constexpr unsigned LinearLookups = 2;

  void build() const;

  struct Entry {
    uint32_t Hash;
    TypeId Id;
    uint32_t Next; ///< index + 1; 0 ends the chain
  };

  const TypeTable &T;
  mutable std::atomic<unsigned> Lookups = 0;
  mutable std::once_flag Once;
  mutable std::vector<uint32_t> Buckets; ///< index + 1 of the first entry
  mutable std::vector<Entry> Entries;
};

} // namespace hostlayout::btf

#endif
