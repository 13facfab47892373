//===- FreshMemory.cpp - Room whose need is known only later --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/FreshMemory.h"

#include <cstdint>
#include <sys/mman.h>

void hostlayout::btf::bringIn(void *From, size_t Bytes) {
  constexpr size_t Page = 4096, Large = 16 * Page;
  const size_t Skipped = -reinterpret_cast<uintptr_t>(From) % Page;
#ifdef MADV_POPULATE_WRITE
  if (Bytes >= Large)
    madvise(static_cast<char *>(From) + Skipped, (Bytes - Skipped) & -Page,
            MADV_POPULATE_WRITE);
#endif
}
