//===- Digest.h - A name for a content --------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// FNV-1a: the same on every machine. It is no protection against malice.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_DIGEST_H
#define HOSTLAYOUT_SUPPORT_DIGEST_H

#include <cstdint>
#include <string>
#include <string_view>

namespace hostlayout {

template <typename Word, Word Start, Word Prime> class BasicDigest {
public:
  void add(std::string_view Content) {
    for (char C : Content)
      State = (State ^ static_cast<unsigned char>(C)) * Prime;
  }

  Word value() const { return State; }

  /// As many hexadecimal digits as Word has.
  std::string hex() const {
    std::string Text;
    for (int Shift = sizeof(Word) * 8 - 4; Shift >= 0; Shift -= 4)
      Text += "0123456789abcdef"[static_cast<unsigned>(State >> Shift) & 15];
    return Text;
  }

private:
  Word State = Start;
};

__extension__ using Word128 = unsigned __int128;
/// So wide that two contents of one project do not meet.
using Digest =
    BasicDigest<Word128, Word128(0x6c62272e07bb0142) << 64 | 0x62b821756295c58d,
                Word128(0x1000000) << 64 | 0x13b>;
/// For findings, which their file tells apart as well.
using ShortDigest = BasicDigest<uint64_t, 0xcbf29ce484222325, 0x100000001b3>;

} // namespace hostlayout

#endif
