//===- SentTypes.h - The types of the records that are sent -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing in BTF ties a record to its buffer. The code does: a record that is
// sent out of a map's value has the type of the value, one that is a global
// has the global's; of one on the stack, or of one that was reserved, the
// object's DWARF has the variable.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SURFACE_SENTTYPES_H
#define HOSTLAYOUT_SURFACE_SENTTYPES_H

#include "Surface/Surface.h"

#include <map>

namespace hostlayout::surface {

class SentTypes {
public:
  /// \p S and \p Dwarf, which may be null, are not kept.
  SentTypes(Surface &S, DwarfTypes *Dwarf);

  /// The types of all records that the program sends to the buffer \p Map, each
  /// once. Empty where it sends none, or one of which the type or the size is
  /// not known.
  const std::vector<const Type *> &to(std::string_view Map) const;

  /// By buffer.
  const std::map<std::string, std::vector<const Type *>, std::less<>> &
  all() const {
    return ByMap;
  }

private:
  std::map<std::string, std::vector<const Type *>, std::less<>> ByMap;
};

} // namespace hostlayout::surface

#endif
