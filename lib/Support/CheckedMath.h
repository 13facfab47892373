//===- CheckedMath.h - Sums and products that notice overflow ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_CHECKEDMATH_H
#define HOSTLAYOUT_SUPPORT_CHECKEDMATH_H

#include <cstdint>
#include <optional>

namespace hostlayout {

/// A + B, or nothing where 64 bits do not hold it.
inline std::optional<uint64_t> checkedAdd(uint64_t A, uint64_t B) {
  uint64_t Sum;
  if (__builtin_add_overflow(A, B, &Sum))
    return std::nullopt;
  return Sum;
}

/// A * B, or nothing where 64 bits do not hold it.
inline std::optional<uint64_t> checkedMul(uint64_t A, uint64_t B) {
  uint64_t Product;
  if (__builtin_mul_overflow(A, B, &Product))
    return std::nullopt;
  return Product;
}

} // namespace hostlayout

#endif
