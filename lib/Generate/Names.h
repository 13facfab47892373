//===- Names.h - Each declaration under a name of its own -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An object may have an enum and a struct of one name, or two structs: the
// first keeps the name, the second becomes NAME__2. Structs and unions come
// before enums, these before typedefs, these before map roles, and enumerators
// last. Among equals the order is that of the object's names, where Go made one
// of several, then the smaller type comes first.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_NAMES_H
#define HOSTLAYOUT_GENERATE_NAMES_H

#include "Layout/Arena.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

class Model;

/// Names of one scope.
class NameTable {
public:
  explicit NameTable(Arena &Memory) : Memory(&Memory), Slots(16) {}

  bool contains(std::string_view Name) const {
    return Slots[slotOf(Name, hashOf(Name))].Number != 0;
  }

  /// Adds \p Name, which must outlive the table, unless it is in. Says whether
  /// it did.
  bool insert(std::string_view Name);

  /// Adds \p Name, or NAME__2, NAME__3, ... if it is taken; \p Name must
  /// outlive the table. Returns what was added.
  std::string_view add(std::string_view Name);

  /// Forgets all names.
  void clear();

  /// Makes room for \p Count names at once.
  void reserve(size_t Count);

  static uint32_t hashOf(std::string_view Name);

private:
  /// Small, so that those of a kernel's names stay in the cache.
  struct Slot {
    uint32_t Hash = 0;
    uint32_t Number = 0; ///< of the entry, from 1; 0: free
  };
  struct Entry {
    std::string_view Name;
    uint32_t Hash;
    unsigned Next = 2; ///< for the next one of this name
  };
  size_t slotOf(std::string_view Name, uint32_t Hash) const;
  void rehash(size_t SlotCount);

  Arena *Memory;
  std::vector<Slot> Slots;
  std::vector<Entry> Entries;
};

/// The names of a record's members, of which most are never asked for.
class MemberNames {
public:
  explicit MemberNames(Arena &Memory) : Table(Memory) {}

  void clear();
  void insert(std::string_view Name);
  bool contains(std::string_view Name);
  /// Whether a name was inserted twice.
  bool hasRepeats();

private:
  uint64_t &bits(std::string_view Name, uint64_t &Mask);
  void fillTable();

  std::vector<std::string_view> All;
  /// A name whose bit is not set is not in.
  std::array<uint64_t, 16> Seen{};
  bool MayRepeat = false;
  bool HasRepeats = false;
  /// Has the first Filled of All.
  NameTable Table;
  size_t Filled = 0;
};

/// Gives each entity of \p M its name in \p Names: what \p Spell makes of its
/// BTF name, made unique.
void nameEntities(
    Model &M, NameTable &Names,
    const std::function<std::string_view(std::string_view)> &Spell);

} // namespace hostlayout::generate

#endif
