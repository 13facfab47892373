//===- JudgeRecordsTest.cpp - Records that a callback reads ---------------===//
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

/// A program that sends records, and callbacks that read them.
class JudgeRecordsTest : public JudgeUsesTest {
protected:
  /// Ends a function with a call of a helper that sends a record to \p Map;
  /// empty: to one that nobody knows. No size: one that is not constant.
  void send(std::string Function, std::string Map,
            std::optional<uint32_t> Bytes, bool ToPerf = false) {
    constexpr uint8_t LoadWide = 0x18, Move = 0xb7, Call = 0x85, Exit = 0x95;
    Symbols.push_back({std::move(Function), 1, Code.Data.size(), false, true});
    if (!Map.empty()) {
      Symbols.push_back({std::move(Map), 2, 0});
      Relocations.put(Code.Data.size(), 8);
      Relocations.put(uint64_t(Symbols.size()) << 32 | 1, 8);
      instruction(LoadWide, ToPerf ? 2 : 1, 0);
      instruction(0, 0, 0);
    }
    if (ToPerf)
      instruction(Move, 3, 0); // flags
    if (Bytes)
      instruction(Move, ToPerf ? 5 : 2, *Bytes);
    instruction(Call, 0, ToPerf ? PerfEventOutput : RingbufReserve);
    instruction(Exit, 0, 0);
  }

  /// Ends a function that sends all of the global \p Variable.
  void sendGlobal(std::string Function, std::string Map, std::string Variable,
                  uint32_t Bytes) {
    constexpr uint8_t Move = 0xb7, Call = 0x85, Exit = 0x95;
    Symbols.push_back({std::move(Function), 1, Code.Data.size(), false, true});
    load(1, std::move(Map), 2);
    load(2, std::move(Variable), 3);
    instruction(Move, 3, Bytes);
    instruction(Move, 4, 0); // flags
    instruction(Call, 0, RingbufOutput);
    instruction(Exit, 0, 0);
  }

  /// Adds the object, with the maps so far.
  void done() {
    addObject("ev.bpf.o",
              makeElf({{"tp", Code.Data, 1, Executable},
                       {".maps", std::vector<uint8_t>(8)},
                       {".bss", std::vector<uint8_t>(64)},
                       {".reltp", Relocations.Data},
                       {".BTF", withMaps().blob()}},
                      Symbols),
              Tier::Explicit);
  }

  RecordUse use(std::string Map, const char *Text) {
    RecordUse U;
    U.Map.Name = std::move(Map);
    U.Ty = model(Text);
    U.TypeName = strip(U.Ty)->Name;
    return U;
  }
  std::string read(std::string Map, const char *Text) {
    return text(uses().judge(use(std::move(Map), Text)));
  }

private:
  static constexpr uint32_t PerfEventOutput = 25, RingbufOutput = 130,
                            RingbufReserve = 131;
  static constexpr uint64_t Executable = 4; // SHF_EXECINSTR

  /// The address of \p Name, which is in the ELF section \p Section.
  void load(uint8_t Register, std::string Name, uint16_t Section) {
    constexpr uint8_t LoadWide = 0x18;
    Symbols.push_back({std::move(Name), Section, 0});
    Relocations.put(Code.Data.size(), 8);
    Relocations.put(uint64_t(Symbols.size()) << 32 | 1, 8);
    instruction(LoadWide, Register, 0);
    instruction(0, 0, 0);
  }
  void instruction(uint8_t Opcode, uint8_t To, uint32_t Immediate) {
    Code.put(Opcode, 1);
    Code.put(To, 1);
    Code.put(0, 2);
    Code.put(Immediate, 4);
  }

  ByteWriter Code{false}, Relocations{false};
  std::vector<ElfSymbol> Symbols;
};

TEST_F(JudgeRecordsTest, TheLongestRecordReachesTheLastFieldsEnd) {
  map("events", RingBuf, 0);
  map("exits", RingBuf, 0);
  map("quiet", RingBuf, 0);
  send("on_exec", "events", 12);
  send("on_open", "events", 16);
  send("on_exit", "exits", 4);
  done();
  const struct {
    const char *Host, *Told;
  } Rows[] = {
      {"struct e { u64 a; u64 b; }", ""},
      {"struct e { u64 a; u64 b; u8 c; }", "record-size"},
      {"struct e { u64 a; u64 b; u8 c:1; }", "record-size"},
      // Padding at the end is not read.
      {"struct e { u64 a; u32 b; u32 c:31; u8 d:1; } align(32)", ""},
      {"union e { u64 a; u32 b[4]; }", ""},
      {"union e { u32 b[5]; u64 a; }", "record-size"},
      {"struct { u64 a; u64 b; u64 c; }", "record-size"},
      {"u64", ""},
  };
  for (const auto &[Host, Told] : Rows)
    EXPECT_EQ(read("events", Host), Told) << Host;
  EXPECT_EQ(read("exits", "u64"), "record-size");
  EXPECT_EQ(read("exits", "u32"), "");
  // Nothing is sent there that the code tells of.
  EXPECT_EQ(read("quiet", "struct e { u64 a[100]; }"), "");
  EXPECT_EQ(read("other", "struct e { u64 a[100]; }"), "");
}

TEST_F(JudgeRecordsTest, ASendOfWhichTooLittleIsKnownSaysNothing) {
  map("events", RingBuf, 0);
  map("exits", RingBuf, 0);
  send("on_exec", "events", 8);
  send("on_open", "events", std::nullopt);
  send("on_exit", "exits", 8);
  done();
  EXPECT_EQ(read("events", "struct e { u64 a[2]; }"), "");
  EXPECT_EQ(read("exits", "struct e { u64 a[2]; }"), "record-size");
}

/// Records of one length and two types, each to a buffer of its own.
TEST_F(JudgeRecordsTest, ARecordOfAnotherBufferIsTheWrongOne) {
  const TypeId First = B.structure(
                   "first", 16,
                   {{"a", Int, 0}, {"b", Int, 32}, {"c", Long, 64}}),
               Second =
                   B.structure("second", 16, {{"x", Long, 0}, {"y", Long, 64}});
  for (const char *Map : {"firsts", "seconds", "both", "unknown"})
    map(Map, RingBuf, 0);
  sendGlobal("f", "firsts", "one", 16);
  sendGlobal("g", "seconds", "two", 16);
  sendGlobal("h", "both", "one", 16);
  sendGlobal("i", "both", "two", 16);
  sendGlobal("j", "unknown", "two", 16);
  send("k", "unknown", 16); // of a type that nobody knows
  B.section(
      ".bss", 32,
      {{B.variable("one", First), 0, 16}, {B.variable("two", Second), 16, 16}});
  done();
  const char *One = "struct first { u32 a; u32 b; u64 c; }",
             *Two = "struct second { u64 x; u64 y; }";
  EXPECT_EQ(read("firsts", One), "");
  EXPECT_EQ(read("seconds", Two), "");
  EXPECT_EQ(read("seconds", One), "wrong-kind");
  EXPECT_EQ(read("firsts", Two), "wrong-kind");
  EXPECT_EQ(read("both", One), "");
  EXPECT_EQ(read("both", Two), "");
  EXPECT_EQ(read("unknown", One), "");
  // No program sends this one anywhere.
  EXPECT_EQ(read("seconds", "struct third { u32 a; u32 b; u64 c; }"), "");

  const RecordUse U = use("seconds", One);
  const Finding F = uses().judge(U).at(0);
  EXPECT_EQ(F.Diff.Form, Variant::OtherBuffer);
  EXPECT_EQ(F.Use->Map, "seconds");
  EXPECT_EQ(F.Use->OtherMap, "firsts");
  EXPECT_EQ(F.Nearest, std::vector<std::string>{"struct second"});
  // What the callback takes it for elsewhere fits.
  RecordUse V = U;
  V.Others = {model(One), model(Two)};
  EXPECT_EQ(text(uses().judge(V)), "");
  // One callback of two buffers, which may tell them apart.
  V = U;
  V.Elsewhere.emplace_back().Name = "firsts";
  EXPECT_EQ(text(uses().judge(V)), "wrong-kind");
  V.TestsSize = true; // which is the same
  EXPECT_EQ(text(uses().judge(V)), "wrong-kind");
  V.TestsOthers = true;
  EXPECT_EQ(text(uses().judge(V)), "");
  V.Elsewhere.front().Name = "seconds";
  EXPECT_EQ(text(uses().judge(V)), "wrong-kind");
  V.Elsewhere.front().Name = "unknown";
  EXPECT_EQ(text(uses().judge(V)), "");
}

TEST_F(JudgeRecordsTest, ASendToAnUnknownMapMayBeToThisOne) {
  map("events", RingBuf, 0);
  send("on_exec", "events", 8);
  send("on_open", "", 16);
  done();
  EXPECT_EQ(read("events", "struct e { u64 a[2]; }"), "");
}

/// perf_event_output() fills up to 4 modulo 8, for the length in front.
TEST_F(JudgeRecordsTest, PerfRecordsArePadded) {
  map("events", PerfEventArray, 0, 4);
  send("on_exec", "events", 8, true);
  done();
  EXPECT_EQ(read("events", "struct e { u32 a[3]; }"), "");
  EXPECT_EQ(read("events", "struct e { u8 a[13]; }"), "record-size");
}

TEST_F(JudgeRecordsTest, AFindingNamesTheSendsAndTheCallback) {
  map("events", RingBuf, 0);
  send("on_exec", "events", 12);
  send("on_open", "events", 16);
  done();
  RecordUse U = use("events", "struct e { u64 a[3]; }");
  U.GivenAt = "agent.c:40";
  std::vector<Finding> Found = uses().judge(U);
  ASSERT_EQ(text(Found), "record-size");
  EXPECT_EQ(Found[0].Diff.HostNumber, 24u);
  EXPECT_EQ(Found[0].Diff.BpfNumber, 16u);
  EXPECT_EQ(Found[0].HostName, "e");
  EXPECT_EQ(Found[0].Host, U.Ty);
  EXPECT_EQ(Found[0].BpfName, "events");
  EXPECT_EQ(Found[0].Nearest,
            (std::vector<std::string>{"on_exec sends 12 bytes",
                                      "on_open sends 16 bytes"}));
  ASSERT_TRUE(Found[0].Use);
  EXPECT_EQ(Found[0].Use->Map, "events");
  EXPECT_TRUE(Found[0].Use->KernelWrites);
  EXPECT_EQ(Found[0].Use->Why, "'data' of a callback for map 'events' "
                               "(ev.bpf.o), given at agent.c:40");
  U.GivenAt.clear();
  EXPECT_EQ(uses().judge(U)[0].Use->Why,
            "'data' of a callback for map 'events' (ev.bpf.o)");
  // Not known to be read up to its end.
  U.IsPart = true;
  EXPECT_EQ(text(uses().judge(U)), "");
  U.IsPart = false;
  // What the host sends is as long as the host says.
  U.IsSentByHost = true;
  EXPECT_EQ(text(uses().judge(U)), "");
  U.IsSentByHost = false;
  Level = Severity::Error;
  EXPECT_EQ(text(uses().judge(U)), "record-size!");
  Level.reset();
  Rules.set(DifferenceKind::RecordSize, Severity::Off);
  EXPECT_EQ(text(uses().judge(U)), "");
}

TEST_F(JudgeRecordsTest, WhatItsTypeSaysComesFirst) {
  B.structure("e", 16, {{"a", Long, 0}, {"b", Long, 64}});
  map("events", RingBuf, 0);
  send("on_exec", "events", 16);
  done();
  EXPECT_EQ(read("events", "struct e { u64 a; u64 b; }"), "");
  // Not that it is too long as well.
  EXPECT_EQ(read("events", "struct e { u64 a; u64 b; u64 c; }"), "extra-field");
  // Of another name there is no type: the size alone.
  EXPECT_EQ(read("events", "struct f { u64 b; u64 a; }"), "");
  EXPECT_EQ(read("events", "struct f { u64 b; u64 a; u64 c; }"), "record-size");
}

/// Each call is a fault of its own.
TEST_F(JudgeRecordsTest, TheSameFaultIsToldOfEachCall) {
  B.structure("e", 16, {{"a", Long, 0}, {"b", Long, 64}});
  map("events", RingBuf, 0);
  send("on_exec", "events", 16);
  done();
  UseJudge All = uses();
  const RecordUse U = use("events", "struct e { u64 a; float b; u32 c; }"),
                  Long = use("events", "struct { u64 a[3]; }");
  for (int I = 0; I != 2; ++I) {
    std::vector<Finding> Found = All.judge(U);
    ASSERT_FALSE(Found.empty());
    for (const Finding &F : Found)
      EXPECT_FALSE(F.IsRepeated);
    EXPECT_EQ(text(All.judge(Long)), "record-size");
  }
}

/// Also where two structs hold what is at fault.
TEST_F(JudgeRecordsTest, WhatIsNestedIsToldOfEachStruct) {
  const TypeId In = B.structure("in", 4, {{"a", Int, 0}});
  B.structure("e", 4, {{"x", In, 0}});
  B.structure("f", 4, {{"x", In, 0}});
  map("events", RingBuf, 0);
  done();
  const Type *Both = model("struct in { float a; }; struct e { struct in x; }; "
                           "struct f { struct in x; }; "
                           "struct g { struct e e; struct f f; }");
  UseJudge All = uses();
  for (const Field &F : as<RecordType>(Both)->Fields) {
    RecordUse U;
    U.Map.Name = "events";
    U.Ty = F.Ty;
    U.TypeName = F.Ty->Name;
    std::vector<Finding> Found = All.judge(U);
    ASSERT_EQ(text(Found), "type") << F.Name;
    EXPECT_FALSE(Found[0].IsRepeated) << F.Name;
  }
}

} // namespace
