//===- FreshMemory.h - Room whose need is known only later ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_FRESHMEMORY_H
#define HOSTLAYOUT_BTF_FRESHMEMORY_H

#include <cstddef>
#include <memory>

namespace hostlayout::btf {

/// Asks for the first \p Bytes of a piece of fresh memory at once, which takes
/// half as long as to wait for each page of it. Where the kernel cannot (before
/// 5.14), they come one by one.
void bringIn(void *From, size_t Bytes);

/// Room for \p Most items, of which about \p Expected will be written. Pages
/// that are not needed in the end are never touched.
template <typename T>
std::unique_ptr<T[]> makeRoom(size_t Most, size_t Expected) {
  auto Room = std::make_unique_for_overwrite<T[]>(Most);
  bringIn(Room.get(), Expected * sizeof(T));
  return Room;
}

} // namespace hostlayout::btf

#endif
