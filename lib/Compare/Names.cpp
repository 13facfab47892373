//===- Names.cpp - Names in one style or another --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Names.h"

#include <algorithm>

namespace hostlayout {

namespace {

// Not those of <cctype>: names come from objects, the locale from the user.
bool isDigit(char C) { return C >= '0' && C <= '9'; }
bool isUpper(char C) { return C >= 'A' && C <= 'Z'; }
bool isLetter(char C) { return isUpper(C) || (C >= 'a' && C <= 'z'); }
char toLower(char C) { return isUpper(C) ? char(C - 'A' + 'a') : C; }

void dropUnderscoresInFront(std::string_view &Name) {
  while (Name.starts_with('_'))
    Name.remove_prefix(1);
}

/// Without `m_` and `_` in front. `m_1` and `m_` are names of their own.
std::string_view withoutFront(std::string_view Name) {
  dropUnderscoresInFront(Name);
  if (!Name.starts_with("m_"))
    return Name;
  std::string_view Member = Name.substr(2);
  dropUnderscoresInFront(Member);
  return !Member.empty() && isLetter(Member.front()) ? Member : Name;
}

} // namespace

std::string withoutStyle(std::string_view Name) {
  Name = withoutFront(Name);
  std::string Bare;
  bool IsBehindUnderscore = false;
  for (char C : Name) {
    if (C != '_') {
      if (IsBehindUnderscore && isDigit(C) && isDigit(Bare.back()))
        Bare += '_';
      Bare += toLower(C);
    }
    IsBehindUnderscore = C == '_';
  }
  return Bare;
}

bool isPaddingName(std::string_view Name) {
  if (Name.empty() || isDigit(Name.front()))
    return false;
  auto IsTrim = [](char C) { return C == '_' || isDigit(C); };
  Name = withoutFront(Name);
  while (!Name.empty() && IsTrim(Name.front()))
    Name.remove_prefix(1);
  while (!Name.empty() && IsTrim(Name.back()))
    Name.remove_suffix(1);
  // Asked of every field: without a copy.
  auto Is = [Name](std::string_view Word) {
    for (char C : Name) {
      if (C == '_')
        continue;
      if (Word.empty() || toLower(C) != Word.front())
        return false;
      Word.remove_prefix(1);
    }
    return Word.empty();
  };
  return Name.empty() || Is("pad") || Is("padding") || Is("reserved") ||
         Is("unused");
}

bool sameName(const Field &Host, const Field &Bpf) {
  if (!Host.Counterparts.empty())
    return std::find(Host.Counterparts.begin(), Host.Counterparts.end(),
                     Bpf.Name) != Host.Counterparts.end();
  if (Host.Name == Bpf.Name)
    return true;
  std::string Bare = withoutStyle(Host.Name);
  return !Bare.empty() && Bare == withoutStyle(Bpf.Name);
}

} // namespace hostlayout
