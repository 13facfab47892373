//===- Printable.h - Strings of strangers, fit for a message ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_PRINTABLE_H
#define HOSTLAYOUT_SUPPORT_PRINTABLE_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace hostlayout {

/// \p Text as a message may show it: whatever is not printable ASCII becomes
/// \xNN, so that no object can send control characters to a terminal, and what
/// is longer than \p Limit bytes ends in "...".
inline std::string printable(std::string_view Text, size_t Limit = 128) {
  static constexpr char Digits[] = "0123456789abcdef";
  auto IsPrintable = [](unsigned char C) { return C >= 0x20 && C < 0x7f; };
  if (Text.size() <= Limit && std::ranges::all_of(Text, IsPrintable))
    return std::string(Text);
  std::string Result;
  for (unsigned char C : Text.substr(0, Limit)) {
    if (IsPrintable(C)) {
      Result += static_cast<char>(C);
      continue;
    }
    Result += "\\x";
    Result += Digits[C >> 4];
    Result += Digits[C & 15];
  }
  if (Text.size() > Limit)
    Result += "...";
  return Result;
}

/// Whether \p C is an ASCII letter, a digit or an underscore. Text is read that
/// may hold any bytes, and in any locale.
inline bool isWordCharacter(char C) {
  static constexpr auto Is = [] {
    std::array<bool, 256> Is = {};
    for (unsigned C = 0; C != 128; ++C)
      Is[C] = (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') || C == '_' ||
              (C >= '0' && C <= '9');
    return Is;
  }();
  return Is[static_cast<unsigned char>(C)];
}

/// ASCII letters, digits and underscores, not starting with a digit: only such
/// a name goes from an object into a source, for it can hold any bytes as one.
inline bool isIdentifier(std::string_view Text) {
  bool AreWord = true;
  for (char C : Text)
    AreWord &= isWordCharacter(C);
  return AreWord && !Text.empty() &&
         !(Text.front() >= '0' && Text.front() <= '9');
}

} // namespace hostlayout

#endif
