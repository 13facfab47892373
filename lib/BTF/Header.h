//===- Header.h - Where the sections of a BTF blob are ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_HEADER_H
#define HOSTLAYOUT_BTF_HEADER_H

#include "Support/Expected.h"

#include <cstdint>
#include <span>

namespace hostlayout::btf {

struct BlobSections {
  bool IsBigEndian = false;
  std::span<const uint8_t> Types;
  std::span<const uint8_t> Strings;
  /// Empty where the header is of the short kind.
  std::span<const uint8_t> Layout;
};

/// Whether \p Blob starts as BTF of either byte order does.
bool isBtf(std::span<const uint8_t> Blob);

/// Whether \p Blob is split BTF. Such a string section has no empty string at
/// its start, for that one is its base's; this is also how the kernel tells.
bool isSplitBtf(std::span<const uint8_t> Blob);

/// Error: the header is damaged or of a format that is not known.
Expected<BlobSections> readHeader(std::span<const uint8_t> Blob);

} // namespace hostlayout::btf

#endif
