//===- LayoutTest.cpp - The model, and its lines --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Canonical.h"

#include <gtest/gtest.h>

#include <set>

#include <string>
#include <vector>

using namespace hostlayout;

namespace {

Type integer(uint64_t Size, Signedness Sign = Signedness::Unsigned) {
  Type Ty{};
  Ty.Kind = TypeKind::Integer;
  Ty.Size = Size;
  Ty.Sign = Sign;
  return Ty;
}

RecordType record(std::string_view Name, uint64_t Size,
                  std::span<const Field> Fields) {
  RecordType R;
  R.Kind = TypeKind::Record;
  R.Name = Name;
  R.Size = Size;
  R.Fields = Fields;
  return R;
}

Field field(std::string_view Name, const Type &Ty, uint64_t BitOffset) {
  Field F;
  F.Name = Name;
  F.Ty = &Ty;
  F.BitOffset = BitOffset;
  return F;
}

std::string lineOf(const Type &Ty) {
  Canonical Lines;
  Lines.add(Ty);
  std::string Text;
  for (const std::string &Line : Lines.lines())
    Text += Line + "\n";
  return Text;
}

TEST(Canonical, SaysPlaceNameAndType) {
  Type Word = integer(4), Signed = integer(8, Signedness::Signed);
  std::vector<Field> Fields = {field("pid", Word, 0), field("ts", Signed, 64)};
  EXPECT_TRUE(lineOf(record("event", 16, Fields))
                  .starts_with("struct event 16 { 0 pid uint32; 8 ts sint64; }"
                               " #"));
}

TEST(Canonical, ChangesWithWhatAComparisonSees) {
  Type Word = integer(4), Signed = integer(4, Signedness::Signed);
  std::vector<Field> Fields = {field("pid", Word, 0)};
  const std::string Before = lineOf(record("event", 8, Fields));
  Fields[0].Ty = &Signed;
  EXPECT_NE(lineOf(record("event", 8, Fields)), Before);
  Fields[0] = field("tid", Word, 0);
  EXPECT_NE(lineOf(record("event", 8, Fields)), Before);
  Fields[0] = field("pid", Word, 32);
  EXPECT_NE(lineOf(record("event", 8, Fields)), Before);
  Fields[0] = field("pid", Word, 0);
  EXPECT_NE(lineOf(record("event", 12, Fields)), Before);
  EXPECT_EQ(lineOf(record("event", 8, Fields)), Before);
  Fields[0].IsBitField = true;
  Fields[0].BitWidth = 32;
  EXPECT_NE(lineOf(record("event", 8, Fields)), Before);
}

TEST(Canonical, ChangesWithWhatIsInside) {
  Type Word = integer(4), Half = integer(2);
  std::vector<Field> Inner = {field("cpu", Word, 0)};
  RecordType Header = record("header", 4, Inner);
  std::vector<Field> Outer = {field("header", Header, 0)};
  const std::string Before = lineOf(record("event", 4, Outer));
  Inner[0].Ty = &Half;
  EXPECT_NE(lineOf(record("event", 4, Outer)), Before);
}

TEST(Canonical, DoesNotFollowPointers) {
  PointerType A, B;
  A.Kind = B.Kind = TypeKind::Pointer;
  A.Size = B.Size = 8;
  A.Pointee = "struct sock";
  B.Pointee = "struct task_struct";
  std::vector<Field> ToA = {field("p", A, 0)}, ToB = {field("p", B, 0)};
  EXPECT_EQ(lineOf(record("r", 8, ToA)), lineOf(record("r", 8, ToB)));
}

TEST(Canonical, TellsLongNamesApart) {
  std::string First(300, 'x'), Second = First + "y";
  EXPECT_NE(lineOf(record(First, 4, {})), lineOf(record(Second, 4, {})));
}

TEST(Canonical, ChangesWithEachKindOfValue) {
  Type Float = integer(4);
  Float.Kind = TypeKind::Float;
  Type Word = integer(4), Bool = integer(1), Char = integer(1);
  Bool.Role = IntegerRole::Bool;
  Char.Role = IntegerRole::Character;
  Char.Sign = Signedness::Neutral;
  Type Opaque = integer(4), Forward = integer(4);
  Opaque.Kind = TypeKind::Opaque;
  Forward.Kind = TypeKind::Forward;
  ArrayType Four, Open;
  Four.Kind = Open.Kind = TypeKind::Array;
  Four.Element = Open.Element = &Char;
  Four.Size = Four.Count = 4;
  Open.Flexible = true;
  TypedefType Alias;
  Alias.Kind = TypeKind::Typedef;
  Alias.Name = "alias_t";
  Alias.Size = 4;
  Alias.Target = &Word;
  EnumType Enum;
  Enum.Kind = TypeKind::Enum;
  Enum.Size = 4;
  Enum.Name = "kind";
  const Enumerator Values[] = {{"FIRST", 1, {}, {}}};
  Enum.Enumerators = Values;

  std::set<std::string> Lines;
  const Type *const All[] = {&Float,   &Word, &Bool, &Char,  &Opaque,
                             &Forward, &Four, &Open, &Alias, &Enum};
  for (const Type *Ty : All) {
    std::vector<Field> Fields = {field("f", *Ty, 0)};
    Lines.insert(lineOf(record("r", 4, Fields)));
  }
  EXPECT_EQ(Lines.size(), std::size(All));

  const std::string Before = lineOf(Enum);
  EXPECT_NE(Before.find("FIRST=1"), std::string::npos) << Before;
  const Enumerator Others[] = {{"FIRST", 2, {}, {}}};
  Enum.Enumerators = Others;
  EXPECT_NE(lineOf(Enum), Before);
  RecordType Packed = record("r", 4, {});
  const std::string Plain = lineOf(Packed);
  Packed.IsPacked = true;
  EXPECT_NE(lineOf(Packed), Plain);
  EXPECT_NE(lineOf(Alias).find("alias_t"), std::string::npos);
}

} // namespace
