//===- BTFLayoutTest.cpp - BTF types as the neutral model -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// One blob and the layouts of its types, in either byte order.
class BTFLayout : public testing::TestWithParam<bool> {
protected:
  BTFLayout() : B(GetParam()) {}

  const Type *layout(TypeId Id) {
    if (!Builder) {
      auto Parsed = parse(B.blob());
      if (!Parsed) {
        ADD_FAILURE() << Parsed.takeError().message();
        std::abort();
      }
      Object = *Parsed;
      Builder.emplace(*Object, A);
    }
    return Builder->layout(Id);
  }
  const RecordType *record(TypeId Id) { return as<RecordType>(layout(Id)); }

  BlobBuilder B;
  std::shared_ptr<const btf::Object> Object;
  Arena A;
  std::optional<btf::LayoutBuilder> Builder;
};

TEST_P(BTFLayout, Integers) {
  using btf::IntBool, btf::IntChar, btf::IntSigned;
  struct {
    std::string_view Name;
    uint32_t Size, Encoding, Align;
    Signedness Sign;
    IntegerRole Role;
  } const Cases[] = {
      {"int", 4, IntSigned, 4, Signedness::Signed, IntegerRole::Number},
      {"unsigned int", 4, 0, 4, Signedness::Unsigned, IntegerRole::Number},
      {"short", 2, IntSigned, 2, Signedness::Signed, IntegerRole::Number},
      {"u64", 8, 0, 8, Signedness::Unsigned, IntegerRole::Number},
      {"__int128", 16, IntSigned, 16, Signedness::Signed, IntegerRole::Number},
      {"char", 1, IntSigned, 1, Signedness::Neutral, IntegerRole::Character},
      {"char", 1, 0, 1, Signedness::Neutral, IntegerRole::Character},
      {"char", 1, IntSigned | IntChar, 1, Signedness::Neutral,
       IntegerRole::Character},
      {"unsigned char", 1, 0, 1, Signedness::Unsigned, IntegerRole::Character},
      {"signed char", 1, IntSigned, 1, Signedness::Signed,
       IntegerRole::Character},
      {"i8", 1, IntSigned, 1, Signedness::Signed, IntegerRole::Number},
      {"_Bool", 1, IntBool, 1, Signedness::Unsigned, IntegerRole::Bool},
      {"bool", 1, IntBool | IntSigned, 1, Signedness::Unsigned,
       IntegerRole::Bool},
  };
  for (const auto &C : Cases)
    B.integer(C.Name, C.Size, C.Encoding);
  TypeId Id = 1;
  for (const auto &C : Cases) {
    SCOPED_TRACE(Id);
    const Type *Ty = layout(Id++);
    EXPECT_EQ(Ty->Kind, TypeKind::Integer);
    EXPECT_EQ(Ty->Name, C.Name);
    EXPECT_EQ(Ty->Size, C.Size);
    EXPECT_EQ(Ty->Align, C.Align);
    EXPECT_EQ(Ty->Sign, C.Sign);
    EXPECT_EQ(Ty->Role, C.Role);
  }
}

TEST_P(BTFLayout, IntegersOfNoMachine) {
  TypeId Unit = B.integer("()", 0);
  TypeId Complex = B.add(Kind::Int, "_Complex long double", 0, false, 32, {0});
  EXPECT_EQ(layout(Unit)->Kind, TypeKind::Opaque);
  EXPECT_EQ(layout(Complex)->Kind, TypeKind::Opaque);
  EXPECT_EQ(layout(Complex)->Size, 32u);
}

TEST_P(BTFLayout, Floats) {
  uint32_t Aligns[][2] = {{2, 2}, {4, 4}, {8, 8}, {12, 4}, {16, 16}};
  for (auto [Size, Align] : Aligns)
    B.alias(Kind::Float, Size, "float");
  TypeId Id = 1;
  for (auto [Size, Align] : Aligns) {
    const Type *Ty = layout(Id++);
    EXPECT_EQ(Ty->Kind, TypeKind::Float);
    EXPECT_EQ(Ty->Size, Size);
    EXPECT_EQ(Ty->Align, Align);
  }
}

TEST_P(BTFLayout, Pointees) {
  TypeId Char = B.integer("char", 1);
  TypeId Sock = B.structure("sock", 1, {{"x", Char, 0}});
  TypeId Anon = B.structure("", 1, {{"x", Char, 0}});
  TypeId Fwd = B.add(Kind::Fwd, "fwd", 0, false, 0);
  TypeId FwdUnion = B.add(Kind::Fwd, "fwd_union", 0, true, 0);
  TypeId Enum = B.add(Kind::Enum, "color", 0, false, 4);
  TypeId Alias = B.alias(Kind::Typedef, Sock, "sock_t");
  TypeId Function = B.add(Kind::FuncProto, "", 0, false, 0);
  TypeId SockPointer = B.pointer(Sock);
  TypeId Variadic = B.add(Kind::FuncProto, "", 3, false, Char,
                          {0, SockPointer, 0, B.pointer(Function), 0, 0});
  TypeId Union = B.record(Kind::Union, "both", 0, {});
  TypeId Const = B.alias(Kind::Const, B.alias(Kind::TypeTag, Sock, "rcu"));
  TypeId Circle = B.pointer(B.Next);
  struct {
    TypeId Id;
    std::string_view Text;
  } const Cases[] = {
      {0, "void"},
      {Char, "char"},
      {Sock, "struct sock"},
      {Anon, ""},
      {Fwd, "struct fwd"},
      {FwdUnion, "union fwd_union"},
      {Enum, "enum color"},
      {Alias, "sock_t"},
      {Function, "void (void)"},
      {Variadic, "char (struct sock *, void *, ...)"},
      {B.pointer(Variadic), ""},
      {Union, "union both"},
      {Const, "struct sock"},
      {B.pointer(Char), "char *"},
      {B.pointer(B.alias(Kind::Const, B.pointer(Sock))), "struct sock **"},
      {Circle, ""},
  };
  std::vector<TypeId> Pointers;
  for (const auto &C : Cases)
    Pointers.push_back(B.pointer(C.Id));
  for (size_t I = 0; I != Pointers.size(); ++I) {
    const Type *Ty = layout(Pointers[I]);
    ASSERT_EQ(Ty->Kind, TypeKind::Pointer);
    EXPECT_EQ(Ty->Size, 8u);
    EXPECT_EQ(Ty->Align, 8u);
    EXPECT_EQ(as<PointerType>(Ty)->Pointee, Cases[I].Text);
  }
}

TEST_P(BTFLayout, PointeesOfGreatLength) {
  TypeId Long = B.structure(std::string(4000, 'x'), 0, {});
  TypeId Function = B.add(Kind::FuncProto, "", 1, false, Long, {0, Long});
  TypeId Pointers[] = {B.pointer(Long), B.pointer(Function)};
  EXPECT_EQ(as<PointerType>(layout(Pointers[0]))->Pointee,
            "struct " + std::string(256, 'x'));
  EXPECT_EQ(as<PointerType>(layout(Pointers[1]))->Pointee, "");
}

TEST_P(BTFLayout, PointeesThatLookLikeFunctions) {
  std::vector<TypeId> Pointers;
  for (std::string_view Name : {"x)", "(x)", ")"})
    Pointers.push_back(B.pointer(B.alias(Kind::Typedef, B.u32(), Name)));
  for (TypeId Id : Pointers)
    EXPECT_FALSE(as<PointerType>(layout(Id))->isToFunction());
}

TEST_P(BTFLayout, Arrays) {
  TypeId Int = B.u32();
  TypeId Three = B.array(Int, 3, Int);
  TypeId TwoThree = B.array(B.alias(Kind::Const, Three), 2, Int);
  TypeId Flexible = B.array(Int, 0, Int);
  const auto *Outer = as<ArrayType>(layout(TwoThree));
  EXPECT_EQ(Outer->Size, 24u);
  EXPECT_EQ(Outer->Align, 4u);
  EXPECT_EQ(Outer->Count, 2u);
  EXPECT_FALSE(Outer->Flexible);
  EXPECT_EQ(Outer->Element, layout(Three));
  EXPECT_TRUE(as<ArrayType>(layout(Flexible))->Flexible);
  EXPECT_EQ(layout(Flexible)->Size, 0u);
  EXPECT_EQ(layout(Flexible)->Align, 4u);
}

TEST_P(BTFLayout, AliasesAndModifiers) {
  TypeId Int = B.u32();
  TypeId Const = B.alias(Kind::Const, B.alias(Kind::Volatile, Int));
  TypeId Alias = B.alias(Kind::Typedef, Const, "pid_t");
  TypeId Tagged = B.alias(Kind::TypeTag, B.alias(Kind::Restrict, Alias), "x");
  EXPECT_EQ(layout(Const), layout(Int));
  EXPECT_EQ(layout(Tagged), layout(Alias));
  EXPECT_EQ(layout(Alias)->Kind, TypeKind::Typedef);
  EXPECT_EQ(layout(Alias)->Size, 4u);
  EXPECT_EQ(layout(Alias)->Align, 4u);
  EXPECT_EQ(static_cast<const TypedefType *>(layout(Alias))->Target,
            layout(Int));
  EXPECT_EQ(btf::idOf(*layout(Tagged)), Alias);
}

TEST_P(BTFLayout, Enums) {
  B.string("a");
  TypeId Unsigned = B.add(Kind::Enum, "u", 1, false, 4, {1, 0xfffffffe});
  TypeId Signed = B.add(Kind::Enum, "s", 1, true, 1, {1, 0xfffffffe});
  TypeId Wide = B.add(Kind::Enum64, "w", 1, false, 8, {1, 2, 3});
  TypeId WideSigned = B.add(Kind::Enum64, "v", 1, true, 8, {1, ~4u, ~0u});
  TypeId Declared = B.add(Kind::Enum, "d", 0, false, 0);
  auto Value = [&](TypeId Id) {
    return as<EnumType>(layout(Id))->Enumerators[0].Value;
  };
  EXPECT_EQ(Value(Unsigned), 0xfffffffeu);
  EXPECT_EQ(Value(Signed), ~uint64_t(1));
  EXPECT_EQ(Value(Wide), 0x300000002u);
  EXPECT_EQ(Value(WideSigned), ~uint64_t(4));
  EXPECT_EQ(layout(Unsigned)->Sign, Signedness::Unsigned);
  EXPECT_EQ(layout(Signed)->Sign, Signedness::Signed);
  EXPECT_EQ(layout(Signed)->Align, 1u);
  EXPECT_EQ(layout(WideSigned)->Align, 8u);
  EXPECT_EQ(as<EnumType>(layout(Wide))->Enumerators[0].Name, "a");
  EXPECT_EQ(layout(Declared)->Kind, TypeKind::Forward);
}

TEST_P(BTFLayout, Records) {
  TypeId Int = B.u32(), Long = B.integer("u64", 8);
  TypeId Anon = B.record(Kind::Union, "", 8, {{"x", Int, 0}, {"y", Long, 0}});
  TypeId Event = B.structure(
      "event___v2", 24, {{"pid", Int, 0}, {"", Anon, 64}, {"ts", Long, 128}});
  const RecordType *R = record(Event);
  EXPECT_EQ(R->Name, "event___v2");
  EXPECT_EQ(R->Tag, RecordTag::Struct);
  EXPECT_EQ(R->Size, 24u);
  EXPECT_EQ(R->Align, 8u);
  EXPECT_FALSE(R->IsPacked);
  ASSERT_EQ(R->Fields.size(), 3u);
  EXPECT_EQ(R->Fields[0].Name, "pid");
  EXPECT_EQ(R->Fields[2].byteOffset(), 16u);
  EXPECT_EQ(R->Fields[1].Name, "");
  EXPECT_TRUE(as<RecordType>(R->Fields[1].Ty)->isUnion());
  EXPECT_EQ(layout(Event), layout(Event));
}

TEST_P(BTFLayout, Packed) {
  TypeId Char = B.integer("char", 1), Long = B.integer("u64", 8);
  TypeId Offset = B.structure("a", 16, {{"c", Char, 0}, {"l", Long, 8}});
  TypeId Size = B.structure("b", 9, {{"l", Long, 0}, {"c", Char, 64}});
  TypeId Natural = B.structure("c", 16, {{"c", Char, 0}, {"l", Long, 64}});
  TypeId Aligned = B.structure("d", 32, {{"c", Char, 0}, {"l", Long, 64}});
  TypeId Holds = B.structure("e", 10, {{"c", Char, 0}, {"b", Size, 8}});
  for (TypeId Id : {Offset, Size}) {
    EXPECT_TRUE(record(Id)->IsPacked) << Id;
    EXPECT_EQ(record(Id)->Align, 1u);
  }
  for (TypeId Id : {Natural, Aligned, Holds})
    EXPECT_FALSE(record(Id)->IsPacked) << Id;
  EXPECT_EQ(record(Aligned)->Align, 8u);
  EXPECT_EQ(record(Holds)->Align, 1u);
}

TEST_P(BTFLayout, BitFields) {
  TypeId Int = B.u32(), Bool = B.integer("_Bool", 1, btf::IntBool);
  TypeId Plain = B.structure("s", 8,
                             {{"a", Int, 0, 3},
                              {"b", Int, 3, 29},
                              {"", Int, 32, 7},
                              {"c", Bool, 40, 1},
                              {"d", Bool, 48, 0}},
                             true);
  const RecordType *R = record(Plain);
  ASSERT_EQ(R->Fields.size(), 4u);
  EXPECT_EQ(R->Fields[1].BitOffset, 3u);
  EXPECT_EQ(R->Fields[1].BitWidth, 29u);
  EXPECT_TRUE(R->Fields[1].IsBitField);
  EXPECT_EQ(R->Fields[2].Name, "c");
  EXPECT_FALSE(R->Fields[3].IsBitField);
  EXPECT_EQ(R->Fields[3].bits(), 8u);
  EXPECT_FALSE(R->IsPacked);
  EXPECT_EQ(R->Align, 4u);
}

TEST_P(BTFLayout, BitFieldsAcrossTheirType) {
  TypeId Int = B.u32();
  TypeId Packed = B.structure("s", 8, {{"a", Int, 16, 31}}, true);
  // C++ lets a bit-field be wider than its type.
  TypeId Wide = B.structure("t", 8, {{"a", Int, 0, 40}}, true);
  EXPECT_TRUE(record(Packed)->IsPacked);
  EXPECT_FALSE(record(Wide)->IsPacked);
  EXPECT_EQ(record(Wide)->Fields[0].BitWidth, 40u);
}

TEST_P(BTFLayout, OldBitFields) {
  // The integer says how many bits, and where in its bytes they are.
  TypeId Five = B.add(Kind::Int, "u32", 0, false, 4, {2 << 16 | 5});
  TypeId Alias = B.alias(Kind::Typedef, Five, "five");
  for (bool Flag : {false, true}) {
    TypeId S = B.structure("s", 4, {{"a", Five, 8}, {"b", Alias, 20}}, Flag);
    EXPECT_EQ(S, Flag ? 4u : 3u);
  }
  for (TypeId Id : {3, 4}) {
    const RecordType *R = record(Id);
    ASSERT_EQ(R->Fields.size(), 2u);
    EXPECT_EQ(R->Fields[0].BitOffset, 10u);
    EXPECT_EQ(R->Fields[0].BitWidth, 5u);
    EXPECT_TRUE(R->Fields[1].IsBitField);
    EXPECT_EQ(R->Fields[1].BitOffset, 22u);
  }
}

TEST_P(BTFLayout, WhatHasNoBytes) {
  TypeId Proto = B.add(Kind::FuncProto, "", 0, false, 0);
  TypeId Func = B.add(Kind::Func, "f", 1, false, Proto);
  TypeId Var = B.variable("v", 0);
  TypeId Section = B.section(".x", 0, {{Var, 0, 0}});
  TypeId Tag = B.add(Kind::DeclTag, "t", 0, false, Var, {~0u});
  TypeId Const = B.alias(Kind::Const, 0);
  TypeId Fwd = B.add(Kind::Fwd, "fwd", 0, false, 0);
  for (TypeId Id : {TypeId(0), Proto, Func, Var, Section, Tag, Const}) {
    EXPECT_EQ(layout(Id)->Kind, TypeKind::Opaque) << Id;
    EXPECT_EQ(layout(Id)->Size, 0u);
    EXPECT_EQ(layout(Id)->Align, 1u);
  }
  EXPECT_EQ(layout(Fwd)->Kind, TypeKind::Forward);
  EXPECT_EQ(layout(Fwd)->Name, "fwd");
}

TEST_P(BTFLayout, MembersThatBtfCannotSay) {
  TypeId Int = B.u32();
  TypeId S = B.structure("s", 12,
                         {{"atomic", 0, 0},
                          {"after", Int, 32},
                          {"atomics", B.array(0, 2, Int), 64}});
  TypeId Class =
      B.structure("c", 4, {{"", 0, 0}, {"x", Int, 0}, {"method", 0, 256}});
  const RecordType *R = record(S);
  ASSERT_EQ(R->Fields.size(), 3u);
  EXPECT_EQ(R->Fields[0].Ty->Kind, TypeKind::Opaque);
  EXPECT_EQ(R->Fields[0].Ty->Size, 0u);
  EXPECT_EQ(R->Fields[2].Ty->Size, 0u);
  // A base class and a member function of C++.
  R = record(Class);
  ASSERT_EQ(R->Fields.size(), 1u);
  EXPECT_EQ(R->Fields[0].Name, "x");
}

TEST_P(BTFLayout, BitFieldsOfVoid) {
  TypeId S = B.structure(
      "s", 4, {{"outside", 0, 32, 2}, {"across", 0, 31, 2}, {"in", 0, 3, 2}},
      true);
  const RecordType *R = record(S);
  ASSERT_EQ(R->Fields.size(), 1u);
  EXPECT_EQ(R->Fields[0].Name, "in");
}

TEST_P(BTFLayout, KernelOfA32BitMachine) {
  TypeId Long = B.integer("long unsigned int", 4);
  TypeId Wide = B.integer("long long int", 8, btf::IntSigned);
  TypeId S = B.structure(
      "s", 16, {{"p", B.pointer(Long), 0}, {"w", Wide, 32}, {"l", Long, 96}});
  EXPECT_EQ(record(S)->Fields[0].Ty->Size, 4u);
  EXPECT_FALSE(record(S)->IsPacked);
}

TEST_P(BTFLayout, KernelOfA32BitMachineSaysSoLate) {
  TypeId P = B.pointer(0);
  TypeId S = B.structure("s", 8, {{"p", P, 0}, {"q", P, 32}});
  B.integer("long int", 4, btf::IntSigned);
  EXPECT_EQ(record(S)->Fields[1].Ty->Size, 4u);
}

INSTANTIATE_TEST_SUITE_P(ByteOrder, BTFLayout, testing::Bool(),
                         [](const auto &Info) {
                           return Info.param ? "BigEndian" : "LittleEndian";
                         });

} // namespace
