//===- JudgeUsesTest.cpp - Bytes that a call hands over -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JudgeUsesFixture.h"

using namespace hostlayout;
using namespace hostlayout::btf;
using namespace hostlayout::judge;
using namespace hostlayout::test;

namespace {

TEST_F(JudgeUsesTest, FewerBytesThanTheValueAreAnOverrun) {
  map("small", Hash, Long);
  map("sized", Hash, 0, 24);
  map("progs", ProgArray, 0, 4);
  map("inner", ProgArray, Long);
  map("events", RingBuf, 0, 4);
  map("waiting", 22, Long); // a queue
  done();
  EXPECT_EQ(value("small", known(8)), "");
  EXPECT_EQ(value("small", known(7)), "overrun!");
  EXPECT_EQ(value("sized", known(23)), "overrun!");
  EXPECT_EQ(value("sized", known(24)), "");
  // What holds descriptors moves 4 bytes.
  EXPECT_EQ(value("progs", known(3)), "overrun!");
  EXPECT_EQ(value("progs", known(4)), "");
  // That is so, whatever they declare.
  EXPECT_EQ(value("inner", known(3)), "overrun!");
  EXPECT_EQ(value("inner", known(4, model("float"))), "");
  EXPECT_EQ(value("waiting", known(7)), "overrun!");
  // A buffer has no values.
  EXPECT_EQ(value("events", known(1)), "");
  // Nobody knows the map.
  EXPECT_EQ(value("other", known(1)), "");
}

/// By the name of the skeleton's field, or by libbpf's.
TEST_F(JudgeUsesTest, ASectionIsAMapOfOneValue) {
  B.section(".bss", 8, {{B.variable("count", Long), 0, 8}});
  add("ev.bpf.o", B);
  for (const char *Name : {"bss", "ev.bss"}) {
    EXPECT_EQ(value(Name, known(8)), "") << Name;
    EXPECT_EQ(value(Name, known(7)), "overrun!") << Name;
  }
  EXPECT_EQ(value("data", known(1)), "");
}

TEST_F(JudgeUsesTest, EachPossibleCpuHasAValue) {
  map("hits", PerCpuArray, Int);
  map("odd", PerCpuArray, 0, 12);
  done();
  const Type *U32 = model("u32"), *U64 = model("u64");
  EXPECT_EQ(value("hits", known(15)), "overrun!");
  EXPECT_EQ(value("hits", known(16, U64)), "percpu");
  EXPECT_EQ(value("hits", known(8 * 128, U64)), "");
  EXPECT_EQ(value("hits", known(8 * 127, U64)), "percpu");
  EXPECT_EQ(value("hits", counted(CountOf::PossibleCpus, 4, U32)), "overrun!");
  EXPECT_EQ(value("hits", counted(CountOf::PossibleCpus, 8, U64)), "");
  EXPECT_EQ(value("hits", counted(CountOf::OnlineCpus, 8, U64)), "percpu");
  // Of an unknown number: below the value, off the stride, on it.
  const Type *Twelve = model("struct v { u32 a; u32 b; u32 c; }"),
             *Sixteen = model("struct v { u64 a; u64 b; }");
  EXPECT_EQ(value("odd", counted(CountOf::Unknown, 0, U64)), "size");
  EXPECT_EQ(value("odd", counted(CountOf::Unknown, 0, Twelve)), "percpu");
  EXPECT_EQ(value("odd", counted(CountOf::Unknown, 0, Sixteen)), "");
  // What begins with a value steps by more; with an array, it is all of them.
  for (const char *Text :
       {"struct v { u64 n; u64 m; }", "union v { u64 n; u8 raw[16]; }",
        "struct w { u64 n; u64 m; }; struct v { struct w w; }"})
    EXPECT_EQ(value("hits", counted(CountOf::Unknown, 0, model(Text))),
              "percpu")
        << Text;
  for (const char *Text :
       {"struct v { u64 n[4]; }", "union v { u8 raw[32]; u64 n[4]; }",
        "struct w { u64 n[4]; }; struct v { struct w w[4]; u32 x; }"})
    EXPECT_EQ(value("hits", counted(CountOf::Unknown, 0, model(Text))), "")
        << Text;
  // A flag may ask for one CPU.
  EXPECT_EQ(value("hits", known(8, U64), true), "");
  EXPECT_EQ(value("hits", known(3), true), "overrun!");
}

TEST_F(JudgeUsesTest, ARecordIsComparedAndMayBeLarger) {
  TypeId Stats = B.structure("stats", 16, {{"a", Long, 0}, {"b", Long, 64}});
  map("counts", Hash, Stats);
  map("small", Hash, Long);
  // A struct around one struct, as a section with one variable is.
  map("wrapped", Hash, B.structure("wrapped", 16, {{"inner", Stats, 0}}));
  map("pair", Hash, B.structure("pair", 8, {{"x", Int, 0}, {"y", Int, 32}}));
  map("half", Hash, Int);
  done();
  EXPECT_EQ(value("counts", known(16, model("struct s { u64 a; u64 b; }"))),
            "");
  EXPECT_EQ(value("wrapped", known(16, model("struct s { u64 a; u64 b; }"))),
            "");
  EXPECT_NE(value("wrapped", known(16, model("struct s { u64 b; u64 a; }"))),
            "");
  EXPECT_EQ(
      value("wrapped", known(24, model("struct s { u64 a; u64 b; u64 c; }"))),
      "");
  EXPECT_EQ(value("counts", known(16, model("struct s { u64 b; u64 a; }"))),
            "reordered");
  EXPECT_EQ(
      value("counts", known(24, model("struct s { u64 a; u64 b; u64 c; }"))),
      "");
  // An integer of its size says nothing; a float is no integer.
  EXPECT_EQ(value("small", known(8, model("s64"))), "");
  // A pointer's own bytes are neither the struct nor a number of 4 bytes.
  EXPECT_EQ(value("small", known(8, model("ptr"))), "");
  EXPECT_EQ(value("pair", known(8, model("ptr"))), "wrong-kind");
  EXPECT_EQ(value("pair", known(8, model("u64"))), "");
  EXPECT_EQ(value("half", known(8, model("ptr"))), "size");
  // Structs within the host's that BPF does not have.
  EXPECT_EQ(value("pair", known(8, model("struct h { u32 x; }; "
                                         "struct k { struct h h; u32 y; }"))),
            "");
  EXPECT_EQ(value("pair", known(8, model("struct h { u16 x; u16 z; }; "
                                         "struct k { struct h h; u32 y; }"))),
            "extra-field");
  // What is behind the map's bytes does not count.
  EXPECT_EQ(value("pair", known(16, model("struct h { u32 x; }; struct k { "
                                          "struct h h; u32 y; u64 z; }"))),
            "");
  // What has no bytes or no meaning is not looked at.
  EXPECT_EQ(value("pair", known(8, model("struct k { }"))), "");
  EXPECT_EQ(value("counts", known(16, model("vec"))), "");
  // As many bytes as are allocated belong to the array.
  EXPECT_EQ(value("pair", known(8, model("struct k { u32 x; u8 y[]; }"))), "");
}

/// &x.first is where x begins, too: one of the types there is enough.
TEST_F(JudgeUsesTest, BytesAreWhateverBeginsThere) {
  map("counts", Hash,
      B.structure("stats", 16, {{"a", Long, 0}, {"b", Long, 64}}));
  map("small", Hash, Long);
  map("hits", PerCpuArray, Int);
  done();
  auto Says = [&](const char *Map, const char *Element, const char *Around) {
    HostBytes Bytes;
    Bytes.Element = model(Element);
    Bytes.Around.push_back(model(Around));
    return value(Map, Bytes);
  };
  EXPECT_EQ(Says("counts", "u64", "struct s { u64 a; u64 b; }"), "");
  EXPECT_EQ(Says("counts", "u64", "struct s { u64 a; u64 b; u64 c; }"), "");
  EXPECT_EQ(Says("small", "struct s { u64 a; u64 b; }", "double"), "");
  // What has the right size is what was meant.
  EXPECT_EQ(Says("counts", "u64", "struct s { u64 b; u64 a; }"), "reordered");
  EXPECT_EQ(Says("counts", "u64", "struct s { u64 b; u64 a; u64 c; }"), "size");
  EXPECT_EQ(Says("counts", "struct s { u64 b; u64 a; }",
                 "struct s { double a; u64 b; }"),
            "reordered");
  // A slot around the value steps as the kernel does.
  EXPECT_EQ(Says("hits", "u32", "struct slot { u32 n; u32 pad; }"), "");
  EXPECT_EQ(Says("hits", "u32", "struct slot { u32 n; u32 pad; u32 x; }"),
            "percpu");
  EXPECT_EQ(Says("hits", "u32", "u64"), "percpu");
}

TEST_F(JudgeUsesTest, OneArmOfAUnionIsEnough) {
  map("v4", Hash, B.structure("addr4", 4, {{"ip", Int, 0}}));
  map("v6", Hash,
      B.structure("addr6", 16, {{"hi", Long, 0}, {"lo", Long, 64}}));
  done();
  // The other arm has a name of the value's, and cannot be read there.
  const Type *Other =
      model("struct a { float hi; }; struct b { u64 hi; u64 lo; "
            "}; union u { struct a a; struct b b; }");
  ElementUse U = use("v6", known(64, Other));
  EXPECT_EQ(text(uses().judge(U)), "");
  // What steps by elements is all of them.
  U.IsMapping = true;
  EXPECT_NE(text(uses().judge(U)), "");
  U.IsMapping = false;
  U.IsBatch = true;
  EXPECT_NE(text(uses().judge(U)), "");
  // An arm is a struct of that very size, and has its fields.
  EXPECT_NE(
      value("v4", known(16, model("struct a { float ip; }; struct b { u32 "
                                  "ip; u32 x[3]; }; "
                                  "union u { struct a a; struct b b; }"))),
      "");
  EXPECT_NE(value("v6", known(16, model("struct a { u64 lo; u64 hi; }; "
                                        "union u { float x; struct a b; }"))),
            "");
  // A struct has no arms.
  EXPECT_NE(value("v6", known(24, model("struct b { u64 hi; u64 lo; }; "
                                        "struct u { double x; struct b b; }"))),
            "");
}

TEST_F(JudgeUsesTest, AFindingCallsTheTypeAsTheSourceDoes) {
  map("counts", Hash,
      B.structure("stats", 16, {{"a", Long, 0}, {"b", Long, 64}}));
  map("small", Hash, Long);
  done();
  auto Called = [&](const char *Map, const Type *Ty) {
    HostBytes Bytes = known(16, Ty);
    Bytes.Name = "x";
    return uses().judge(use(Map, Bytes)).at(0).HostName;
  };
  TypedefType Alias{};
  Alias.Kind = TypeKind::Typedef;
  Alias.Name = "stats_t";
  Alias.Target = model("struct { u64 b; u64 a; }");
  EXPECT_EQ(Called("counts", &Alias), "stats_t");
  EXPECT_EQ(Called("counts", Alias.Target), "x");
  Alias.Target = model("struct here { u64 b; u64 a; }");
  EXPECT_EQ(Called("counts", &Alias), "here");
  Alias.Target = model("double");
  EXPECT_EQ(Called("small", &Alias), "x");
}

TEST_F(JudgeUsesTest, WhatIsInFrontOfAnOpenEndIsCompared) {
  map("lpm", Hash,
      B.structure("lpm_value", 20,
                  {{"prefixlen", Int, 0}, {"addr", B.array(Int, 4, Int), 32}}));
  done();
  auto Says = [this](std::string_view Text) {
    return value("lpm", known(20, model(Text)));
  };
  EXPECT_EQ(Says("struct k { u32 prefixlen; u8 addr[]; }"), "");
  EXPECT_EQ(Says("struct k { u32 prefixlen; u32 data[]; }"), "");
  EXPECT_EQ(Says("struct k { u32 len; u8 data[]; }"), "");
  EXPECT_EQ(Says("struct k { float prefixlen; u8 data[]; }"), "type");
  EXPECT_EQ(Says("struct k { u16 flags; u16 prefixlen; u8 data[]; }"),
            "extra-field type");
  // Without an open end it is too short.
  EXPECT_EQ(Says("struct k { u32 prefixlen; }"), "size");
}

TEST_F(JudgeUsesTest, ASeverityHidesNoOtherNesting) {
  map("pair", Hash, B.structure("pair", 8, {{"x", Int, 0}, {"y", Int, 32}}));
  ASSERT_FALSE(Rules.parse("extra-field=warning,missing-field=off,type=warning,"
                           "padding=warning,array=warning"));
  done();
  EXPECT_EQ(value("pair", known(8, model("struct h { u16 x; u16 z; }; "
                                         "struct k { struct h h; u32 y; }"))),
            "extra-field");
}

TEST_F(JudgeUsesTest, WhatTheHostSendsIsWhatTheProgramReads) {
  B.structure("cmd", 16, {{"op", Int, 0}, {"pid", Int, 32}, {"arg", Long, 64}});
  map("cmds", UserRing, 0);
  done();
  auto Sent = [&](const char *Text, std::string Name = "cmd") {
    RecordUse U;
    U.Map.Name = "cmds";
    U.Ty = model(Text);
    U.TypeName = std::move(Name);
    U.IsSentByHost = true;
    U.Function = "user_ring_buffer__reserve";
    return uses().judge(U);
  };
  EXPECT_EQ(text(Sent("struct cmd { u32 op; u32 pid; u64 arg; }")), "");
  std::vector<Finding> Found = Sent("struct cmd { u64 arg; u32 op; u32 pid; }");
  EXPECT_EQ(text(Found), "reordered");
  ASSERT_TRUE(Found[0].Use);
  EXPECT_FALSE(Found[0].Use->KernelWrites);
  EXPECT_EQ(Found[0].Use->Why, "the result of user_ring_buffer__reserve() of "
                               "map 'cmds' (ev.bpf.o)");
  // The program has no type of that name.
  EXPECT_EQ(text(Sent("struct other { u64 a; }", "other")), "");
}

TEST_F(JudgeUsesTest, TheSettingCapsAndRaises) {
  map("small", Hash, Long);
  done();
  HostBytes Typed;
  Typed.Element = model("u32");
  EXPECT_EQ(value("small", Typed), "size");
  Level = Severity::Error;
  EXPECT_EQ(value("small", Typed), "size!");
  Level = Severity::Warning;
  EXPECT_EQ(value("small", known(4)), "overrun");
  Level.reset();
  Rules.set(DifferenceKind::Overrun, Severity::Off);
  EXPECT_EQ(value("small", known(4)), "");
}

TEST_F(JudgeUsesTest, ObjectsThatDisagreeSayNothing) {
  map("small", Hash, Long);
  done();
  EXPECT_EQ(value("small", known(4)), "overrun!");
  startOver();
  map("small", Hash, 0, 4);
  done();
  EXPECT_EQ(value("small", known(4)), "");
}

/// Facts of the kernel, that oracle-moves asks of it.
TEST_F(JudgeUsesTest, CallsThatAMapsKindRefuses) {
  constexpr uint32_t PerfEvents = 4, Queue = 22;
  map("small", Hash, Long);
  map("list", 2, Long);
  map("events", RingBuf, 0);
  map("exits", RingBuf, 0);
  map("commands", UserRing, 0);
  map("perf", PerfEvents, 0, 4);
  map("progs", ProgArray, 0, 4);
  map("waiting", Queue, Long);
  map("newer", 1000, Long);
  map("ops", 26, Long);
  map("inodes", 28, Long);
  map("pages", 33, 0);
  map("insns", 34, Long);
  B.section(".bss", 8, {{B.variable("count", Long), 0, 8}});
  done();
  auto Found = [&](const char *Map, MapCall Does, bool HasOtherType = false) {
    CallUse U;
    U.Map.Name = Map;
    U.Map.HasOtherType = HasOtherType;
    U.Does = Does;
    U.Function = "f";
    return uses().judge(U);
  };
  auto Says = [&](const char *Map, MapCall Does, bool HasOtherType = false) {
    return text(Found(Map, Does, HasOtherType));
  };
  const MapCall Elements[] = {MapCall::Lookup, MapCall::Update, MapCall::Delete,
                              MapCall::TakeOut, MapCall::NextKey};
  for (MapCall Does : Elements) {
    EXPECT_EQ(Says("events", Does), "call-map!");
    EXPECT_EQ(Says("commands", Does), "call-map!");
    EXPECT_EQ(Says("small", Does), "");
    EXPECT_EQ(Says("progs", Does), "");
    EXPECT_EQ(Says("newer", Does), "");
    EXPECT_EQ(Says("other", Does), "");
    const bool TakesAway = Does == MapCall::Delete || Does == MapCall::TakeOut;
    EXPECT_EQ(Says("list", Does), TakesAway ? "call-map!" : "");
    const bool Reads = Does == MapCall::Lookup || Does == MapCall::TakeOut;
    EXPECT_EQ(Says("perf", Does), Reads ? "call-map!" : "");
    const bool ByKey = Does == MapCall::Delete || Does == MapCall::NextKey;
    EXPECT_EQ(Says("waiting", Does), ByKey ? "call-map!" : "");
  }
  const std::pair<MapCall, const char *> Opens[] = {
      {MapCall::OpenRing, "events"},
      {MapCall::OpenPerf, "perf"},
      {MapCall::OpenUserRing, "commands"}};
  for (auto [Does, Right] : Opens)
    for (const char *Map : {"events", "perf", "commands", "small", "progs"})
      EXPECT_EQ(Says(Map, Does),
                Map == std::string_view(Right) ? "" : "call-map!")
          << Map;
  // A newer kernel's kind may be a buffer, too.
  EXPECT_EQ(Says("newer", MapCall::OpenRing), "");
  EXPECT_EQ(Says("small", MapCall::OpenRing, true), "");
  for (const char *Map : {"list", "events", "commands", "bss", "pages"})
    EXPECT_EQ(Says(Map, MapCall::Map), "") << Map;
  // Of these kinds nothing is known.
  for (const char *Map : {"ops", "insns"})
    EXPECT_EQ(Says(Map, MapCall::Map), "") << Map;
  for (const char *Map : {"small", "perf", "waiting", "inodes"})
    EXPECT_EQ(Says(Map, MapCall::Map), "call-map!") << Map;
  EXPECT_EQ(Says("bss", MapCall::Delete), "call-map!");
  EXPECT_EQ(Says("events", MapCall::Other), "");
  const Finding F = Found("small", MapCall::OpenRing).front();
  EXPECT_EQ(F.HostName, "f");
  EXPECT_EQ(F.BpfName, "small");
  EXPECT_EQ(F.Use->Map, "small");
  EXPECT_EQ(F.Use->Why, "of map 'small' (ev.bpf.o)");
  EXPECT_EQ(F.Use->Kind, "hash");
  EXPECT_EQ(F.Use->WantedKind, "ringbuf");
  EXPECT_EQ(F.Nearest, (std::vector<std::string>{"events", "exits"}));
  const Finding Section = Found("bss", MapCall::Delete).front();
  EXPECT_EQ(Section.BpfName, "bss");
  EXPECT_EQ(Section.Use->Kind, "array");
  EXPECT_EQ(Section.Use->WantedKind, "");
  Level = Severity::Warning;
  EXPECT_EQ(Says("small", MapCall::OpenRing), "call-map");
  Level.reset();
  Rules.set(DifferenceKind::CallMap, Severity::Off);
  EXPECT_EQ(Says("small", MapCall::OpenRing), "");
}

TEST_F(JudgeUsesTest, ABufferIsOpenedByTheCallOfItsKind) {
  map("small", Hash, Long);
  map("events", RingBuf, 0);
  map("perf", PerfEventArray, 0, 4);
  map("commands", UserRing, 0);
  done();
  auto Opens = [&](MapCall Does) {
    std::string Text;
    for (const char *Map : {"small", "events", "perf", "commands", "other"}) {
      CallUse U;
      U.Map.Name = Map;
      U.Does = Does;
      if (uses().opens(U))
        Text += Map;
    }
    return Text;
  };
  EXPECT_EQ(Opens(MapCall::OpenRing), "events");
  EXPECT_EQ(Opens(MapCall::OpenPerf), "perf");
  EXPECT_EQ(Opens(MapCall::OpenUserRing), "commands");
  EXPECT_EQ(Opens(MapCall::Lookup), "");
}

} // namespace
