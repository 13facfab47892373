//===- BTFSplitTest.cpp - BTF that goes on from another one ---------------===//
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

class BTFSplit : public testing::TestWithParam<bool> {
protected:
  BTFSplit() : Base(GetParam()), Split(Base, GetParam()) {
    Int = Base.u32();
    Outer = Base.structure("outer", 4, {{"pid", Int, 0}});
    Base.alias(Kind::Fwd, 0, "declared");
    Base.structure("both", 4, {{"x", Int, 0}});
    // A module's first string comes right away, without an empty one.
    Split = BlobBuilder(Base, GetParam());
    Split.Strings.clear();
    Mine = Split.structure("mine", 8, {{"o", Outer, 0}, {"n", Int, 32}});
    Split.pointer(Outer);
    Split.structure("both", 8, {{"y", Int, 32}});
    Split.raw(BaseString, BlobBuilder::info(Kind::Typedef, 0), Mine);
  }

  std::shared_ptr<const btf::Object> base() { return *parse(Base.blob()); }

  static constexpr uint32_t BaseString = 1; // "unsigned int"
  BlobBuilder Base, Split;
  TypeId Int, Outer, Mine;
};

TEST_P(BTFSplit, NeedsBase) {
  EXPECT_TRUE(btf::Object::needsBase(Split.blob()));
  EXPECT_TRUE(btf::Object::needsBase(
      makeElf({{".BTF", Split.blob()}}, {}, GetParam())));
  EXPECT_FALSE(btf::Object::needsBase(Base.blob()));
  EXPECT_EQ(parseError(Split.blob()),
            "ev.bpf.o: this is split BTF, which goes on from another one; its "
            "base is needed too (of a kernel module: /sys/kernel/btf/vmlinux)");
}

TEST_P(BTFSplit, NumbersGoOn) {
  auto O = parse(Split.blob(), base());
  ASSERT_TRUE(O) << O.takeError().message();
  EXPECT_EQ(Mine, 5u);
  EXPECT_EQ((*O)->typeCount(), 9u);
  EXPECT_EQ((*O)->find("mine"), std::vector<TypeId>{5});
  EXPECT_EQ((*O)->find("outer"), std::vector<TypeId>{2});
  EXPECT_EQ((*O)->find("both"), (std::vector<TypeId>{4, 7}));
  EXPECT_EQ((*O)->find("unsigned int"), std::vector<TypeId>{8});
  EXPECT_EQ((*O)->mention("declared"), btf::Mention::Forward);
  EXPECT_EQ((*O)->mention("pid"), btf::Mention::Text);
  EXPECT_EQ((*O)->mention("nowhere"), btf::Mention::None);

  std::vector<std::string> Names;
  (*O)->forEachName([&](std::string_view Name) { Names.emplace_back(Name); });
  EXPECT_EQ(Names, (std::vector<std::string>{"outer", "both", "mine", "both",
                                             "unsigned int"}));

  Arena A;
  btf::LayoutBuilder Layout(**O, A);
  const auto *Record = as<RecordType>(Layout.layout(5));
  ASSERT_EQ(Record->Fields.size(), 2u);
  EXPECT_EQ(Record->Fields[0].Ty->Name, "outer");
  EXPECT_EQ(btf::idOf(*Record->Fields[0].Ty), Outer);
  EXPECT_EQ(as<PointerType>(Layout.layout(6))->Pointee, "struct outer");
}

TEST_P(BTFSplit, Chain) {
  auto Middle = parse(Split.blob(), base());
  ASSERT_TRUE(Middle);
  BlobBuilder Last(Split, GetParam());
  Last.Strings.clear();
  Last.structure("last", 8, {{"m", Mine, 0}});
  auto O = parse(Last.blob(), *Middle);
  ASSERT_TRUE(O) << O.takeError().message();
  EXPECT_EQ((*O)->find("last"), std::vector<TypeId>{9});
  Arena A;
  EXPECT_EQ(
      as<RecordType>(btf::LayoutBuilder(**O, A).layout(9))->Fields[0].Ty->Name,
      "mine");
}

TEST_P(BTFSplit, WrongBase) {
  BlobBuilder Small(GetParam());
  Small.u32();
  auto Wrong = parse(Small.blob());
  EXPECT_EQ(parseError(Split.blob(), *Wrong),
            "ev.bpf.o: type 2 (struct): name offset 44 is outside the string "
            "section of 30 bytes; the BTF is damaged, or ev.bpf.o is not its "
            "base");
}

TEST_P(BTFSplit, BaseOfTheOtherByteOrder) {
  BlobBuilder Other(!GetParam());
  Other.u32();
  EXPECT_EQ(parseError(Split.blob(), *parse(Other.blob())),
            "ev.bpf.o: it and its base have different byte orders, or ev.bpf.o "
            "is not its base");
}

TEST_P(BTFSplit, BaseOfWhatIsNotSplitIsIgnored) {
  auto O = parse(Base.blob(), base());
  ASSERT_TRUE(O);
  EXPECT_EQ((*O)->typeCount(), 5u);
}

TEST_P(BTFSplit, NestingGoesOnThroughTheBase) {
  BlobBuilder Deep(GetParam());
  Deep.u32();
  for (TypeId Id = 1; Id <= 20; ++Id)
    Deep.alias(Kind::Const, Id);
  BlobBuilder More(Deep, GetParam());
  More.Strings = std::string("x\0", 2);
  for (TypeId Id = 21; Id <= 32; ++Id)
    More.alias(Kind::Const, Id);
  EXPECT_EQ(parseError(More.blob(), *parse(Deep.blob())), "");
  More.alias(Kind::Const, 33);
  EXPECT_EQ(
      parseError(More.blob(), *parse(Deep.blob())),
      "ev.bpf.o: type 34 (const): types are nested more than 32 deep; the "
      "BTF is damaged, or ev.bpf.o is not its base");
}

TEST_P(BTFSplit, OwnBaseKnowsSizesAlone) {
  BlobBuilder Distilled(GetParam());
  TypeId Task = Distilled.structure("task", 24, {});
  BlobBuilder Module(Distilled, GetParam());
  TypeId Empty = Module.structure("nothing", 8, {});
  TypeId Id = Module.structure("mine", 32, {{"t", Task, 0}, {"e", Empty, 192}});
  auto O = parse(makeElf(
      {{".BTF.base", Distilled.blob()}, {".BTF", Module.blob()}}, {},
      GetParam()));
  ASSERT_TRUE(O) << O.takeError().message();
  Arena A;
  btf::LayoutBuilder Layout(**O, A);
  const auto *R = as<RecordType>(Layout.layout(Id));
  ASSERT_EQ(R->Fields.size(), 2u);
  EXPECT_EQ(R->Fields[0].Ty->Size, 24u);
  EXPECT_TRUE(as<RecordType>(R->Fields[0].Ty)->HasUnknownMembers);
  EXPECT_FALSE(as<RecordType>(R->Fields[1].Ty)->HasUnknownMembers);
  EXPECT_FALSE(R->HasUnknownMembers);
  // The kernel's whole types, where they are the base, have no others.
  auto Whole = parse(Module.blob(), *parse(Distilled.blob()));
  ASSERT_TRUE(Whole) << Whole.takeError().message();
  btf::LayoutBuilder Other(**Whole, A);
  EXPECT_FALSE(as<RecordType>(Other.layout(Task))->HasUnknownMembers);
}

TEST_P(BTFSplit, OwnBase) {
  // A module built out of tree has the part of the kernel it refers to.
  std::vector<uint8_t> Elf = makeElf(
      {{".BTF.base", Base.blob()}, {".BTF", Split.blob()}}, {}, GetParam());
  EXPECT_FALSE(btf::Object::needsBase(Elf));
  for (bool WithBase : {false, true}) {
    auto O = parse(Elf, WithBase ? base() : nullptr);
    ASSERT_TRUE(O) << O.takeError().message();
    EXPECT_EQ((*O)->find("mine"), std::vector<TypeId>{5});
    // It has sizes there, but no members.
    EXPECT_TRUE((*O)->find("outer").empty());
  }
  EXPECT_EQ(
      parseError(makeElf({{".BTF.base", {1, 2, 3}}, {".BTF", Split.blob()}}, {},
                         GetParam())),
      "ev.bpf.o: .BTF.base: it does not start with BTF's magic number; "
      "the BTF is damaged");
}

INSTANTIATE_TEST_SUITE_P(ByteOrder, BTFSplit, testing::Bool(),
                         [](const auto &Info) {
                           return Info.param ? "BigEndian" : "LittleEndian";
                         });

} // namespace
