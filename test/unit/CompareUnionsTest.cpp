//===- CompareUnionsTest.cpp - Arms, arrays and bytes over each other -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

class CompareUnions : public CompareTable {};
TEST_P(CompareUnions, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Rows[] = {
    {"SystemBehindLessPadding",
     "struct sa { u8 pad; s16 b; u32 m; } system; struct e { struct sa a; }",
     "struct sb { u8 __pad[3]; u32 m; }; struct e { struct sb a; }",
     "extra-field:b"},
    {"MarkedOverPaddingInAnArm", "struct e { u8 pad2[3] marked; u16 p; }",
     "struct p { u8 pad[3]; u16 s; }; union e { struct p; }", "wrong-kind:"},
    {"BytesUnderAHoleAlone",
     "struct a { u8 ts; struct { u64 c; }; }; struct e { struct a x; }",
     "struct a { u8 ts; u8 tag[7]; u64 ns; }; union e { struct a; }",
     "extra-field:x"},
    {"ManyElementsOfAnotherSize",
     "struct p { u32 a; }; struct in { u32 k; struct p i[5000]; }; "
     "struct e { struct in x; }",
     "struct q { u32 k; u32 a; }; struct in { u32 k; struct q j[5000]; }; "
     "struct e { struct in x; }",
     "extra-field:i"},
    {"BytesOverAFieldIntoAUnion",
     "struct in { u8 k; u8 rest[7]; u32 n; }; struct e { struct in x; }",
     "struct in { u8 k; s8 a; union { u32 b[2]; }; }; "
     "struct e { struct in x; }",
     "renamed:rest!?"},
    {"OwnUnionOverBytes",
     "struct in { u32 k; union { u32 a; u8 b[4]; } u; }; "
     "struct e { struct in x; }",
     "struct in { u32 k; u8 r[4]; }; struct e { struct in x; }", ""},
    {"OwnUnionOverBytesAndMore",
     "struct in { u32 k; union { u32 a; u8 b[8]; } u; }; "
     "struct e { struct in x; }",
     "struct in { u32 k; u8 r[4]; u32 z; }; struct e { struct in x; }", ""},
    {"NamesInUnionsInAnArraySwapped",
     "struct p { union { struct { u16 c; u16 b; } s; u8 raw[4]; } u; }; "
     "struct in { u32 a; struct p j[2]; }; struct e { struct in x; }",
     "struct q { u16 b; u16 c; }; struct in { u32 a; struct q i[2]; }; "
     "struct e { struct in x; }",
     "extra-field:j"},
    {"ManyElements",
     "struct p { u32 a; }; struct in { u32 k; struct p i[5000]; }; "
     "struct e { struct in x; }",
     "struct q { u32 a; }; struct in { u32 k; struct q j[5000]; }; "
     "struct e { struct in x; }",
     ""},
    {"OtherNamesBesideAUnion",
     "struct p { u32 a; u32 c; }; struct in { u32 k; struct p i; struct p j; "
     "}; struct e { struct in x; }",
     "struct q { u32 b; u32 d; }; struct in { u32 k; union { struct q s; u8 "
     "raw[8]; } u; struct q t; }; struct e { struct in x; }",
     "renamed:a!? renamed:c!?"},
    {"OtherNamesBesideASystemStruct",
     "struct p { u32 a; u32 c; }; struct s { struct p i; } system; "
     "struct in { u32 k; struct s i; struct p j; }; struct e { struct in x; }",
     "struct q { u32 b; u32 d; }; struct in { u32 k; struct q s; struct q t; "
     "}; struct e { struct in x; }",
     "renamed:a!? renamed:c!?"},
    {"BytesOverPaddingWithin",
     "struct p { u32 a; u8 rest[4]; }; struct in { u32 k; struct p i; }; "
     "struct e { struct in x; }",
     "struct q { u32 a; u32 pad; }; struct in { u32 k; struct q j; }; "
     "struct e { struct in x; }",
     "extra-field:i"},
    {"BytesFromAHoleOverPadding",
     "struct p { u32 a; u8 k; u8 rest[7]; }; struct in { u32 n; struct p i; "
     "}; struct e { struct in x; }",
     "struct q { u32 a; u8 k; u32 pad; }; struct in { u32 n; struct q j; }; "
     "struct e { struct in x; }",
     "extra-field:i"},
    {"TwoOfOneStyleInAnArray",
     "struct p { u16 tag; u16 tag_; }; struct in { u32 k; struct p i[2]; }; "
     "struct e { struct in x; }",
     "struct q { u16 tag; u16 off; }; struct in { u32 k; struct q j[2]; }; "
     "struct e { struct in x; }",
     "renamed:tag_!?"},
    {"ArrayOfRecordsForAnArray", "struct e { struct { u32 ip[4]; } m_a; }",
     "union e { struct { u32 w[4][1]; } ip[1]; }", ""},
    {"ArrayOfUnionsForAnArray", "struct e { union { u32 v; u16 a[8]; } x[1]; }",
     "struct e { u16 a[8]; }", "renamed:x!?"},
    {"OwnArmOverTheLast", "struct e { union { u32 _p2; u32 _p3; } mac; }",
     "struct e { struct { struct { u32 p3; struct { u32 p2; } x; }; } mac; }",
     "missing-field:x"},
    {"PaddingBehindPadding", "struct e { u32 pad; struct { u32 pad2; } e; }",
     "union e { struct { struct { u32 pad; } raw; }; }", "extra-field:e"},
    {"BytesOfAWiderUnion", "union e { u8 ip[2]; }", "union e { u32 f; }",
     "size:!"},
    {"BytesOverMoreThanBytes",
     "struct in { u32 n; char a[4]; u16 z; }; struct e { struct in x; }",
     "struct in { u16 n; char r[3] align(4); }; struct e { struct in x; }",
     "extra-field:z type:n"},
    {"NameWithinAnArray", "struct in { u32 b; }; union e { struct in; }",
     "struct p { u32 b; }; struct e { u32 a; struct p i[16]; }",
     "renamed:b!? missing-field:i"},
    {"BytesPastTheRecord", "union e { struct { u8 addr[12]; }; }",
     "struct e { struct { struct { u32 a; struct { u32 addr; }; }; } y; }",
     "extra-field:addr"},
    {"OneNameOfManyElements", "union e { u32 m_a[2][3]; }",
     "struct e { u32 m[3][2]; }", "renamed:m_a!?"},
    {"OwnArmEndsFirst", "struct e { union { bool a[4]; u64 pad; } m_a; }",
     "struct e { char a[4]; }", "type:m_a! size:"},
    {"LeftoversOnBothSides",
     "struct sa { u32 port; u32 addr; u8 zero[8]; }; struct e { struct sa a; }",
     "struct sa { u32 family; union { u64 port; } raw; }; struct e { struct sa "
     "a; }",
     "renamed:port!? renamed:zero!? extra-field:addr"},
    {"PaddingOverPadding", "struct e { struct { u8 pad2; } e; }",
     "union e { struct { struct { u32 pad; } raw; }; }", "size:!"},
    {"SystemPaddingBetween",
     "struct sa { u16 port; u8 __pad[8]; u32 addr; } system; struct e { struct "
     "sa a; }",
     "struct sa { u16 sport; u32 saddr; u8 __pad[8]; }; struct e { struct sa "
     "a; }",
     ""},
    {"UnionOfPaddingAlone", "union e { u32 pad; }", "u32", "wrong-kind:"},
    {"KernelsOwnWithinAnArm", "union e { struct { u64 x[2]; }; }",
     "struct bpf_timer { u32 a; u64 b; }; struct e { struct bpf_timer t; }",
     ""},
    {"BitsForAnInteger",
     "struct p { u8 b; }; struct in { struct p i; }; struct e { struct in x; }",
     "struct in { u8 c:8; }; struct e { struct in b; }",
     "renamed:x!? renamed:b!?"},
    {"ArrayOfOne", "struct e { u32 c[1]; }", "struct e { u32 c; }", ""},
    {"ArmOfPaddingAlone", "union e { u32 b; union { u32 pad; }; }", "s32",
     "wrong-kind:", Arm},
    {"ArmOfTheName", "struct e { union { u32 a; } marked; }",
     "union e { u32 a; }", "", X86_64, MatchMode::Prefix},
    {"RecordsForAnArray", "struct e { u32 ip[4]; }",
     "struct e { struct { u32 w[4]; } ip[1]; }", ""},
    {"BytesBehindPadding", "union e { struct { u32 pad2; } b; u32 ip[]; }",
     "union e { u8 ip[16]; }", "type:ip!"},
    {"NarrowerLeaf", "struct e { u32 a; }",
     "union e { struct { struct { struct { s16 pad; } c; }; }; }",
     "extra-field:a"},
    {"PaddingOverAnArmOfBytes", "struct e { struct { u32 pad2; } b; }",
     "union e { struct { u32 raw[3]; }; u32 f; }", "reserved-used:pad2? size:"},
    {"BytesIntoPadding", "union e { u8 code[3]; }",
     "struct sb { s16 b; u32 __pad; }; struct e { struct sb m; }",
     "renamed:code!? size:!"},
    {"PaddingOverPaddingInAnArm", "struct e { u8 pad[3]; u16 p; }",
     "struct p { u8 pad[3]; u16 s; }; union e { struct p; }", ""},
    {"SystemOverPadding", "struct e { u8 v; u8 pad[3]; u16 p; } system",
     "struct p { u8 pad[3]; u16 s; }; union e { struct p; }", ""},
    {"PartOfBytesAndPadding",
     "struct a { u8 ts; u8 pad[3]; u64 ns; }; struct e { struct a x; }",
     "struct a { u8 tag[3]; u64 ns; }; union e { struct a; }", ""},
    {"BytesOfTwoLeaves",
     "struct e { union { struct { struct { u32 a; }; u32 raw; }; } c; }",
     "union e { struct { struct { u8 raw[8]; }; }; }", "extra-field:c"},
    {"SystemBehindPadding",
     "struct sa { u8 pad[2]; u8 code; u64 m; } system; struct e { struct sa a; "
     "}",
     "struct sb { u8 __pad[3]; u64 m; }; struct e { struct sb b; }",
     "renamed:a!?"},
    {"NameFurtherIn",
     "struct in { u32 z; struct { struct { u32 a_; u32 a; }; } i; }; struct e "
     "{ struct in x; }",
     "struct in { union { u32 a; }; }; struct e { struct in x; }",
     "renamed:z!? extra-field:i"},
    {"NameInAnArm",
     "struct in { u32 z; struct { struct { u32 a; } w2; }; }; union e { u32 "
     "a; struct in; }",
     "struct in { struct { u32 a; }; }; struct e { union { struct in; } b; }",
     "extra-field:a extra-field:w2"},
    {"NamesOfOtherArmsChooseNone",
     "union t { u32 n; ptr p; u32 id; u32 v; }; union e { union t raw; u64 k; "
     "}",
     "struct c { u32 n; }; struct in { u32 id; char b[8]; u32 v; }; "
     "union t { struct c n; ptr p; struct in; }; union e { union t t; u64 k; }",
     "extra-field:raw"},
    {"NamesOfAnArmHoldWhereAnotherFitted",
     "struct h { u32 a; }; struct p { struct h k; u32 f; }; "
     "union t { struct h i; struct p j; }; struct e { union t x; }",
     "union u { u32 v; float f; }; struct b { union u m; }; "
     "struct q { struct b n; u32 w; }; "
     "union t { struct b y; struct q z; }; struct e { union t x; }",
     "renamed:i!? renamed:j!? renamed:f!? renamed:k!?"},
    {"BytesOfAnArm",
     "struct t { u32 p3; }; struct e { union { union { u8 p2[12]; u32 m_a; }; "
     "struct t tuple; } u; }",
     "struct t { u32 p1; u32 p2; }; struct e { union { u8 addr[12]; struct t "
     "tuple; } u; }",
     "renamed:p2!? renamed:p3!? missing-field:p2"},
    {"OwnArmBehindOtherFields",
     "union e { u32 n; struct { u32 len; union { s16 own; u32 kind; u8 off[3]; "
     "}; }; }",
     "union e { u32 n; struct { u32 len; union { u32 kind; u8 off[3]; }; }; }",
     ""},
    {"OwnArmBehindOtherFieldsIsNoFloat",
     "union e { u32 n; struct { u32 len; union { float own; u32 kind; u8 "
     "off[4]; }; }; }",
     "union e { u32 n; struct { u32 len; union { u32 kind; u8 off[4]; }; }; }",
     "extra-field:own"},
    {"OwnArmOverPaddingOfAnother",
     "struct t { u8 ttl; u8 saddr; } system; union e { struct t raw_; u8 "
     "raw[16]; }",
     "struct x { u8 pad[2]; u8 saddr; }; union e { struct x ev; u8 raw[16]; }",
     "extra-field:raw_"},
    {"EmptyArmOverAField",
     "struct v {} cxx; struct e { u32 k; union { struct v s; }; }",
     "struct e { u32 k; union { u32 hash; }; }", ""},
    {"EmptyArmAtTheEndOfAPrefix",
     "struct v {} cxx; struct e { u32 k; union { struct v s; }; }",
     "struct t { u32 a[4]; }; struct e { u32 k; union { struct t ev; }; }", "",
     X86_64, MatchMode::Prefix},
    {"TwoOwnArmsOfOneStyle",
     "struct e { union { u32 p2_; u64 p1; u8 m_p2[12]; } u; }",
     "struct e { union { struct { u64 p1; u32 p2; }; u8 addr[12]; } u; }",
     "renamed:m_p2!?"},
    {"TwoArmsOfOneStyleOverAStruct", "union e { u16 m_cpu[2]; s8 _cpu; }",
     "struct e { u16 bytes[2]; s8 cpu; } packed", "renamed:m_cpu!?", X86_64,
     MatchMode::Prefix},
    {"OverAUnionAndMore", "union e { struct { u16 _pid; u8 m_pid[8]; }; }",
     "union t { u16 a[1]; }; struct e { union t pid; u8 vlan[8]; }", ""},
    {"WithinAUnionAndMore",
     "struct in { union { u32 b; u8 c[4]; } u; float f; }; "
     "struct e { struct in x; }",
     "union t { struct { u32 a; float d; } s; u8 raw[8]; }; "
     "struct e { union t x; }",
     ""},
    {"BytesInFrontOfTheirName",
     "struct t { u8 pad; char tag[15]; }; union e { struct t a; }",
     "struct t { u8 pad[3]; char tag[13]; }; union e { struct t b; }",
     "extra-field:a"},
    {"BytesOfTheNameFurtherIn",
     "struct t { u8 seq; u16 vlan[3]; }; union e { struct t a; }",
     "struct t { u8 seq; char vlan[7]; }; union e { struct t b; }",
     "extra-field:a"},
    {"BytesOfAnotherNameFurtherIn",
     "struct t { u8 seq; u16 id[3]; }; union e { struct t a; }",
     "struct t { u8 seq; char vlan[7]; }; union e { struct t b; }", ""},
    {"PaddingOverTheRestOfAStruct",
     "struct e { struct { u64 task; u8 pad[16]; } x; }",
     "struct p { char id[16]; float uid; }; "
     "struct e { struct { struct p cg; u32 z; } x; }",
     "reserved-used:pad? reserved-used:pad?"},
    {"PaddingOverWhatAStructHolds",
     "struct t { u8 pad_[12] align(8); }; struct e { struct t x; }",
     "struct d { u64 s; u8 l; }; struct t { struct d d; }; "
     "struct e { struct t x; }",
     "reserved-used:pad_?"},
    {"PaddingInAStructAtTheEnd",
     "struct t { u8 b; struct { u8 pad[3] align(4); }; }; "
     "union u { struct t a; u64 z[4]; }; struct e { union u x; }",
     "struct t { u8 b; u8 pad[3]; }; union u { struct t a; u64 z[4]; }; "
     "struct e { union u x; }",
     ""},
};
INSTANTIATE_TEST_SUITE_P(Rows, CompareUnions, testing::ValuesIn(Rows), name);

} // namespace
