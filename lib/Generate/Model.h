//===- Model.h - What will be written, in its order -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a selection to the list of declarations, each behind what it needs. The
// list depends on names and contents alone: an object whose unrelated types
// stand in another order gives the same list.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_MODEL_H
#define HOSTLAYOUT_GENERATE_MODEL_H

#include "Generate/Generate.h"
#include "Generate/PointerMap.h"
#include "Generate/Shape.h"

#include <string_view>
#include <utility>
#include <vector>

namespace hostlayout::generate {

/// One declaration.
struct Entity {
  enum Kind : uint8_t {
    Record,    ///< Ty is a RecordType
    Enum,      ///< Ty is an EnumType
    Constants, ///< an enum without a name
    Alias,     ///< another name for Ty
    Role,      ///< an Alias for a map's key or value
  };
  Kind What;
  /// Selected itself, rather than needed by another.
  bool IsSelected = false;
  /// A member of another record.
  bool IsEmbedded = false;
  /// Role: one value a CPU.
  bool PerCpu = false;
  /// Record, Enum: such a value, which the kernel lays out further apart than
  /// it is long. The role has a type for that.
  bool IsStrided = false;
  /// Null for a role of which only the size is known.
  const Type *Ty = nullptr;
  /// What the marker calls it: "event", "counts.value", ".bss".
  std::string_view BtfName;
  uint64_t Size = 0;
  /// As it is written; set by the language's own naming.
  std::string_view Name = {};
};

/// The order of what has one name: by what the object calls it, smaller first.
bool precedes(const Entity &A, const Entity &B);

class Model {
public:
  Model(const Selection &S, Language Lang);

  std::vector<Entity> Entities;

  /// The declaration that \p Leaf, a record or an enum, is referred to by;
  /// null for what is written in place.
  const Entity *find(const Type &Leaf) const {
    const uint32_t *Index = Known.find(&Leaf);
    return Index && *Index != InPlace ? &Entities[*Index] : nullptr;
  }

  Entity *find(const Type &Leaf) {
    return const_cast<Entity *>(std::as_const(*this).find(Leaf));
  }

  /// Sorted, each once.
  std::vector<MapRole> Roles;
  std::vector<MapDecl> Maps;

  mutable Shapes TheShapes;
  bool IsEverything;
  /// Some member is of a type of <linux/bpf.h>, or of <linux/types.h>.
  bool UsesKernelTypes = false, UsesByteOrderTypes = false;

private:
  struct Root;
  void collect(const Selection &S, Language Lang);
  void addSelected(std::vector<Root> Roots);
  /// Declares \p Ty behind what it needs; under \p Name, if that is not empty
  /// and it has no name of its own. Returns the number of its entity.
  uint32_t visit(const Type &Ty, std::string_view Name = {});
  uint32_t declare(Entity::Kind What, const Type &Ty, std::string_view BtfName);

  /// The numbers of the entities of all types that were visited.
  static constexpr uint32_t InPlace = UINT32_MAX;
  PointerMap<uint32_t> Known;
};

/// Whether a typedef's name says a byte order: "__be32".
bool saysByteOrder(std::string_view Typedef);

} // namespace hostlayout::generate

#endif
