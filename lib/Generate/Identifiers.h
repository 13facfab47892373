//===- Identifiers.h - Names that a language accepts ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An object's names are whatever its producer wrote: keywords of C++, Rust
// paths, or what a stranger hopes to have compiled. None reaches the text
// before it went through here.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_IDENTIFIERS_H
#define HOSTLAYOUT_GENERATE_IDENTIFIERS_H

#include "Generate/Text.h"
#include "Layout/Type.h"
#include "Support/Printable.h"

#include <string>
#include <string_view>

namespace hostlayout::generate {

/// \p Name with '_' for what no identifier may hold.
std::string sanitized(std::string_view Name);

/// As bpf2go does it: "foo_bar" becomes "FooBar". What would not be exported
/// gets an 'X' in front.
std::string exportedGoName(std::string_view Name);

/// Whether a marker can name \p Name: it would take '=' for an option and, for
/// a type, '.' for a map's role.
bool isMarkable(std::string_view Name, bool IsType);

/// \p Name as a string literal's inside.
void quote(Text &Out, std::string_view Name);

/// \p Words on one line of a comment that they cannot end.
void comment(Text &Out, std::string_view Words);

/// "0x40000000": the bits of \p V that are known, for a comment.
std::string lowBits(const Enumerator &V, const EnumType &E);

/// What \p P points to, for a comment: "struct sock *", "int (*)(void *)".
void pointerRemark(Text &Out, const PointerType &P);

} // namespace hostlayout::generate

#endif
