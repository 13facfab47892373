//===- KernelPointers.h - Pointers that the kernel owns ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program may keep a kernel's object in a map's value: `struct task_struct
// __kptr *task`. The tag of the pointee tells the kernel so; other readers of
// types pass over it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_KERNELPOINTERS_H
#define HOSTLAYOUT_BTF_KERNELPOINTERS_H

#include "BTF/Object.h"

#include <vector>

namespace hostlayout::btf {

struct KernelPointer {
  uint64_t Byte = 0;        ///< from the start of the type
  std::string_view Tag;     ///< "kptr", "kptr_untrusted", "percpu_kptr", "uptr"
  std::string_view Pointee; ///< "task_struct"; empty if it has no name

  bool operator==(const KernelPointer &) const = default;
};

/// Those in a value of type \p Id, by place. At most as many as a kernel would
/// look at.
std::vector<KernelPointer> kernelPointers(const Object &O, TypeId Id);

} // namespace hostlayout::btf

#endif
