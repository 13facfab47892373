//===- Notation.h - How a lock writes names and types -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_NOTATION_H
#define HOSTLAYOUT_LOCK_NOTATION_H

#include "Layout/Type.h"

#include <string>
#include <string_view>

namespace hostlayout::lock {

/// In quotes, where it is not made of letters, digits, '_', '.' and '$'.
std::string writtenName(std::string_view Name);

/// Of a record or an enum.
const char *tagOf(const Type &Ty);

/// Of a type without typedefs that is no array, record or enum: "u32".
std::string writtenScalar(const Type &Ty);

} // namespace hostlayout::lock

#endif
