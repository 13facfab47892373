//===- LayoutTest.cpp - The model, and its lines --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layout/Canonical.h"
#include "Layout/TypeText.h"

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

std::vector<std::string> written(const Type &Ty) {
  std::vector<std::string> Lines;
  TypeWriter([&](const std::string &Line) {
    Lines.push_back(Line);
  }).write(Ty, "a file.c:12");
  return Lines;
}

class TypeTextTest : public testing::Test {
protected:
  TypeTextTest() {
    auto *Word = From.make<Type>(integer(4, Signedness::Signed));
    Word->Name = "int";
    Word->Align = 4;
    auto *Pointer = From.make<PointerType>();
    Pointer->Kind = TypeKind::Pointer;
    Pointer->Size = 8;
    Pointer->Pointee = "struct sock";
    auto *Array = From.make<ArrayType>();
    Array->Kind = TypeKind::Array;
    Array->Size = 12;
    Array->Element = Word;
    Array->Count = 3;
    auto *Flexible = From.make<ArrayType>();
    Flexible->Kind = TypeKind::Array;
    Flexible->Element = Word;
    Flexible->Flexible = true;
    auto *Alias = From.make<TypedefType>();
    Alias->Kind = TypeKind::Typedef;
    Alias->Name = "odd %name<int, 2>";
    Alias->Size = 12;
    Alias->Target = Array;
    Enumerator Values[] = {
        {.Name = "LOW", .Value = ~uint64_t(0), .Counterparts = {}, .Where = {}},
        {.Name = "", .Value = 1ULL << 62, .Counterparts = {}, .Where = {}}};
    auto *Enum = From.make<EnumType>();
    Enum->Kind = TypeKind::Enum;
    Enum->Size = 8;
    Enum->Enumerators = From.copy(std::span<const Enumerator>(Values));
    Field Bits = field("bits", *Word, 33);
    Bits.IsBitField = true;
    Bits.BitWidth = 7;
    const Field Fields[] = {Bits, field("", *Enum, 64), field("p", *Pointer, 0),
                            field("a", *Alias, 128),
                            field("f", *Flexible, 256)};
    auto *Record = From.make<RecordType>(
        record("event", 32, From.copy(std::span<const Field>(Fields))));
    Record->Tag = RecordTag::Union;
    Record->IsPacked = true;
    Whole = Record;
  }

  Arena From, To;
  const Type *Whole = nullptr;
};

TEST_F(TypeTextTest, ComesBackAsItWas) {
  std::vector<std::string> Lines = written(*Whole);
  TypeReader Reader(To);
  for (const std::string &Line : Lines)
    EXPECT_TRUE(Reader.read(Line)) << Line;
  ASSERT_EQ(Reader.items().size(), 1u);
  EXPECT_EQ(Reader.items()[0].Place, "a file.c:12");
  const Type *Read = Reader.items()[0].Ty;
  EXPECT_EQ(written(*Read), Lines);
  EXPECT_EQ(lineOf(*Read), lineOf(*Whole));
  EXPECT_EQ(static_cast<const RecordType *>(Read)->Fields[3].Ty->Name,
            "odd %name<int, 2>");
}

TEST_F(TypeTextTest, NothingElseIsRead) {
  std::vector<std::string> Lines = written(*Whole);
  for (size_t Bad = 0; Bad != Lines.size(); ++Bad)
    for (size_t Length = 0; Length != Lines[Bad].size(); ++Length) {
      // What is cut at a digit is another number, which may be right.
      const std::string Cut = Lines[Bad].substr(0, Length);
      if (Lines[Bad][Length] != ' ' && Bad + 1 != Lines.size())
        continue;
      TypeReader Reader(To);
      for (size_t I = 0; I != Bad; ++I)
        ASSERT_TRUE(Reader.read(Lines[I]));
      if (Bad + 1 != Lines.size() || Cut.find('=') == Cut.npos) {
        EXPECT_FALSE(Reader.read(Cut)) << Cut;
      }
    }
  TypeReader Reader(To);
  for (const char *Line :
       {"", "other", "type ", "type 99 0 0 1 1 =", "type 0 0 0 0 1 =",
        "type 6 0 0 1 1 =a 0", "item 0 =", "type 0 0 0 1 1 a",
        "type 0 0 0 1 1 =%4", "type 0 0 0 1 1 =a b", "type 3 0 0 1 8 = 64 9999",
        "type 0 0 0 1 18446744073709551616 ="})
    EXPECT_FALSE(Reader.read(Line)) << Line;
  EXPECT_TRUE(Reader.read("type 0 0 0 1 1 =%41"));
  EXPECT_FALSE(Reader.read("item 1 ="));
}

} // namespace
