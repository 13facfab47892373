//===- Side.h - One side of a diff ------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DIFF_SIDE_H
#define HOSTLAYOUT_DIFF_SIDE_H

#include "Lock/Lock.h"
#include "Select.h"

#include <memory>
#include <optional>
#include <string>

namespace hostlayout::command {

/// An object, a live map, or what a lock says of an object.
class Side {
public:
  /// \p Called: its name for messages.
  Side(std::shared_ptr<const btf::Object> O, std::string Called);
  /// \p Of is a part of \p From.
  Side(std::shared_ptr<const lock::Lock> From, const lock::Shared &Of,
       std::string Called);

  const std::string &name() const { return Called; }
  /// Of an object: the maps and sections that host code pins. Before shared().
  void pin(const std::vector<std::string> &Names);
  const lock::Shared &shared();
  bool isLock() const { return From != nullptr; }
  /// None of a lock, which fits both.
  std::optional<bool> isBigEndian() const;
  /// A live map says nothing of what else there is.
  bool isLiveMap() const;

  /// Of an object: whether it sends records to user space.
  bool hasBuffers() const;
  /// Of an object: the records that only its DWARF has, see Selected.
  std::vector<const Type *> usedInDwarf();
  /// Whether the side knows types that only DWARF has, if there are any.
  bool knowsRecords() const;
  /// Whether the type \p Name is declared, and nothing says what it is: older
  /// compilers leave it there where the value of an inner map has it.
  bool isOnlyDeclared(std::string_view Name);
  /// Null of a lock.
  Selected *object() const { return Chosen.get(); }

  /// Selects what user space sees.
  void addUserTypes();
  /// Selects a type, a role, a section or a global.
  /// Error: there is none, and what was meant.
  std::optional<Error> add(const std::string &Name);

  /// What is selected.
  const generate::Selection &types() const {
    return Chosen ? Chosen->Types : Own;
  }
  /// All types of this name, whether or not they are selected.
  std::vector<const Type *> named(std::string_view Name);
  /// The type of \p R as one that can be compared: a record or an enum.
  const Type *comparable(const MapRole &R);

private:
  std::string Called;
  std::shared_ptr<const btf::Object> O;
  std::unique_ptr<Selected> Chosen; ///< of an object
  std::shared_ptr<const lock::Lock> From;
  std::unique_ptr<Arena> Memory = std::make_unique<Arena>();
  std::vector<std::string> HostPinned;
  std::optional<lock::Shared> What;
  generate::Selection Own; ///< of a lock
};

} // namespace hostlayout::command

#endif
