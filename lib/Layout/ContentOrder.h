//===- ContentOrder.h - The order of types of one name ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_CONTENTORDER_H
#define HOSTLAYOUT_LAYOUT_CONTENTORDER_H

#include "Layout/Type.h"

namespace hostlayout {

/// Whether \p A comes first, by all that the text says of both. Nothing of it
/// depends on where in the object they stand.
bool comesBefore(const Type &A, const Type &B);

} // namespace hostlayout

#endif
