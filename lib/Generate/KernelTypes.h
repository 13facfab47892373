//===- KernelTypes.h - Types that <linux/bpf.h> has -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What only the kernel looks into comes from its header. That header declares
// other types that programs use, too: where it is included, nothing of it may
// be declared again.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_KERNELTYPES_H
#define HOSTLAYOUT_GENERATE_KERNELTYPES_H

#include "Layout/Type.h"

#include <cstdint>
#include <string_view>

namespace hostlayout::generate {

/// The alignment that <linux/bpf.h> gives to a struct that only the kernel
/// looks into; 0 if the header may not have it, or another.
uint16_t opaqueAlign(const Type &Ty);

/// Whether <linux/bpf.h> declares the struct, union or enum \p Name, which
/// everybody may look into.
bool isInKernelHeader(std::string_view Name);

} // namespace hostlayout::generate

#endif
