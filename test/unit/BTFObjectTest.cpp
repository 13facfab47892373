//===- BTFObjectTest.cpp - Names, maps, sections and files ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFPrograms.h"
#include "DeclaredMaps.h"
#include "Support/ReadFile.h"

#include <gtest/gtest.h>
#include <thread>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

using Ids = std::vector<TypeId>;

TEST(BTFNames, FindAndMention) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.structure("event", 4, {{"pid", Int, 0}});
  B.record(Kind::Union, "event", 4, {{"pid", Int, 0}});
  B.alias(Kind::Typedef, 2, "event");
  B.add(Kind::Enum, "color", 0, false, 4);
  B.add(Kind::Enum64, "color64", 0, false, 8);
  B.alias(Kind::Typedef, Int, "u32");
  B.structure("event___v2", 4, {{"pid", Int, 0}});
  B.add(Kind::Fwd, "sock", 0, false, 0);
  B.variable("counter", Int);
  B.structure("", 4, {});
  B.string("  struct wanted *w = reserve(sizeof(struct almost_wanted2));");
  auto O = *parse(B.blob());
  // First without, then with the index.
  for (int Round = 0; Round != 5; ++Round) {
    EXPECT_EQ(O->find("event"), (Ids{2, 3, 4}));
    EXPECT_EQ(O->find("color"), Ids{5});
    EXPECT_EQ(O->find("color64"), Ids{6});
    EXPECT_EQ(O->find("u32"), Ids{7});
    EXPECT_EQ(O->find("event___v2"), Ids{8});
    for (std::string_view Not :
         {"", "sock", "counter", "even", "event2", "pid", "unsigned int"})
      EXPECT_EQ(O->find(Not), Ids{}) << Not;
    EXPECT_EQ(O->find(std::string_view("event\0", 6)), Ids{});
  }
  EXPECT_EQ(O->mention("sock"), btf::Mention::Forward);
  for (std::string_view Name : {"pid", "counter", "wanted", "reserve"})
    EXPECT_EQ(O->mention(Name), btf::Mention::Text) << Name;
  for (std::string_view Name :
       {"", "want", "anted", "almost_wanted", "nothing"})
    EXPECT_EQ(O->mention(Name), btf::Mention::None) << Name;
  EXPECT_EQ(O->mention(std::string_view("pid\0", 4)), btf::Mention::None);
}

TEST(BTFNames, ManyOfOneName) {
  BlobBuilder B;
  Ids All;
  for (int I = 0; I != 50000; ++I)
    All.push_back(B.raw(1, BlobBuilder::info(Kind::Struct, 0), 0));
  B.string("same");
  auto O = *parse(B.blob());
  for (int Round = 0; Round != 5; ++Round)
    EXPECT_EQ(O->find("same"), All);
}

TEST(BTFNames, NoNames) {
  BlobBuilder B;
  B.u32();
  auto O = *parse(B.blob());
  for (int Round = 0; Round != 5; ++Round)
    EXPECT_EQ(O->find("x"), Ids{});
}

TEST(BTFNames, ThreadsAskAtOnce) {
  BlobBuilder B;
  for (int I = 0; I != 1000; ++I)
    B.structure(std::string("s").append(std::to_string(I)), 0, {});
  B.section(".maps", 0, {});
  auto O = *parse(B.blob());
  std::vector<std::thread> Threads;
  std::atomic<unsigned> Wrong = 0;
  for (int T = 0; T != 4; ++T)
    Threads.emplace_back([&] {
      for (TypeId I = 0; I != 1000; ++I)
        Wrong +=
            O->find(std::string("s").append(std::to_string(I))) != Ids{I + 1};
      Wrong += !O->maps().empty() || !O->sections().empty();
    });
  for (std::thread &T : Threads)
    T.join();
  EXPECT_EQ(Wrong, 0u);
}

/// A map definition and the types it speaks of.
class MapText : public DeclaredMaps {
public:
  const btf::Object &object() {
    auto Parsed = parse(withMaps().blob());
    if (!Parsed) {
      ADD_FAILURE() << Parsed.takeError().message();
      std::abort();
    }
    Object = *Parsed;
    return *Object;
  }

  std::shared_ptr<const btf::Object> Object;
};

TEST(BTFMaps, KeyAndValue) {
  MapText M;
  TypeId Key = M.B.structure("key", 12, {});
  TypeId Value = M.B.alias(Kind::Typedef, Key, "value_t");
  M.map("counts", {{"type", M.number(1), 0},
                   {"key", M.B.pointer(Key), 0},
                   {"value", M.B.pointer(Value), 0}});
  ASSERT_EQ(M.object().maps().size(), 1u);
  const btf::MapInfo &Map = M.Object->maps()[0];
  EXPECT_EQ(Map.Name, "counts");
  EXPECT_EQ(Map.Type, 1u);
  EXPECT_EQ(Map.Key, Key);
  EXPECT_EQ(Map.Value, Value);
  EXPECT_EQ(Map.KeySize, 12u);
  EXPECT_EQ(Map.ValueSize, 12u);
  EXPECT_FALSE(Map.Inner);
}

TEST(BTFMaps, SizesOnly) {
  MapText M;
  M.map("m", {{"key_size", M.number(4), 0}, {"value_size", M.number(20), 0}});
  const btf::MapInfo &Map = M.object().maps()[0];
  EXPECT_EQ(Map.Type, 0u);
  EXPECT_EQ(Map.Key, 0u);
  EXPECT_EQ(Map.KeySize, 4u);
  EXPECT_EQ(Map.ValueSize, 20u);
}

TEST(BTFMaps, MapInMap) {
  MapText M;
  TypeId Inner = M.B.Next + 1;
  M.B.pointer(Inner);
  M.B.structure("inner", 16,
                {{"value", M.B.pointer(M.Int), 0}, {"values", 0, 64}});
  // The pointer above moved it.
  Inner = M.B.Next - 1;
  TypeId Values = M.B.array(M.B.pointer(Inner), 0, M.Int);
  M.map("outer", {{"type", M.number(12), 0}, {"values", Values, 0}});
  TypeId Function = M.B.add(Kind::FuncProto, "", 0, false, 0);
  TypeId Programs = M.B.array(M.B.pointer(Function), 0, M.Int);
  M.map("progs", {{"type", M.number(3), 0}, {"values", Programs, 0}});
  auto Maps = M.object().maps();
  ASSERT_EQ(Maps.size(), 2u);
  ASSERT_TRUE(Maps[0].Inner);
  EXPECT_EQ(Maps[0].Inner->Name, "values");
  EXPECT_EQ(Maps[0].Inner->ValueSize, 4u);
  EXPECT_FALSE(Maps[1].Inner);
}

TEST(BTFMaps, ThatContainsItself) {
  MapText M;
  TypeId Struct = M.B.Next + 2;
  TypeId Values = M.B.array(M.B.pointer(Struct), 0, M.Int);
  ASSERT_EQ(M.B.structure("m", 8, {{"values", Values, 0}}), Struct);
  M.Vars.push_back({M.B.variable("m", Struct), 0, 8});
  const btf::MapInfo &Map = M.object().maps()[0];
  ASSERT_TRUE(Map.Inner);
  EXPECT_FALSE(Map.Inner->Inner);
}

TEST(BTFMaps, OddDefinitionsLackTheInformation) {
  MapText M;
  TypeId Huge = M.B.array(M.B.array(M.Int, 1u << 31, M.Int), 2, M.Int);
  TypeId Fwd = M.B.add(Kind::Fwd, "f", 0, false, 0);
  M.map("m", {{"type", M.Int, 0},
              {"key_size", M.B.pointer(M.Int), 0},
              {"key", M.Int, 0},
              {"value", M.B.pointer(Huge), 0},
              {"value_size", M.number(8), 0},
              {"values", M.B.pointer(0), 0}});
  M.map("n", {{"key", M.B.pointer(Fwd), 0},
              {"value", M.B.pointer(0), 0},
              {"values", M.B.array(M.Int, 0, M.Int), 0}});
  M.Vars.push_back({M.B.variable("no_struct", M.Int), 0, 4});
  auto Maps = M.object().maps();
  ASSERT_EQ(Maps.size(), 3u);
  EXPECT_EQ(Maps[0].Type, 0u);
  EXPECT_EQ(Maps[0].Key, 0u);
  EXPECT_EQ(Maps[0].KeySize, 0u);
  EXPECT_EQ(Maps[0].Value, 0u);
  EXPECT_EQ(Maps[0].ValueSize, 8u);
  EXPECT_FALSE(Maps[0].Inner);
  EXPECT_EQ(Maps[1].Key, 0u);
  EXPECT_EQ(Maps[1].Value, 0u);
  EXPECT_FALSE(Maps[1].Inner);
  EXPECT_EQ(Maps[2].Name, "no_struct");
}

/// Offsets as "name@offset+size ", static ones with a star.
std::string text(const btf::SectionInfo &S) {
  std::string Text;
  for (const btf::SectionVar &V : S.Vars) {
    Text.append(V.IsStatic ? "*" : "").append(V.Name);
    Text.append("@").append(std::to_string(V.Offset));
    Text.append("+").append(std::to_string(V.Size)).append(" ");
  }
  return Text;
}

TEST(BTFSections, UnlinkedObject) {
  BlobBuilder B;
  TypeId Int = B.u32();
  TypeId One = B.variable("one", Int), Two = B.variable("two", Int);
  TypeId Static = B.variable("hidden", Int, btf::LinkageStatic);
  TypeId Lost = B.variable("lost", Int), Far = B.variable("far", Int);
  B.section(
      ".bss", 0,
      {{Two, 0, 4}, {One, 0, 4}, {Static, 8, 4}, {Lost, 0, 4}, {Far, 0, 4}});
  auto O = *parse(
      makeElf({{".bss", {}, 8, 0, 16}, {".BTF", B.blob()}}, {{"two", 1, 12},
                                                             {"one", 1, 4},
                                                             {"hidden", 1, 0},
                                                             {"lost", 2, 8},
                                                             {"far", 1, 13}}));
  ASSERT_EQ(O->sections().size(), 1u);
  const btf::SectionInfo &S = O->sections()[0];
  EXPECT_EQ(S.Name, ".bss");
  EXPECT_EQ(S.Size, 16u);
  // A symbol of another section says nothing, one outside is left out.
  EXPECT_EQ(text(S), "lost@0+4 one@4+4 *hidden@8+4 two@12+4 ");
  Arena A;
  const RecordType *R = btf::LayoutBuilder(*O, A).layout(S);
  EXPECT_EQ(R->Name, ".bss");
  EXPECT_EQ(R->Size, 16u);
  EXPECT_EQ(R->Align, 4u);
  ASSERT_EQ(R->Fields.size(), 3u);
  EXPECT_EQ(R->Fields[2].Name, "two");
  EXPECT_EQ(R->Fields[2].byteOffset(), 12u);
}

TEST(BTFSections, LocalSymbolsAreOtherVariables) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.section(".data", 0, {{B.variable("x", Int), 0, 4}});
  auto O =
      *parse(makeElf({{".data", {0, 0, 0, 0, 0, 0, 0, 0}}, {".BTF", B.blob()}},
                     {{"x", 1, 0, true}, {"x", 1, 4}}));
  EXPECT_EQ(text(O->sections()[0]), "x@4+4 ");
}

TEST(BTFSections, LinkedObject) {
  BlobBuilder B;
  TypeId Int = B.u32();
  TypeId One = B.variable("one", Int), Two = B.variable("two", Int);
  B.section(".data", 8, {{One, 4, 4}, {Two, 0, 4}});
  B.section("license", 4, {{One, 0, 4}});
  B.section(".maps", 4, {{One, 0, 4}});
  B.section(".ksyms", 4, {{One, 0, 4}});
  auto O =
      *parse(makeElf({{".data", {0, 0, 0, 0, 0, 0, 0, 0}}, {".BTF", B.blob()}},
                     {{"two", 1, 0}}));
  ASSERT_EQ(O->sections().size(), 1u);
  EXPECT_EQ(text(O->sections()[0]), "two@0+4 one@4+4 ");
  for (const btf::SectionVar &V : O->sections()[0].Vars)
    EXPECT_FALSE(V.isMisplaced()) << V.Name;
}

TEST(BTFSections, OfALinkedObjectSymbolsSayWhere) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.section(".data", 12,
            {{B.variable("weak", Int), 0, 4},
             {B.variable("local", Int, btf::LinkageStatic), 4, 4},
             {B.variable("other", Int, btf::LinkageExtern), 0, 4}});
  auto O =
      *parse(makeElf({{".data", std::vector<uint8_t>(12)}, {".BTF", B.blob()}},
                     {{"weak", 1, 8}, {"local", 1, 0}, {"other", 1, 0}}));
  const btf::SectionInfo &S = O->sections()[0];
  EXPECT_EQ(text(S), "other@0+4 *local@4+4 weak@8+4 ");
  EXPECT_TRUE(S.Vars[2].isMisplaced());
  EXPECT_EQ(S.Vars[2].Recorded, 0u);
  EXPECT_FALSE(S.Vars[0].isMisplaced());
  EXPECT_FALSE(S.Vars[1].isMisplaced());
}

TEST(BTFSections, WithoutElfOrSection) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.section(".bss", 0, {{B.variable("x", Int), 0, 4}});
  for (const auto &Data :
       {B.blob(), makeElf({{".BTF", B.blob()}}, {{"x", 1, 0}})}) {
    auto O = *parse(Data);
    ASSERT_EQ(O->sections().size(), 1u);
    EXPECT_EQ(O->sections()[0].Size, 0u);
    EXPECT_TRUE(O->sections()[0].Vars.empty());
  }
}

TEST(BTFSections, OfHugeSize) {
  BlobBuilder B;
  B.section(".bss", 0, {{B.variable("x", B.u32()), 0, 4}});
  for (uint64_t Size : {uint64_t(1) << 32, uint64_t(1) << 61, ~uint64_t(0)}) {
    auto O = *parse(
        makeElf({{".bss", {}, 8, 0, Size}, {".BTF", B.blob()}}, {{"x", 1, 0}}));
    ASSERT_EQ(O->sections().size(), 1u);
    EXPECT_EQ(O->sections()[0].Size, 0u);
    EXPECT_TRUE(O->sections()[0].Vars.empty());
  }
}

TEST(BTFSections, ConfigurationOfHugeSize) {
  BlobBuilder B;
  TypeId Int = B.u32();
  TypeId Huge = B.array(B.array(Int, ~0u, Int), 1u << 30, Int);
  B.section(".kconfig", 0,
            {{B.variable("a", Int), 0, 4}, {B.variable("h", Huge), 0, 4}});
  auto O = *parse(B.blob());
  EXPECT_EQ(text(O->sections()[0]), "a@0+4 ");
}

TEST(BTFObject, ReadsTheKernelInPlace) {
  if (!std::filesystem::exists(KernelBtf))
    GTEST_SKIP() << "this kernel has no BTF";
  auto Content = readFile(KernelBtf);
  ASSERT_TRUE(Content);
  std::vector<uint8_t> Read = fileBytes(KernelBtf);
  EXPECT_TRUE(std::equal(Read.begin(), Read.end(), Content->Data.begin(),
                         Content->Data.end()));
  auto O = btf::Object::parse(KernelBtf, *Content);
  ASSERT_TRUE(O);
  EXPECT_EQ((*O)->content().data(), Content->Data.data());
  EXPECT_FALSE((*O)->find("task_struct").empty());
}

} // namespace
