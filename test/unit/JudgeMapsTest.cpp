//===- JudgeMapsTest.cpp - Types by their place: maps and sections --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DeclaredMaps.h"
#include "JudgeFixture.h"

using namespace hostlayout;
using namespace hostlayout::judge;
using namespace hostlayout::test;

namespace {

class JudgeMapsTest : public JudgeTest, protected DeclaredMaps {
protected:
  void done() { add("ev.bpf.o", withMaps()); }

  std::string role(const char *Host, const char *Role,
                   MatchMode Match = MatchMode::Exact) {
    return told(Host, {{Role, "", Match}});
  }
};

TEST_F(JudgeMapsTest, KeysAndValuesHaveNames) {
  TypeId Key = B.structure("", 8, {{"ip", Int, 0}, {"port", Int, 32}});
  map("counts", {{"type", number(Hash), 0},
                 {"key", B.pointer(Key), 0},
                 {"value", B.pointer(Long), 0}});
  done();
  EXPECT_EQ(role("struct k { u32 ip; u32 port; }", "counts.key"), "");
  EXPECT_EQ(role("struct k { u32 port; u32 ip; }", "counts.key"),
            "reordered ev.bpf.o");
  // A scalar value, and a struct around it.
  EXPECT_EQ(role("struct v { u64 n; }", "counts.value"), "");
  EXPECT_EQ(role("struct v { u32 n; }", "counts.value"), "size ev.bpf.o");
  EXPECT_EQ(role("struct v { u64 n; }", "count.value"),
            "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::NoSuchMap);
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{"counts.value"});
  EXPECT_EQ(role("struct v { u64 n; }", "counts.values"),
            "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::NoSuchRole);
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{"counts.value"});
  EXPECT_EQ(role("struct v { u64 n; }", "counts.values.key"),
            "type-not-found ev.bpf.o");
}

TEST_F(JudgeMapsTest, InnerMapsHaveRolesToo) {
  TypeId Value = B.structure("stats", 8, {{"n", Long, 0}});
  TypeId Inner = definition({{"type", number(Hash), 0},
                             {"key", B.pointer(Int), 0},
                             {"value", B.pointer(Value), 0}});
  map("outer", {{"type", number(HashOfMaps), 0},
                {"key", B.pointer(Long), 0},
                {"values", B.array(B.pointer(Inner), 0, Int), 0}});
  done();
  EXPECT_EQ(role("struct v { u64 n; }", "outer.values.value"), "");
  EXPECT_EQ(role("struct k { u32 n; }", "outer.values.key"), "");
  EXPECT_EQ(role("struct k { u64 n; }", "outer.key"), "");
  EXPECT_EQ(role("struct k { u64 n; }", "outer.value"),
            "type-not-found ev.bpf.o");
}

TEST_F(JudgeMapsTest, WhereOnlyASizeIsDeclaredTheSizeIsChecked) {
  map("counts", {{"type", number(Hash), 0},
                 {"key_size", number(4), 0},
                 {"value_size", number(12), 0}});
  done();
  EXPECT_EQ(role("struct k { char any[4]; }", "counts.key"), "");
  EXPECT_EQ(role("struct v { u32 a; u32 b; u32 c; }", "counts.value"), "");
  EXPECT_EQ(role("struct v { u64 a; u64 b; }", "counts.value"),
            "size ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::Plain);
  EXPECT_EQ(role("struct v { u64 a; }", "counts.value"), "size ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::BelowMap);
  EXPECT_EQ(Last[0].Diff.Role, "counts.value");
  EXPECT_EQ(
      role("struct v { u64 a; u64 b; }", "counts.value", MatchMode::Prefix),
      "");
  EXPECT_EQ(role("struct v { u64 a; }", "counts.value", MatchMode::Prefix),
            "size ev.bpf.o");
}

TEST_F(JudgeMapsTest, AMapWithoutTypeOrSizeHasNothingToCompare) {
  map("events", {{"type", number(RingBuf), 0}});
  done();
  EXPECT_EQ(role("struct v { u64 a; }", "events.value"),
            "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::BufferRole);
}

TEST_F(JudgeMapsTest, ATypeThatAMapMovesMustNotBeCutShort) {
  TypeId Value = B.structure("stats", 16, {{"a", Long, 0}, {"b", Long, 64}});
  map("counts", {{"type", number(Hash), 0},
                 {"key", B.pointer(Int), 0},
                 {"value", B.pointer(Value), 0}});
  done();
  // By name, in the mode that would allow it.
  EXPECT_EQ(role("struct stats { u64 a; }", "", MatchMode::Prefix),
            "size ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::BelowMap);
  EXPECT_EQ(Last[0].Diff.Role, "counts.value");
}

TEST_F(JudgeMapsTest, ValuesOfPerCpuMapsLieApart) {
  TypeId Value =
      B.structure("stats", 12, {{"a", Int, 0}, {"b", Int, 32}, {"c", Int, 64}});
  map("counts", {{"type", number(PerCpuHash), 0},
                 {"key", B.pointer(Int), 0},
                 {"value", B.pointer(Value), 0}});
  map("sizes", {{"type", number(PerCpuHash), 0},
                {"key_size", number(4), 0},
                {"value_size", number(12), 0}});
  done();
  const char *Twelve = "struct stats { u32 a; u32 b; u32 c; }",
             *Sixteen = "struct stats { u32 a; u32 b; u32 c; } align(8)";
  for (const char *Role : {"", "counts.value", "sizes.value"}) {
    EXPECT_EQ(role(Twelve, Role), "percpu ev.bpf.o") << Role;
    EXPECT_EQ(role(Sixteen, Role), "") << Role;
  }
}

TEST_F(JudgeMapsTest, ARoleIsJudgedByItself) {
  // The same type in two maps, of which one has a value for each CPU.
  TypeId Value =
      B.structure("stats", 12, {{"a", Int, 0}, {"b", Int, 32}, {"c", Int, 64}});
  for (uint32_t Kind : {Hash, PerCpuHash})
    map(Kind == Hash ? "saved" : "counts", {{"type", number(Kind), 0},
                                            {"key", B.pointer(Int), 0},
                                            {"value", B.pointer(Value), 0}});
  done();
  const char Same[] = "struct v { u32 a; u32 b; u32 c; }",
             Strided[] = "struct v { u32 a; u32 b; u32 c; u32 pad; }";
  EXPECT_EQ(role(Same, "saved.value"), "");
  EXPECT_EQ(role(Strided, "saved.value"), "size ev.bpf.o");
  EXPECT_EQ(role(Same, "counts.value"), "percpu ev.bpf.o");
  EXPECT_EQ(role(Strided, "counts.value"), "");
  // By its name a type is both.
  EXPECT_EQ(told("struct stats { u32 a; u32 b; u32 c; }"), "percpu ev.bpf.o");
}

TEST_F(JudgeMapsTest, HolesInKeysAreTold) {
  TypeId Key = B.structure("key", 16, {{"a", Int, 0}, {"b", Long, 64}});
  map("counts", {{"type", number(Hash), 0},
                 {"key", B.pointer(Key), 0},
                 {"value", B.pointer(Long), 0}});
  done();
  EXPECT_EQ(role("struct key { u32 a; u64 b; }", ""), "hole ev.bpf.o");
}

TEST_F(JudgeMapsTest, PerfEventsAreAlignedToFour) {
  ASSERT_FALSE(Rules.parse("alignment=warning"));
  B.structure("event", 8, {{"a", Long, 0}});
  map("events", {{"type", number(PerfEventArray), 0}});
  done();
  EXPECT_EQ(role("struct event { u64 a; }", ""), "alignment ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::PerfEvent);
}

TEST_F(JudgeMapsTest, RingBufferRecordsAreAlignedToEight) {
  ASSERT_FALSE(Rules.parse("alignment=warning"));
  B.structure("event", 8, {{"a", Long, 0}});
  map("events", {{"type", number(PerfEventArray), 0}});
  map("ring", {{"type", number(RingBuf), 0}});
  done();
  EXPECT_EQ(role("struct event { u64 a; }", ""), "");
}

TEST_F(JudgeMapsTest, AnEnumIsAsWideAsItsPlace) {
  TypeId Narrow = B.add(Kind::Enum, "state", 1, false, 2, {B.string("ON"), 1});
  map("states", {{"type", number(Hash), 0},
                 {"key", B.pointer(Int), 0},
                 {"value", B.pointer(Narrow), 0}});
  TypeId Now = B.variable("now", Narrow);
  B.section(".bss", 2, {{Now, 0, 2}});
  done();
  for (const char *Place : {"states.value", "now"}) {
    EXPECT_EQ(role("enum state :2 { ON = 1 }", Place), "") << Place;
    EXPECT_EQ(role("enum state :4 { ON = 1 }", Place), "size ev.bpf.o")
        << Place;
    EXPECT_EQ(role("enum state :1 { ON = 1 }", Place), "size ev.bpf.o")
        << Place;
  }
}

TEST_F(JudgeMapsTest, AnEnumThatIsAGlobalAloneIsAsWideAsThat) {
  TypeId Narrow = B.add(Kind::Enum, "state", 1, false, 2, {B.string("ON"), 1});
  TypeId Now = B.variable("now", Narrow);
  TypeId Config =
      B.structure("config", 16, {{"a", Long, 0}, {"b", Long, 64}});
  B.section(".bss", 24,
            {{Now, 0, 2}, {B.variable("settings", Config), 8, 16}});
  done();
  EXPECT_EQ(role("enum state :2 { ON = 1 }", "now"), "");
  EXPECT_EQ(role("enum state :4 { ON = 1 }", "now"), "size ev.bpf.o");
  // No call moves a global as a whole.
  EXPECT_EQ(role("struct c { u64 a; }", "settings", MatchMode::Prefix), "");
  // By its name it has no place.
  EXPECT_EQ(role("enum state :4 { ON = 1 }", ""), "");
}

/// What is at fault in it is one cause; of all of it nobody knows.
TEST_F(JudgeMapsTest, WhatHasNoNameInBpfIsToldOnceOfAMember) {
  TypeId Pair = B.structure("", 8, {{"a", Int, 0}, {"b", Int, 32}});
  mapOf("fields", Hash, Pair);
  mapOf("nested", Hash, B.structure("", 8, {{"in", Pair, 0}}));
  mapOf("states", Hash,
        B.add(Kind::Enum, "", 1, false, 4, {B.string("ON"), 1}));
  done();
  const struct {
    const char *Host, *Role, *First, *Again;
  } Rows[] = {
      {"struct v { float a; u32 b; }", "fields.value", "type ev.bpf.o", ""},
      {"struct in { u32 a; }; struct v { struct in in; u32 pad; }",
       "nested.value", "missing-field ev.bpf.o", ""},
      {"enum k { ON = 2 }", "states.value", "enum-value ev.bpf.o", ""},
      {"struct v { u32 a; u32 b; } align(16)", "fields.value", "size ev.bpf.o",
       "size ev.bpf.o"},
  };
  for (const auto &R : Rows) {
    const Type *Host = model(R.Host);
    EXPECT_EQ(told(*Host, "v", {{R.Role, "", {}}}), R.First) << R.Host;
    EXPECT_EQ(told(*Host, "v", {{R.Role, "", {}}}), R.Again) << R.Host;
  }
}

TEST_F(JudgeMapsTest, SectionsAreStructsOfTheirGlobals) {
  TypeId Count = B.variable("count", Int), Total = B.variable("total", Long);
  TypeId Hidden = B.variable("hidden", Int, btf::LinkageStatic);
  B.section(".bss", 16, {{Count, 0, 4}, {Hidden, 4, 4}, {Total, 8, 8}});
  add("ev.bpf.o", B);
  EXPECT_EQ(role("struct bss { u32 count; u64 total; }", ".bss"), "");
  EXPECT_EQ(role("struct bss { u64 count; u64 total; }", ".bss"),
            "type ev.bpf.o");
  EXPECT_EQ(role("struct bss { u32 count; }", ".bs"),
            "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::NoSuchSection);
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{".bss"});
}

TEST_F(JudgeMapsTest, StaticVariablesCountWhereTheyAreNamed) {
  // As skeletons of bpftool before 5.13 have it.
  TypeId Count = B.variable("count", Int),
         Hidden = B.variable("run.hidden", Int, btf::LinkageStatic),
         Total = B.variable("total", Long);
  B.section(".bss", 16, {{Count, 0, 4}, {Hidden, 4, 4}, {Total, 8, 8}});
  add("ev.bpf.o", B);
  EXPECT_EQ(
      role("struct bss { u32 count; u32 run_hidden; u64 total; }", ".bss"), "");
  EXPECT_EQ(
      role("struct bss { u32 count; float run_hidden; u64 total; }", ".bss"),
      "type ev.bpf.o");
  EXPECT_EQ(role("struct bss { u32 count; u32 hidden; u64 total; }", ".bss"),
            "extra-field ev.bpf.o");
}

TEST_F(JudgeMapsTest, SectionsEndWithoutPadding) {
  B.section(".bss", 12,
            {{B.variable("total", Long), 0, 8}, {B.variable("n", Int), 8, 4}});
  add("ev.bpf.o", B);
  EXPECT_EQ(role("struct bss { u64 total; u32 n; }", ".bss"), "");
  EXPECT_EQ(role("struct bss { u64 total; u32 n; } packed", ".bss"), "");
  EXPECT_EQ(role("struct bss { u64 total; }", ".bss"),
            "missing-field ev.bpf.o");
}

} // namespace
