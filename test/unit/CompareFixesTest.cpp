//===- CompareFixesTest.cpp - Which edits are offered ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

class CompareFixes : public CompareTable {};
TEST_P(CompareFixes, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Rows[] = {
    {"SixteenBytes", "struct e { u64 a; u64 c; }",
     "struct e { u64 a; u64 c; u128 b; }", "missing-field:b"},
    {"NoIdentifier", "struct e { u32 a; }", "struct e { u32 a; u32 b-c; }",
     "missing-field:b-c"},
    {"NoIdentifierRenamed", "struct e { u32 a; }", "struct e { u32 b-c; }",
     "renamed:a?"},
    {"NoIdentifierInAUnion", "struct e { u32 a; }",
     "struct e { u32 a; union { u32 b-c; u8 d; }; }", "missing-field:"},
    {"BitFieldInAUnion", "struct e { u32 a; }",
     "struct e { u32 a; union { u32 b:3; u8 d; }; }", "missing-field:"},
    {"Double", "struct e { u64 a; }",
     "struct e { double a; float b; double c; }",
     "missing-field:b! missing-field:c! type:a!"},
    {"Flexible", "struct e { u32 a; }", "struct e { u32 a; u32 b[]; }", ""},
    {"EnumAndPointer", "struct e { u64 a; }",
     "struct e { u64 a; enum k { A } b; u32 c; ptr d; }",
     "missing-field:b! missing-field:c! missing-field:d!"},
    {"MissingUnion", "struct e { }",
     "struct e { union { struct { u32 pad2; u32 b; }; }; }", "missing-field:!"},
    {"MissingUnionOfAPointer", "struct e { u32 a_; }",
     "struct e { union { struct { u32 pad2; ptr b; }; }; }",
     "extra-field:a_ missing-field:", I386},
    {"MissingUnionIsPadded", "struct e { } packed",
     "struct e { union { u32 b; s16 x[3]; }; }", "missing-field:!"},
    {"MissingUnionThatIsAligned", "struct e { }",
     "struct e { union { u32 b align(8); }; }", "missing-field:"},
    {"MissingUnionInAUnion", "struct e { }", "union e { union { u32 a; }; }",
     "missing-field:a!"},
    {"BitFieldMovedAndCut", "struct e { u32 b; u32 a:8; }",
     "struct e { u32 a; u32 b; }", "bitfield:a bitfield:a"},
    {"AlignedBehindTwoUnits", "struct e { u32 c:3; u8 e:8; }",
     "struct e { long b; }", "size:!", X86_64, MatchMode::Named},
    {"AlignedBehindOneUnit", "struct e { u32 b:3; u32 a:5; }",
     "struct e { long b; }", "size:!", X86_64, MatchMode::Named},
    {"EmptyBase", "struct b { }; struct e { base struct b; }",
     "struct e { u32 h; }", "missing-field:h"},
    {"AlignedField",
     "struct e { u32 a; u32 pad align(8); u32 a_; u64 marked; }",
     "struct e { char a; }", "extra-field:a_ extra-field:marked type:a"},
    {"KeyWithAHoleWithin", "struct e { }",
     "struct s { u64 b; u32 c; }; struct e { struct s; u32 l; }",
     "missing-field:b! missing-field:c! missing-field:l hole:?", X86_64,
     MatchMode::Exact, "", "key"},
    {"MissingBehindAnEmptyOne", "struct v { }; struct e { struct v x; }",
     "struct v { }; struct e { struct v x; u32 raw; u32 a; }",
     "missing-field:raw! missing-field:a!"},
    {"WithinARecord",
     "struct in { u32 k; u8 rest[7]; }; struct e { struct in x; }",
     "struct in { u8 k; s8 a_; union { u32 a[2]; u32 b; }; }; struct e { "
     "struct in x; }",
     "missing-field:a_ type:k"},
    {"MovedToTheEnd", "struct e { u32 b; u32 a; u32 x; }",
     "struct e { u32 a; u32 x; u32 b; }", "reordered:b!"},
};
INSTANTIATE_TEST_SUITE_P(Rows, CompareFixes, testing::ValuesIn(Rows), name);

/// A try is a whole comparison: of many faults only the first are worth one,
/// and nothing is offered that was not tried.
TEST(CompareFixes, AreTriedForTheFirstOfMany) {
  std::string Host = "struct e { ", Bpf = Host;
  for (unsigned I = 0; I != 1000; ++I) {
    Host += "u32 a" + std::to_string(I) + "; ";
    Bpf += "s32 a" + std::to_string(I) + "; ";
  }
  const std::string End = "}";
  Arena Memory;
  const std::vector<Difference> Found =
      compare(*ModelText(Memory, X86_64).parse(Host + End),
              *ModelText(Memory, test::Bpf).parse(Bpf + End), {}, Policy());
  ASSERT_EQ(Found.size(), 100u);
  EXPECT_TRUE(Found.front().Remedy);
  EXPECT_FALSE(Found.back().Remedy);
}

} // namespace
