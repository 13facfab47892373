//===- BTFRulesTest.cpp - Every rule of validation, broken once -----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"

#include <functional>
#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

struct RuleCase {
  const char *Name;
  std::function<void(BlobBuilder &)> Build;
  const char *Error; ///< without path and ending; empty: the blob is right
};

void PrintTo(const RuleCase &C, std::ostream *To) { *To << C.Name; }

// Type 1 is always 'unsigned int'.
const RuleCase Cases[] = {
    {"Nothing", [](BlobBuilder &) {}, ""},

    // Names.
    {"NameInside",
     [](BlobBuilder &B) { B.raw(B.Strings.size() - 1, 8u << 24, 1); }, ""},
    {"NameOutside",
     [](BlobBuilder &B) { B.raw(B.Strings.size(), 8u << 24, 1); },
     "type 2 (typedef): name offset 14 is outside the string section of 14 "
     "bytes"},
    {"MemberNameOutside",
     [](BlobBuilder &B) {
       B.add(Kind::Struct, "s", 1, false, 4, {4711, 1, 0});
     },
     "type 2 (struct 's'): name offset 4711 is outside the string section of "
     "16 bytes"},
    {"EnumeratorNameOutside",
     [](BlobBuilder &B) {
       B.add(Kind::Enum, "e", 1, false, 4, {4711, 1});
     },
     "type 2 (enum 'e'): name offset 4711 is outside the string section of 16 "
     "bytes"},
    {"Enumerator64NameOutside",
     [](BlobBuilder &B) {
       B.add(Kind::Enum64, "e", 2, false, 8, {0, 1, 2, 4711, 1, 2});
     },
     "type 2 (enum 'e'): name offset 4711 is outside the string section of 16 "
     "bytes"},
    {"ParamNameOutside",
     [](BlobBuilder &B) {
       B.add(Kind::FuncProto, "", 1, false, 0, {4711, 1});
     },
     "type 2 (prototype): name offset 4711 is outside the string section of 14 "
     "bytes"},
    {"NameOfGreatLength",
     [](BlobBuilder &B) { B.alias(Kind::Typedef, 1, std::string(4096, 'x')); },
     ""},
    {"NameTooLong",
     [](BlobBuilder &B) { B.alias(Kind::Typedef, 1, std::string(4097, 'x')); },
     "type 2 (typedef "
     "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "...'): a name is longer than 4096 bytes"},
    {"LongStringThatIsNoName",
     [](BlobBuilder &B) {
       B.string(std::string(100000, 'x'));
       B.alias(Kind::Typedef, 1, "t");
     },
     ""},
    {"ControlCharactersAreShown",
     [](BlobBuilder &B) { B.alias(Kind::Typedef, 9, "\033[2J\x9b"); },
     "type 2 (typedef '\\x1b[2J\\x9b'): it refers to type 9, but the last is "
     "2"},

    // References.
    {"PointerToNothing", [](BlobBuilder &B) { B.pointer(3); },
     "type 2 (pointer): it refers to type 3, but the last is 2"},
    {"PointerToVoid", [](BlobBuilder &B) { B.pointer(0); }, ""},
    {"PointerToItself", [](BlobBuilder &B) { B.pointer(2); }, ""},
    {"PointerToVariable", [](BlobBuilder &B) { B.pointer(B.variable("v", 1)); },
     "type 3 (pointer): it refers to type 2, a variable, where no such thing "
     "can stand"},
    {"PointerToSection",
     [](BlobBuilder &B) { B.pointer(B.section(".x", 0, {})); },
     "type 3 (pointer): it refers to type 2, a section, where no such thing "
     "can stand"},
    {"PointerToTag",
     [](BlobBuilder &B) {
       B.pointer(B.add(Kind::DeclTag, "t", 0, false, 1, {0}));
     },
     "type 3 (pointer): it refers to type 2, a declaration tag, where no such "
     "thing can stand"},
    {"TypedefToFunction",
     [](BlobBuilder &B) {
       TypeId Proto = B.add(Kind::FuncProto, "", 0, false, 0);
       B.alias(Kind::Typedef, B.add(Kind::Func, "f", 1, false, Proto), "t");
     },
     "type 4 (typedef 't'): it refers to type 3, a function, where no such "
     "thing can stand"},
    {"ConstOfPrototype",
     [](BlobBuilder &B) {
       B.alias(Kind::Const, B.add(Kind::FuncProto, "", 0, false, 0));
     },
     ""},
    {"VariableOfNothing", [](BlobBuilder &B) { B.variable("v", 3); },
     "type 2 (variable 'v'): it refers to type 3, but the last is 2"},
    {"FunctionOfNothing",
     [](BlobBuilder &B) { B.add(Kind::Func, "f", 1, false, 3); },
     "type 2 (function 'f'): its type 3 is not a prototype"},
    {"FunctionOfInteger",
     [](BlobBuilder &B) { B.add(Kind::Func, "f", 1, false, 1); },
     "type 2 (function 'f'): its type 1 is not a prototype"},
    {"ReturnOfNothing",
     [](BlobBuilder &B) { B.add(Kind::FuncProto, "", 0, false, 3); },
     "type 2 (prototype): it refers to type 3, but the last is 2"},
    {"ParamOfNothing",
     [](BlobBuilder &B) {
       B.add(Kind::FuncProto, "", 1, false, 0, {0, 3});
     },
     "type 2 (prototype): it refers to type 3, but the last is 2"},
    {"TagOfNothing",
     [](BlobBuilder &B) { B.add(Kind::DeclTag, "t", 0, false, 3, {0}); },
     "type 2 (declaration tag 't'): it refers to type 3, but the last is 2"},

    // Kinds without elements.
    {"IntegerWithElements",
     [](BlobBuilder &B) { B.add(Kind::Int, "i", 1, false, 4, {32}); },
     "type 2 (integer 'i'): it has 1 elements, its kind has none"},
    {"ForwardWithElements",
     [](BlobBuilder &B) { B.add(Kind::Fwd, "f", 0xffffff, false, 0); },
     "type 2 (forward declaration 'f'): it has 16777215 elements, its kind has "
     "none"},
    {"TypedefWithElements",
     [](BlobBuilder &B) { B.add(Kind::Typedef, "t", 7, false, 1); },
     "type 2 (typedef 't'): it has 7 elements, its kind has none"},

    // Integers, floats, enums.
    {"IntegerOf128Bits", [](BlobBuilder &B) { B.integer("i", 16); }, ""},
    {"IntegerOf0Bytes", [](BlobBuilder &B) { B.integer("()", 0); }, ""},
    {"IntegerOf129Bits",
     [](BlobBuilder &B) { B.add(Kind::Int, "i", 0, false, 32, {129}); },
     "type 2 (integer 'i'): its bits end at 129 of 256"},
    {"IntegerBitsOutside",
     [](BlobBuilder &B) { B.add(Kind::Int, "i", 0, false, 4, {1 << 16 | 32}); },
     "type 2 (integer 'i'): its bits end at 33 of 32"},
    {"IntegerEncoding",
     [](BlobBuilder &B) { B.add(Kind::Int, "i", 0, false, 4, {8 << 24 | 32}); },
     "type 2 (integer 'i'): integer encoding 8 is not known"},
    {"FloatOf3Bytes", [](BlobBuilder &B) { B.alias(Kind::Float, 3, "f"); },
     "type 2 (float 'f'): none has 3 bytes"},
    {"FloatOf12Bytes", [](BlobBuilder &B) { B.alias(Kind::Float, 12, "f"); },
     ""},
    {"EnumOf3Bytes",
     [](BlobBuilder &B) { B.add(Kind::Enum, "e", 0, false, 3); },
     "type 2 (enum 'e'): none has 3 bytes"},
    {"EnumDeclaredOnly",
     [](BlobBuilder &B) { B.add(Kind::Enum, "e", 0, false, 0); }, ""},
    {"EnumOf0BytesWithValues",
     [](BlobBuilder &B) {
       B.add(Kind::Enum, "e", 1, false, 0, {0, 1});
     },
     "type 2 (enum 'e'): none has 0 bytes"},
    {"Enum64Of16Bytes",
     [](BlobBuilder &B) { B.add(Kind::Enum64, "e", 0, false, 16); },
     "type 2 (enum 'e'): none has 16 bytes"},

    // Arrays.
    {"ArrayOfNothing", [](BlobBuilder &B) { B.array(3, 1, 1); },
     "type 2 (array): it refers to type 3, but the last is 2"},
    {"ArrayIndexOfNothing", [](BlobBuilder &B) { B.array(1, 1, 3); },
     "type 2 (array): it refers to type 3, but the last is 2"},
    {"ArrayIndexVoid", [](BlobBuilder &B) { B.array(1, 1, 0); }, ""},
    {"ArrayIndexAlias",
     [](BlobBuilder &B) { B.array(1, 1, B.alias(Kind::Typedef, 1, "t")); }, ""},
    {"ArrayIndexStruct",
     [](BlobBuilder &B) { B.array(1, 1, B.structure("s", 0, {})); },
     "type 3 (array): its index type 2 is not an integer"},
    {"ArrayOfVoid", [](BlobBuilder &B) { B.array(0, 3, 1); }, ""},
    {"ArrayOfForward",
     [](BlobBuilder &B) { B.array(B.add(Kind::Fwd, "f", 0, false, 0), 1, 1); },
     "type 3 (array): its elements have no size"},
    {"ArrayOfDeclaredEnum",
     [](BlobBuilder &B) { B.array(B.add(Kind::Enum, "e", 0, false, 0), 1, 1); },
     "type 3 (array): its elements have no size"},
    {"ArrayOfFunctions",
     [](BlobBuilder &B) {
       B.array(B.add(Kind::FuncProto, "", 0, false, 0), 1, 1);
     },
     "type 3 (array): its elements have no size"},
    {"ArrayUnder64Bits",
     [](BlobBuilder &B) { B.array(B.array(1, 0x7fffffff, 1), 0x80000000, 1); },
     ""},
    {"ArrayOver64Bits",
     [](BlobBuilder &B) { B.array(B.array(1, 0x80000000, 1), 0x80000000, 1); },
     "type 3 (array): its size does not fit 64 bits"},
    {"ArrayOfEmptyNeverOverflows",
     [](BlobBuilder &B) {
       TypeId Empty = B.structure("s", 0, {});
       TypeId Two = B.array(B.array(Empty, ~0u, 1), ~0u, 1);
       B.structure("t", 0, {{"a", B.array(Two, ~0u, 1), 0}});
     },
     ""},

    // Members.
    {"MemberOfNothing",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 3, 0}});
     },
     "type 2 (struct 's'): it refers to type 3, but the last is 2"},
    {"MemberOfVoid",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 0, 0x4711}});
     },
     ""},
    {"MemberForward",
     [](BlobBuilder &B) {
       TypeId Fwd = B.add(Kind::Fwd, "f", 0, false, 0);
       B.structure("s", 4, {{"a", Fwd, 0}});
     },
     "type 3 (struct 's'): member 0 'a' has no size"},
    {"MemberDeclaredEnum",
     [](BlobBuilder &B) {
       TypeId Enum = B.add(Kind::Enum, "e", 0, false, 0);
       B.structure("s", 4, {{"a", 1, 0}, {"b", Enum, 0}});
     },
     "type 3 (struct 's'): member 1 'b' has no size"},
    {"MemberFunction",
     [](BlobBuilder &B) {
       TypeId Proto = B.add(Kind::FuncProto, "", 0, false, 0);
       B.structure("s", 4, {{"", Proto, 0}});
     },
     "type 3 (struct 's'): member 0 has no size"},
    {"MemberAtEnd",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", 1, 32}});
     },
     ""},
    {"MemberOutside",
     [](BlobBuilder &B) {
       B.structure("s", 7, {{"a", 1, 32}});
     },
     "type 2 (struct 's'): member 0 'a' ends at bit 64 of 56"},
    {"MemberFarOutside",
     [](BlobBuilder &B) {
       B.structure("s", 7, {{"a", 1, ~7u}});
     },
     "type 2 (struct 's'): member 0 'a' ends at bit 4294967320 of 56"},
    {"MemberOfUnionOutside",
     [](BlobBuilder &B) {
       B.record(Kind::Union, "u", 3, {{"a", 1, 0}});
     },
     "type 2 (union 'u'): member 0 'a' ends at bit 32 of 24"},
    {"MemberBetweenBytes",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", 1, 1}});
     },
     "type 2 (struct 's'): member 0 'a' starts at bit 1, but is not a "
     "bit-field"},
    {"MemberPointerOutside",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"p", B.pointer(1), 8}});
     },
     "type 3 (struct 's'): member 0 'p' ends at bit 72 of 64"},
    {"MemberTooLarge",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", B.array(1, 3, 1), 0}});
     },
     "type 3 (struct 's'): member 0 'a' has 12 bytes, all of it 8"},
    {"MemberOfManyBytes",
     [](BlobBuilder &B) {
       TypeId Huge = B.array(B.array(1, 0x80000000, 1), 0x7fffffff, 1);
       B.structure("s", 8, {{"a", Huge, 0}});
     },
     "type 4 (struct 's'): member 0 'a' has 18446744065119617024 bytes, all of "
     "it 8"},
    {"FlexibleMember",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", B.array(1, 0, 1), 64}});
     },
     ""},
    {"FlexibleMemberOutside",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", B.array(1, 0, 1), 72}});
     },
     "type 3 (struct 's'): member 0 'a' ends at bit 72 of 64"},
    {"BitField",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 1, 3, 29}}, true);
     },
     ""},
    {"BitFieldOutside",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 1, 3, 30}}, true);
     },
     "type 2 (struct 's'): member 0 'a' ends at bit 33 of 32"},
    {"BitFieldOfPointer",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"p", B.pointer(1), 0, 8}}, true);
     },
     "type 3 (struct 's'): member 0 'p' is a bit-field, but no integer"},
    {"BitFieldOfArray",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"a", B.array(1, 1, 1), 0, 8}}, true);
     },
     "type 3 (struct 's'): member 0 'a' is a bit-field, but no integer"},
    {"OldBitField",
     [](BlobBuilder &B) {
       TypeId Three = B.add(Kind::Int, "i", 0, false, 4, {2 << 16 | 3});
       B.structure("s", 4, {{"a", Three, 27}});
     },
     ""},
    {"OldBitFieldOutside",
     [](BlobBuilder &B) {
       TypeId Three = B.add(Kind::Int, "i", 0, false, 4, {2 << 16 | 3});
       B.structure("s", 4, {{"a", Three, 28}});
     },
     "type 3 (struct 's'): member 0 'a' ends at bit 33 of 32"},

    // Nesting.
    {"ContainsItself",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 2, 0}});
     },
     "type 2 (struct 's'): it contains itself, through type 2"},
    {"ContainsItselfThroughAnother",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 3, 0}});
       B.structure("t", 4, {{"a", 2, 0}});
     },
     "type 3 (struct 't'): it contains itself, through type 2"},
    {"ContainsItselfThroughArray",
     [](BlobBuilder &B) {
       B.structure("s", 4, {{"a", 3, 0}});
       B.array(2, 1, 1);
     },
     "type 3 (array): it contains itself, through type 2"},
    {"PointsToItself",
     [](BlobBuilder &B) {
       B.structure("s", 8, {{"next", 3, 0}});
       B.pointer(2);
     },
     ""},
    {"TypedefOfItself", [](BlobBuilder &B) { B.alias(Kind::Typedef, 2, "t"); },
     "type 2 (typedef 't'): it contains itself, through type 2"},
    {"ModifiersInACircle",
     [](BlobBuilder &B) {
       B.alias(Kind::Const, 3);
       B.alias(Kind::Volatile, 4);
       B.alias(Kind::Restrict, 5);
       B.alias(Kind::TypeTag, 2, "rcu");
     },
     "type 5 (type tag 'rcu'): it contains itself, through type 2"},
    {"Deep32",
     [](BlobBuilder &B) {
       for (TypeId Id = 1; Id <= 32; ++Id)
         B.alias(Kind::Const, Id);
     },
     ""},
    {"Deep33",
     [](BlobBuilder &B) {
       for (TypeId Id = 1; Id <= 33; ++Id)
         B.alias(Kind::Const, Id);
     },
     "type 34 (const): types are nested more than 32 deep"},
    {"Deep32Backwards",
     [](BlobBuilder &B) {
       for (TypeId Id = 3; Id <= 33; ++Id)
         B.alias(Kind::Const, Id);
       B.alias(Kind::Const, 1);
     },
     ""},
    {"Deep10000Backwards",
     [](BlobBuilder &B) {
       for (TypeId Id = 3; Id <= 10000; ++Id)
         B.structure("s", 4, {{"a", Id, 0}});
       B.alias(Kind::Const, 1);
     },
     "type 35 (struct 's'): types are nested more than 32 deep"},

    // Sections.
    {"SectionOfNothing",
     [](BlobBuilder &B) {
       B.section(".bss", 0, {{3, 0, 4}});
     },
     "type 2 (section '.bss'): it refers to type 3, but the last is 2"},
    {"SectionOfInteger",
     [](BlobBuilder &B) {
       B.section(".bss", 0, {{1, 0, 4}});
     },
     "type 2 (section '.bss'): its type 1 is not a variable"},
    {"SectionOfFunctions",
     [](BlobBuilder &B) {
       TypeId Proto = B.add(Kind::FuncProto, "", 0, false, 0);
       B.section(".ksyms", 0,
                 {{B.add(Kind::Func, "f", 2, false, Proto), 0, 0}});
     },
     ""},
    {"VariableOutside",
     [](BlobBuilder &B) {
       B.section(".bss", 8, {{B.variable("v", 1), 5, 4}});
     },
     "type 3 (section '.bss'): variable 0 ends at byte 9 of 8"},
    {"VariableFarOutside",
     [](BlobBuilder &B) {
       B.section(".bss", 8, {{B.variable("v", 1), ~0u, ~0u}});
     },
     "type 3 (section '.bss'): variable 0 ends at byte 8589934590 of 8"},
    {"VariableOfUnlinkedSection",
     [](BlobBuilder &B) {
       B.section(".bss", 0, {{B.variable("v", 1), 4, 4}});
     },
     ""},
};

class BTFRules : public testing::TestWithParam<std::tuple<RuleCase, bool>> {};

TEST_P(BTFRules, Holds) {
  const auto &[Case, BigEndian] = GetParam();
  BlobBuilder B(BigEndian);
  B.u32();
  Case.Build(B);
  std::string Expected = Case.Error;
  if (!Expected.empty())
    Expected = "ev.bpf.o: " + Expected + "; the BTF is damaged";
  EXPECT_EQ(parseError(B.blob()), Expected);
}

INSTANTIATE_TEST_SUITE_P(Each, BTFRules,
                         testing::Combine(testing::ValuesIn(Cases),
                                          testing::Bool()),
                         [](const auto &Info) {
                           return std::string(std::get<0>(Info.param).Name) +
                                  (std::get<1>(Info.param) ? "BigEndian" : "");
                         });

} // namespace
