//===- Pinned.h - What becomes of a pinned map ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A map that is pinned by name outlives its program, and libbpf hands it to the
// next one. It compares six numbers (map_is_reuse_compat() in libbpf.c), as it
// and the kernel have computed them, and no types.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_PINNED_H
#define HOSTLAYOUT_LOCK_PINNED_H

#include "Compare/PinFacts.h"
#include "Lock/Lock.h"

namespace hostlayout::lock {

/// The machine and the libbpf that will open the pins.
struct Loader {
  unsigned LibbpfMinor = 7; ///< of 1.x
  uint32_t PageSize = 4096; ///< bytes
  uint32_t Cpus = 1;        ///< possible ones
  /// The user named the CPUs. Otherwise they are those of whatever machine this
  /// runs on, and what depends on them counts for its own pins only.
  bool IsNamed = false;
};

/// This machine's page size and possible CPUs, and the newest libbpf.
Loader thisMachine();

/// What becomes of \p Old, which is pinned, when a program with \p New opens
/// it. \p TypesDiffer: their keys or values were compared and differ.
/// \p IsLive: \p Old is as the kernel has it, numbers computed.
PinFacts judgePin(const Map &Old, const Map &New, bool TypesDiffer, bool IsLive,
                  const Loader &By);

} // namespace hostlayout::lock

#endif
