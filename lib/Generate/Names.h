//===- Names.h - Each declaration under a name of its own -*- C++ -*-===//
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
  explicit NameTable(Arena &Memory) : Memory(Memory), Slots(64) {}

  bool contains(std::string_view Name) const {
    return Slots[slotOf(Name)].Generation == Generation;
  }
  /// Adds \p Name, or NAME__2, NAME__3, ... if it is taken; \p Name must
  /// outlive the table. Returns what was added.
  std::string_view add(std::string_view Name);

  /// Forgets all names, at no cost.
  void clear() {
    ++Generation;
    Count = 0;
  }

private:
  struct Slot {
    std::string_view Name;
    uint32_t Generation = 0;
    unsigned Next = 2; ///< number for the next one of this name
  };
  size_t slotOf(std::string_view Name) const;
  void insert(std::string_view Name);

  Arena &Memory;
  std::vector<Slot> Slots;
  uint32_t Generation = 1;
  size_t Count = 0;
};

/// Gives each entity of \p M its name in \p Names: what \p Spell makes of its
/// BTF name, made unique.
void nameEntities(
    Model &M, NameTable &Names,
    const std::function<std::string_view(std::string_view)> &Spell);

} // namespace hostlayout::generate

#endif
