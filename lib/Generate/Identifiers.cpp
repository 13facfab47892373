//===- Identifiers.cpp - Names that a language accepts --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Identifiers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace hostlayout::generate {

namespace {

constexpr bool isDigit(char C) { return C >= '0' && C <= '9'; }
constexpr bool isLower(char C) { return C >= 'a' && C <= 'z'; }
constexpr bool isUpper(char C) { return C >= 'A' && C <= 'Z'; }

constexpr std::array<bool, 256> WordChars = [] {
  std::array<bool, 256> Is{};
  for (int I = 0; I != 128; ++I) {
    char C = static_cast<char>(I);
    Is[I] = isDigit(C) || isLower(C) || isUpper(C) || C == '_';
  }
  return Is;
}();

bool isWordChar(char C) { return WordChars[static_cast<unsigned char>(C)]; }
bool isPrintable(char C) { return C >= 0x20 && C < 0x7f; }

/// Sorted, as both lists must be for the search.
constexpr std::string_view ReservedInC[] = {
    "BPF_HOST_LAYOUT",
    "BPF_HOST_LAYOUT_AS",
    "EOF",
    "NULL",
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
    "__const",
    "__extension__",
    "__func__",
    "__inline",
    "__inline__",
    "__int128",
    "__null",
    "__restrict",
    "__signed__",
    "__thread",
    "__typeof__",
    "__volatile__",
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "assert",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "char16_t",
    "char32_t",
    "char8_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "continue",
    "contract_assert",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "errno",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "i386",
    "if",
    "inline",
    "int",
    "linux",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "offsetof",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "requires",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "stderr",
    "stdin",
    "stdout",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "typeof",
    "typeof_unqual",
    "union",
    "unix",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
};

constexpr std::string_view ReservedInGo[] = {
    "bool",      "break",   "byte",    "case",    "chan",        "const",
    "continue",  "default", "defer",   "else",    "fallthrough", "float32",
    "float64",   "for",     "func",    "go",      "goto",        "if",
    "import",    "init",    "int16",   "int32",   "int64",       "int8",
    "interface", "main",    "map",     "package", "range",       "return",
    "select",    "struct",  "structs", "switch",  "type",        "uint",
    "uint16",    "uint32",  "uint64",  "uint8",   "uintptr",     "unsafe",
    "var",
};

static_assert(std::ranges::is_sorted(ReservedInC));
static_assert(std::ranges::is_sorted(ReservedInGo));

/// What most names are turned away by: a bit for the length and the letters at
/// both ends of each reserved name.
using Filter = std::array<uint64_t, 32>;

constexpr unsigned filterBit(std::string_view Name) {
  return (static_cast<unsigned char>(Name.front()) * 67 +
          static_cast<unsigned char>(Name.back()) * 31 + Name.size() * 257) %
         2048;
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
constexpr Filter FilterForGo = filterOf(ReservedInGo);

} // namespace

bool isReservedInC(std::string_view Name) {
  return isIn(ReservedInC, FilterForC, Name);
}

bool isReservedInGo(std::string_view Name) {
  return isIn(ReservedInGo, FilterForGo, Name);
}

std::string sanitized(std::string_view Name) {
  std::string Result;
  if (Name.empty() || isDigit(Name[0]))
    Result += '_';
  for (char C : Name)
    Result += isWordChar(C) ? C : '_';
  return Result;
}

std::string exportedGoName(std::string_view Name) {
  std::string Result;
  // An underscore goes, and raises the next letter, at the start and behind a
  // lower case letter or a digit; "FOO_BAR" keeps it.
  bool Raise = true;
  for (char C : Name) {
    if (C == '_') {
      if (Raise || isLower(Result.back()) || isDigit(Result.back())) {
        Raise = true;
        continue;
      }
    } else if (!isWordChar(C)) {
      continue;
    }
    Result += Raise && isLower(C) ? static_cast<char>(C - 'a' + 'A') : C;
    Raise = false;
  }
  if (Result.empty() || !isUpper(Result[0]))
    Result.insert(0, 1, 'X');
  return Result;
}

bool isMarkable(std::string_view Name, bool IsType) {
  return !Name.empty() && std::all_of(Name.begin(), Name.end(), [&](char C) {
    return isPrintable(C) && C != '=' && (C != '.' || !IsType);
  });
}

void quote(Text &Out, std::string_view Name) {
  for (char C : Name) {
    if (C == '"' || C == '\\')
      Out << '\\';
    Out << C;
  }
}

void comment(Text &Out, std::string_view Words) {
  constexpr size_t Longest = 256;
  Words = Words.substr(0, Longest);
  auto IsFine = [](char C) { return isPrintable(C) && C != '\\'; };
  if (std::all_of(Words.begin(), Words.end(), IsFine))
    Out << Words;
  else
    for (char C : Words)
      Out << (IsFine(C) ? C : '?');
}

} // namespace hostlayout::generate
