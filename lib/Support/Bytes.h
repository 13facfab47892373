//===- Bytes.h - The bytes of a file ----------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_BYTES_H
#define HOSTLAYOUT_SUPPORT_BYTES_H

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace hostlayout {

/// Bytes of a file and what keeps them alive. Never written to.
struct Bytes {
  std::span<const uint8_t> Data;
  std::shared_ptr<const void> Owner;

  std::string_view text() const {
    return {reinterpret_cast<const char *>(Data.data()), Data.size()};
  }
};

} // namespace hostlayout

#endif
