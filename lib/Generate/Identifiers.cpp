//===- Identifiers.cpp - Names that a language accepts --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Identifiers.h"

#include <algorithm>
#include <charconv>

namespace hostlayout::generate {

namespace {

constexpr bool isDigit(char C) { return C >= '0' && C <= '9'; }
constexpr bool isLower(char C) { return C >= 'a' && C <= 'z'; }
constexpr bool isUpper(char C) { return C >= 'A' && C <= 'Z'; }

bool isPrintable(char C) { return C >= 0x20 && C < 0x7f; }

} // namespace

std::string sanitized(std::string_view Name) {
  std::string Result;
  if (Name.empty() || isDigit(Name[0]))
    Result += '_';
  for (char C : Name)
    Result += isWordCharacter(C) ? C : '_';
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
    } else if (!isWordCharacter(C)) {
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

std::string hex(uint64_t Number) {
  char Digits[16];
  auto End = std::to_chars(Digits, Digits + sizeof(Digits), Number, 16);
  return "0x" + std::string(Digits, End.ptr);
}

uint64_t lowBits(const Enumerator &V, const EnumType &E) {
  return V.Value & ~uint64_t(0) >> (64 - std::clamp(E.ValueBits, 1u, 64u));
}

uint64_t wholeValue(const Enumerator &V, const EnumType &E) {
  const unsigned Unused =
      64 - static_cast<unsigned>(std::min<uint64_t>(E.Size, 8)) * 8;
  const uint64_t Value = V.Value << Unused;
  return E.Sign == Signedness::Signed
             ? static_cast<uint64_t>(static_cast<int64_t>(Value) >> Unused)
             : Value >> Unused;
}

void unknownEnumerators(Text &Out, const EnumType &E, std::string_view Line,
                        std::string_view Item) {
  Out << Line << "The object has only the low " << E.ValueBits
      << " bits of these values (clang 15 records all):\n";
  for (const Enumerator &V : E.Enumerators) {
    Out << Item;
    comment(Out, V.Name);
    Out << " ends in " << hex(lowBits(V, E)) << '\n';
  }
}

void pointerRemark(Text &Out, const PointerType &P) {
  std::string_view Name = P.Pointee;
  if (Name.empty()) {
    Out << "a pointer";
  } else if (P.isToFunction()) {
    comment(Out, Name.substr(0, P.parameters()));
    Out << "(*)";
    comment(Out, Name.substr(P.parameters()));
  } else {
    comment(Out, Name);
    Out << (Name.ends_with('*') ? "*" : " *");
  }
}

} // namespace hostlayout::generate
