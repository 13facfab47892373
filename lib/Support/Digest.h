//===- Digest.h - A name for a content --------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// FNV-1a of 128 bits: the same on every machine, and wide enough that two
// contents of one project do not meet. It is no protection against malice.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_DIGEST_H
#define HOSTLAYOUT_SUPPORT_DIGEST_H

#include <cstdint>
#include <string>
#include <string_view>

namespace hostlayout {

class Digest {
public:
  void add(std::string_view Content) {
    for (char C : Content)
      State = (State ^ static_cast<unsigned char>(C)) * Prime;
  }

  /// 32 hexadecimal digits.
  std::string hex() const {
    std::string Text;
    for (int Shift = 124; Shift >= 0; Shift -= 4)
      Text += "0123456789abcdef"[static_cast<unsigned>(State >> Shift) & 15];
    return Text;
  }

private:
  __extension__ using Word = unsigned __int128;
  static constexpr Word Prime = Word(0x1000000) << 64 | 0x13b;
  Word State = Word(0x6c62272e07bb0142) << 64 | 0x62b821756295c58d;
};

} // namespace hostlayout

#endif
