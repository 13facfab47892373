//===- DwarfLines.h - What only an object's DWARF has -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_DWARFLINES_H
#define HOSTLAYOUT_CHECK_DWARFLINES_H

#include "Support/Error.h"

#include <optional>
#include <string>

namespace hostlayout::check {

/// For `host-layout stamp`, which has no reader of DWARF: prints the canonical
/// lines of the types that the object \p Path has in its DWARF only.
/// Error: with the path in front.
std::optional<Error> printDwarfLines(const std::string &Path);

} // namespace hostlayout::check

#endif
