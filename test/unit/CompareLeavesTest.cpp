//===- CompareLeavesTest.cpp - Which leaves and arms count ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

class CompareLeaves : public CompareTable {};
TEST_P(CompareLeaves, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Leaves[] = {
    {"OwnUnionOfOneStructsNames",
     "union h { struct { u32 b; u32 a; } s; u8 raw[8]; }; struct in { u32 z; "
     "union h i; }; struct e { struct in x; }",
     "struct p { u32 a; u32 b; }; struct in { u32 z; struct p j; }; struct e { "
     "struct in x; }",
     "extra-field:i"},
    {"OwnUnionOverAStruct",
     "union h { u32 a; u8 raw[4]; }; struct in { u32 k; union h i; }; struct e "
     "{ struct in x; }",
     "struct p { u32 b; }; struct in { u32 k; struct p j; }; struct e { struct "
     "in x; }",
     "renamed:a!?"},
    {"OwnUnionTellsOneArmAlone",
     "union h { struct { u32 a; float f; } s; struct { u32 c; u32 d; } t; }; "
     "struct in { u32 k; union h i; }; struct e { struct in x; }",
     "struct p { u32 x; u32 y; }; struct in { u32 k; struct p j; }; struct e { "
     "struct in x; }",
     "renamed:c!? renamed:d!?"},
    {"PaddingOverANameThatMoved",
     "struct p { u32 c; u32 pad; }; struct in { u32 a; struct p i; }; struct e "
     "{ struct in x; }",
     "struct in { u32 a; u32 b; u32 c; }; struct e { struct in x; }",
     "extra-field:i"},
    {"EachRunTellsItsOwn",
     "struct p { u32 q; u32 pad; }; struct in { struct p i; u32 k; u32 z; }; "
     "struct e { struct in x; }",
     "struct r { u32 a; u32 b; }; struct in { struct r j; u32 k; u32 y; }; "
     "struct e { struct in x; }",
     "renamed:q!? reserved-used:pad? renamed:z!?"},
    {"ArmOfTheNameAlone",
     "struct l { u32 x; }; union h { struct l a; u64 z; }; struct in { u32 k; "
     "union h i; }; struct e { struct in x; }",
     "struct m { float x; }; struct l { u32 x; }; union g { struct m a; struct "
     "l c; u64 z; }; struct in { u32 k; union g j; }; struct e { struct in x; "
     "}",
     "extra-field:i"},
    {"SecondOfTwoArmsThatShareAName",
     "struct p { u32 x; u64 y; }; struct in { u64 k; struct p i; }; struct e { "
     "struct in x; }",
     "struct s { u32 x; u32 y; }; struct t { u32 x; u64 z; }; union g { struct "
     "s s; struct t t; }; struct in { u64 k; union g j; }; struct e { struct "
     "in x; }",
     ""},
    {"BytesOverTheUnionAndMore",
     "union h { u32 a; u8 raw[8]; }; struct in { u32 k; union h i; }; struct e "
     "{ struct in x; }",
     "union g { u32 x; u16 y[2]; }; struct in { u32 k; union g j; u32 q; }; "
     "struct e { struct in x; }",
     "renamed:raw!?"},
    {"BytesThatShareAName",
     "struct p { u16 m; u16 n; }; struct in { u32 k; struct p i; }; struct e { "
     "struct in x; }",
     "union g { u8 m[4]; struct { u16 n; u16 m; } s; }; struct in { u32 k; "
     "union g j; }; struct e { struct in x; }",
     "extra-field:i"},
    {"BoolOverABitField",
     "struct p { bool b; }; struct in { u8 k; struct p i; }; struct e { struct "
     "in x; }",
     "struct q { u8 c:8; }; struct in { u8 k; struct q j; }; struct e { struct "
     "in x; }",
     "extra-field:i"},
    {"IntegerOverABitField",
     "struct p { u8 b; }; struct in { u8 k; struct p i; }; struct e { struct "
     "in x; }",
     "struct q { u8 c:8; }; struct in { u8 k; struct q j; }; struct e { struct "
     "in x; }",
     "renamed:b!?"},
    {"BitFieldOverABool",
     "struct p { u8 b:8; }; struct in { u8 k; struct p i; }; struct e { struct "
     "in x; }",
     "struct q { bool c; }; struct in { u8 k; struct q j; }; struct e { struct "
     "in x; }",
     "renamed:b!?"},
    {"FloatOverABitField",
     "struct p { float b; }; struct in { u32 k; struct p i; }; struct e { "
     "struct in x; }",
     "struct q { u32 c:32; }; struct in { u32 k; struct q j; }; struct e { "
     "struct in x; }",
     "extra-field:i"},
    {"SystemNameBehindItsPadding",
     "struct sa { u8 pad[1]; u8 code[3]; u64 m; } system; "
     "struct e { struct sa a; }",
     "struct sb { u8 __pad[3]; u64 m; }; struct e { struct sb a; }", ""},
    {"PaddingOverHalfOfAField", "struct e { u32 k; u32 pad; u64 n align(16); }",
     "struct p { u32 a; u32 pad; }; "
     "struct e { u32 k; struct p x; u64 n align(16); }",
     "missing-field:x"},
};
INSTANTIATE_TEST_SUITE_P(Arms, CompareLeaves, testing::ValuesIn(Leaves), name);

} // namespace
