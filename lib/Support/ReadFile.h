//===- ReadFile.h - All bytes of a file -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_READFILE_H
#define HOSTLAYOUT_SUPPORT_READFILE_H

#include "Support/Bytes.h"
#include "Support/Expected.h"

#include <string>

namespace hostlayout {

enum class ReadBy : uint8_t {
  Copy, ///< of any file, also one that is written while it is read
  Map,  ///< of a large file that is never truncated, such as a program
};

/// The bytes of the regular file \p Path, which has at most 4 GiB. The file is
/// opened for reading alone, and closed on exec. The kernel's own files (sysfs)
/// are mapped in any case: they cannot be cut off, and copying them is slow.
/// Error: why not, with the path in front.
Expected<Bytes> readFile(const std::string &Path, ReadBy How = ReadBy::Copy);

} // namespace hostlayout

#endif
