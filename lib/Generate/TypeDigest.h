//===- TypeDigest.h - A number for what a type's bytes mean -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program that uses a map which it did not create asks the kernel what the
// map's types are. It has the kernel's BTF then, and libbpf, but not
// HostLayout: <bpf/host_layout/types.hpp> computes the same number from BTF.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_TYPEDIGEST_H
#define HOSTLAYOUT_GENERATE_TYPEDIGEST_H

#include "Layout/Type.h"

#include <cstdint>

namespace hostlayout::generate {

/// Names, places, widths and kinds of all members, at any depth. Tags, names of
/// typedefs, enumerators and signs do not count. Never 0.
uint64_t typeDigest(const Type &Ty);

} // namespace hostlayout::generate

#endif
