//===- Overlay.h - The same leaves under another shape? ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_OVERLAY_H
#define HOSTLAYOUT_COMPARE_OVERLAY_H

#include "Layout/Type.h"

namespace hostlayout {

/// Whether the leaves (scalars) of both types cover the same bytes alike. Of a
/// union one fitting arm is enough. Names do not count.
bool leavesAgree(const Type &Host, const Type &Bpf);

} // namespace hostlayout

#endif
