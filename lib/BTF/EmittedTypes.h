//===- EmittedTypes.h - Types by how programs use them ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program is written to emit a type by the argument of
// BPF_HOST_LAYOUT_EMIT(), which becomes a function host_layout_emit_N(const
// struct event *), and by a global pointer to it with "unused" in its name, as
// users of bpf2go have it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_EMITTEDTYPES_H
#define HOSTLAYOUT_BTF_EMITTEDTYPES_H

#include "BTF/Object.h"

#include <vector>

namespace hostlayout::btf {

/// What \p O was written to emit, in the order of its variables and functions.
std::vector<TypeId> emittedTypes(const Object &O);

/// The ids of all records, enums and typedefs of \p O, without its base's.
std::vector<TypeId> namedTypes(const Object &O);

} // namespace hostlayout::btf

#endif
