//===- JudgeUsePartsTest.cpp - Which part of which map, and how much ------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JudgeUsesFixture.h"

using namespace hostlayout;
using namespace hostlayout::judge;
using namespace hostlayout::test;

namespace {

constexpr uint32_t Array = 2;

class JudgeUsePartsTest : public JudgeUsesTest {
protected:
  HostBytes typed(const char *Text) {
    HostBytes Bytes;
    Bytes.Element = model(Text);
    return Bytes;
  }

  std::string size(SizeUse U) { return text(uses().judge(U)); }
};

TEST_F(JudgeUsePartsTest, AKeyIsAsLongAsTheMapsKey) {
  map("small", Hash, Long);
  map("hits", PerCpuHash, Long);
  done();
  // A key is never one for each CPU.
  for (const char *Map : {"small", "hits"}) {
    EXPECT_EQ(key(Map, known(4, model("u32"))), "") << Map;
    EXPECT_EQ(key(Map, known(3)), "overrun!") << Map;
    EXPECT_EQ(key(Map, known(4, model("float"))), "type") << Map;
  }
  // A value is.
  EXPECT_EQ(value("hits", known(8)), "overrun!");
}

TEST_F(JudgeUsePartsTest, AFindingNamesTheMapAndTheBytes) {
  map("small", Hash, Long);
  done();
  HostBytes Bytes = known(3, model("u16"));
  Bytes.Name = "n";
  Finding F = uses().judge(use("small", Bytes, UsePart::Key)).at(0);
  EXPECT_EQ(F.Diff.HostNumber, 3u);
  EXPECT_EQ(F.Diff.BpfNumber, 4u);
  EXPECT_EQ(F.Host, Bytes.Element);
  EXPECT_EQ(F.HostName, "n");
  EXPECT_EQ(F.BpfName, "small");
  EXPECT_EQ(F.Object, "ev.bpf.o");
  EXPECT_EQ(F.HostTarget.Name, "x86_64");
  ASSERT_TRUE(F.Use);
  EXPECT_EQ(F.Use->Map, "small");
  EXPECT_TRUE(F.Use->IsKey);
  EXPECT_FALSE(F.Use->KernelWrites);
  EXPECT_EQ(F.Use->Why, "passed as the key of map 'small' (ev.bpf.o)");

  ElementUse U = use("small", known(4));
  U.KernelWrites = true;
  F = uses().judge(U).at(0);
  EXPECT_EQ(F.Host->Kind, TypeKind::Opaque);
  EXPECT_FALSE(F.Use->IsKey);
  EXPECT_TRUE(F.Use->KernelWrites);
  EXPECT_EQ(F.Use->Why, "passed as the value of map 'small' (ev.bpf.o)");
}

TEST_F(JudgeUsePartsTest, ACastToBytesSaysThatTheAuthorKnows) {
  map("small", Hash, Long);
  done();
  HostBytes Bytes = known(4);
  Bytes.IsDeclared = true;
  EXPECT_EQ(value("small", Bytes), "");
}

/// The kernel lays them out at steps of 8.
TEST_F(JudgeUsePartsTest, MappedValuesStepByEight) {
  map("list", Array, Int);
  map("hits", PerCpuArray, Int);
  done();
  auto Mapped = [&](const char *Map, HostBytes Bytes) {
    ElementUse U = use(Map, std::move(Bytes));
    U.IsMapping = true;
    return uses().judge(U);
  };
  const Type *Four =
      as<RecordType>(model("struct v { u64 n[4]; }"))->Fields.front().Ty;
  EXPECT_EQ(text(Mapped("list", known(32, Four))), "");
  for (const char *Text :
       {"u64", "struct v { u32 n; u32 pad; }", "struct v { u32 n; } align(8)",
        "struct s { u32 n; u32 pad; }; struct v { struct s x[9]; }"})
    EXPECT_EQ(text(Mapped("list", typed(Text))), "") << Text;
  for (const char *Text : {"u32", "u16", "struct v { u32 n; }",
                           "struct v { u32 n; u32 x; u32 y; }"})
    EXPECT_EQ(text(Mapped("list", typed(Text))), "size") << Text;
  // One object may name the values, but no array of such steps like them.
  for (const char *Text :
       {"struct v { u64 a; u64 b; }", "union v { u64 n[2]; u8 raw[16]; }",
        "struct s { u64 a; u64 b; }; union v { struct s s; u8 raw[16]; }"})
    EXPECT_EQ(text(Mapped("list", typed(Text))), "") << Text;
  EXPECT_EQ(text(Mapped("list", typed("union v { u64 n; u8 raw[16]; }"))),
            "size");
  EXPECT_EQ(text(Mapped("list", known(3))), "overrun!");
  EXPECT_EQ(text(Mapped("list", known(4))), "");
  // Which type one CPU's values have is not asked, nor is there one for each.
  EXPECT_EQ(text(Mapped("hits", known(4, model("float")))), "");

  const Finding F = Mapped("list", typed("u32")).at(0);
  EXPECT_EQ(F.Diff.Form, Variant::OffValue);
  EXPECT_EQ(F.Diff.HostNumber, 4u);
  EXPECT_EQ(F.Diff.BpfNumber, 8u);
  EXPECT_EQ(F.Use->Why, "mapped as the values of map 'list' (ev.bpf.o)");
  EXPECT_EQ(Mapped("list", typed("u16")).at(0).Diff.Form, Variant::BelowValue);
}

TEST_F(JudgeUsePartsTest, ABatchStepsByOneElement) {
  map("small", Hash, Long);
  map("hits", PerCpuHash, Int);
  done();
  auto Batch = [&](const char *Map, HostBytes Bytes,
                   UsePart Part = UsePart::Value) {
    ElementUse U = use(Map, std::move(Bytes), Part);
    U.IsBatch = true;
    return text(uses().judge(U));
  };
  EXPECT_EQ(Batch("small", typed("u64")), "");
  EXPECT_EQ(Batch("small", typed("struct v { u64 n; }")), "");
  // A buffer of values, however it is wrapped up.
  EXPECT_EQ(Batch("small", typed("struct v { u64 n[100]; }")), "");
  EXPECT_EQ(Batch("small", typed("struct v { u32 n; u32 m; u64 o; }")), "size");
  // Its members may name them, but then there is one.
  const Type *Two = model("struct v { u64 n; u64 m; }");
  EXPECT_EQ(Batch("small", known(16, Two)), "");
  EXPECT_EQ(Batch("small", known(160, Two)), "size");
  EXPECT_EQ(Batch("small", typed("union v { u64 n; u8 raw[16]; }")), "size");
  EXPECT_EQ(Batch("small", typed("union v { u64 n[2]; u8 raw[16]; }")), "");
  EXPECT_EQ(Batch("small", typed("struct v { u64 n:9; u64 m[2]; }")), "size");
  EXPECT_EQ(Batch("small", typed("u32")), "size");
  // One such value alone may be larger.
  EXPECT_EQ(value("small", typed("struct v { u64 n; u64 o; }")), "");
  EXPECT_EQ(Batch("small", typed("u64"), UsePart::Key), "size");
  EXPECT_EQ(Batch("small", typed("u32"), UsePart::Key), "");
  // How many CPUs' values one element has is not known.
  EXPECT_EQ(Batch("hits", known(1)), "");
  EXPECT_EQ(Batch("hits", known(1), UsePart::Key), "overrun!");
}

TEST_F(JudgeUsePartsTest, WhatTheHostChangesOfAMapDoesNotCount) {
  map("small", Hash, Long);
  done();
  auto Says = [&](bool Type, bool Key, bool Value, UsePart Part) {
    ElementUse U = use("small", known(1), Part);
    U.Map.HasOtherType = Type;
    U.Map.HasOtherKey = Key;
    U.Map.HasOtherValue = Value;
    return text(uses().judge(U));
  };
  EXPECT_EQ(Says(false, false, false, UsePart::Key), "overrun!");
  EXPECT_EQ(Says(false, true, false, UsePart::Key), "");
  EXPECT_EQ(Says(false, true, false, UsePart::Value), "overrun!");
  EXPECT_EQ(Says(false, false, true, UsePart::Key), "overrun!");
  EXPECT_EQ(Says(false, false, true, UsePart::Value), "");
  // Nor does its type, where the size is another one.
  ElementUse U = use("small", typed("double"));
  EXPECT_EQ(text(uses().judge(U)), "type");
  U.Map.HasOtherValue = true;
  EXPECT_EQ(text(uses().judge(U)), "");
  U.Bytes = typed("struct v { double a; }");
  EXPECT_EQ(text(uses().judge(U)), "");
  // Of another kind, the value may be one for each CPU.
  EXPECT_EQ(Says(true, false, false, UsePart::Key), "overrun!");
  EXPECT_EQ(Says(true, false, false, UsePart::Value), "");
}

TEST_F(JudgeUsePartsTest, ASkeletonMeansItsOwnObject) {
  map("small", Hash, Long);
  done();
  startOver();
  map("small", Hash, Int);
  add("ev.skel.h", withMaps(), Tier::Skeleton);
  Sources.back().Name = "ev";
  auto Says = [&](const char *Skeleton, uint64_t Bytes) {
    ElementUse U = use("small", known(Bytes));
    U.Map.Skeleton = Skeleton;
    return text(uses().judge(U));
  };
  EXPECT_EQ(Says("ev", 4), "");
  EXPECT_EQ(Says("ev", 3), "overrun!");
  // The two disagree, and no skeleton says which.
  EXPECT_EQ(Says("", 1), "");
  EXPECT_EQ(Says("other", 1), "");
  // An object that somebody gave that name is none.
  Sources.back().Rank = Tier::Explicit;
  EXPECT_EQ(Says("ev", 3), "");
  // A skeleton without types: whoever has the map.
  Sources.pop_back();
  Sources.push_back(
      {Tier::Skeleton, "light.skel.h", nullptr, "", false, "", "light"});
  EXPECT_EQ(Says("light", 7), "overrun!");
}

TEST_F(JudgeUsePartsTest, AMapIsKnownWhereObjectsAgree) {
  auto Knows = [&](const char *Name) {
    UsedMap Map;
    Map.Name = Name;
    return uses().knows(Map);
  };
  map("small", Hash, Long);
  map("kind", Hash, Long);
  map("keys", Hash, Long);
  done();
  EXPECT_TRUE(Knows("small"));
  EXPECT_FALSE(Knows("other"));
  startOver();
  map("small", Hash, Long);
  map("kind", Array, Long);
  DeclaredMaps::map("keys", {{"type", number(Hash), 0},
                             {"key", B.pointer(Long), 0},
                             {"value", B.pointer(Long), 0}});
  add("two.bpf.o", withMaps());
  EXPECT_TRUE(Knows("small"));
  EXPECT_FALSE(Knows("kind"));
  EXPECT_FALSE(Knows("keys"));
  EXPECT_EQ(uses().judge(use("small", known(7))).at(0).Object, "ev.bpf.o");
}

TEST_F(JudgeUsePartsTest, WhereAMapCanBeNoOtherIsLookedAt) {
  map("small", Hash, Long);
  done();
  startOver();
  map("small", Hash, Int);
  add("two.bpf.o", withMaps());
  ElementUse U = use("small", known(6));
  auto Object = [&] {
    std::vector<Finding> Found = uses().judge(U);
    return Found.empty() ? std::string() : Found.front().Object;
  };
  EXPECT_EQ(Object(), ""); // they disagree
  U.Map.Among.emplace();
  EXPECT_EQ(Object(), "");
  EXPECT_TRUE(uses().sourcesOf(U.Map).empty());
  U.Map.Among->push_back(&Sources.front());
  EXPECT_EQ(Object(), "ev.bpf.o");
  EXPECT_EQ(uses().sourcesOf(U.Map),
            std::vector<const Source *>{&Sources.front()});
  U.Map.Among->front() = &Sources.back();
  EXPECT_EQ(Object(), ""); // 6 bytes are enough
  // What a skeleton names is that one's.
  Sources.front().Rank = Tier::Skeleton;
  Sources.front().Name = "ev";
  U.Map.Skeleton = "ev";
  EXPECT_EQ(Object(), "ev.bpf.o");
}

TEST_F(JudgeUsePartsTest, APinIsThatOfAMapThatPinsByItsName) {
  map("small", Hash, Long);
  DeclaredMaps::map("pinned", {{"type", number(Hash), 0},
                               {"key", B.pointer(Int), 0},
                               {"value", B.pointer(Long), 0},
                               {"pinning", number(1), 0}});
  done();
  for (const char *Map : {"small", "pinned"}) {
    ElementUse U = use(Map, known(7));
    EXPECT_EQ(text(uses().judge(U)), "overrun!") << Map;
    U.Map.IsPinned = true;
    EXPECT_EQ(text(uses().judge(U)),
              std::string_view(Map) == "pinned" ? "overrun!" : "")
        << Map;
  }
}

TEST_F(JudgeUsePartsTest, AnObjectOfTheOtherByteOrderSaysNothing) {
  startOver(true);
  map("small", Hash, Long);
  add("big.bpf.o", withMaps());
  EXPECT_EQ(value("small", known(7)), "");
  On.IsBigEndian = true;
  EXPECT_EQ(value("small", known(7)), "overrun!");
}

TEST_F(JudgeUsePartsTest, TheFirstBytesOfAWiderNumberAreItsHighOnes) {
  for (bool IsBig : {false, true}) {
    On.IsBigEndian = IsBig;
    Sources.clear();
    startOver(IsBig);
    map("counts", Hash, Int);
    done();
    const char *Wider = IsBig ? "size" : "";
    EXPECT_EQ(value("counts", typed("u64")), Wider);
    EXPECT_EQ(value("counts", typed("enum k :8 { A }")), Wider);
    EXPECT_EQ(value("counts", typed("u32")), "");
    EXPECT_EQ(value("counts", typed("enum k { A }")), "");
    EXPECT_EQ(value("counts", typed("struct v { u64 a; }")), Wider);
    // Of a struct or bytes, what is behind is more.
    EXPECT_EQ(value("counts", typed("struct v { u32 a; u32 b; }")), "");
    EXPECT_EQ(value("counts", typed("struct v { u32 a; u32 pad; }")), "");
    EXPECT_EQ(value("counts", known(8)), "");
  }
}

/// What libbpf compares with the map's sizes: for values of a per-CPU map, the
/// stride times the possible CPUs.
TEST_F(JudgeUsePartsTest, SizesAreThoseThatLibbpfCompares) {
  map("small", Hash, Long);
  map("hits", PerCpuHash, Int);
  map("events", RingBuf, 0);
  done();
  const std::optional<uint64_t> None;
  const struct {
    const char *Map;
    UsePart Part;
    std::optional<uint64_t> Bytes;
    CountOf Count;
    uint64_t Each;
    const char *Told;
  } Rows[] = {
      {"small", UsePart::Value, 8, CountOf::Unknown, 0, ""},
      {"small", UsePart::Value, 4, CountOf::Unknown, 0, "call-size!"},
      {"small", UsePart::Value, 16, CountOf::Unknown, 0, "call-size!"},
      {"small", UsePart::Value, None, CountOf::Unknown, 0, ""},
      {"small", UsePart::Key, 4, CountOf::Unknown, 0, ""},
      {"small", UsePart::Key, 8, CountOf::Unknown, 0, "call-size!"},
      {"hits", UsePart::Key, 4, CountOf::Unknown, 0, ""},
      {"hits", UsePart::Key, 8, CountOf::Unknown, 0, "call-size!"},
      {"hits", UsePart::Value, 4, CountOf::Unknown, 0, "call-size!"},
      {"hits", UsePart::Value, 8, CountOf::Unknown, 0, "call-size!"},
      {"hits", UsePart::Value, 16, CountOf::Unknown, 0, ""},
      {"hits", UsePart::Value, 20, CountOf::Unknown, 0, "call-size!"},
      {"hits", UsePart::Value, None, CountOf::Unknown, 0, ""},
      {"hits", UsePart::Value, None, CountOf::PossibleCpus, 8, ""},
      {"hits", UsePart::Value, None, CountOf::PossibleCpus, 4, "call-size!"},
      {"hits", UsePart::Value, None, CountOf::PossibleCpus, 0, ""},
      {"hits", UsePart::Value, None, CountOf::OnlineCpus, 4, ""},
      {"events", UsePart::Value, 4, CountOf::Unknown, 0, ""},
      {"other", UsePart::Value, 4, CountOf::Unknown, 0, ""},
  };
  for (const auto &R : Rows) {
    SizeUse U;
    U.Map.Name = R.Map;
    U.Part = R.Part;
    U.Argument = R.Part == UsePart::Key ? "key_sz" : "value_sz";
    U.Bytes = R.Bytes;
    U.Count = R.Count;
    U.EachSize = R.Each;
    EXPECT_EQ(size(U), R.Told) << R.Map << ' ' << U.Argument << ' '
                               << R.Bytes.value_or(0) << ' ' << R.Each;
    // A flag may ask for one CPU's value: no size of one is wrong.
    U.MayBeOneCpu = true;
    const bool IsOfCpus =
        R.Part == UsePart::Value && std::string_view(R.Map) == "hits";
    EXPECT_EQ(size(U), IsOfCpus ? "" : R.Told) << R.Map;
  }
}

TEST_F(JudgeUsePartsTest, AWrongSizeNamesTheRightOne) {
  map("hits", PerCpuHash, Int);
  done();
  SizeUse U;
  U.Map.Name = "hits";
  U.Argument = "value_sz";
  U.Bytes = 4;
  Finding F = uses().judge(U).at(0);
  EXPECT_EQ(F.Diff.Form, Variant::ForEachCpu);
  EXPECT_EQ(F.Diff.HostNumber, 4u);
  EXPECT_EQ(F.Diff.BpfNumber, 8u);
  EXPECT_EQ(F.HostName, "value_sz");
  EXPECT_EQ(F.Use->Map, "hits");
  EXPECT_FALSE(F.Use->IsKey);
  EXPECT_EQ(F.Use->Why, "of map 'hits' (ev.bpf.o)");
  U.Bytes.reset();
  U.Count = CountOf::PossibleCpus;
  U.EachSize = 4;
  F = uses().judge(U).at(0);
  EXPECT_EQ(F.Diff.Form, Variant::BelowStride);
  EXPECT_EQ(F.Diff.HostNumber, 4u);
  U.Part = UsePart::Key;
  U.Bytes = 8;
  F = uses().judge(U).at(0);
  EXPECT_EQ(F.Diff.Form, Variant::Plain);
  EXPECT_EQ(F.Diff.BpfNumber, 4u);
  EXPECT_TRUE(F.Use->IsKey);
  Level = Severity::Warning;
  EXPECT_EQ(size(U), "call-size");
  Rules.set(DifferenceKind::CallSize, Severity::Off);
  EXPECT_EQ(size(U), "");
}

/// libbpf makes an array of one element of it.
TEST_F(JudgeUsePartsTest, ASectionsKeyIsAnIndex) {
  B.section(".bss", 8, {{B.variable("count", Long), 0, 8}});
  B.section(".data", 0, {});
  // Of the name of the host's type, which is not asked for.
  B.structure("idx", 4, {{"i", B.add(Kind::Float, "float", 0, false, 4), 0}});
  add("ev.bpf.o", B);
  EXPECT_EQ(key("bss", known(4, model("float"))), "");
  EXPECT_EQ(key("bss", known(4, model("struct idx { u32 i; }"))), "");
  EXPECT_EQ(key("bss", known(3)), "overrun!");
  // One without bytes is no map.
  UsedMap Map;
  Map.Name = "data";
  EXPECT_FALSE(uses().knows(Map));
  EXPECT_EQ(value("bss", typed("struct bss { u64 count; }")), "");
  EXPECT_EQ(value("bss", typed("struct bss { double count; }")), "type");
}

} // namespace
