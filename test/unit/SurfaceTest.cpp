//===- SurfaceTest.cpp - What an object shares ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/Surface.h"
#include "DeclaredMaps.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::surface;
using namespace hostlayout::test;
using btf::Kind;
using btf::TypeId;

namespace {

class SurfaceTest : public testing::Test, protected DeclaredMaps {
protected:
  Surface &surface() {
    if (!Shared) {
      auto Parsed = btf::Object::parse("ev.bpf.o", own(withMaps().blob()));
      EXPECT_TRUE(Parsed);
      Object = *Parsed;
      Shared.emplace(*Object, Memory);
    }
    return *Shared;
  }

  /// "role 8", or the reason's number and what was meant instead.
  std::string meaning(std::string_view Name, const Type *Host = nullptr) {
    Resolution R =
        Host ? surface().resolve(Name, Host) : surface().resolveAnyhow(Name);
    Last = R.Why;
    std::string Text;
    constexpr const char *Words[] = {"type", "role", "section", "global"};
    for (const Resolved &One : R.Found)
      Text += (Text.empty() ? "" : ", ") +
              std::string(Words[static_cast<int>(One.What)]) + " " +
              std::to_string(One.Size);
    return Text;
  }

  std::string instead(std::string_view Name) {
    EXPECT_EQ(meaning(Name), "");
    Finding F;
    F.BpfName = Name;
    describe(F, {Last}, {&surface()});
    std::string Text;
    for (const std::string &One : F.Nearest)
      Text += (Text.empty() ? "" : " ") + One;
    return Text;
  }

  Arena Memory;
  std::shared_ptr<const btf::Object> Object;
  std::optional<Surface> Shared;
  NotFound Last;
};

TEST(MapKinds, AreKnownByNumber) {
  EXPECT_EQ(mapKindName(6), "percpu_array");
  EXPECT_EQ(mapKindName(1000), "1000");
  for (uint32_t Id = 0; Id != 40; ++Id)
    EXPECT_EQ(mapKind(Id).PerCpu, Id == 5 || Id == 6 || Id == 10 || Id == 21)
        << Id;
  EXPECT_EQ(mapKind(13).Values, ValueKind::Fd);
  EXPECT_TRUE(mapKind(13).HoldsMaps);
  EXPECT_EQ(bufferName(mapKind(31).Buffer), "user ring buffer");
  EXPECT_FALSE(mapKind(22).HasKeys);
}

TEST_F(SurfaceTest, RolesAreThoseOfMapsAndOfTheirInnerMaps) {
  TypeId Odd = B.structure("odd", 12, {{"a", Int, 0}, {"b", Long, 32}});
  TypeId Declared = B.add(Kind::Fwd, "later", 0, false, 0);
  TypeId Inner = definition({{"type", number(PerCpuHash), 0},
                             {"key", B.pointer(Int), 0},
                             {"value", B.pointer(Odd), 0}});
  map("outer", {{"type", number(HashOfMaps), 0},
                {"key", B.pointer(Long), 0},
                {"values", B.array(B.pointer(Inner), 0, Int), 0}});
  map("plain", {{"type", number(Hash), 0},
                {"key_size", number(4), 0},
                {"value", B.pointer(Declared), 0}});
  map("events", {{"type", number(RingBuf), 0}});

  const std::vector<MapRole> &Roles = surface().roles();
  ASSERT_EQ(Roles.size(), 5u);
  EXPECT_EQ(Roles[0].Name, "outer.key");
  EXPECT_TRUE(Roles[0].IsKey);
  EXPECT_EQ(Roles[2].Name, "outer.values.value");
  EXPECT_TRUE(Roles[2].PerCpu);
  EXPECT_TRUE(Roles[2].isStrided());
  EXPECT_FALSE(Roles[1].PerCpu);
  EXPECT_EQ(Roles[3].Size, 4u);
  EXPECT_EQ(Roles[3].Ty, nullptr);
  EXPECT_EQ(Roles[4].Name, "plain.value");
  EXPECT_EQ(Roles[4].Size, 0u);
  EXPECT_EQ(Roles[4].Forward, "later");
  EXPECT_EQ(surface().rolesOf("outer").size(), 3u);
  ASSERT_EQ(surface().buffers().size(), 1u);
  EXPECT_EQ(surface().buffers()[0].Name, "events");
  EXPECT_FALSE(surface().onlyPerfEvents());

  EXPECT_EQ(meaning("plain.value"), "");
  EXPECT_EQ(Last.Why, Variant::ForwardRole);
  EXPECT_EQ(Last.Part, "later");
  EXPECT_EQ(instead("outer.value"), "outer.values.value");
}

TEST_F(SurfaceTest, UserTypesAreRecordsAndEnumsOfMapsAndGlobals) {
  TypeId Key = B.structure("key", 4, {{"a", Int, 0}});
  TypeId Array = B.array(Key, 4, Int);
  TypeId Alias = B.alias(Kind::Typedef, Key, "key_t");
  mapOf("counts", Hash, Array);
  mapOf("others", Hash, Alias);
  mapOf("numbers", Hash, Long);
  TypeId Hidden = B.structure("hidden", 4, {{"a", Int, 0}});
  B.section(".bss", 4, {{B.variable("inside", Hidden, 0), 0, 4}});
  std::string Names;
  for (const Type *Ty : surface().userTypes())
    Names += std::string(Ty->Name) + " ";
  EXPECT_EQ(Names, "key key_t ");
}

TEST_F(SurfaceTest, NamesStandForTypesRolesSectionsAndGlobals) {
  TypeId Flow = B.structure("flow", 8, {{"a", Long, 0}});
  B.structure("both", 4, {{"a", Int, 0}});
  mapOf("flows", Hash, Flow);
  mapOf("samples", PerfEventArray, Int);
  map("events", {{"type", number(RingBuf), 0}});
  B.section(".bss", 24,
            {{B.variable("dropped", Long), 0, 8},
             {B.variable("both", Long), 8, 8},
             {B.variable("quiet", Long, 0), 16, 8}});
  EXPECT_EQ(meaning("flow"), "type 8");
  EXPECT_EQ(meaning("flows.key"), "role 4");
  EXPECT_EQ(meaning(".bss"), "section 24");
  EXPECT_EQ(meaning("dropped"), "global 8");
  // A type of the name wins.
  EXPECT_EQ(meaning("both"), "type 4");
  EXPECT_EQ(meaning("quiet"), "");
  EXPECT_EQ(Last.Why, Variant::HiddenGlobal);

  EXPECT_EQ(instead("struct flow"), "flow");
  EXPECT_EQ(instead("flows"), "flows.key flows.value");
  EXPECT_EQ(Last.Why, Variant::MapName);
  EXPECT_EQ(instead("flows.val"), "flows.value");
  EXPECT_EQ(Last.Why, Variant::NoSuchRole);
  EXPECT_EQ(instead("flow.value"), "flows.value");
  EXPECT_EQ(Last.Why, Variant::NoSuchMap);
  EXPECT_EQ(instead("bss"), ".bss");
  EXPECT_EQ(instead(".bs"), ".bss");
  EXPECT_EQ(instead("droped"), "dropped");
  EXPECT_EQ(instead("events.value"), "");
  EXPECT_EQ(Last.Why, Variant::BufferRole);
  EXPECT_EQ(Last.Part, "ring buffer");
  EXPECT_EQ(instead("events"), "");
  EXPECT_EQ(Last.Why, Variant::BufferRole);
  for (const char *Name : {".ksyms", ".maps", "license"}) {
    EXPECT_EQ(instead(Name), "");
    EXPECT_EQ(Last.Why, Variant::NotShared);
  }
  // The value of a perf buffer is a file descriptor, which no struct is.
  EXPECT_EQ(meaning("samples.value"), "role 4");
  RecordType Record;
  Record.Kind = TypeKind::Record;
  EXPECT_EQ(meaning("samples.value", &Record), "");
  EXPECT_EQ(Last.Why, Variant::BufferRole);
}

TEST_F(SurfaceTest, OfSeveralTypesTheHostsTagCounts) {
  TypeId Struct = B.structure("event", 4, {{"a", Int, 0}});
  B.alias(Kind::Typedef, Struct, "event");
  B.alias(Kind::Typedef, Long, "count");
  EXPECT_EQ(meaning("event"), "type 4, type 4");
  RecordType Record;
  Record.Kind = TypeKind::Record;
  EXPECT_EQ(meaning("event", &Record), "type 4");
  EXPECT_EQ(meaning("count", &Record), "");
  Type Scalar{};
  Scalar.Kind = TypeKind::Integer;
  Scalar.Size = 8;
  EXPECT_EQ(meaning("count", &Scalar), "type 8");
  EXPECT_EQ(meaning("count"), "type 8");
}

TEST_F(SurfaceTest, VariablesThatLieOverEachOtherAreTold) {
  B.section(".data", 24,
            {{B.variable("a", Long), 0, 8},
             {B.variable("b", Int), 4, 4},
             {B.variable("c", Int), 8, 4},
             {B.variable("d", Long), 8, 8}});
  auto Overlaps = surface().overlaps();
  ASSERT_EQ(Overlaps.size(), 2u);
  EXPECT_EQ(Overlaps[0].first.Name, "a");
  EXPECT_EQ(Overlaps[0].second.Name, "b");
  EXPECT_EQ(Overlaps[1].second.Name, "d");
}

TEST_F(SurfaceTest, WhatTheObjectMentionsIsNoSlip) {
  B.structure("events", 4, {{"event", Int, 0}});
  B.add(Kind::Fwd, "sock", 0, false, 0);
  B.structure("socks", 4, {{"a", Int, 0}});
  EXPECT_EQ(instead("event"), "");
  EXPECT_EQ(Last.Why, Variant::KnownName);
  EXPECT_EQ(instead("sock"), "");
  EXPECT_EQ(Last.Why, Variant::ForwardOnly);
  EXPECT_EQ(instead("even"), "events");
  EXPECT_EQ(Last.Why, Variant::Plain);
}

} // namespace
