//===- Header.cpp - Where the sections of a BTF blob are ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Header.h"

#include "BTF/Format.h"
#include "Support/ByteReader.h"

#include <algorithm>
#include <optional>
#include <string>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

/// Ends of 64 bits: no sum of a header's numbers can wrap.
struct Range {
  uint64_t From = 0;
  uint64_t Length = 0;
  uint64_t end() const { return From + Length; }
};

struct Header {
  uint8_t Version = 0;
  uint8_t Flags = 0;
  uint32_t Length = 0;
  Range Types, Strings, Layout;
};

bool startsBigEndian(std::span<const uint8_t> Blob) { return Blob[0] == 0xeb; }

std::optional<Header> readNumbers(const ByteReader &R) {
  Header H;
  auto Version = R.read<uint8_t>(2);
  auto Flags = R.read<uint8_t>(3);
  auto Length = R.read<uint32_t>(4);
  if (!Version || !Flags || !Length)
    return std::nullopt;
  H.Version = *Version;
  H.Flags = *Flags;
  H.Length = *Length;
  auto Read = [&](uint64_t At, Range &To) {
    auto Offset = R.read<uint32_t>(At);
    auto Bytes = R.read<uint32_t>(At + 4);
    if (!Offset || !Bytes)
      return false;
    To = {static_cast<uint64_t>(H.Length) + *Offset, *Bytes};
    return true;
  };
  if (!Read(8, H.Types) || !Read(16, H.Strings))
    return std::nullopt;
  if (H.Length >= LayoutHeader && !Read(24, H.Layout))
    return std::nullopt;
  return H;
}

Error damaged(std::string What) {
  return Error(std::move(What) + "; the BTF is damaged");
}

std::optional<Error> checkInside(const char *What, const Range &R,
                                 uint64_t Bytes) {
  // An empty section has no place; tools leave any number there.
  if (R.Length == 0 || R.end() <= Bytes)
    return std::nullopt;
  return damaged("the " + std::string(What) + " section ends at byte " +
                 std::to_string(R.end()) + " of " + std::to_string(Bytes));
}

bool overlap(const Range &A, const Range &B) {
  return A.Length && B.Length && A.From < B.end() && B.From < A.end();
}

std::span<const uint8_t> slice(std::span<const uint8_t> Blob, const Range &R) {
  return R.Length ? Blob.subspan(R.From, R.Length) : Blob.first(0);
}

} // namespace

bool btf::isBtf(std::span<const uint8_t> Blob) {
  return Blob.size() >= 2 && ((Blob[0] == 0x9f && Blob[1] == 0xeb) ||
                              (Blob[0] == 0xeb && Blob[1] == 0x9f));
}

bool btf::isSplitBtf(std::span<const uint8_t> Blob) {
  if (!isBtf(Blob))
    return false;
  auto H = readNumbers(ByteReader(Blob, startsBigEndian(Blob)));
  if (!H || H->Length < ShortHeader || H->Strings.end() > Blob.size())
    return false;
  return H->Strings.Length ? Blob[H->Strings.From] != 0 : H->Types.Length != 0;
}

Expected<BlobSections> btf::readHeader(std::span<const uint8_t> Blob) {
  if (!isBtf(Blob))
    return damaged("it does not start with BTF's magic number");
  BlobSections S;
  S.IsBigEndian = startsBigEndian(Blob);
  auto H = readNumbers(ByteReader(Blob, S.IsBigEndian));
  if (!H)
    return damaged("the header is cut off");
  if (H->Version != Version)
    return Error("BTF version " + std::to_string(H->Version) +
                 " is not known, only version 1");
  if (H->Flags)
    return Error("BTF flags " + std::to_string(H->Flags) +
                 " are not known; a newer tool wrote this");
  if (H->Length < ShortHeader)
    return damaged("a header of " + std::to_string(H->Length) +
                   " bytes is too short");
  if (auto E = checkInside("type", H->Types, Blob.size()))
    return *E;
  if (auto E = checkInside("string", H->Strings, Blob.size()))
    return *E;
  if (auto E = checkInside("layout", H->Layout, Blob.size()))
    return *E;
  if (H->Types.Length && H->Types.From % 4)
    return damaged("the type section starts at byte " +
                   std::to_string(H->Types.From) + ", not a multiple of 4");
  if (overlap(H->Types, H->Strings) || overlap(H->Types, H->Layout) ||
      overlap(H->Strings, H->Layout))
    return damaged("its sections overlap");

  S.Types = slice(Blob, H->Types);
  S.Strings = slice(Blob, H->Strings);
  S.Layout = slice(Blob, H->Layout);

  // ld -r glues the sections of its inputs together, unread.
  uint64_t End = H->Length;
  for (const Range *R : {&H->Types, &H->Strings, &H->Layout})
    if (R->Length)
      End = std::max(End, R->end());
  uint64_t Next = std::min<uint64_t>((End + 3) / 4 * 4, Blob.size());
  if (isBtf(Blob.subspan(Next)))
    return Error("there is a second BTF behind the first; link BPF objects "
                 "with 'bpftool gen object', not with ld");
  return S;
}
