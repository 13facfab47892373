//===- UserTypes.h - The types that user space sees -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most types of an object are the program's own affair. User space sees the
// keys and values of its maps, its globals, and what the program was written to
// emit: the argument of BPF_HOST_LAYOUT_EMIT(), which becomes a function
// host_layout_emit_N(const struct event *), and the target of a global pointer
// with "unused" in its name, as users of bpf2go declare it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_USERTYPES_H
#define HOSTLAYOUT_BTF_USERTYPES_H

#include "BTF/Object.h"

#include <string>
#include <vector>

namespace hostlayout::btf {

/// A key or value, of a map or of the maps that a map holds.
struct MapRole {
  std::string Name; ///< "counts.value", "outer.values.key"
  TypeId Type = 0;  ///< 0 where only the size is declared
  uint64_t Size = 0;
  bool IsKey = false;
  bool PerCpu = false;
};

/// All roles, in the order of the maps. Those without a size are left out.
std::vector<MapRole> mapRoles(const Object &O);

/// The records and enums that user space sees, and typedefs of them where the
/// object uses these, each once. Elements stand for their arrays.
std::vector<TypeId> userTypes(const Object &O);

/// Those among them that the program was written to emit.
std::vector<TypeId> emittedTypes(const Object &O);

/// The ids of all records, enums and typedefs of \p O, without its base's.
std::vector<TypeId> namedTypes(const Object &O);

} // namespace hostlayout::btf

#endif
