//===- CompareBytesTest.cpp - What bytes may be read as -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

class CompareBytes : public CompareTable {};
TEST_P(CompareBytes, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Bytes[] = {
    // In BPF: read as integers and what is made of them.
    {"Integers", "struct e { u32 v[2]; }", "struct e { u8 v[8]; }", ""},
    {"Integer", "struct e { u64 v; }", "struct e { char v[8]; }", ""},
    {"Enum", "struct e { enum k { A } v; }", "struct e { u8 v[4]; }", ""},
    {"Record", "struct in { u8 a; u32 b; }; struct e { struct in v; }",
     "struct e { u8 v[8]; }", ""},
    {"RecordTwice",
     "struct in { u16 a; u16 b; }; struct p { struct in x; struct in y; }; "
     "struct e { struct p v; }",
     "struct e { u8 v[8]; }", ""},
    {"UnionWithPadding",
     "union u { float f; u32 pad; }; struct e { union u v; }",
     "struct e { u8 v[4]; }", "type:v!"},
    {"UnionWithPaddingWithin",
     "union u { float f; struct { u32 pad; } p; }; struct e { union u v; }",
     "struct e { u8 v[4]; }", "type:v!"},
    {"UnionOfPadding",
     "union u { u32 pad; u16 pad2; }; struct e { union u v; }",
     "struct e { u8 v[4]; }", ""},
    {"EmptyUnion", "union u { } cxx; struct e { union u v; }",
     "struct e { u8 v[1]; }", ""},
    {"UnionOfOneThatIsNone",
     "struct in { ptr p; }; union u { struct in a; struct in b; }; "
     "struct e { union u v; }",
     "struct e { u8 v[8]; }", "type:v!"},
    {"Vector", "struct e { vec v; }", "struct e { u8 v[16]; }", "type:v!"},
    {"VectorOverIntegers", "struct e { vec v; }", "struct e { u64 v[2]; }",
     "type:v!"},
    {"VectorOverVector", "struct e { vec v; }", "struct e { vec v; }",
     "type:v"},
    {"RecordOfBits",
     "struct in { u32 a:3; u32 b:29; }; struct e { struct in v; }",
     "struct e { u8 v[4]; }", ""},
    {"RecordsInAnArray",
     "struct in { u16 a; u8 b[2]; }; "
     "struct e { struct in v[2]; }",
     "struct e { byte v[8]; }", ""},
    {"UnionWithOneArm",
     "union u { u64 n; double d; ptr p; }; "
     "struct e { union u v; }",
     "struct e { u8 v[8]; }", ""},
    {"Pointer", "struct e { ptr v; }", "struct e { u8 v[8]; }", "type:v!"},
    {"Float", "struct e { double v; }", "struct e { char v[8]; }", "type:v!"},
    {"Floats", "struct e { float v[2]; }", "struct e { char v[8]; }",
     "type:v!"},
    {"Bool", "struct e { bool v; }", "struct e { char v[1]; }", "type:v!"},
    {"EnumOverBool", "struct e { enum k :bool { A } v; }",
     "struct e { char v[1]; }", "type:v!"},
    {"EnumOverBoolOverByte", "struct e { enum k :bool { A } v; }",
     "struct e { u8 v; }", "type:v!"},
    {"EnumOverBoolOverBool", "struct e { enum k :bool { A } v; }",
     "struct e { bool v; }", ""},
    {"EnumOverBoolOverEnum", "struct e { enum k :bool { A } v; }",
     "struct e { enum k :1 { A } v; }", "type:v!"},
    {"MarkedEnumOverBool", "enum k :bool { A }", "enum k :1 { A }", "type:"},
    {"RecordWithPadding",
     "struct in { u64 a; bool pad[8]; }; struct e { struct in v; }",
     "struct e { u8 v[16]; }", ""},
    {"RecordWithPointer",
     "struct in { u64 a; ptr b; }; "
     "struct e { struct in v; }",
     "struct e { u8 v[16]; }", "type:v!"},
    {"RecordWithFloatDeep",
     "struct a { float f; }; struct b { struct a x[2]; "
     "}; struct e { struct b v; }",
     "struct e { u8 v[8]; }", "type:v!"},
    {"UnionWithNone", "union u { double d; ptr p; }; struct e { union u v; }",
     "struct e { u8 v[8]; }", "type:v!"},
    {"LibraryClass",
     "struct optional { u32 v; u8 engaged; } library; "
     "struct e { struct optional v; }",
     "struct e { u8 v[8]; }", "type:v!"},
    {"ViewOverAStruct",
     "struct view { u64 n; ptr p; } library; struct e { struct view v; }",
     "struct in { u64 n; ptr p; }; struct e { struct in v; }", "type:v"},
    {"ViewsOverStructs",
     "struct view { u64 n; ptr p; } library; struct e { struct view v[2]; }",
     "struct in { u64 n; ptr p; }; struct e { struct in v[2]; }", "type:v"},
    {"ViewOverWords",
     "struct view { u64 n; u64 p; } library; struct e { struct view v; }",
     "struct e { u64 v[2]; }", "type:v!"},
    {"ViewWithinAStruct",
     "struct view { u64 n; u64 p; } library; struct h { struct view w; }; "
     "struct e { struct h v; }",
     "struct in { u64 a; u64 b; }; struct e { struct in v; }", "extra-field:w"},
    {"LibraryClassWithin",
     "struct view { u64 n; u64 p; } library; "
     "struct in { struct view v; }; struct e { struct in x; }",
     "struct e { char x[16]; }", "type:x!"},
    {"DoubleOverAUnionWithBytes", "struct e { double v; }",
     "union u { u64 v; u8 raw[8]; }; struct e { union u v; }", "type:v"},
    {"PointerOverAUnionWithBytes", "struct e { ptr v; }",
     "union u { u32 v; u8 raw[8]; }; struct e { union u v; }", "type:v"},
    // Here: over anything.
    {"BytesOverAnything", "struct e { char a[8]; u8 b[12]; byte c[4]; }",
     "struct in { u32 x; u64 y; } packed; struct e { ptr a; struct in b; float "
     "c; } packed",
     ""},
    {"BytesOverBits", "struct e { u8 a[1]; u8 b[4]; }",
     "struct e { u8 a:8; u32 b:32; } packed", ""},
    {"BytesOverFewerBits", "struct e { u8 a[1]; }", "struct e { u8 a:7; }",
     "bitfield:a"},
    {"BitsOverBytes", "struct e { u8 a:8; }", "struct e { u8 a[1]; }", ""},
    {"SignedBytesOverAnything", "struct e { s8 a[8]; }", "struct e { ptr a; }",
     "type:a!"},
    {"BytesFromAHoleOn",
     "struct in { u8 k; u8 rest[15]; }; struct e { struct in x; }",
     "struct in { u8 k; u64 v; }; struct e { struct in x; }", ""},
    {"BytesIntoAHole",
     "struct in { u64 v; u8 rest[8]; }; struct e { struct in x; }",
     "struct in { u64 v; u16 a; u8 b; }; struct e { struct in x; }",
     "renamed:rest!?"},
    {"BytesOverAHoleAlone",
     "struct in { u64 v; u8 k; u8 rest[7]; }; struct e { struct in x; }",
     "struct in { u64 v; u8 k; }; struct e { struct in x; }",
     "extra-field:rest"},
    {"BytesOverPaddingAlone",
     "struct in { u64 v; u8 rest[8]; }; struct e { struct in x; }",
     "struct in { u64 v; u32 pad; u16 pad2; }; struct e { struct in x; }",
     "extra-field:rest"},
    {"BytesCutAMember",
     "struct in { u8 k; u8 rest[11]; u32 n; }; struct e { struct in x; }",
     "struct in { u8 k; u64 v; }; struct e { struct in x; }",
     "extra-field:rest"},
    {"BytesFromAHoleIntoAUnion",
     "struct in { u8 k; u8 rest[7]; u32 n; }; struct e { struct in x; }",
     "struct in { u8 k; union { u32 a[2]; u32 b; } u; }; "
     "struct e { struct in x; }",
     ""},
    // Leaves are compared as leaves.
    {"TwoForOne", "struct in { u16 a; u16 b; }; struct e { struct in v; }",
     "struct e { u32 v; }", "type:v!"},
    {"OneForTwo", "struct e { u32 v; }",
     "struct in { u16 a; u16 b; }; struct e { struct in v; }", "type:v"},
    {"TwoForAPointer",
     "struct in { u32 lo; u32 hi; }; "
     "struct e { struct in v; }",
     "struct e { ptr v; }", "type:v!"},
    {"OverAHole", "struct e { u32 v[2]; }",
     "struct in { u8 a; u32 b; }; struct e { struct in v; }", "type:v"},
    {"EnumValuesInLeaves",
     "struct in { enum k { A, B } s; u32 n; }; struct e { struct in v; }",
     "struct in { enum k { A, B } s; u32 n; }; struct e { struct in v; }", ""},
};
INSTANTIATE_TEST_SUITE_P(Bytes, CompareBytes, testing::ValuesIn(Bytes), name);

const Row Wrappers[] = {
    {"Scalar", "u64", "u64", ""},
    {"ScalarWidth", "u64", "u32", "size:"},
    {"ScalarSign", "s32", "u32", "signedness:"},
    {"ScalarKind", "float", "u32", "type:"},
    {"ScalarBool", "bool", "u8", "type:"},
    {"ScalarPointer", "ptr", "u64", "", X86_64},
    {"ScalarPointerOn32", "ptr", "u64", "pointer:", I386},
    {"ScalarPointerOverU32", "ptr", "u32", "type:", I386},
    {"FieldPointerOverU32", "struct e { ptr a; }", "struct e { u32 a; }",
     "type:a!", I386},
    {"ScalarPointerOverFloat", "ptr", "double", "size:", I386},
    {"ScalarPointerOff", "ptr", "u64", "size:", I386, MatchMode::Exact,
     "pointer=off"},
    {"ScalarWord", "long", "s64", "", X86_64},
    {"ScalarWordOff", "long", "s64", "size:", I386, MatchMode::Exact,
     "abi=off"},
    {"ScalarWordOverFloat", "long", "double", "size:", I386},
    {"ScalarNoWord", "s32", "s64", "size:", I386},
    {"ScalarNoWordOn64", "s32", "s64", "size:", X86_64},
    {"ScalarOfACpu", "u64", "u32", "size:", X86_64, MatchMode::Exact, "",
     "percpu"},
    {"WrapperOfACpu", "struct r { u32 v; } align(8)", "u32", "", X86_64,
     MatchMode::Exact, "", "percpu"},
    {"WrapperOfACpuAndMore", "struct r { u32 v; } align(16)", "u32",
     "size:", X86_64, MatchMode::Exact, "", "percpu"},
    {"ScalarWordOn32", "long", "s64", "abi:", I386},
    {"Wrapper", "struct r { u64 v; }", "u64", ""},
    {"WrapperWidth", "struct r { u64 v; }", "u32", "size:"},
    {"WrapperSign", "struct r { s64 v; }", "u64", "signedness:"},
    {"WrapperOfWrapper", "struct i { s64 v; }; struct r { struct i x; }", "u64",
     "signedness:"},
    {"WrapperWithPadding", "struct r { u32 v; u32 pad; }", "u32", "size:"},
    {"NameInBytesThatStandsBehindAPrefix",
     "struct t { u32 BYTES; }; union e { struct t a; }",
     "struct t { u8 v[7]; u32 bytes; }; struct e { struct t p; }",
     "extra-field:a", X86_64, MatchMode::Prefix},
    {"WrapperWithPaddingBehindAPrefix", "struct r { u32 v; u32 pad; }", "u32",
     "", X86_64, MatchMode::Prefix},
    {"ScalarOfAPrefix", "u32", "struct r { u32 v; u32 pad; }", "", X86_64,
     MatchMode::Prefix},
    {"WrapperWidthOfAPrefix", "struct r { u64 v; }", "u32", "size:", X86_64,
     MatchMode::Prefix},
    {"WrapperInBpf", "u64", "struct r { u64 v; }", ""},
    {"WrapperInBpfWidth", "u64", "struct r { u32 v; }", "size:"},
    {"WrapperInBpfSign", "u64", "struct r { s64 v; }", "signedness:"},
    {"StructForScalar", "struct r { u32 a; u32 b; }", "u64", "wrong-kind:"},
    {"WrapperOfAnEnum", "struct r { enum k { A, B } v; }", "enum k { A, B }",
     ""},
    {"WrapperOfAnEnumValue", "struct r { enum k { A, B = 2 } v; }",
     "enum k { A, B }", "enum-value:B"},
    {"WrapperOfAnEnumWidth", "struct r { enum k { A } v; }", "enum k :1 { A }",
     "size:"},
    {"WrapperOverAnEnum", "struct r { s32 v; }", "enum k { A, B }", ""},
    {"WrapperOverAnEnumKind", "struct r { float v; }", "enum k { A, B }",
     "type:"},
    {"EnumOverAWrapper", "enum k { A, B }", "struct r { u32 v; }", ""},
    {"EnumOverAScalar", "enum k { A, B }", "s32", ""},
    {"EnumOverAScalarWidth", "enum k { A, B }", "u8", "size:"},
    {"FieldWidth", "struct w { u64 v; }; struct e { struct w x; }",
     "struct e { u32 x; }", "type:x!"},
    {"FieldSign", "struct w { s32 v; }; struct e { struct w x; }",
     "struct e { u32 x; }", "signedness:x!"},
    {"FieldSignInBpf", "struct e { s32 x; }",
     "struct w { u32 v; }; struct e { struct w x; }", "signedness:x"},
};
INSTANTIATE_TEST_SUITE_P(Wrappers, CompareBytes, testing::ValuesIn(Wrappers),
                         name);

const Row Elements[] = {
    // How far apart two elements stand counts, though an array without a count
    // has no bytes.
    {"Unions", "union u { u32 a; }; struct e { u32 n; union u x[]; }",
     "union u { u32 a; u8 b[16]; }; struct e { u32 n; union u x[]; }",
     "size:!"},
    {"Tails", "struct in { u32 a; }; struct e { u32 n; struct in x[]; }",
     "struct in { u32 a; } align(8); struct e { u32 n; struct in x[] align(4); "
     "} packed",
     "size:!"},
    {"ScalarsForRecords", "struct e { u32 n; u32 x[]; }",
     "struct in { u32 a; } align(8); struct e { u32 n; struct in x[]; } packed",
     "type:x"},
    {"ScalarsForRecordsOfTheirSize", "struct e { u32 n; u32 x[]; }",
     "struct in { u32 a; }; struct e { u32 n; struct in x[]; }", ""},
    {"Scalars", "struct e { u32 n; u32 x[]; }", "struct e { u32 n; u16 x[]; }",
     "type:x!"},
};
INSTANTIATE_TEST_SUITE_P(Elements, CompareBytes, testing::ValuesIn(Elements),
                         name);

TEST(CompareSeverity, HidesOneKindAndNotWhatFollows) {
  auto With = [](const char *Settings, const Row &R) {
    Policy Rules;
    EXPECT_FALSE(Rules.parse(Settings));
    return found(R, {}, Rules);
  };
  const Row Pointers = {"", "struct e { ptr p; u32 a; u64 b; }",
                        "struct e { ptr p; u32 a; u64 b; }", "", I386};
  EXPECT_EQ(found(Pointers), "pointer:p! abi:b");
  EXPECT_EQ(With("pointer=off", Pointers), "abi:b size:");
  EXPECT_EQ(With("pointer=off,abi=off", Pointers), "size:");
  const Row Abi = {"", "struct e { u32 a; u64 b; }",
                   "struct e { u32 a; u64 b; }", "", I386};
  EXPECT_EQ(With("abi=off", Abi), "size:!");
  const Row Tail = {"", "struct e { u64 b; u32 a; }",
                    "struct e { u64 b; u32 a; }", "", I386};
  EXPECT_EQ(With("abi=off", Tail), "size:!");
  // Of the same size, a field that was moved is told.
  const Row Moved = {"", "struct e { u64 a; u32 b; u32 pad; }",
                     "struct e { u32 a; u32 b; u64 pad; }", ""};
  EXPECT_EQ(With("type=off", Moved), "reordered:b");
  // Padding covers what is under it, not what was under it before the move.
  const Row Under = {"",
                     "struct e { u64 k; ptr p; u8 pad; u32 unused; } align(8)",
                     "struct e { u64 k; ptr p; u8 pad; u32 a; }", "", I386};
  EXPECT_EQ(found(Under), "reserved-used:unused? pointer:p");
  EXPECT_EQ(With("pointer=off", Under), "missing-field:a");
  // So is one that is aligned anew behind what was not told.
  const Row Anew = {"",
                    "union t { u64 p; } align(8); "
                    "struct e { u32 a; u64 b; u8 _1; union t c; } align(32)",
                    "union t { u64 p; } align(8); "
                    "struct e { u32 a; u64 b; u8 _1; union t c; } align(32)",
                    "", I386};
  EXPECT_EQ(With("abi=off", Anew), "reordered:c");
  // Nor does the stride of a per-CPU map hide it.
  {
    Policy Rules;
    EXPECT_FALSE(Rules.parse("pointer=off"));
    CompareOptions Options;
    Options.Maps.push_back({.Name = "m.value", .Size = 22, .PerCpu = true});
    EXPECT_EQ(
        found({"", "struct e { u32 a; u16 b; ptr p; u64 f; } packed align(8)",
               "struct e { u32 a; u16 b; ptr p; u64 f; } packed", "", I386},
              Options, Rules),
        "reordered:f");
  }
  auto Prefix = [](const char *Host, const char *Bpf) {
    return Row{"", Host, Bpf, "", I386, MatchMode::Prefix};
  };
  // What stands behind the end of a prefix is no part of it.
  const Row Behind =
      Prefix("union e { ptr a; s64 m_a; }", "struct e { ptr a; s64 b; u8 c; }");
  EXPECT_EQ(With("pointer=off", Behind), "");
  // So it is where marked fields alone count.
  const Row Named = {"",
                     "struct e { u32 a; u64 b marked; u32 c; }",
                     "struct e { u32 a; u64 b; }",
                     "",
                     I386,
                     MatchMode::Named};
  EXPECT_EQ(found(Named), "abi:b");
  EXPECT_EQ(With("abi=off", Named), "");
  // What stands at its place again is right.
  const Row MeetsAgain = {"", "struct e { u32 a; u64 b; u64 c align(8); }",
                          "struct e { u32 a; u64 b; u64 c; }", "", I386};
  EXPECT_EQ(With("abi=off", MeetsAgain), "");
  // Alignment moves a field by 4 bytes; what moves it further is no `abi`.
  const Row Missing = Prefix("struct e { u32 a; u64 b; }",
                             "struct e { u32 a; u32 x align(16); u64 b; }");
  EXPECT_EQ(With("abi=off", Missing), "padding:b");
  const Row TwiceAligned = Prefix("struct e { u32 a; u64 b; u8 c; u64 d; }",
                                  "struct e { u32 a; u64 b; u8 c; u64 d; }");
  EXPECT_EQ(With("abi=off", TwiceAligned), "reordered:c");
  const Row TwiceFurther =
      Prefix("struct e { u32 a; u64 b; u16 pad; u64 d; }",
             "struct e { u32 a; u64 b; u8 pad[2]; u64 d; }");
  EXPECT_EQ(With("abi=off", TwiceFurther), "reordered:d");
  const Row PadIsMissing = Prefix("struct e { u32 a; u64 b; u16 c; }",
                                  "struct e { u32 a; u64 b; u32 pad; u16 c; }");
  EXPECT_EQ(With("abi=off", PadIsMissing), "padding:c");
  // What moves nothing is gone.
  EXPECT_EQ(With("signedness=off", {"", "struct e { u32 a; u32 b; }",
                                    "struct e { s32 a; u32 b; }", ""}),
            "");
  EXPECT_EQ(With("array=off", {"", "struct e { char a[8]; }",
                               "struct e { char a[16]; }", ""}),
            "size:!");
  EXPECT_EQ(With("missing-field=off",
                 {"", "struct e { u32 a; }", "struct e { u32 a; u32 b; }", ""}),
            "size:!");
}

} // namespace
