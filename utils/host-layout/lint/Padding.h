//===- Padding.h - Holes in what a program shares ---------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernel compares all bytes of a key, and hands all bytes of a value or of
// a record to user space. What no member has, somebody must set to 0. A program
// whose code does so before it hands the bytes over is right.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PADDING_H
#define HOSTLAYOUT_PADDING_H

#include "Compare/Finding.h"
#include "Compare/Policy.h"
#include "diff/Side.h"

#include <string>
#include <vector>

namespace hostlayout::command {

/// One hole, at its first place.
struct Padding {
  Finding Found;
  std::string DeclaredAt; ///< "ev.bpf.c:12" where it is known
};

struct PaddingReport {
  std::vector<Padding> Holes;
  /// Buffers of whose records nothing says what they are.
  std::vector<std::string> UnknownBuffers;
  unsigned Looked = 0; ///< at types of keys, values and records
};

/// Holes in what the object \p O shares. Keys are errors and all else warnings,
/// where \p Rules say nothing else.
PaddingReport findPadding(Side &O, const Policy &Rules);

} // namespace hostlayout::command

#endif
