//===- SyntheticBtf.h - BTF of any size -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In about the proportions of vmlinux: of eight types two are structs of four
// members, one is an array, the rest are what members and functions need. The
// record format is that of the kernel's Documentation/bpf/btf.rst.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BENCH_SYNTHETICBTF_H
#define HOSTLAYOUT_BENCH_SYNTHETICBTF_H

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace hostlayout::bench {

class SyntheticBtf {
public:
  /// The name of the struct number \p N, from 0.
  static std::string structName(uint32_t N) {
    return "struct_" + std::to_string(N);
  }

  /// Raw BTF in this machine's byte order with at least \p Types types.
  static std::vector<uint8_t> make(uint32_t Types) {
    SyntheticBtf B;
    B.head(B.text("int"), Int, 0, 4);
    B.word(32);
    B.head(B.text("long"), Int, 0, 8);
    B.word(64);
    for (uint32_t Group = 0; B.Count < Types; ++Group)
      B.group(Group);
    return B.finish();
  }

private:
  enum Kind : uint32_t {
    Int = 1,
    Pointer = 2,
    Array = 3,
    Struct = 4,
    Typedef = 8,
    Const = 10,
    FunctionType = 13
  };

  void word(uint32_t W) {
    for (uint8_t Byte : std::bit_cast<std::array<uint8_t, 4>>(W))
      Records.push_back(Byte);
  }

  void head(uint32_t Name, Kind K, uint32_t Vlen, uint32_t SizeOrType) {
    word(Name);
    word(K << 24 | Vlen);
    word(SizeOrType);
    ++Count;
  }

  uint32_t text(const std::string &Text) {
    const auto At = static_cast<uint32_t>(Strings.size());
    Strings += Text + '\0';
    return At;
  }

  void member(uint32_t Name, uint32_t Type, uint32_t Bit) {
    word(Name);
    word(Type);
    word(Bit);
  }

  void group(uint32_t N) {
    if (MemberNames.empty())
      for (const char *Name : {"next", "state", "count", "inner", "words"})
        MemberNames.push_back(text(Name));
    const uint32_t First = Count + 1;
    // First: struct_2N { struct struct_2N *next; int state, count; }
    head(text(structName(2 * N)), Struct, 3, 16);
    member(MemberNames[0], First + 1, 0);
    member(MemberNames[1], 1, 64);
    member(MemberNames[2], 1, 96);
    head(0, Pointer, 0, First);
    head(0, Array, 0, 0);
    word(1); // element
    word(1); // index
    word(4);
    // First + 3: struct_2N+1 { struct_2N inner; int words[4]; long count; ... }
    head(text(structName(2 * N + 1)), Struct, 4, 48);
    member(MemberNames[3], First, 0);
    member(MemberNames[4], First + 2, 128);
    member(MemberNames[2], 2, 256);
    member(MemberNames[0], First + 1, 320);
    head(text("type_" + std::to_string(N)), Typedef, 0, First + 3);
    head(0, Const, 0, First + 3);
    head(0, Pointer, 0, First + 5);
    head(0, FunctionType, 1, 1);
    word(0);
    word(First + 6);
  }

  std::vector<uint8_t> finish() {
    std::vector<uint8_t> Records = std::move(this->Records);
    this->Records.clear();
    const auto Size = static_cast<uint32_t>(Records.size());
    word(0x0001eb9f); // magic, version 1, no flags
    word(24);         // header
    word(0);          // types: where, how long
    word(Size);
    word(Size); // strings
    word(static_cast<uint32_t>(Strings.size()));
    std::vector<uint8_t> All = std::move(this->Records);
    All.insert(All.end(), Records.begin(), Records.end());
    All.insert(All.end(), Strings.begin(), Strings.end());
    return All;
  }

  std::vector<uint8_t> Records;
  std::string Strings{'\0'};
  std::vector<uint32_t> MemberNames;
  uint32_t Count = 0;
};

} // namespace hostlayout::bench

#endif
