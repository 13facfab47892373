//===- LockTest.cpp - The text of a lock, there and back ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Restated.h"

#include "Compare/Compare.h"

#include <gtest/gtest.h>

#include <random>

using namespace hostlayout;

namespace {

/// All that a lock can say, as write() has it.
constexpr std::string_view Whole =
    R"(# What these BPF objects share with user space, by `host-layout lock`.
# `host-layout lock --verify` tells what has changed.
host-layout-lock 1

object a.bpf.o

map .data
  kind array
  key 4 bytes
  value 8 bytes
  max_entries 1
  map_flags 0x400
  pinned by host

map counts
  kind hash
  key struct, 8 bytes {
     0    u32 a
     4    char[4] b
        }
  value struct event#2
  max_entries 1024
  map_flags 0x1
  map_extra 0x5
  pinned by name
  kptr 40 task_struct
  percpu_kptr 48

map outer
  kind array_of_maps
  key u32
  value 4 bytes
  max_entries 4
  inner values
    kind array
    key u32
    value declared later
    max_entries 2

map rb
  kind ringbuf
  max_entries 4096
  records of 24, 40, unknown bytes
  record struct event

global .addr_space.1 "odd name\x07"
  type s64[2][3]
  offset 16

global .data level
  type u32
  offset 4

union bits, 4 bytes
     0  u32 whole
   0.0  u32:3 low
   0.3  s32:5 high

struct event, 24 bytes, packed
     0  u8 kind
     1  u64 ts
     9  char[15] name
    24  u32[] rest

struct event#2, 64 bytes
     0  union bits bits
     4  enum state[2] states
    12  union, 16 bytes {
    12    u32 v4
    12    u8[16] raw
        } addr
    28  struct, 4 bytes {
    28    u16 x
    30    s16 y
        }
    32  float64 ratio
    40  ptr64 task
    48  ptr64 other
    56  bool on
    57  s8 sign
    58  byte raw
    60  unknown0 atomic
    60  declared later

enum state, 4 bytes, signed
        RUN = -1

enum wide, 8 bytes
        BIG = low 7

object b.bpf.o

map counts
  kind 77
)";

std::string written(const lock::Lock &L) { return lock::write(L.Objects); }

TEST(Lock, WhatIsReadIsWrittenAgain) {
  auto L = lock::parse(Whole);
  ASSERT_TRUE(L) << L.takeError().message();
  EXPECT_EQ(written(*L), Whole);
  ASSERT_EQ(L->Objects.size(), 2u);
  const lock::Shared &A = L->Objects.front();
  EXPECT_EQ(A.Object, "a.bpf.o");
  EXPECT_EQ(A.Maps.size(), 4u);
  EXPECT_TRUE(A.Maps[0].IsHostPinned && !A.Maps[0].IsPinned);
  EXPECT_TRUE(A.Maps[1].IsPinned && !A.Maps[1].IsHostPinned);
  EXPECT_EQ(A.Maps[1].KernelPointers.size(), 2u);
  EXPECT_TRUE(A.Maps[3].HasOtherRecords);
  EXPECT_EQ(A.Maps[3].RecordTypes.front()->Size, 24u);
  EXPECT_EQ(A.Globals.front().Name, "odd name\x07");
  EXPECT_EQ(A.Globals.front().Size, 48u);
  EXPECT_EQ(L->find("b.bpf.o"), &L->Objects[1]);
  EXPECT_EQ(L->find("c.bpf.o"), nullptr);
  for (const Type *Ty : A.Types)
    for (const Difference &D : compare(*Ty, *Ty, {}, {}))
      // Nobody knows whether what is not recorded is the same.
      EXPECT_TRUE(D.Host && D.Host->Name == "atomic") << slug(D.Kind);
}

TEST(Lock, MembersFarFromTheStartAreMembers) {
  const std::string Header(Whole.substr(0, Whole.find("object a")));
  const std::string Far = Header + R"(object a.bpf.o

map m
  kind hash
  key u32
  value struct far

struct far, 4294967295 bytes
     0  u8[1000] room
 1000.0  u32:3 low
  1004  u8[98996] more
 100000  u32 behind
 100004.3  u32:5 high
 100008.0  unknown256:255 odd
 100040  unknown34358938040 huge
)";
  auto L = lock::parse(Far);
  ASSERT_TRUE(L) << L.takeError().message();
  EXPECT_EQ(written(*L), Far);
}

TEST(Lock, LinesAreKnown) {
  auto L = lock::parse(Whole);
  ASSERT_TRUE(L);
  auto LineAt = [](unsigned Number) {
    std::string_view Rest = Whole;
    while (--Number)
      Rest.remove_prefix(Rest.find('\n') + 1);
    return std::string(Rest.substr(0, Rest.find('\n')));
  };
  const lock::Shared &A = L->Objects.front();
  EXPECT_EQ(LineAt(A.Maps[3].Line), "map rb");
  for (const Type *Ty : A.Types) {
    EXPECT_NE(LineAt(lock::lineOf(Ty->Where)).find(Ty->Name),
              std::string::npos);
    if (const auto *R = as<RecordType>(Ty))
      for (const Field &F : R->Fields)
        // What has members of its own is named behind them.
        if (!F.Name.empty() && F.Name != "addr") {
          EXPECT_NE(LineAt(lock::lineOf(F.Where)).find(F.Name),
                    std::string::npos)
              << F.Name;
        }
  }
}

TEST(Lock, AlignmentsAreThoseOfNature) {
  auto L = lock::parse("host-layout-lock 1\nobject o\n"
                       "struct a, 24 bytes\n  0 u8 x\n  8 struct b b\n"
                       "struct b, 16 bytes\n  0 u64[2] y\n"
                       "struct c, 9 bytes, packed\n  0 u8 x\n  1 u64 y\n");
  ASSERT_TRUE(L) << L.takeError().message();
  const std::vector<const Type *> &Types = L->Objects.front().Types;
  EXPECT_EQ(Types[0]->Align, 8u);
  EXPECT_EQ(Types[1]->Align, 8u);
  EXPECT_EQ(Types[2]->Align, 1u);
}

TEST(Lock, OtherVersionsAndOtherFiles) {
  EXPECT_TRUE(lock::isLock("# a comment\nhost-layout-lock 1\n"));
  EXPECT_TRUE(lock::isLock("host-layout-lock 2\n"));
  EXPECT_FALSE(lock::isLock("\x7f"
                            "ELF"));
  EXPECT_FALSE(lock::isLock(""));
  EXPECT_FALSE(lock::isLock("###"));
  auto Newer = lock::parse("host-layout-lock 2\nsomething new\n");
  ASSERT_FALSE(Newer);
  EXPECT_NE(Newer.takeError().message().find("a newer host-layout wrote"),
            std::string::npos);
  for (std::string_view Bad :
       {"", "host-layout-lock 0\n", "host-layout-lock\n",
        "host-layout-lock 1x\n", "host-layout-lock 99999999999\n"})
    EXPECT_FALSE(lock::parse(Bad)) << Bad;
}

TEST(Lock, WhatCannotBeIsAnErrorWithItsLine) {
  const std::string Head = "host-layout-lock 1\nobject o\n";
  for (std::string_view Bad :
       {"struct a, 8 bytes\n  0 struct a a\n", // holds itself
        "struct a, 0 bytes\n  0 struct b b\nstruct b, 0 bytes\n  0 struct a "
        "a\n",
        "struct a, 8 bytes\n  4 u64 x\n", // does not fit
        "struct a, 8 bytes\n  0 u8[4294967296] x\n",
        "struct a, 8 bytes\n  0 u8[99999999999999999999] x\n",
        "struct a, 99999999999 bytes\n",
        "struct a, 8 bytes\nstruct a, 8 bytes\n", // twice
        "struct a, 8 bytes\n  0.9 u8:1 x\n",
        "struct a, 8 bytes\n  0 struct, 4 bytes {\n", // not closed
        "struct a, 8 bytes\n  }\n",
        "enum e, 0 bytes\n",
        "enum e, 9 bytes\n",
        "map m\n",
        "map m\n  kind hash\nmap m\n  kind hash\n",
        "map m\n  kind hash\n  records of 8, 4 bytes\n",
        "map m\n  kind hash\n  record struct none\n",
        "map m\n  kind hash\n  key u32\n  key u32\n",
        "map m\n  kind hash\n  inner a\n    kind hash\n    inner b\n",
        "global .bss x\n",
        "global .bss x\n  type u7\n",
        "global .bss \"x\\x4\"\n  type u8\n",
        "\tmap m\n",
        "  kind hash\n",
        "object\n",
        "more\n"}) {
    auto L = lock::parse(Head + std::string(Bad));
    ASSERT_FALSE(L) << Bad;
    EXPECT_EQ(L.takeError().message().find("line "), 0u) << Bad;
  }
  // Deeper than any type of a program.
  std::string Deep = Head;
  for (int I = 0; I != 40; ++I)
    Deep += "struct s" + std::to_string(I) + ", 0 bytes\n" +
            (I ? "  0 struct s" + std::to_string(I - 1) + " x\n" : "");
  EXPECT_FALSE(lock::parse(Deep));
  std::string Open = Head + "struct s, 0 bytes\n";
  for (int I = 0; I != 100000; ++I)
    Open += "  0 struct, 0 bytes {\n";
  EXPECT_FALSE(lock::parse(Open));
}

/// Bytes changed, lines lost, doubled and moved: an error, or a lock that can
/// be written, read and compared.
TEST(Lock, MutatedTextDoesNoHarm) {
  std::mt19937 Random(21);
  auto Below = [&](size_t N) { return size_t(Random() % N); };
  static constexpr std::string_view Words[] = {
      "struct ", "union ", "enum ", "{",  "}",    "[",     "]",
      "#2",      ",",      " ",     "\n", "\"",   "\\x",   "4294967295",
      "-1",      "0x",     "low ",  ":",  "kptr", "inner "};
  unsigned Read = 0;
  for (unsigned Round = 0; Round != 5000; ++Round) {
    std::string Text(Whole);
    for (size_t Edits = 1 + Below(3); Edits; --Edits) {
      if (Text.empty())
        break;
      const size_t At = Below(Text.size());
      const size_t Line = Text.rfind('\n', At) + 1;
      const size_t End = std::min(Text.find('\n', At), Text.size() - 1) + 1;
      switch (Below(6)) {
      case 0:
        Text[At] = char(Below(256));
        break;
      case 1:
        Text.erase(At, 1 + Below(4));
        break;
      case 2:
        Text.insert(At, Words[Below(std::size(Words))]);
        break;
      case 3:
        Text.erase(Line, End - Line);
        break;
      case 4:
        Text.insert(End, Text.substr(Line, End - Line));
        break;
      case 5:
        Text.resize(At + 1);
        break;
      }
    }
    auto L = lock::parse(Text);
    if (!L) {
      ASSERT_FALSE(L.takeError().message().empty());
      continue;
    }
    ++Read;
    const std::string Again = written(*L);
    auto Second = lock::parse(Again);
    ASSERT_TRUE(Second) << Second.takeError().message() << '\n' << Again;
    ASSERT_EQ(written(*Second), Again);
    for (const lock::Shared &O : L->Objects)
      for (const Type *Ty : O.Types)
        (void)compare(*Ty, *O.Types.front(), {}, {});
    ASSERT_EQ(Second->Objects.size(), L->Objects.size());
    for (size_t I = 0; I != L->Objects.size(); ++I) {
      ASSERT_TRUE(lock::restatements(L->Objects[I], Second->Objects[I]).empty())
          << Again;
      (void)lock::restatements(L->Objects[I], L->Objects.front());
    }
  }
  // Most of a lock is free: numbers, names, order.
  EXPECT_GT(Read, 500u);
}

} // namespace
