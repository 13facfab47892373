//===- KernelOwned.cpp - Types only the kernel knows ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/KernelOwned.h"

#include <algorithm>
#include <iterator>

using namespace hostlayout;

// linux/include/uapi/linux/bpf.h: "opaque" to programs and user space alike.
static constexpr KernelOwnedType Types[] = {
    {"bpf_dynptr", 16, 8}, {"bpf_spin_lock", 4, 4}, {"bpf_timer", 16, 8},
    {"bpf_list_head"},     {"bpf_list_node"},       {"bpf_rb_root"},
    {"bpf_rb_node"},       {"bpf_refcount"},        {"bpf_wq"},
    {"bpf_res_spin_lock"}, {"bpf_task_work"},
};

const KernelOwnedType *hostlayout::kernelOwned(std::string_view Name) {
  if (!Name.starts_with("bpf_"))
    return nullptr;
  const auto *Found = std::ranges::find(Types, Name, &KernelOwnedType::Name);
  return Found == std::end(Types) ? nullptr : Found;
}
