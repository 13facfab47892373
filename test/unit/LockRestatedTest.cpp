//===- LockRestatedTest.cpp - What a lock would state otherwise -----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Restated.h"

#include <gtest/gtest.h>

#include <ostream>

using namespace hostlayout;

namespace {

constexpr std::string_view Text = R"(host-layout-lock 1
object ev.bpf.o
map counts
  kind hash
  key u32
  value struct event
  max_entries 8
map jobs
  kind queue
  value 12 bytes
map late
  kind hash
  key u32
  value declared later
map outer
  kind array_of_maps
  key u32
  value 4 bytes
  inner values
    kind hash
    key u32
    value struct, 8 bytes {
     0    u64 sum
          }
global .bss dropped
  type u64[4]
struct event, 64 bytes
     0  char[8] v
     8  ptr64 p
    16  float64 ratio
    24  enum state state
    28  u32:3 flags
    32  union, 8 bytes {
    32    u32 v4
    32    u8[8] raw
        } addr
    40  struct inner in
    44  unknown0 hits
    48  u8[4] pad
    52  bool on
    56  u32[2] pair
struct inner, 4 bytes, packed
     0  u16 a
     2  s16 b
struct other, 4 bytes
     0  u16 a
     2  s16 b
enum state, 4 bytes, signed
        RUN = 1
        NEG = -1
enum wide, 8 bytes
        BIG = low 7
)";

lock::Lock parsed(std::string_view Text) {
  auto L = lock::parse(Text);
  EXPECT_TRUE(L) << L.takeError().message();
  return L ? std::move(*L) : lock::Lock();
}

/// What is said where \p From stands in the text and now \p To does.
std::vector<lock::Restated> after(std::string_view From, std::string_view To) {
  std::string Now(Text);
  const size_t At = Now.find(From);
  EXPECT_NE(At, Now.npos) << From;
  if (At == Now.npos)
    return {};
  Now.replace(At, From.size(), To);
  const lock::Lock Before = parsed(Text), After = parsed(Now);
  if (Before.Objects.empty() || After.Objects.empty())
    return {};
  return lock::restatements(Before.Objects.front(), After.Objects.front());
}

struct Edit {
  std::string_view From, To;
  /// What is said; an empty Of: nothing.
  std::string_view Of, What, Before, After;
};
std::ostream &operator<<(std::ostream &To, const Edit &E) {
  return To << E.From << " -> " << E.To;
}

class Restated : public testing::TestWithParam<Edit> {};

TEST_P(Restated, IsSaidOnce) {
  const Edit &E = GetParam();
  const std::vector<lock::Restated> Found = after(E.From, E.To);
  if (E.Of.empty()) {
    EXPECT_TRUE(Found.empty())
        << Found.front().Of << ": " << Found.front().What;
    return;
  }
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found.front().Of, E.Of);
  EXPECT_EQ(Found.front().What, E.What);
  EXPECT_EQ(Found.front().Before, E.Before);
  EXPECT_EQ(Found.front().After, E.After);
  EXPECT_NE(Found.front().Line, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    All, Restated,
    testing::Values(
        // Of the same bytes, and so the same for compare().
        Edit{"char[8] v", "u64 v", "event", "v", "is 'char[8]'", "is 'u64'"},
        Edit{"char[8] v", "u8[8] v", "event", "v", "is 'char[8]'",
             "is 'u8[8]'"},
        Edit{"ptr64 p", "u64 p", "event", "p", "is 'ptr64'", "is 'u64'"},
        Edit{"float64 ratio", "u64 ratio", "event", "ratio", "is 'float64'",
             "is 'u64'"},
        Edit{"enum state state", "u32 state", "event", "state",
             "is 'enum state'", "is 'u32'"},
        Edit{"u32:3 flags", "u8:3 flags", "event", "flags", "is 'u32:3'",
             "is 'u8:3'"},
        Edit{"u32:3 flags", "s32:3 flags", "event", "flags", "is 'u32:3'",
             "is 's32:3'"},
        Edit{"u8[8] raw", "u64 raw", "event", "raw", "is 'u8[8]'", "is 'u64'"},
        Edit{"struct inner in", "struct other in", "event", "in",
             "is 'struct inner'", "is 'struct other'"},
        Edit{"struct inner in", "u32 in", "event", "in", "is 'struct inner'",
             "is 'u32'"},
        Edit{"bool on", "u8 on", "event", "on", "is 'bool'", "is 'u8'"},
        Edit{"u32[2] pair", "u32[2][1] pair", "event", "pair", "is 'u32[2]'",
             "is 'u32[2][1]'"},
        Edit{"    48  u8[4] pad\n", "", "event", "pad", "is", ""},
        Edit{"    52  bool on\n", "    52  bool on\n    53  u8 fill\n", "event",
             "fill", "", "is"},
        Edit{"4 bytes, packed", "4 bytes", "inner", "inner", "is packed",
             "is not packed"},
        Edit{"     2  s16 b", "     0  s16 b", "inner", "b", "is at byte 2",
             "is at byte 0"},
        Edit{"RUN = 1", "RUN = 2", "state", "RUN", "is 1", "is 2"},
        Edit{"        NEG = -1\n", "", "state", "NEG", "is", ""},
        Edit{"BIG = low 7", "BIG = low 8", "wide", "BIG", "is 7", "is 8"},
        Edit{"type u64[4]", "type u32[8]", "global .bss dropped", "dropped",
             "is 'u64[4]'", "is 'u32[8]'"},
        Edit{"  key u32\n", "  key 4 bytes\n", "counts.key", "counts.key",
             "is 'u32'", "is '4 bytes'"},
        Edit{"  key u32\n", "", "counts.key", "counts.key", "is 'u32'", ""},
        Edit{"  value 12 bytes\n", "  value u8[12]\n", "jobs.value",
             "jobs.value", "is '12 bytes'", "is 'u8[12]'"},
        Edit{"u64 sum", "char[8] sum", "outer.values.value", "sum", "is 'u64'",
             "is 'char[8]'"},
        // What no compiler, or not each, records.
        Edit{"unknown0 hits", "u32 hits", "", "", "", ""},
        Edit{"value declared later", "value u64", "", "", "", ""},
        Edit{"enum state, 4 bytes, signed", "enum state, 4 bytes", "", "", "",
             ""},
        Edit{"NEG = -1", "NEG = 4294967295", "", "", "", ""},
        Edit{"BIG = low 7", "BIG = 4294967303", "", "", "", ""},
        // No change for anybody who reads the bytes.
        Edit{"        RUN = 1\n        NEG = -1\n",
             "        NEG = -1\n        RUN = 1\n", "", "", "", ""}));

TEST(RestatedTypes, OfOneNameAreAnyOfThem) {
  const std::string_view Two = "host-layout-lock 1\nobject o\n"
                               "struct a, 4 bytes\n  0 u32 x\n"
                               "struct a#2, 8 bytes\n  0 u64 x\n";
  const std::string_view Turned = "host-layout-lock 1\nobject o\n"
                                  "struct a, 8 bytes\n  0 u64 x\n"
                                  "struct a#2, 4 bytes\n  0 u32 x\n";
  const lock::Lock A = parsed(Two), B = parsed(Turned);
  EXPECT_TRUE(lock::restatements(A.Objects.front(), B.Objects.front()).empty());
}

} // namespace
