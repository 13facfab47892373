//===- CompareNestedTest.cpp - Records, unions and bytes of one shape -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

class CompareNested : public CompareTable {};
TEST_P(CompareNested, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const char Mac[] = "union mac { struct { u32 p1; u16 p2; }; u8 addr[6]; } "
                   "align(8); struct e { union mac m; }";
const char PackedMac[] =
    "union mac { struct { u32 p1; u16 p2; } packed; u8 addr[6]; }; "
    "struct e { union mac m; }";
const Row Unions[] = {
    {"ArmAsAType",
     "struct T { u32 p1; u16 p2; }; union mac { struct T tuple; "
     "u8 addr[6]; }; struct e { union mac m; }",
     Mac, ""},
    {"ArmAsATypeSwapped",
     "struct T { u16 p2; u32 p1; } packed; union mac { "
     "struct T tuple; u8 addr[6]; } align(8); struct e { union mac m; }",
     Mac, "extra-field:tuple"},
    {"OneArm", "struct T { u32 p1; u16 p2; } packed; struct e { struct T m; }",
     PackedMac, ""},
    {"OneArmSwapped",
     "struct T { u16 p2; u32 p1; } packed; struct e { struct T m; }", PackedMac,
     "reordered:p1!"},
    {"OneArmOtherNames",
     "struct T { u32 a; u16 b; } packed; struct e { struct T m; }", PackedMac,
     ""},
    {"BytesOfTheUnion",
     "struct T { u16 a; u16 b; u16 c; }; struct e { struct T m; }", PackedMac,
     ""},
    {"HalfOfAnArm",
     "struct T { u32 p1; u16 pad; } packed; "
     "struct e { struct T m; }",
     PackedMac, "reserved-used:pad?"},
    {"ArmAndPadding",
     "struct a { u32 v4; u32 pad[3]; }; struct e { struct a x; }",
     "union a { u32 v4; u8 v6[16]; }; struct e { union a x; }", ""},
    {"ArmAndAField", "struct a { u32 v4; u32 x[3]; }; struct e { struct a x; }",
     "union a { u32 v4; u8 v6[16]; }; struct e { union a x; }",
     "extra-field:x"},
    {"ArmAndPaddingOnTop", "struct a { u32 v4; u32 pad[3]; }",
     "union a { u32 v4; u8 v6[16]; }", ""},
    {"BothArmsInARow", "struct a { u32 v4; u8 v6[16]; }",
     "union a { u32 v4; u8 v6[16]; }", "wrong-kind:"},
    {"AnonymousArm", "struct e { u32 k; u32 v4; u32 pad[3]; }",
     "struct e { u32 k; union { u32 v4; u8 v6[16]; }; }", ""},
    {"AnonymousArmsOfOtherNames",
     "struct e { u32 k; union { u16 p; u16 q; }; }",
     "struct e { u32 k; union { u8 v6[4]; }; }", ""},
    {"AnonymousArmsOfAnotherKind",
     "struct e { u32 k; union { float p; u16 q; }; }",
     "struct e { u32 k; union { u8 v6[4]; }; }", "extra-field:p"},
    {"AnonymousArmWithAField", "struct e { u32 k; u32 v4; u32 y[3]; }",
     "struct e { u32 k; union { u32 v4; u8 v6[16]; }; }", "extra-field:y"},
    {"UnionOverAStruct", "union e { struct { u32 a; u32 b; }; u8 raw[8]; }",
     "struct e { u32 a; u32 b; }", ""},
    {"UnionOverAStructWrong", "union e { struct { u32 a; u32 b; }; u64 both; }",
     "struct e { u32 a; u32 b; }", "extra-field:both"},
    {"UnionsOfOtherNames",
     "union h { u32 a; u8 b[4]; }; struct e { union h u; }",
     "union b { u32 x; u16 y[2]; }; struct e { union b u; }", ""},
    {"UnionsOfOtherKinds",
     "union h { u32 a; float f; }; "
     "struct e { union h u; }",
     "union b { u32 x; u16 y[2]; }; "
     "struct e { union b u; }",
     "type:u"},
};

INSTANTIATE_TEST_SUITE_P(Unions, CompareNested, testing::ValuesIn(Unions),
                         name);

const Row Tails[] = {
    {"HostTail", "struct mac { u8 o[6]; } align(8); struct e { struct mac m; }",
     "struct e { u8 m[6]; u16 pad; }", ""},
    {"HostTailOverAField",
     "struct mac { u8 o[6]; } align(8); struct e { struct mac m; }",
     "struct e { u8 m[6]; u16 port; }", "missing-field:port"},
    {"BpfTail", "struct e { u8 m[6]; u16 pad; }",
     "struct mac { u8 o[6]; } align(8); struct e { struct mac m; }", ""},
    {"BpfTailUnderAField", "struct e { u8 m[6]; u16 port; }",
     "struct mac { u8 o[6]; } align(8); struct e { struct mac m; }",
     "extra-field:port"},
    {"Records", "struct in { u32 a; u8 b; }; struct e { struct in x; u32 c; }",
     "struct in { u32 a; u8 b; } packed; struct e { struct in x; u8 pad[3]; "
     "u32 c; } packed",
     ""},
    {"RecordsMoved",
     "struct in { u32 a; u8 b; }; struct e { struct in x; u32 c; u32 d; }",
     "struct in { u32 a; u8 b; } packed; struct e { struct in x; u32 c; u8 "
     "d[7]; } packed",
     "type:d! padding:c"},
    {"NotInArrays", "struct in { u32 a; u8 b; }; struct e { struct in x[1]; }",
     "struct in { u32 a; u8 b; } packed; struct e { struct in x[1]; u8 pad[3]; "
     "} packed",
     "size:!"},
    {"InAnArrayAsWell",
     "struct in { u32 a; u8 b; }; struct e { struct in x; struct in y[2]; }",
     "struct in { u32 a; u8 b; } packed; struct e { struct in x; u8 pad[3]; "
     "struct in y[2]; u8 pad2[6]; } packed",
     "size:!"},
};
INSTANTIATE_TEST_SUITE_P(Tails, CompareNested, testing::ValuesIn(Tails), name);

const Row Leaves[] = {
    {"Renamed", "struct in { u32 a; u32 q; }; struct e { struct in x; }",
     "struct in { u32 a; u32 b; }; struct e { struct in x; }", "renamed:q!?"},
    {"OtherShape",
     "struct p { u32 b; u32 c; }; struct in { u32 a; struct p i; }; "
     "struct e { struct in x; }",
     "struct in { u32 a; u32 b; u32 c; }; struct e { struct in x; }", ""},
    {"OtherShapeSwapped",
     "struct p { u32 c; u32 b; }; struct in { u32 a; struct p i; }; "
     "struct e { struct in x; }",
     "struct in { u32 a; u32 b; u32 c; }; struct e { struct in x; }",
     "extra-field:i"},
    {"NamesInAnArray",
     "struct p { u16 b; u16 c; }; struct in { u32 a; struct p j[2]; }; "
     "struct e { struct in x; }",
     "struct q { u16 b; u16 c; }; struct in { u32 a; struct q i[2]; }; "
     "struct e { struct in x; }",
     ""},
    {"NamesInAnArraySwapped",
     "struct p { u16 c; u16 b; }; struct in { u32 a; struct p j[2]; }; "
     "struct e { struct in x; }",
     "struct q { u16 b; u16 c; }; struct in { u32 a; struct q i[2]; }; "
     "struct e { struct in x; }",
     "extra-field:j"},
    {"NamesInAnArrayOfAnotherShape",
     "struct p { u16 b; u16 c; }; struct e { struct p x[1][2]; }",
     "struct q { u16 b; u16 c; }; struct e { struct q x[2]; }", "array:x"},
    {"NamesInAnArrayOfAnotherShapeSwapped",
     "struct p { u16 c; u16 b; }; struct e { struct p x[1][2]; }",
     "struct q { u16 b; u16 c; }; struct e { struct q x[2]; }", "type:x"},
    {"OtherNamesInAnArray",
     "struct p { u16 b; u16 d; }; struct in { u32 a; struct p j[2]; }; "
     "struct e { struct in x; }",
     "struct q { u16 b; u16 c; }; struct in { u32 a; struct q i[2]; }; "
     "struct e { struct in x; }",
     "renamed:d!?"},
    {"NamesInSecondElements",
     "struct p { u16 b; u16 c; }; struct in { u32 a; struct p j[1]; u16 d; u16 "
     "f; }; struct e { struct in x; }",
     "struct q { u16 b; u16 c; }; struct in { u32 a; struct q i[2]; }; "
     "struct e { struct in x; }",
     "renamed:d!? renamed:f!?"},
    {"BytesOverALeaf",
     "struct in { u32 a; u8 raw[4]; }; struct e { struct in x; }",
     "struct in { u32 a; u32 b; }; struct e { struct in x; }", "renamed:raw!?"},
    {"TwoForOne",
     "struct in { u32 a; u16 p; u16 q; }; struct e { struct in x; }",
     "struct in { u32 a; u32 b; }; struct e { struct in x; }", "extra-field:p"},
    {"OverAHole",
     "struct in { u32 a; u32 q; u64 b; }; struct e { struct in x; }",
     "struct in { u32 a; u64 b; }; struct e { struct in x; }", "extra-field:q"},
    {"OverPadding", "struct in { u32 a; u32 q; }; struct e { struct in x; }",
     "struct in { u32 a; u32 pad; }; struct e { struct in x; }",
     "extra-field:q"},
    {"SystemTwin",
     "struct sa { u16 family; u16 port; u32 addr; u8 zero[8]; } system; struct "
     "e { struct sa a; }",
     "struct sa { u16 family; u16 sport; u32 saddr; u8 __pad[8]; }; struct e { "
     "struct sa a; }",
     ""},
    {"SystemNameOverPadding",
     "struct sa { u16 family; u8 zero[6]; } system; struct e { struct sa a; }",
     "struct sa { u16 family; u16 __pad; u32 __pad2; }; "
     "struct e { struct sa a; }",
     ""},
    {"SystemNameOverLongerPadding",
     "struct sa { u32 family; u16 port; } system; struct e { struct sa a; }",
     "struct sa { u32 family; u32 __pad; }; struct e { struct sa a; }",
     "extra-field:port"},
    {"SystemPaddingOverAName",
     "struct sa { u32 family; u32 __pad; } system; struct e { struct sa a; }",
     "struct sa { u32 family; u16 a; u16 b; }; struct e { struct sa a; }", ""},
    {"SystemTwinKind",
     "struct sa { u16 family; u16 port; float addr; } system; struct "
     "e { struct sa a; }",
     "struct sa { u16 family; u16 sport; u32 saddr; }; struct e { "
     "struct sa a; }",
     "extra-field:addr"},
    {"SystemNameOverBytesAndPadding",
     "struct sa { u8 v[1]; u8 u[4]; u16 c; u64 k; } packed system; "
     "struct e { struct sa a; }",
     "struct sa { u8 pad[1]; u8 pad1[1]; u16 id; u8 pad0[3]; u64 n; } packed; "
     "struct e { struct sa a; }",
     ""},
    {"PaddingInTheMiddleOfAnArm",
     "struct a { u8 ts; u8 pad[3]; u64 ns; }; struct e { struct a x; }",
     "struct a { u8 ts; u8 tag[3]; u64 ns; }; struct b { u16 s; u32 v; }; "
     "union u { struct a a; struct b b; }; struct e { union u x; }",
     "reserved-used:pad?"},
    {"BitFieldOverAnArrayOfOne",
     "union u { u64 as0[1]; u32 as1[2]; u64 more : 64; }; "
     "struct e { union u x; }",
     "union u { u64 as0[1]; u32 as1[2]; }; struct e { union u x; }", ""},
    {"ArrayOfPaddingOverABool",
     "struct p { u8 pad; }; struct e { struct p x[1]; }",
     "struct e { bool x; }", "type:x!"},
    {"StructOfPaddingBehindTheRest",
     "struct p { u8 pad; }; struct in { u32 a; struct p q; }; "
     "struct e { struct in x; u64 y; }",
     "struct in { u32 a; u32 b; }; struct e { struct in x; u64 y; }",
     "missing-field:b"},
    {"StructOfPaddingOverAHole",
     "struct p { u8 pad; }; struct in { u8 a; struct p q; u32 b; }; "
     "struct e { struct in x; }",
     "struct in { u8 a; u32 b; }; struct e { struct in x; }", ""},
    {"NameOfAnArmUnderPadding",
     "struct in { u64 len; u32 pad; } system; struct e { struct in x; }",
     "union u { u64 ttl; u16 len; }; struct in { u64 mark; union u u; }; "
     "struct e { struct in x; }",
     "type:x"},
    {"BytesIntoThePerCpuStride", "union e { u16 a; u8 raw[7]; float f; }",
     "union e { u16 a; float f; }", "", X86_64, MatchMode::Exact, "", "percpu"},
    {"BytesPastTheEnd", "union e { u16 a; u8 raw[7]; float f; }",
     "union e { u16 a; float f; }", "extra-field:raw"},
    {"ArmOfPaddingBesideOthers",
     "struct p { u8 pad[4]; }; union u { u64 v[2]; struct p q; }; "
     "struct e { union u x; }",
     "struct s { u8 id; u64 hash; }; union u { struct s s; u8 raw[16]; }; "
     "struct e { union u x; }",
     ""},
    {"SystemArmOverPaddingOfAnother",
     "struct w { u16 kind; u64 n; } system; struct x { u8 pad[3]; u8 ip; } "
     "system; union u { u8 gid; struct w wa; struct x ex; } system; "
     "struct e { union u x; }",
     "struct w { u16 kind; u64 n; }; struct x { u8 pad[3]; u8 ip; }; "
     "union u { struct w wa; struct x ex; }; struct e { union u x; }",
     ""},
    {"SystemPaddingOverBytesAndMore",
     "struct t { u64 state; u32 __pad[4]; } system; struct e { struct t x; }",
     "struct t { char comm[16]; u64 len; }; struct e { struct t x; }", ""},
    {"SystemPaddingInTwo",
     "struct t { u32 state; u32 __pad0; u32 __pad1; } system; "
     "struct e { struct t x; }",
     "struct t { u32 id; u64 len; } packed; struct e { struct t x; }", ""},
    {"SystemPaddingInTwoBehindAName",
     "struct t { u32 __pad0; u32 state; u32 __pad1; } system; "
     "struct e { struct t x; }",
     "struct t { u64 len; u32 id; } packed; struct e { struct t x; }",
     "type:x"},
    {"NameInTwoOfWhichOneIsBytesHere",
     "struct m { u8 v; } align(2); struct t { u8 raw[1]; struct m b; u16 k; } "
     "system; struct e { struct t x; }",
     "struct m { u8 v; } align(2); struct t { struct m a; struct m c; u16 n; }; "
     "struct e { struct t x; }",
     ""},
    {"NameWithinPadding",
     "struct m { u8 mode[4]; } system; struct t { struct m __pad; u64 ret; "
     "u16 k; } system; struct e { struct t x; }",
     "struct m { u8 mode[4]; }; struct t { u16 k1; u64 pid; struct m dport; }; "
     "struct e { struct t x; }",
     ""},
    {"PaddingPastBytesOfAnArm",
     "struct t { s32 tag; float pad; }; struct e { struct t x; }",
     "struct p { u32 p1; u16 p2; } packed; union t { struct p; u8 addr[6]; } "
     "align(8); struct e { union t x; }",
     ""},
    {"SystemUnionOfPaddingAsAnArm",
     "union t { u32 unused; } system; union e { union t flags; }",
     "union t { float f; u32 u; }; union e { union t hash; u32 v; }",
     ""},
    {"SystemUnionOfPadding",
     "union u { u8 pad[4]; } align(8) system; struct e { union u x; }",
     "union u { u8 addr[7]; u64 v; }; struct e { union u x; }", "type:x"},
    {"SystemNameOverAnArmsPadding",
     "struct sa { u64 task; u8 port[3]; } system; struct e { struct sa a; }",
     "struct wa { u64 tag; u8 pad[3]; }; struct ia { u64 v; }; "
     "union u { struct wa wa; struct ia ia; }; struct e { union u a; }",
     ""},
    {"BytesOverABitFieldsLastByte", "struct e { u8 tag[2]; u64 t; }",
     "struct in { u8 ver; u32 id : 7; }; struct e { struct in tag; u64 t; }",
     ""},
    // A name that two have, each in its style, means neither.
    {"TwoFieldsOfOneStyleOverBytes",
     "struct a { u32 v4_; u32 _v4[3]; }; struct e { struct a x; }",
     "union a { u32 v4; u8 v6[16]; }; struct e { union a x; }", ""},
    {"ArmOfANameThatStandsElsewhere",
     "union t { u64 p1; u8 p2; u64 p3; } packed; union u { union t t; }; "
     "struct e { union u x; }",
     "struct t { u64 p1; u8 p2; u64 p3; } packed; "
     "union u { struct t parts; u8 b[17]; }; struct e { union u x; }",
     "type:x", X86_64, MatchMode::Prefix},
    {"TwoArmsOfOneStyle",
     "union u { u64 UID[2]; u32 m_uid; u32 group; }; struct e { union u x; }",
     "union u { u64 uid[2]; u32 ip; }; struct e { union u x; }", ""},
    {"TwoArmsOfOneStyleOneOfAnotherKind",
     "union u { u64 UID[2]; float m_uid; }; struct e { union u x; }",
     "union u { u64 uid[2]; u32 ip; }; struct e { union u x; }",
     "renamed:UID!? extra-field:m_uid"},
    // A field of that very name is meant, and not one in its style.
    {"TwoOfOneStyle",
     "struct a { u16 kind; u64 tag; u32 tag_; }; struct e { struct a x; }",
     "struct a { u16 kind; u64 tag; u32 off; }; "
     "union u { struct a a; u8 b[24]; }; struct e { union u x; }",
     ""},
    {"TwoOfOneStyleSwapped",
     "struct a { u32 tag_; u32 tag; }; struct e { struct a x; }",
     "struct a { u32 tag; u32 off; }; "
     "union u { struct a a; u32 b; }; struct e { union u x; }",
     "wrong-kind:x"},
    {"OwnArmInAStyleOfAPair",
     "union u { u32 v4; u16 v4_[8]; }; struct e { union u x; }",
     "union u { u32 v4; u8 v6[16]; }; struct e { union u x; }", ""},
    {"EmptyArm",
     "struct v { } cxx; union u { u16 a[4]; struct v n; s64 b; }; "
     "struct e { union u x[1]; }",
     "union u { u16 a[4]; s64 b; }; struct e { union u x[1]; }", ""},
    {"EmptyArmLeafByLeaf",
     "struct v { } cxx; union u { u16 a[4]; struct v n; }; "
     "struct e { union u x; }",
     "union w { u16 p[4]; }; struct e { union w x; }", ""},
    {"OwnPaddingIsNoArm", "union e { u32 pad; float f; }",
     "struct e { u32 a; }", "extra-field:f"},
    {"OwnArmOfPaddingWithin",
     "union u { u32 a; struct { u32 pad; } p; }; struct e { union u x; }",
     "struct e { s32 x; }", "type:x!"},
    {"OneOfTwoArmsIsWider",
     "union u { u32 a; u32 b; }; struct e { union u x; }",
     "union w { u64 a; u32 b; }; struct e { union w x; }", "type:a!"},
    {"OwnPaddingReadsNothing",
     "union u { u32 a; u16 pad; }; struct e { union u x; }",
     "union w { u32 b; u16 c[2]; }; struct e { union w x; }", ""},
    {"OwnBytesIntoTheUnionsPadding",
     "union u { u32 a; u8 raw[7]; } align(8); struct e { union u x; }",
     "union w { u32 a; u16 b; } align(8); struct e { union w x; }", ""},
    {"OwnBytesWithinAnArm", "union e { struct { u8 ip[2]; }; float f; }",
     "union e { struct { u8 pad[2]; }; float f; }", ""},
    {"EmptyOverBytes",
     "struct v { } cxx; struct in { u8 a; struct v n; u16 b; }; "
     "struct e { struct in x; }",
     "struct in { u8 a; u8 r[3]; }; struct e { struct in x; }",
     "extra-field:n"},
    {"OwnArmBesideARenamedOne",
     "struct e { u32 k; union { float y; u32 z; }; }",
     "struct e { u32 k; union { float a; u32 b[1]; }; }", "renamed:y!?"},
    {"MissingArmBesideARenamedOne", "struct e { u32 k; union { float y; }; }",
     "struct e { u32 k; union { float a; u32 b; }; }", "renamed:y!?"},
    {"EmptyAndNoArm",
     "struct v { } cxx; struct in { u16 a; struct v n; }; "
     "struct e { struct in x; }",
     "struct in { u16 a; u16 pad; }; struct e { struct in x; }",
     "extra-field:n"},
    {"OneOfTwoStylesInPlace",
     "struct in { u32 m_a; u32 A; }; struct e { struct in x; }",
     "struct in { u32 q; u32 a; }; struct e { struct in x; }", "renamed:m_a!?"},
    {"OwnArmOverPadding",
     "struct p { u8 pad[4]; u16 s; } align(8); "
     "struct e { union { struct p ia; u32 n; }; }",
     "struct p { u8 pad[4]; u16 s; } align(8); "
     "struct q { u8 pad[1]; u8 k; u32 v; } packed; "
     "struct e { union { struct p ia; struct q wa; }; }",
     "extra-field:n"},
    {"PaddingForAnArmOfPadding",
     "struct p { u8 pad[3]; } align(4); struct e { struct p x; }",
     "struct p { u8 pad[3]; } align(4); union u { struct p wa; }; "
     "struct e { union u x; }",
     ""},
    {"HoleForAMemberOfPadding",
     "struct in { u16 a; u32 b; }; struct e { struct in x; }",
     "struct p { u8 pad[1]; }; struct in { u16 a; struct p q[2]; u32 b; }; "
     "struct e { struct in x; }",
     ""},
    {"HoleForAFieldOfPadding", "struct e { u16 a; u32 b; }",
     "struct p { u8 pad[2]; }; struct e { u16 a; struct p q; u32 b; }",
     "missing-field:q"},
    {"SystemNameOfBytesElsewhere",
     "struct sa { u64 addr; s8 v; } system; struct e { struct sa a; }",
     "union w { struct { u8 p; } packed; char addr[1]; }; "
     "struct sa { u64 ns; union w v1; }; struct e { struct sa a; }",
     "type:a"},
    {"BytesBesideAnArmOfAnotherSign",
     "union u { u8 addr[2]; struct { s8 p1; u8 p2; }; }; "
     "struct in { u32 n; union u a; }; struct e { struct in x; }",
     "union u { u8 addr[2]; struct { u8 p1; u8 p2; }; }; "
     "struct in { u32 n; union u b; }; struct e { struct in x; }",
     "extra-field:a"},
    {"SystemEmptyInAnArm",
     "struct v { } cxx; struct p { struct v n; u8 pad[3]; u16 s; } system; "
     "union u { struct p a; } system; struct e { union u x; }",
     "struct p { u8 pad[3]; u16 s; }; union w { struct p b; }; "
     "struct e { union w x; }",
     ""},
    {"EmptyWithinOverBytes",
     "struct v { } cxx; struct q { u8 a; struct v n; u32 b; } packed; "
     "struct in { struct q i; }; struct e { struct in x; }",
     "struct in { u8 r[2]; u32 b; } packed; struct e { struct in x; }", ""},
    {"PaddingIsNoArm",
     "struct in { u32 a; struct { u32 z; } i; }; struct e { struct in x; }",
     "struct in { u32 a; union { u8 pad[4]; float f; } u; }; "
     "struct e { struct in x; }",
     "extra-field:i"},
    // Bytes of BPF's may be read in part.
    {"FewerBytes", "struct in { u64 n; char a[3]; }; struct e { struct in x; }",
     "struct in { u64 n; char b[4]; }; struct e { struct in x; }", ""},
    {"MoreBytes", "struct in { u64 n; char a[5]; }; struct e { struct in x; }",
     "struct in { u64 n; char b[4]; u8 c; }; struct e { struct in x; }", ""},
    {"MoreBytesThatCutAMember",
     "struct in { u64 n; char a[5]; }; struct e { struct in x; }",
     "struct in { u64 n; char b[4]; u32 c; }; struct e { struct in x; }",
     "extra-field:a"},
    {"BytesBehindAnIntegerAndTheEnd",
     "struct in { u64 n; u16 a; char b[6]; }; struct e { struct in x; }",
     "struct in { u64 n; char r[5]; }; struct e { struct in x; }", ""},
    {"RestOfBytesRead",
     "struct in { u64 n; char a[2]; u16 b; u32 c; }; struct e { struct in x; }",
     "struct in { u64 n; char r[8]; }; struct e { struct in x; }", ""},
    {"RestOfBytesReadAsAPointer",
     "struct in { char a[8]; ptr b; }; struct e { struct in x; u64 n; }",
     "struct in { char r[16]; }; struct e { struct in x; u64 n; }",
     "extra-field:a"},
    {"BytesFromAHoleIntoBytes",
     "struct in { u16 n; char a[4]; u16 z; }; struct e { struct in x; }",
     "struct in { u16 n; char r[3] align(4); u16 z; }; struct e { struct in x; "
     "}",
     "padding:z"},
    {"BytesInBpfBeginInAHole",
     "struct in { u16 n; u32 a; }; struct e { struct in x; }",
     "struct in { u16 n; char r[6]; }; struct e { struct in x; }", ""},
    {"BytesInBpfOverAHoleAlone",
     "struct in { u16 n; u32 a; }; struct e { struct in x; }",
     "struct in { u16 n; char r[2]; u32 a; }; struct e { struct in x; }",
     "missing-field:r!"},
    // Padding over a union lies over one of its arms.
    {"PaddingOverOneArm", "struct e { u32 k; u32 pad; u32 n align(16); }",
     "struct e { u32 k; union { u32 a; u8 b[12]; }; u32 n align(16); }",
     "reserved-used:pad?"},
    {"PaddingOverNoArm", "struct e { u32 k; u16 pad; u32 n align(16); }",
     "struct e { u32 k; union { u32 a; u8 b[12]; }; u32 n align(16); }",
     "missing-field:"},
    {"PaddingOverOneArmWithin",
     "struct in { u32 k; u32 pad; u32 n align(16); }; struct e { struct in x; "
     "}",
     "struct in { u32 k; union { u32 a; u8 b[12]; }; u32 n align(16); }; "
     "struct e { struct in x; }",
     "reserved-used:pad?"},
    {"EnumsDiffer",
     "struct in { enum k { A, B = 2 } s; }; struct w { struct in "
     "i; }; struct e { struct w x; }",
     "struct in { enum k { A, B } s; }; "
     "struct w { struct in j; }; struct e { struct w x; }",
     "extra-field:i"},
};
INSTANTIATE_TEST_SUITE_P(Leaves, CompareNested, testing::ValuesIn(Leaves),
                         name);

const Row Prefixes[] = {
    {"OneArmOfTheTail",
     "struct ia { u32 id; u64 x; }; struct e { u32 kind; "
     "u32 size; u64 ts; struct ia ia; }",
     "struct ia { u32 id; u64 x; }; struct wa { u32 id; u64 x; u64 y; u64 z; "
     "}; "
     "struct e { u32 kind; u32 size; u64 ts; union { struct ia ia; struct wa "
     "wa; }; }",
     "", X86_64, MatchMode::Prefix},
    {"OneArmOfTheTailWrong",
     "struct ia { u32 id; s64 x; }; struct e { u32 "
     "kind; u32 size; u64 ts; struct ia ia; }",
     "struct ia { u32 id; u64 x; }; struct wa { u32 id; u64 x; u64 y; u64 z; "
     "}; "
     "struct e { u32 kind; u32 size; u64 ts; union { struct ia ia; struct wa "
     "wa; }; }",
     "signedness:x!", X86_64, MatchMode::Prefix},
    {"OneArmOfANamedTail",
     "struct ia { u32 id; u64 x; }; struct e { u64 kind; "
     "struct ia u; }",
     "struct ia { u32 id; u64 x; }; struct wa { u32 id; u32 y; u64 z; u64 w; "
     "}; "
     "union u { struct ia ia; struct wa wa; }; struct e { u64 kind; union u u; "
     "}",
     "", X86_64, MatchMode::Prefix},
    {"OneArmOfANamedTailWrong",
     "struct ia { u64 x; u32 id; }; struct e { u64 "
     "kind; struct ia u; }",
     "struct ia { u32 id; u64 x; }; struct wa { u32 id; u32 y; u64 z; u64 w; "
     "}; "
     "union u { struct ia ia; struct wa wa; }; struct e { u64 kind; union u u; "
     "}",
     "wrong-kind:u", X86_64, MatchMode::Prefix},
    {"ShorterRecord", "struct h { u32 a; }; struct e { u32 k; struct h x; }",
     "struct h { u32 a; u32 b; }; struct e { u32 k; struct h x; }", "", X86_64,
     MatchMode::Prefix},
    {"ShorterRecordWrong",
     "struct h { s32 a; }; struct e { u32 k; struct h x; "
     "}",
     "struct h { u32 a; u32 b; }; struct e { u32 k; struct h x; }",
     "signedness:a!", X86_64, MatchMode::Prefix},
    {"ShorterInTheMiddle",
     "struct h { u32 a; }; struct e { struct h x; u32 k; }",
     "struct h { u32 a; u32 b; }; struct e { struct h x; u32 k; }",
     "missing-field:b!", X86_64, MatchMode::Prefix},
    // One arm, as whatever is no struct itself.
    {"ScalarForTheTail", "struct e { u64 k; u32 ip; }",
     "union ip { u32 v4; u8 v6[16]; }; struct e { u64 k; union ip ip; }", "",
     X86_64, MatchMode::Prefix},
    {"ScalarForTheTailWrong", "struct e { u64 k; float ip; }",
     "union ip { u32 v4; u8 v6[16]; }; struct e { u64 k; union ip ip; }",
     "type:ip", X86_64, MatchMode::Prefix},
    {"ScalarForTheTailElsewhere", "struct e { u32 k; u32 ip; }",
     "union ip { u64 v4; u8 v6[16]; }; struct e { u32 k; union ip ip; }",
     "padding:ip", X86_64, MatchMode::Prefix},
    {"ScalarForNoTail", "struct e { u32 ip; u32 k; }",
     "union ip { u32 v4; u8 v6[16]; }; struct e { union ip ip; u32 k; }",
     "type:ip", X86_64, MatchMode::Prefix},
    {"ScalarForTheTailIsNoExactMatch", "struct e { u64 k; u32 ip; }",
     "union ip { u32 v4; u8 v6[16]; }; struct e { u64 k; union ip ip; }",
     "type:ip"},
    {"ScalarForTheTailsFirst", "struct e { u64 k; u32 x; }",
     "struct in { u32 a; u64 b; }; struct e { u64 k; struct in x; }", "",
     X86_64, MatchMode::Prefix},
    {"ScalarForHalfOfTheTailsFirst", "struct e { u64 k; u16 x; }",
     "struct in { u32 a; u64 b; }; struct e { u64 k; struct in x; }", "type:x",
     X86_64, MatchMode::Prefix},
    {"ArrayForTheTail", "struct e { u64 k; u32 x[2]; }",
     "union in { u64 a[2]; u32 b[2]; }; struct e { u64 k; union in x; }", "",
     X86_64, MatchMode::Prefix},
    {"BytesForTheTail", "struct e { u64 k; u8 x[8]; }",
     "struct in { u32 a; u32 b; u64 c; }; struct e { u64 k; struct in x; }", "",
     X86_64, MatchMode::Prefix},
    {"BytesCutTheTail", "struct e { u64 k; u8 x[6]; }",
     "struct in { u32 a; u32 b; u64 c; }; struct e { u64 k; struct in x; }",
     "type:x", X86_64, MatchMode::Prefix},
    {"BytesForAnArmWithinTheTail", "struct e { u64 k; u8 x[4]; }",
     "struct in { union { u64 a; u16 b[4]; } u; u64 c; }; "
     "struct e { u64 k; struct in x; }",
     "", X86_64, MatchMode::Prefix},
    {"BytesCutEachArmWithinTheTail", "struct e { u64 k; u8 x[3]; }",
     "struct in { union { u64 a; u16 b[4]; } u; u64 c; }; "
     "struct e { u64 k; struct in x; }",
     "type:x", X86_64, MatchMode::Prefix},
    {"FewerElementsForTheTail", "struct e { u64 k; u32 x[2]; }",
     "struct e { u64 k; u32 x[4]; }", "array:x!", X86_64, MatchMode::Prefix},
    // Padding at the end is no part of a prefix, by whatever name.
    {"PaddingBehindTheTail",
     "struct in { u16 a; }; struct e { u64 k; struct in x; u8 pad[4]; }",
     "struct in { u16 a; u32 b; }; struct e { u64 k; struct in x; }", "",
     X86_64, MatchMode::Prefix},
    {"PaddingInTwoBehindTheEnd", "struct e { u32 a; u8 pad[4]; u64 pad1; }",
     "struct e { u32 a; u64 b; } packed", "", X86_64, MatchMode::Prefix},
    {"FieldBehindTheTail",
     "struct in { u16 a; }; struct e { u64 k; struct in x; u8 y[4]; u8 z; }",
     "struct in { u16 a; u32 b; }; struct e { u64 k; struct in x; }",
     "extra-field:z missing-field:b!", X86_64, MatchMode::Prefix},
    {"PaddingAloneForTheTail",
     "struct in { u32 pad; }; struct e { u64 k; struct in x; }",
     "struct in { u64 a; }; struct e { u64 k; struct in x; }", "", X86_64,
     MatchMode::Prefix},
    {"NameThatStandsBehindTheEnd",
     "struct in { u64 t; u32 pad[2]; }; struct e { u64 k; struct in x; }",
     "struct in { u8 raw[16]; u64 t; }; struct e { u64 k; struct in x; }",
     "missing-field:raw!", X86_64, MatchMode::Prefix},
    {"ShorterIsNoExactMatch",
     "struct h { u32 a; }; struct e { u32 k; struct h "
     "x; }",
     "struct h { u32 a; u32 b; }; struct e { u32 k; struct h x; }",
     "missing-field:b!"},
};
INSTANTIATE_TEST_SUITE_P(Prefixes, CompareNested, testing::ValuesIn(Prefixes),
                         name);

} // namespace
