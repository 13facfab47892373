//===- PointeeName.h - What pointers point to, for messages -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_POINTEENAME_H
#define HOSTLAYOUT_BTF_POINTEENAME_H

#include "BTF/TypeTable.h"
#include "Layout/Arena.h"

namespace hostlayout::btf {

/// What \p Id is called where something points to it ("struct sock", "char",
/// "int (void *)"), without qualifiers; nothing for what has no short name.
std::string_view pointeeName(const TypeTable &T, TypeId Id, Arena &A);

} // namespace hostlayout::btf

#endif
