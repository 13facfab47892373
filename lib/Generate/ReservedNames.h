//===- ReservedNames.h - Names that mean something already ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_RESERVEDNAMES_H
#define HOSTLAYOUT_GENERATE_RESERVEDNAMES_H

#include <cstdint>
#include <string_view>

namespace hostlayout::generate {

/// What no member may be called either: a keyword of C, of any standard up to
/// C23; a macro that every compiler or the headers of a generated file may
/// define; the types that such a file writes members with.
bool isReservedInC(std::string_view Name);

/// That, or a keyword of C++, of any standard up to C++26.
bool isReservedInCpp(std::string_view Name);

/// What the headers of a generated file, or the file itself, declare: members
/// may have these names, types and enumerators not.
bool isDeclaredInC(std::string_view Name);

enum class RustWord : uint8_t {
  None,
  Keyword, ///< r#type
  Path,    ///< self, crate: no raw identifier either
};
RustWord rustKeyword(std::string_view Name);

/// u32, bool, str: what no type may be called.
bool isRustPrimitive(std::string_view Name);

bool isGoKeyword(std::string_view Name);

/// A keyword of Go, or a name that generated Go code needs.
bool isReservedInGo(std::string_view Name);

} // namespace hostlayout::generate

#endif
