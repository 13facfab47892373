//===- BTFBrokenWordsTest.cpp - Every word of all kinds, damaged ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each word of types of all kinds becomes what may break a rule. What is read
// all the same keeps every promise.
//
//===----------------------------------------------------------------------===//

#include "BTF/TypeTable.h"
#include "BTFBuilder.h"
#include "BTFExercise.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// Types of every kind, some that refer forward, some nested.
void addTypes(BlobBuilder &B) {
  TypeId Int = B.integer("int", 4, btf::IntSigned);
  TypeId Byte = B.integer("unsigned char", 1);
  TypeId Later = B.Next + 6;
  TypeId Array = B.array(Int, 3, Byte);
  B.structure("first", 24,
              {{"a", Array, 0}, {"b", Int, 96}, {"l", Later, 128}});
  B.alias(Kind::Typedef, B.Next + 1, "forward");
  B.alias(Kind::Const, B.Next + 1);
  B.alias(Kind::Volatile, Array);
  B.pointer(Later);
  TypeId Inner = B.structure("later", 8, {{"p", B.Next - 1, 0}});
  EXPECT_EQ(Inner, Later);
  B.record(Kind::Union, "u", 16, {{"x", Inner, 0}, {"y", Array, 0}});
  TypeId Enum =
      B.add(Kind::Enum, "e", 2, false, 4, {B.string("A"), 1, B.string("B"), 2});
  TypeId Enum64 =
      B.add(Kind::Enum64, "e64", 1, false, 8, {B.string("C"), 1, 2});
  B.add(Kind::Enum, "declared", 0, false, 0);
  B.structure("bits", 8,
              {{"i", Int, 0, 3}, {"e", Enum, 3, 29}, {"r", Enum, 32}}, true);
  B.structure("wide", 16, {{"e", Enum64, 0}, {"d", B.Next + 1, 64}});
  B.add(Kind::Float, "double", 0, false, 8);
  B.add(Kind::Fwd, "opaque", 0, true, 0);
  B.pointer(B.Next - 1);
  B.alias(Kind::Restrict, B.Next - 1);
  B.alias(Kind::TypeTag, Int, "user");
  TypeId Proto = B.add(Kind::FuncProto, "", 3, false, Int,
                       {B.string("a"), Enum, B.string("b"), B.Next + 2, 0, 0});
  B.add(Kind::Func, "f", 1, false, Proto);
  B.pointer(Proto);
  TypeId Var = B.variable("v", Int);
  B.section(".bss", 8, {{Var, 4, 4}});
  B.add(Kind::DeclTag, "tag", 0, false, Inner, {1});
  B.add(Kind::Int, "old", 0, false, 4, {4u << 16 | 3});
  B.structure("oldbits", 4, {{"o", B.Next - 1, 8}, {"t", B.Next + 1, 16}});
  B.alias(Kind::Typedef, Byte, "u8");
  B.structure("empty", 0, {});
  B.array(B.Next - 1, 0, Int);
}

class BTFBrokenWords : public testing::TestWithParam<bool> {};

void breakEveryWord(const BlobBuilder &B,
                    std::shared_ptr<const btf::Object> Base) {
  const std::vector<uint8_t> Right = B.blob();
  ASSERT_TRUE(exercise(Right, Base));
  unsigned Sound = 0, Damaged = 0;
  const size_t End = btf::ShortHeader + B.Types.Data.size();
  for (size_t At = btf::ShortHeader; At != End; At += 4) {
    uint32_t Old = load<uint32_t>(&Right[At], mustSwap(B.Types.BigEndian));
    std::vector<uint32_t> Values = {~0u, 1u << 31, 64, 0xffff, 8 * 64};
    for (uint32_t Value = 0; Value <= B.Next + 1; ++Value)
      Values.push_back(Value);
    for (unsigned Bit = 0; Bit != 32; ++Bit)
      Values.push_back(Old ^ 1u << Bit);
    for (uint32_t Value : Values) {
      std::vector<uint8_t> Blob = Right;
      ByteWriter New(B.Types.BigEndian);
      New.put(Value, 4);
      std::copy(New.Data.begin(), New.Data.end(), Blob.begin() + At);
      ++(exercise(Blob, Base) ? Sound : Damaged);
    }
  }
  // Else the words were the wrong ones.
  EXPECT_GT(Sound, 1000u);
  EXPECT_GT(Damaged, 1000u);
}

TEST_P(BTFBrokenWords, KeepAllPromises) {
  BlobBuilder B(GetParam());
  addTypes(B);
  breakEveryWord(B, nullptr);
}

TEST_P(BTFBrokenWords, KeepAllPromisesInSplitBtf) {
  BlobBuilder Base(GetParam());
  addTypes(Base);
  BlobBuilder B(Base, GetParam());
  addTypes(B);
  breakEveryWord(B, *parse(Base.blob()));
}

TEST_P(BTFBrokenWords, NestingHasALimit) {
  for (unsigned Depth : {30u, 31u, 32u, 33u, 34u, 60u, 70u, 200u})
    for (bool Forward : {false, true})
      for (Kind K : {Kind::Typedef, Kind::Array, Kind::Struct}) {
        BlobBuilder B(GetParam());
        TypeId Int = B.integer("int", 4);
        for (unsigned I = 0; I != Depth; ++I) {
          TypeId To = !Forward ? B.Next - 1 : I + 1 == Depth ? Int : B.Next + 1;
          if (K == Kind::Typedef)
            B.alias(K, To, "t");
          else if (K == Kind::Array)
            B.array(To, 1, Int);
          else
            B.structure("s", 4, {{"m", To, 0}});
        }
        SCOPED_TRACE(Depth);
        EXPECT_EQ(exercise(B.blob()), Depth <= btf::TypeTable::DeepestNesting);
      }
}

/// Sizes that an entry of the table does not hold are not known ones.
TEST_P(BTFBrokenWords, SizesOfLargeTypes) {
  for (uint32_t Size :
       {16380u, 16381u, 16382u, 16383u, 16384u, 16388u, 131072u, 1u << 20})
    for (uint32_t Bytes : {Size, Size - 1})
      for (uint32_t Member : {1u, 2u, 3u, 4u, 5u, 6u}) {
        BlobBuilder B(GetParam());
        TypeId Int = B.integer("int", 4);
        B.array(Int, Size / 4, Int);
        B.add(Kind::Fwd, "opaque", 0, false, 0);
        B.add(Kind::FuncProto, "", 0, false, 0);
        B.structure("other", Size, {{"i", Int, 0}});
        B.structure("s", Bytes, {{"m", Member, 0}});
        SCOPED_TRACE(std::to_string(Size) + " " + std::to_string(Member));
        EXPECT_EQ(exercise(B.blob()),
                  Member == 1 || (Member == 2 && Size / 4 * 4 <= Bytes) ||
                      (Member == 5 && Size == Bytes));
      }
}

INSTANTIATE_TEST_SUITE_P(ByteOrder, BTFBrokenWords, testing::Bool(),
                         [](const auto &I) {
                           return I.param ? "BigEndian" : "LittleEndian";
                         });

} // namespace
