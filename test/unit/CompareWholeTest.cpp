//===- CompareWholeTest.cpp - Sizes, holes and alignment of a type --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompareRows.h"

#include <algorithm>
#include <set>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// "hole in k at byte 4: 4 after a of m.key" of each difference.
std::string holes(const char *Bpf, bool IsKey, const char *Settings = "") {
  Arena Memory;
  const Type *Ty = ModelText(Memory, test::Bpf).parse(Bpf);
  CompareOptions Options;
  Options.Host = X86_64;
  if (IsKey)
    Options.Maps.push_back({"m.key", Ty->Size, true, false});
  Policy Rules;
  EXPECT_FALSE(Rules.parse(Settings));
  std::string Text;
  for (const Difference &D : compare(*Ty, *Ty, Options, Rules)) {
    EXPECT_EQ(D.Kind, DifferenceKind::Hole);
    EXPECT_EQ(D.Form, IsKey ? Variant::MapKey : Variant::Plain);
    Text += "in " + std::string(D.BpfIn->Name) + " at byte " +
            std::to_string(D.BpfBit / 8) + ": " + std::to_string(D.BpfNumber) +
            " after '" + std::string(D.Before) + "' of '" + D.Role + "'";
  }
  return Text;
}

TEST(CompareHoles, AreToldOnceWithTheFieldInFront) {
  EXPECT_EQ(holes("struct k { u32 a; u64 b; }", true),
            "in k at byte 4: 4 after 'a' of 'm.key'");
  EXPECT_EQ(holes("struct k { u64 a; u32 b; }", true),
            "in k at byte 12: 4 after 'b' of 'm.key'");
  EXPECT_EQ(holes("struct k { u8 a; u32 b; u8 c; }", true),
            "in k at byte 1: 3 after 'a' of 'm.key'");
  EXPECT_EQ(holes("struct k { u32 a; u32 b; }", true), "");
  EXPECT_EQ(holes("struct k { u32 a; u8 pad[4]; u64 b; }", true), "");
}

TEST(CompareHoles, OfANestedRecordAreThatOnes) {
  EXPECT_EQ(holes("struct in { u8 a; u16 b; }; struct k { u32 x; struct in y; "
                  "u64 z; }",
                  true),
            "in in at byte 1: 1 after 'a' of 'm.key'");
  // Of a union nobody knows which bytes are written.
  EXPECT_EQ(holes("union k { u32 a; u64 b; }", true), "");
  EXPECT_EQ(holes("union k { struct { u32 a; u16 b; } s; u64 c; }", true), "");
}

TEST(CompareHoles, OfNoKeyAreToldWhereAskedFor) {
  const char *Text = "struct k { u32 a; u64 b; }";
  EXPECT_EQ(holes(Text, false), "");
  EXPECT_EQ(holes(Text, false, "hole=warning"),
            "in k at byte 4: 4 after 'a' of ''");
  EXPECT_EQ(holes(Text, true, "hole=off"), "");
}

/// What differs from \p Bytes of BPF that have no type.
std::string sized(const char *Host, uint64_t Bytes, CompareOptions Options = {},
                  const char *Settings = "") {
  Arena Memory;
  const Type *Ty = ModelText(Memory, X86_64).parse(Host);
  Policy Rules;
  EXPECT_FALSE(Rules.parse(Settings));
  std::string Text;
  for (const Difference &D : compareSize(*Ty, Bytes, Options, Rules)) {
    EXPECT_EQ(D.HostIn, Ty);
    Text += (Text.empty() ? "" : " ") + std::string(slug(D.Kind)) + " " +
            std::to_string(D.HostNumber) + "/" + std::to_string(D.BpfNumber);
  }
  return Text;
}

TEST(CompareSizes, OfWhatHasNoTypeCount) {
  EXPECT_EQ(sized("struct e { u64 a; }", 8), "");
  EXPECT_EQ(sized("struct e { u64 a; }", 4), "size 8/4");
  EXPECT_EQ(sized("struct e { u64 a; } nontrivial(has a copy)", 8),
            "not-trivial 8/8");
  CompareOptions Prefix;
  Prefix.Match = MatchMode::Prefix;
  EXPECT_EQ(sized("struct e { u64 a; }", 4, Prefix), "");
  // The kernel moves a map's value whole; of a CPU's it keeps the stride.
  CompareOptions Map;
  Map.Maps.push_back({"m.value", 12, false, false});
  EXPECT_EQ(sized("struct e { u64 a; }", 12, Map), "size 8/12");
  EXPECT_EQ(sized("struct e { u64 a; u64 b; }", 12, Map), "size 16/12");
  Map.Maps.front().PerCpu = true;
  EXPECT_EQ(sized("struct e { u64 a; u64 b; }", 12, Map), "");
  EXPECT_EQ(sized("struct e { u64 a; u64 b; u64 c; }", 12, Map), "size 24/12");
  EXPECT_EQ(sized("struct e { u32 a[3]; }", 12, Map), "percpu 12/16");
}

TEST(CompareAlignment, IsThatOfTheBuffer) {
  CompareOptions Perf;
  Perf.OnlyPerfEvents = true;
  const char *On = "alignment=warning";
  EXPECT_EQ(sized("struct e { u64 a; }", 8, {}, On), "");
  EXPECT_EQ(sized("struct e { u64 a; } align(16)", 16, {}, On),
            "alignment 16/8");
  EXPECT_EQ(sized("struct e { u32 a; }", 4, Perf, On), "");
  EXPECT_EQ(sized("struct e { u64 a; }", 8, Perf, On), "alignment 8/4");
  EXPECT_EQ(sized("struct e { u64 a; } align(16)", 16), "");
}

/// \p Count fields, each an error or, at even places, a warning.
std::vector<Difference> manyFound(Arena &Memory, unsigned Count,
                                  bool AllErrors = false) {
  std::string Host = "struct e { ", Bpf = Host;
  for (unsigned I = 0; I != Count; ++I) {
    const std::string N = std::to_string(I);
    const bool IsError = AllErrors || I % 2;
    Host += (IsError ? "float e" : "u32 w") + N + "; ";
    Bpf += (IsError ? "u32 e" : "u32 x") + N + "; ";
  }
  return compare(*ModelText(Memory, X86_64).parse(Host + "}"),
                 *ModelText(Memory, test::Bpf).parse(Bpf + "}"), {}, Policy());
}

size_t errorsIn(const std::vector<Difference> &Found) {
  return size_t(std::ranges::count(Found, Severity::Error, &Difference::Level));
}

TEST(CompareDifference, StandsWhereItsFieldDoes) {
  Difference D{};
  EXPECT_FALSE(D.where());
  int Places[3];
  Type In{};
  In.Where = {&Places[0]};
  D.HostIn = &In;
  EXPECT_EQ(D.where().Ptr, &Places[0]);
  Field F{};
  D.Host = &F; // one that has no place of its own
  EXPECT_EQ(D.where().Ptr, &Places[0]);
  F.Where = {&Places[1]};
  EXPECT_EQ(D.where().Ptr, &Places[1]);
  Enumerator E{};
  D.HostEnumerator = &E;
  EXPECT_EQ(D.where().Ptr, &Places[1]);
  E.Where = {&Places[2]};
  EXPECT_EQ(D.where().Ptr, &Places[2]);
}

TEST(CompareLimit, ErrorsAreKeptBeforeWarnings) {
  Arena Memory;
  for (unsigned Count : {98, 100}) {
    const std::vector<Difference> Found = manyFound(Memory, Count);
    EXPECT_EQ(Found.size(), Count);
    EXPECT_EQ(errorsIn(Found), Count / 2);
  }
  const std::vector<Difference> Mixed = manyFound(Memory, 140);
  EXPECT_EQ(Mixed.size(), 100u);
  EXPECT_EQ(errorsIn(Mixed), 70u);
  // The first of each, in the order that they have without a limit.
  std::set<std::string_view> Names;
  for (const Difference &D : Mixed)
    Names.insert(D.Host->Name);
  EXPECT_TRUE(Names.count("w0") && Names.count("w58") && Names.count("e139"));
  EXPECT_FALSE(Names.count("w60"));
  const std::vector<Difference> Errors = manyFound(Memory, 150, true);
  EXPECT_EQ(Errors.size(), 100u);
  EXPECT_EQ(errorsIn(Errors), 100u);
  EXPECT_EQ(Errors.back().Host->Name, "e99");
}

} // namespace
