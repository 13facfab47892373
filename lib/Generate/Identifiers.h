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

/// "0x40000000".
std::string hex(uint64_t Number);

/// The bits of \p V that the object has.
uint64_t lowBits(const Enumerator &V, const EnumType &E);

/// The value of \p V, extended to 64 bits by the sign of \p E.
uint64_t wholeValue(const Enumerator &V, const EnumType &E);

/// Comments in place of enumerators of which the object has the low bits only:
/// a constant whose high half is a guess is worse than none. \p Line and
/// \p Item begin a comment's first line and that of an enumerator.
void unknownEnumerators(Text &Out, const EnumType &E, std::string_view Line,
                        std::string_view Item);

/// What \p P points to, for a comment: "struct sock *", "int (*)(void *)".
void pointerRemark(Text &Out, const PointerType &P);

} // namespace hostlayout::generate

#endif
