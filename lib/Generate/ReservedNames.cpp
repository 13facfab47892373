//===- ReservedNames.cpp - Names that mean something already --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/ReservedNames.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace hostlayout::generate {

namespace {

/// Sorted, as all lists must be for the search.
constexpr std::string_view ReservedInC[] = {
    "BPF_HOST_LAYOUT",
    "BPF_HOST_LAYOUT_AS",
    "EOF",
    "MIPSEB",
    "MIPSEL",
    "NULL",
    "PPC",
    "PPC64",
    "_Alignas",
    "_Alignof",
    "_Atomic",
    "_BitInt",
    "_Bool",
    "_Complex",
    "_Decimal128",
    "_Decimal32",
    "_Decimal64",
    "_Float128",
    "_Float16",
    "_Float32",
    "_Float32x",
    "_Float64",
    "_Float64x",
    "_Generic",
    "_Imaginary",
    "_Noreturn",
    "_Static_assert",
    "_Thread_local",
    "__alignof__",
    "__asm__",
    "__attribute__",
    "__be16",
    "__be32",
    "__be64",
    "__const",
    "__extension__",
    "__func__",
    "__inline",
    "__inline__",
    "__int128",
    "__le16",
    "__le32",
    "__le64",
    "__restrict",
    "__signed__",
    "__sum16",
    "__thread",
    "__typeof__",
    "__volatile__",
    "__wsum",
    "alignas",
    "alignof",
    "asm",
    "assert",
    "auto",
    "bool",
    "break",
    "case",
    "char",
    "char16_t",
    "char32_t",
    "char8_t",
    "const",
    "constexpr",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "errno",
    "extern",
    "false",
    "float",
    "for",
    "goto",
    "i386",
    "if",
    "inline",
    "int",
    "int16_t",
    "int32_t",
    "int64_t",
    "int8_t",
    "linux",
    "long",
    "mc68000",
    "mips",
    "nullptr",
    "offsetof",
    "powerpc",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "sparc",
    "static",
    "static_assert",
    "stderr",
    "stdin",
    "stdout",
    "struct",
    "switch",
    "thread_local",
    "true",
    "typedef",
    "typeof",
    "typeof_unqual",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "uint8_t",
    "union",
    "unix",
    "unsigned",
    "void",
    "volatile",
    "wchar_t",
    "while",
};

/// What C++ keeps for itself, and C does not.
constexpr std::string_view ReservedInCpp[] = {"__null",
                                              "and",
                                              "and_eq",
                                              "bitand",
                                              "bitor",
                                              "catch",
                                              "class",
                                              "co_await",
                                              "co_return",
                                              "co_yield",
                                              "compl",
                                              "concept",
                                              "const_cast",
                                              "consteval",
                                              "constinit",
                                              "contract_assert",
                                              "decltype",
                                              "delete",
                                              "dynamic_cast",
                                              "explicit",
                                              "export",
                                              "friend",
                                              "mutable",
                                              "namespace",
                                              "new",
                                              "noexcept",
                                              "not",
                                              "not_eq",
                                              "operator",
                                              "or",
                                              "or_eq",
                                              "private",
                                              "protected",
                                              "public",
                                              "reinterpret_cast",
                                              "requires",
                                              "static_cast",
                                              "template",
                                              "this",
                                              "throw",
                                              "try",
                                              "typeid",
                                              "typename",
                                              "using",
                                              "virtual",
                                              "xor",
                                              "xor_eq"};

constexpr std::string_view DeclaredInC[] = {
    "__s16",          "__s32",         "__s64",          "__s8",
    "__u16",          "__u32",         "__u64",          "__u8",
    "basename",       "bcmp",          "bcopy",          "bzero",
    "explicit_bzero", "ffs",           "ffsl",           "ffsll",
    "from_bytes",     "index",         "int_fast16_t",   "int_fast32_t",
    "int_fast64_t",   "int_fast8_t",   "int_least16_t",  "int_least32_t",
    "int_least64_t",  "int_least8_t",  "intmax_t",       "intptr_t",
    "max_align_t",    "memccpy",       "memchr",         "memcmp",
    "memcpy",         "memfrob",       "memmem",         "memmove",
    "mempcpy",        "memrchr",       "memset",         "nullptr_t",
    "ptrdiff_t",      "rawmemchr",     "rindex",         "size_t",
    "ssize_t",        "std",           "stpcpy",         "stpncpy",
    "strcasecmp",     "strcasestr",    "strcat",         "strchr",
    "strchrnul",      "strcmp",        "strcoll",        "strcpy",
    "strcspn",        "strdup",        "strerror",       "strfry",
    "strlcat",        "strlcpy",       "strlen",         "strncasecmp",
    "strncat",        "strncmp",       "strncpy",        "strndup",
    "strnlen",        "strpbrk",       "strrchr",        "strsep",
    "strsignal",      "strspn",        "strstr",         "strtok",
    "strverscmp",     "strxfrm",       "uint_fast16_t",  "uint_fast32_t",
    "uint_fast64_t",  "uint_fast8_t",  "uint_least16_t", "uint_least32_t",
    "uint_least64_t", "uint_least8_t", "uintmax_t",      "uintptr_t",
};

constexpr std::string_view RustKeywords[] = {
    "abstract", "as",       "async",   "await", "become", "box",    "break",
    "const",    "continue", "do",      "dyn",   "else",   "enum",   "extern",
    "false",    "final",    "fn",      "for",   "gen",    "if",     "impl",
    "in",       "let",      "loop",    "macro", "match",  "mod",    "move",
    "mut",      "override", "priv",    "pub",   "ref",    "return", "static",
    "struct",   "trait",    "true",    "try",   "type",   "typeof", "unsafe",
    "unsized",  "use",      "virtual", "where", "while",  "yield"};

constexpr std::string_view RustPrimitives[] = {
    "Option", "Self", "bool", "char", "f32",   "f64", "i128",
    "i16",    "i32",  "i64",  "i8",   "isize", "str", "u128",
    "u16",    "u32",  "u64",  "u8",   "usize"};

constexpr std::string_view GoKeywords[] = {
    "break",  "case",        "chan", "const",   "continue", "default", "defer",
    "else",   "fallthrough", "for",  "func",    "go",       "goto",    "if",
    "import", "interface",   "map",  "package", "range",    "return",  "select",
    "struct", "switch",      "type", "var",
};

constexpr std::string_view NeededInGo[] = {
    "bool",   "byte",   "float32", "float64", "init",    "int16",
    "int32",  "int64",  "int8",    "main",    "structs", "uint",
    "uint16", "uint32", "uint64",  "uint8",   "uintptr", "unsafe",
};

static_assert(std::ranges::is_sorted(ReservedInC));
static_assert(std::ranges::is_sorted(ReservedInCpp));
static_assert(std::ranges::is_sorted(DeclaredInC));
static_assert(std::ranges::is_sorted(RustKeywords));
static_assert(std::ranges::is_sorted(GoKeywords));
static_assert(std::ranges::is_sorted(NeededInGo));

constexpr unsigned FilterBits = 8192;

/// What most names are turned away by: a bit for the length, the letters at
/// both ends and the one in the middle of each reserved name.
using Filter = std::array<uint64_t, FilterBits / 64>;

constexpr unsigned filterBit(std::string_view Name) {
  auto At = [Name](size_t I) { return static_cast<unsigned char>(Name[I]); };
  const size_t Size = Name.size();
  return (At(0) * 67 + At(Size / 2) * 421 + At(Size - 1) * 31 + Size * 257) %
         FilterBits;
}

template <size_t N>
constexpr Filter filterOf(const std::string_view (&Names)[N]) {
  Filter Bits{};
  for (std::string_view Name : Names)
    Bits[filterBit(Name) / 64] |= uint64_t(1) << filterBit(Name) % 64;
  return Bits;
}

template <size_t N>
bool isIn(const std::string_view (&Names)[N], const Filter &Bits,
          std::string_view Name) {
  if (Name.empty())
    return false;
  unsigned Bit = filterBit(Name);
  return (Bits[Bit / 64] >> Bit % 64 & 1) &&
         std::binary_search(std::begin(Names), std::end(Names), Name);
}

constexpr Filter FilterForC = filterOf(ReservedInC);
constexpr Filter FilterForCpp = filterOf(ReservedInCpp);
constexpr Filter FilterForDeclared = filterOf(DeclaredInC);
constexpr Filter FilterForRust = filterOf(RustKeywords);
constexpr Filter FilterForGo = filterOf(NeededInGo);
constexpr Filter FilterForKeywords = filterOf(GoKeywords);

/// A macro of <stdint.h>: "UINT8_MAX", "INT_LEAST16_WIDTH".
bool isLimit(std::string_view Name) {
  // Nearly all names are turned away by their last letter.
  if (const char Last = Name.empty() ? 0 : Name.back();
      Last != 'X' && Last != 'N' && Last != 'H')
    return false;
  if (!Name.ends_with("_MAX") && !Name.ends_with("_MIN") &&
      !Name.ends_with("_WIDTH"))
    return false;
  std::string_view Of = Name.substr(0, Name.rfind('_'));
  constexpr std::string_view Words[] = {"PTRDIFF", "SIG_ATOMIC", "SIZE",
                                        "WCHAR", "WINT"};
  if (std::ranges::find(Words, Of) != std::end(Words))
    return true;
  if (Of.starts_with('U'))
    Of.remove_prefix(1);
  if (!Of.starts_with("INT"))
    return false;
  Of.remove_prefix(3);
  for (std::string_view Kind : {"_FAST", "_LEAST"})
    if (Of.starts_with(Kind))
      Of.remove_prefix(Kind.size());
  constexpr std::string_view Widths[] = {"8", "16", "32", "64", "MAX", "PTR"};
  return std::ranges::find(Widths, Of) != std::end(Widths);
}

} // namespace

bool isReservedInC(std::string_view Name) {
  return isIn(ReservedInC, FilterForC, Name) || isLimit(Name);
}

bool isReservedInCpp(std::string_view Name) {
  return isReservedInC(Name) || isIn(ReservedInCpp, FilterForCpp, Name);
}

bool isDeclaredInC(std::string_view Name) {
  return isIn(DeclaredInC, FilterForDeclared, Name);
}

RustWord rustKeyword(std::string_view Name) {
  for (std::string_view Word : {"self", "Self", "super", "crate", "_"})
    if (Name == Word)
      return RustWord::Path;
  return isIn(RustKeywords, FilterForRust, Name) ? RustWord::Keyword
                                                 : RustWord::None;
}

bool isRustPrimitive(std::string_view Name) {
  return std::ranges::find(RustPrimitives, Name) != std::end(RustPrimitives);
}

bool isGoKeyword(std::string_view Name) {
  return isIn(GoKeywords, FilterForKeywords, Name);
}

bool isReservedInGo(std::string_view Name) {
  return isGoKeyword(Name) || isIn(NeededInGo, FilterForGo, Name);
}

} // namespace hostlayout::generate
