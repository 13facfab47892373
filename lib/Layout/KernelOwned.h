//===- KernelOwned.h - Types only the kernel knows --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_KERNELOWNED_H
#define HOSTLAYOUT_LAYOUT_KERNELOWNED_H

#include "Layout/Type.h"

#include <cstdint>
#include <string_view>

namespace hostlayout {

/// A struct that programs and user space hold but only the kernel looks into:
/// its size counts, its members do not.
struct KernelOwnedType {
  std::string_view Name;
  /// Size and alignment as <linux/bpf.h> of Linux 5.19 has them; 0 for types
  /// that came later, which no header of an older system has.
  uint64_t Size = 0;
  uint16_t Align = 0;
};

/// The entry of \p Name, or null: then everybody may look into it.
const KernelOwnedType *kernelOwned(std::string_view Name);

/// Whether \p Ty is such a struct, or a typedef of one.
inline bool isKernelOwned(const Type &Ty) {
  const auto *R = as<RecordType>(&Ty);
  return R && kernelOwned(R->Name);
}

/// Whether the size of \p Ty is all that can be compared.
inline bool isSizeOnly(const Type &Ty) {
  const auto *R = as<RecordType>(&Ty);
  return (R && R->HasUnknownMembers) || isKernelOwned(Ty);
}

} // namespace hostlayout

#endif
