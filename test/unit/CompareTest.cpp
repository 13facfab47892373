//===- CompareTest.cpp - What counts as the same --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

TEST_P(CompareTable, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Same[] = {
    {"Equal", "struct e { u32 a; u64 b; char c[16]; }",
     "struct e { u32 a; u64 b; char c[16]; }", ""},
    {"AnonymousOpened", "struct e { u32 a; struct { u32 b; u32 c; }; }",
     "struct e { u32 a; u32 b; u32 c; }", ""},
    {"BaseOpened",
     "struct h { u32 a; u32 b; }; struct e { base struct h; u64 c; }",
     "struct e { u32 a; u32 b; u64 c; }", ""},
    {"BaseForMember",
     "struct h { u32 a; u32 b; }; struct e { base struct h; u64 c; }",
     "struct h { u32 a; u32 b; }; struct e { struct h hdr; u64 c; }", ""},
    {"BaseWithARenamedMember",
     "struct t { u64 s; }; struct b { struct t comm; }; "
     "struct e { base struct b; u64 h; }",
     "struct t { u64 s; }; struct e { struct t mac; u64 h; }",
     "renamed:comm!?"},
    {"FieldArgument", "struct e { u32 a; u64 t as(ts); }",
     "struct e { u32 a; u64 ts; }", ""},
    {"FirstExistingArgument", "struct e { u32 a; u64 t as(old ts); }",
     "struct e { u32 a; u64 ts; }", ""},
    {"CharNeutral", "struct e { char a; char b; }", "struct e { s8 a; u8 b; }",
     ""},
    {"EnumForInteger", "struct e { enum k { A, B } a; }", "struct e { s32 a; }",
     ""},
    {"IntegerForBool", "struct e { u8 a; }", "struct e { bool a; }", ""},
    {"IntegerForPointer", "struct e { u64 a; s64 b; ptr c; }",
     "struct e { ptr a; ptr b; u64 c; }", ""},
    {"BytesOverAnything", "struct e { char a[8]; u8 b[12]; byte c[4]; }",
     "struct in { u32 x; u64 y; } packed; struct e { u64 a; struct in b; float "
     "c; } packed",
     ""},
    {"StructForArray", "struct e { u32 ip[4]; }",
     "struct in6 { union { u8 b[16]; u16 h[8]; u32 w[4]; }; }; struct e { "
     "struct in6 ip; }",
     ""},
    {"StructForScalar", "struct e { u32 lock; }",
     "struct bpf_spin_lock { u32 val; }; struct e { struct bpf_spin_lock lock; "
     "}",
     ""},
    {"MembersThatBtfLeavesOut",
     "struct t { u64 a; u32 b; u32 c; }; struct e { u32 n; struct t t[2]; }",
     "struct t { } unknown(16); struct e { u32 n; u32 pad; struct t t[2]; }",
     ""},
    {"KernelOpaque", "struct e { u64 t[2]; }",
     "struct bpf_timer { u64 a; u64 b; } align(8); struct e { struct bpf_timer "
     "t; }",
     ""},
    {"WholeBitField", "struct e { u32 a; u8 b; }",
     "struct e { u32 a:32; u32 b:8; }", ""},
    {"BitFieldBase", "struct e { u8 a:3; u8 b:5; u32 c; }",
     "struct e { u32 a:3; u32 b:5; u32 c; }", ""},
    {"FlexibleForms", "struct e { u32 n; u8 d[]; }",
     "struct e { u32 n; u8 d[0]; }", ""},
    {"PadForHole", "struct e { u32 a; u32 _pad; u64 b; }",
     "struct e { u32 a; u64 b; }", ""},
    {"HoleForPad", "struct e { u32 a; u64 b; u32 c; }",
     "struct e { u32 a; u8 __pad1[4]; u64 b; u32 c; u32 reserved; }", ""},
    {"PadsOfOtherNames", "struct e { u32 a; u8 pad[4]; u64 b; }",
     "struct e { u32 a; u16 reserved0; u16 _; u64 b; }", ""},
    {"UnionArmNamed", "struct e { u64 b; }",
     "struct e { union { u32 a; u64 b; }; }", ""},
    {"ExtraBytesArm", "struct e { union { u32 a; u8 raw[4]; }; }",
     "struct e { u32 a; }", ""},
    {"UnionByLeaves", "struct in { u32 q; u32 r; }; struct e { struct in x; }",
     "union u { u64 a; u32 b[2]; }; struct e { union u x; }", ""},
    {"SystemTwin",
     "struct sa { u16 family; u16 port; u32 addr; u8 zero[8]; } system; struct "
     "e { struct sa a; }",
     "struct sa { u16 family; u16 port; u32 addr; u8 __pad[8]; }; struct e { "
     "struct sa a; }",
     ""},
    {"SignOfEnumBits", "enum k { A = -2 }", "enum k { A = 4294967294 }", ""},
    {"EnumArgument", "enum k { Q as(B) = 1 }", "enum k { B = 1, A = 1 }", ""},
    {"EnumAlias", "enum k { A }", "enum k { FIRST = 0, A = 0 }", ""},
    {"NestedArrays", "struct e { u32 a[2][3]; }", "struct e { u32 a[2][3]; }",
     ""},
    {"ArmAligned", "struct e { u32 a; u64 b; }", "struct e { u32 a; u64 b; }",
     "", Arm},
    {"PaddedUnions",
     "union u { struct { s8 b; }; } align(8); struct e { union u a; }",
     "union u { struct { s8 c; }; } align(8); struct e { union u a; }", ""},
    {"ArmWithPadding", "struct s { s32 a; s8 b; }; struct e { struct s x; }",
     "struct s { s32 a; s8 b; }; union u { struct s arm; u32 id; }; struct e { "
     "union u x; }",
     ""},
    {"PaddedUnionAndStruct",
     "struct s { u8 b; } align(8); struct e { struct s a; u64 n; }",
     "union u { u8 c; } align(8); struct e { union u a; u64 n; }", ""},
    {"PrefixShorter", "struct e { u32 a; u32 b; }",
     "struct e { u32 a; u32 b; u64 c; }", "", X86_64, MatchMode::Prefix},
    {"PrefixLonger", "struct e { u32 a; u32 b; u64 c; }",
     "struct e { u32 a; u32 b; }", "", X86_64, MatchMode::Prefix},
    {"PrefixBytes", "struct e { u32 a; char rest[64]; }",
     "struct e { u32 a; u32 b; u64 c; }", "", X86_64, MatchMode::Prefix},
    {"PrefixBytesByName", "struct e { u32 a; char b[64]; }",
     "struct e { u32 a; char b[4]; u64 c; }", "", X86_64, MatchMode::Prefix},
    {"PrefixBytesOverTwoByName", "struct e { char b[9]; u64 d; }",
     "struct e { char b[8]; u8 c; u64 d; }", "", X86_64, MatchMode::Prefix},
    {"PrefixTailPadding", "struct e { u32 a; u64 b; u32 c; }",
     "struct e { u32 a; u64 b; u32 c; u32 d; }", "", X86_64, MatchMode::Prefix},
    {"NamedPadding", "struct e { u32 x; u32 reserved marked; }",
     "struct e { u32 a; u32 reserved; }", "", X86_64, MatchMode::Named},
    {"NamedInAUnion", "union e { struct { u32 x; u32 b marked; }; u8 all[8]; }",
     "struct e { u32 a; u32 b; }", "", X86_64, MatchMode::Named},
    {"NamedOnly", "struct e { u32 x; u32 b marked; u64 y; }",
     "struct e { u32 a; u32 b; ptr c; }", "", X86_64, MatchMode::Named},
};
INSTANTIATE_TEST_SUITE_P(Same, CompareTable, testing::ValuesIn(Same), name);

const Row Different[] = {
    {"Swapped", "struct e { u32 pid; u64 ts; }",
     "struct e { u64 ts; u32 pid; }", "reordered:ts!"},
    {"Moved", "struct e { u32 b; u32 c; u32 a; u32 d; }",
     "struct e { u32 a; u32 b; u32 c; u32 d; }", "reordered:a!"},
    {"ThreeInARing", "struct e { u32 d; u32 c; u32 b; u32 a; }",
     "struct e { u32 a; u32 b; u32 c; u32 d; }", "reordered:a"},
    {"OthersMoved", "struct e { u32 s; u32 t; u64 first; }",
     "struct e { u64 other; u64 first; u32 s; u32 t; }",
     "missing-field:other! reordered:s!"},
    {"NamedBackInPlace", "struct e { u32 x; u32 a marked; u64 b marked; }",
     "struct e { u32 a; u32 y; u64 b; }", "reordered:a", X86_64,
     MatchMode::Named},
    {"Missing", "struct e { u32 a; u32 c; u32 d; }",
     "struct e { u32 a; u32 b; u32 c; u32 d; }", "missing-field:b!"},
    {"MissingInHole", "struct e { u32 a; u64 c; }",
     "struct e { u32 a; u32 b; u64 c; }", "missing-field:b!"},
    {"MissingAtEnd", "struct e { u64 a; }", "struct e { u64 a; u64 b; }",
     "missing-field:b!"},
    {"MissingFirst", "struct e { u64 b; }", "struct e { u64 a; u64 b; }",
     "missing-field:a!"},
    {"MissingChars", "struct e { u32 a; u64 b; }",
     "struct e { u32 a; char f[4]; u64 b; }", "missing-field:f!"},
    {"TwoCauses", "struct e { u32 a; u32 x; s32 d; }",
     "struct e { u32 a; u32 b; u32 b2; u32 x; u32 d; }",
     "missing-field:b! missing-field:b2! signedness:d!"},
    // What is aligned anew behind one fault is no fault of its own.
    {"WiderMovesMore", "struct e { u64 dev; s32 ino; u64 keep; }",
     "struct e { u32 dev; s32 ino; u64 keep; }", "type:dev!"},
    {"MissingMovesMore", "struct e { u32 a; u64 keep; u32 b; }",
     "struct e { u32 a; u32 x; u32 y; u64 keep; u32 b; }",
     "missing-field:x! missing-field:y!"},
    // Added now, none of these would stand in its place.
    {"MissingAllButOne", "struct e { u64 x; }",
     "struct e { u32 a; u64 b; u32 c; }",
     "extra-field:x missing-field:b missing-field:c"},
    {"Extra", "struct e { u32 a; u32 x; u32 c; }", "struct e { u32 a; u32 c; }",
     "extra-field:x"},
    {"ExtraOverPadding", "struct e { u32 a; char tag[4]; u64 b; }",
     "struct e { u32 a; u64 b; }", "extra-field:tag"},
    {"ExtraPastEnd", "struct e { u32 a; u32 x; }", "struct e { u32 a; }",
     "extra-field:x"},
    {"ExtraForOther", "struct e { u32 a; u32 flags; }",
     "struct e { u32 a; s32 flag; }", "extra-field:flags"},
    {"ArgumentOfNothing", "struct e { u32 a as(nope); }", "struct e { u32 a; }",
     "extra-field:a"},
    {"Renamed", "struct e { u32 tid; u64 b; }", "struct e { u32 pid; u64 b; }",
     "renamed:tid!?"},
    {"Size", "struct e { u64 a; u64 b; u64 c; }",
     "struct e { u64 a; u64 b; u64 c; } align(16)", "size:!"},
    {"SizeTail", "struct e { u64 a; u32 b; }",
     "struct e { u64 a; u32 b; } packed", "size:!"},
    {"Packed", "struct e { u32 a; u64 ts; }",
     "struct e { u32 a; u64 ts; } packed", "padding:ts!"},
    {"HostPacked", "struct e { u32 a; u64 ts; } packed",
     "struct e { u32 a; u64 ts; }", "padding:ts"},
    {"FloatForInteger", "struct e { float ip; }", "struct e { u32 ip; }",
     "type:ip!"},
    {"BoolForInteger", "struct e { bool a; }", "struct e { u8 a; }", "type:a!"},
    {"BoolsForBytes", "struct e { bool a[4]; }", "struct e { u8 a[4]; }",
     "type:a!"},
    {"WiderMovesItself", "struct e { u32 p; u64 t; }",
     "struct e { u32 p; u32 t; }", "type:t!"},
    {"WiderShifts", "struct e { u64 a; u32 b; u32 c; }",
     "struct e { u32 a; u32 b; u32 c; }", "type:a!"},
    {"WiderInHole", "struct e { u64 a; u64 b; }", "struct e { u32 a; u64 b; }",
     "type:a!"},
    {"Sign", "struct e { u32 ret; }", "struct e { s32 ret; }",
     "signedness:ret!"},
    {"SignInArray", "struct e { u32 a[2]; }", "struct e { s32 a[2]; }",
     "signedness:a!"},
    {"Elements", "struct e { char comm[32]; u32 b; }",
     "struct e { char comm[16]; u32 b; }", "array:comm!"},
    {"SignedBytes", "struct e { s8 a[4]; }", "struct e { u32 a; }", "type:a!"},
    {"Shape", "struct e { u32 m[2][3]; }", "struct e { u32 m[3][2]; }",
     "array:m!"},
    {"ElementType", "struct e { u16 m[8]; }", "struct e { u32 m[4]; }",
     "type:m!"},
    {"BitsSwapped", "struct e { u8 proto:4; u8 ver:4; }",
     "struct e { u8 ver:4; u8 proto:4; }", "bitfield:ver!"},
    {"BitsWider", "struct e { u8 a:5; u8 b:3; }",
     "struct e { u8 a:4; u8 b:4; }", "bitfield:a bitfield:b"},
    {"BitsForWhole", "struct e { u32 a:7; u32 b; }",
     "struct e { u32 a; u32 b; }", "bitfield:a"},
    {"BoolForBits", "struct e { bool a; }", "struct e { u8 a:8; }", "type:a!"},
    {"EnumValue", "enum k { A, EXIT = 2 }", "enum k { A, EXIT = 3 }",
     "enum-value:EXIT"},
    {"EnumCount", "enum k { A, K_MAX = 1 }", "enum k { A, B, K_MAX = 2 }",
     "enum-value:K_MAX? enum-missing:B!?"},
    {"EnumMissing", "enum k { A }", "enum k { A, B, K_MAX }",
     "enum-missing:B!?"},
    {"EnumInStruct", "struct e { enum k { A, B = 2 } kind; }",
     "struct e { enum k { A, B = 1 } kind; }", "enum-value:B"},
    {"AbiOffset", "struct e { u32 a; u64 ts; }", "struct e { u32 a; u64 ts; }",
     "abi:ts!", I386},
    {"AbiTail", "struct e { u64 ts; u32 a; }", "struct e { u64 ts; u32 a; }",
     "abi:!", I386},
    {"AbiLong", "struct e { long a; u32 b; }", "struct e { long a; u32 b; }",
     "abi:a", I386},
    {"AbiShortWithin",
     "struct s { u64 b; u32 c; }; struct e { struct s s; u32 l; }",
     "struct s { u64 b; u32 c; }; struct e { struct s s; u32 l; }", "abi:!",
     I386},
    {"AbiLongArm", "struct e { long a; u32 b; }", "struct e { long a; u32 b; }",
     "abi:a!", Arm},
    {"PointerWidth", "struct e { ptr p; }", "struct e { ptr p; }", "pointer:p!",
     Arm},
    {"StructForUnion", "struct e { u32 a; u32 b; }",
     "union e { u32 a; u32 b; }", "wrong-kind:"},
    {"StructForEnum", "struct e { u16 a; u16 b; }", "enum e { A }",
     "wrong-kind:"},
    {"NotTrivial", "struct e { u32 a; } nontrivial(has virtual functions)",
     "struct e { u32 a; }", "not-trivial:"},
    {"ReservedUsed", "struct e { u32 a; u32 reserved2; }",
     "struct e { u32 a; u32 bytes; }", "reserved-used:reserved2?"},
    {"NestedSwap", "struct h { u32 a; u32 b; }; struct e { struct h x; }",
     "struct h { u32 b; u32 a; }; struct e { struct h x; }", "reordered:b!"},
    {"NestedSystemSwap",
     "struct h { u32 a; u32 b; } system; struct e { struct h x; }",
     "struct h { u32 b; u32 a; }; struct e { struct h x; }", "reordered:b!"},
    {"EmptyNested", "struct v { } align(1); struct e { struct v x; u32 a; }",
     "struct v { }; struct e { struct v x; u32 a; }", ""},
    {"PrefixSwapped", "struct e { u32 a; u32 b; }",
     "struct e { u32 b; u32 a; u64 c; }", "reordered:b!", X86_64,
     MatchMode::Prefix},
    {"PrefixInner", "struct e { u32 a; u32 c; }",
     "struct e { u32 a; u32 b; u32 c; }", "missing-field:b!", X86_64,
     MatchMode::Prefix},
    {"PrefixBytesThatMove", "struct e { char a[9]; u8 b; u8 c; }",
     "struct e { char a[7]; u8 b; u8 c; u64 d; }", "array:a!", X86_64,
     MatchMode::Prefix},
    {"PrefixBytesOverTwo", "struct e { char a[16]; u32 c; }",
     "struct e { u32 a; u32 b; u32 c; }", "type:a", X86_64, MatchMode::Prefix},
    {"PrefixBytesElsewhere", "struct e { u32 a; char b[12]; }",
     "struct e { u32 a; u64 b; }", "padding:b", X86_64, MatchMode::Prefix},
    {"NamedPaddingMoved", "struct e { u32 x; u8 pad[4] marked; }",
     "struct e { u8 pad[4]; u32 x; }", "reordered:pad", X86_64,
     MatchMode::Named},
    {"NamedPaddingMissing", "struct e { u32 x; u8 pad[4] marked; }",
     "struct e { u32 x; u32 y; }", "extra-field:pad", X86_64, MatchMode::Named},
    {"NamedEmptyMissing",
     "struct v { }; struct e { struct v x marked; u32 a marked; }",
     "struct e { u32 a; }", "extra-field:x", X86_64, MatchMode::Named},
    {"NamedArmMissing", "struct e { union { u32 a marked; u32 b marked; }; }",
     "struct e { u32 a; }", "extra-field:b", X86_64, MatchMode::Named},
    {"PaddingWithArgument", "struct e { u32 x; u32 pad as(nope); }",
     "struct e { u32 x; u32 y; }", "extra-field:pad"},
    {"EmptyWithArgument",
     "struct v { }; struct e { struct v x as(nope); u32 a; }",
     "struct e { u32 a; }", "extra-field:x"},
    {"NamedMoved", "struct e { u32 a marked; u32 b marked; }",
     "struct e { u32 x; u32 b; }", "extra-field:a", X86_64, MatchMode::Named},
    {"NamedOffset", "struct e { u64 o; u32 a marked; u32 p; }",
     "struct e { u32 a; u32 b; u64 c; }", "reordered:a", X86_64,
     MatchMode::Named},
    {"AnotherStruct", "struct e { u32 n; u8 b; u64 l; u64 p; s32 k; }",
     "struct h { u64 t; u32 q; }; struct e { struct h h; union { u32 v4; u8 "
     "v6[16]; }; }",
     "extra-field:n extra-field:p"},
    {"OpenedUnion", "struct e { union { u32 a; float b; }; u32 c; }",
     "struct e { union { u32 a; float b; } u; u32 c; }", "extra-field:a"},
    {"BoolOverOneByte", "struct e { bool a; }", "struct e { char a[1]; }",
     "type:a!"},
    {"BoolsOverBytes", "struct e { bool a[4]; }", "struct e { char a[4]; }",
     "type:a!"},
    {"UnionArmExtra", "struct e { union { u32 a; float f; }; }",
     "struct e { u32 a; }", "extra-field:f"},
};
INSTANTIATE_TEST_SUITE_P(Different, CompareTable, testing::ValuesIn(Different),
                         name);

TEST(CompareMaps, SmallerThanAValueIsAnErrorInEveryMode) {
  CompareOptions Options;
  Options.Maps.push_back({"counts.value", 16, false, false});
  for (MatchMode Mode : {MatchMode::Prefix, MatchMode::Named})
    EXPECT_EQ(found({"", "struct e { u64 a marked; }",
                     "struct e { u64 a; u64 b; }", "", X86_64, Mode},
                    Options),
              "size:");
  EXPECT_EQ(found({"", "struct e { u64 a; }", "struct e { u64 a; u64 b; }", ""},
                  Options),
            "missing-field:b!");
}

TEST(CompareMaps, BothSizesOfAPerCpuValueAreRight) {
  CompareOptions Options;
  Options.Maps.push_back({"counts.value", 12, false, true});
  const char *Bpf = "struct e { u32 a; u32 b; u32 c; }";
  EXPECT_EQ(found({"", Bpf, Bpf, ""}, Options), "percpu:?");
  EXPECT_EQ(found({"", "struct e { u32 a; u32 b; u32 c; } align(8)", Bpf, ""},
                  Options),
            "");
  EXPECT_EQ(found({"", "struct e { u32 a; u32 b; u32 c; } align(32)", Bpf, ""},
                  Options),
            "size:");
}

TEST(CompareMaps, OfSeveralTheOneThatIsLeftShortMostIsTold) {
  const char *Text = "struct e { u32 a; u32 b; u32 c; }";
  CompareOptions Options;
  Options.Maps.push_back({"small.value", 16, false, false});
  Options.Maps.push_back({"large.value", 32, false, false});
  Options.Maps.push_back({"middle.value", 24, false, false});
  // Too short for one, it is right for none: no word of a CPU's stride.
  Options.Maps.push_back({"cpus.value", 12, false, true});
  Arena Memory;
  const Type *Ty = ModelText(Memory, X86_64).parse(Text);
  std::vector<Difference> Found = compare(*Ty, *Ty, Options, Policy());
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Form, Variant::BelowMap);
  EXPECT_EQ(Found[0].Role, "large.value");
  EXPECT_EQ(Found[0].HostNumber, 12u);
  EXPECT_EQ(Found[0].BpfNumber, 32u);
  // Of two per-CPU maps one is enough.
  Options.Maps.clear();
  Options.Maps.push_back({"cpus.value", 12, false, true});
  Options.Maps.push_back({"more.value", 12, false, true});
  Found = compare(*Ty, *Ty, Options, Policy());
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Kind, DifferenceKind::PerCpu);
  EXPECT_EQ(Found[0].Role, "cpus.value");
}

TEST(CompareMaps, HolesInKeysAreTold) {
  CompareOptions Options;
  Options.Maps.push_back({"counts.key", 16, true, false});
  const char *Text = "struct k { u32 a; u64 b; }";
  EXPECT_EQ(found({"", Text, Text, ""}, Options), "hole:?");
  EXPECT_EQ(found({"", Text, Text, ""}), "");
}

TEST(CompareEnums, BitsThatAreNotOnRecordDoNotCount) {
  Arena Memory;
  ModelText Text(Memory, X86_64);
  auto *Host = const_cast<EnumType *>(
      as<EnumType>(Text.parse("enum k :8 { A = -2, B = 4294967301 }")));
  auto *Bpf = const_cast<EnumType *>(
      as<EnumType>(Text.parse("enum k :8 { A = 4294967294, B = 5, C = 6 }")));
  CompareOptions Options;
  EXPECT_EQ(compare(*Host, *Bpf, Options, Policy()).size(), 3u);
  Bpf->ValueBits = 32;
  std::vector<Difference> Found = compare(*Host, *Bpf, Options, Policy());
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Kind, DifferenceKind::EnumMissing);
  // Nobody knows what C really is.
  EXPECT_FALSE(Found[0].Remedy);
}

TEST(PolicyText, SetsKinds) {
  Policy P;
  EXPECT_FALSE(P.parse("renamed=error,hole=warning,size=off"));
  EXPECT_EQ(P[DifferenceKind::Renamed], Severity::Error);
  EXPECT_EQ(P[DifferenceKind::Hole], Severity::Warning);
  EXPECT_EQ(P[DifferenceKind::Size], Severity::Off);
  EXPECT_EQ(P.parse("renamd=error")->message(),
            "unknown kind of difference 'renamd'; did you mean 'renamed'?");
  EXPECT_EQ(P.parse("renamed=fatal")->message(),
            "renamed: 'fatal' is not a severity; it is one of error, warning, "
            "off");
  EXPECT_FALSE(P.parse(",type=off,,padding=off,"));
  EXPECT_EQ(P[DifferenceKind::Padding], Severity::Off);
  EXPECT_EQ(P.parse("renamed")->message(),
            "'renamed' sets nothing; write <kind>=error|warning|off");
}

/// An arm that shares a name is the arm that counts, in any style: bytes do not
/// rescue a struct whose fields changed places.
TEST(CompareUnions, BytesRescueNoSwap) {
  const std::string Bpf =
      "struct e { union { u8 addr[12]; struct { u32 p1; u32 p2; u32 p3; }; } "
      "u; }";
  auto Host = [&](const char *Fields, const char *Bytes, const char *Name) {
    const std::string Text = std::string("struct t { ") + Fields +
                             " }; struct e { union { u8 " + Bytes +
                             "[12]; struct t " + Name + "; } u; }";
    return found({"", Text.c_str(), Bpf.c_str(), ""});
  };
  for (const char *Bytes : {"addr", "x"}) {
    EXPECT_EQ(Host("u32 p1; u32 p2; u32 p3;", Bytes, "tuple"), "") << Bytes;
    EXPECT_EQ(Host("u32 m_p1; u32 P2; u32 p3_;", Bytes, "tuple"), "") << Bytes;
    EXPECT_NE(Host("u32 p1; u32 p3; u32 p2;", Bytes, "tuple"), "") << Bytes;
    EXPECT_NE(Host("u32 p1; u32 P3; u32 P2;", Bytes, "tuple"), "") << Bytes;
  }
}

TEST(CompareUnions, StyleHidesNoDifference) {
  const char *Bpf = "struct e { union { u8 addr[8]; struct { u32 p1; u16 p2; "
                    "u16 p3; }; } mac; }";
  EXPECT_EQ(found({"",
                   "struct e { union { u8 _addr[8]; struct { u32 _p1; "
                   "u16 _p2; u16 _p3; }; } mac; }",
                   Bpf, ""}),
            "");
  EXPECT_NE(found({"",
                   "struct e { union { u8 _addr[8]; u32 _p1; u16 _p2; "
                   "u16 _p3; } mac; }",
                   Bpf, ""}),
            "");
}

/// Of a union one arm is enough: the bytes outside of it are padding.
TEST(CompareUnions, OneArmIsEnough) {
  const char *Bpf = "struct ia { u32 a; }; struct wa { u64 b; u64 c; }; "
                    "struct e { u32 kind; union { struct ia ia; struct wa wa; "
                    "}; }";
  Row Cut{"",
          "struct ia { u32 a; }; struct e { u32 kind; u32 pad; struct ia "
          "ia; }",
          Bpf, ""};
  Cut.Match = MatchMode::Prefix;
  EXPECT_EQ(found(Cut), "");
  EXPECT_EQ(found({"",
                   "struct ia { u32 a; }; struct e { u32 kind; union { "
                   "struct ia ia; u8 pad[16]; } align(8); }",
                   Bpf, ""}),
            "");
  // Another field in its place is none of its arms.
  EXPECT_NE(found({"", "struct e { u32 kind; union { float f; u64 pad[2]; }; }",
                   Bpf, ""}),
            "");
}

} // namespace
