//===- File.h - The bytes of an object file ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_FILE_H
#define HOSTLAYOUT_BTF_FILE_H

#include "BTF/Object.h"

namespace hostlayout::btf {

/// The bytes of the file \p Path, for front ends that have no file system of
/// their own. Only ever reads; the descriptor is closed on exec.
/// Error: why not, with the path in front.
Expected<Bytes> readFile(const std::string &Path);

} // namespace hostlayout::btf

#endif
