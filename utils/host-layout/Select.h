//===- Select.h - From an object to what is written of it -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SELECT_H
#define HOSTLAYOUT_SELECT_H

#include "Generate/Generate.h"
#include "HelperDwarf.h"
#include "Surface/Surface.h"

#include <optional>
#include <span>
#include <string>

namespace hostlayout::command {

/// The types of one object that a command is about. Holds what they point to;
/// \p O must outlive it.
class Selected {
public:
  explicit Selected(const btf::Object &O) : O(O), Shared(O, Memory, &Dwarf) {}

  /// What user space sees: types, and the roles of all maps.
  void addUserTypes();
  /// Every record, enum and typedef, and the roles of all maps.
  void addEverything();
  /// The globals of every section.
  void addSections();

  /// What \p Name stands for: a type, a map's role ("counts.value"), a section
  /// (".bss") or a global; at least one thing.
  /// Error: nothing, and what was meant.
  Expected<std::vector<surface::Resolved>> find(std::string_view Name);
  /// Selects all that find() finds.
  std::optional<Error> add(std::string_view Name);
  std::optional<Error> add(std::span<const std::string> Names);

  /// The records that BTF lacks and functions of the program use: what it sends
  /// to user space is among them, and what it keeps for itself.
  std::vector<const Type *> usedInDwarf();

  /// All types of this name, whether or not they are selected.
  std::vector<const Type *> named(std::string_view Name);
  /// What \p Ty is called where it is not the first of several different types
  /// of its name: "event__2". Else its name.
  std::string called(const Type &Ty);

  surface::Surface &surface() { return Shared; }
  HelperDwarf &dwarf() { return Dwarf; }

  /// A global that was asked for is a role of its name.
  generate::Selection Types;

private:
  void addRoles();
  Error notFound(std::string_view Name, const surface::NotFound &Why);

  const btf::Object &O;
  Arena Memory;
  HelperDwarf Dwarf;
  surface::Surface Shared;
};

/// Warns of the variables of \p S's object that lie over each other, and of
/// those that are not where its BTF says.
void warnOfPlaces(Selected &S);

} // namespace hostlayout::command

#endif
