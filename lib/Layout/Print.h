//===- Print.h - Types as messages name them --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_PRINT_H
#define HOSTLAYOUT_LAYOUT_PRINT_H

#include "Layout/Type.h"

#include <string>
#include <string_view>

namespace hostlayout {

/// "u32", "char", "struct hdr", "u8[16]", "struct sock *": by width and
/// meaning, not as declared, so that both sides and every compiler say the
/// same. Names from an object are made printable.
std::string typeName(const Type &Ty);

/// A declaration in that spelling: "char comm[16]".
std::string declaration(const Type &Ty, std::string_view Name);

} // namespace hostlayout

#endif
