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

/// For the commands of `host-layout`, which have no reader of DWARF: prints the
/// types that the object \p Path has in its DWARF only, see Layout/TypeText.h;
/// "used NAME" for those that functions use; then "end".
/// Error: with the path in front.
std::optional<Error> printDwarfLines(const std::string &Path);

} // namespace hostlayout::check

#endif
