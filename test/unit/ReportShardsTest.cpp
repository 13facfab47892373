//===- ReportShardsTest.cpp - A project checked in parts ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"
#include "Report/MergeUnits.h"
#include "Report/Shards.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

Unit unit(unsigned Id, const std::string &File) {
  Unit U;
  U.Id = Id;
  U.File = "/src/" + File;
  U.State = UnitState::Judged;
  U.Subjects = {{"event",
                 {"/src/ev.h", 3, 8, 8},
                 Id == 2,
                 {"event"},
                 {"/src/ev.o", "map:7"}}};
  Result F;
  F.Rule = "size";
  F.Text = "'event' is 8 bytes here, but 12 in BPF [bpf-host-layout-size]";
  F.Where = F.TypeBegin = {"/src/ev.h", 3, 8, 8};
  F.Type = "event";
  F.Object = "ev.o";
  F.ObjectPath = "/src/ev.o";
  F.Units = {U.File};
  F.Notes = {{"add",
              {"/src/ev.h", 4, 1, 1},
              {{{"/src/ev.h", 4, 1, 1}, {"/src/ev.h", 4, 1, 1}, 9, 9, "x"}}}};
  F.Also = {{"hdr", {"/usr/include/hdr.h", 1, 1, 1}, 3}};
  U.Findings = {F};
  U.Calls = {{"mmap", {"/src/ev.h", 4, 1, 1}, true, "m"}};
  U.Sources = {U.File};
  return U;
}

std::string json(Shard Which, std::vector<Unit> Units) {
  Report R = mergeUnits(Units, "/src");
  R.Part = Which;
  R.Units = std::move(Units);
  return JsonFormat.Content(R, "/src");
}

TEST(ReportShards, AreReadAsTheyAreWritten) {
  Expected<Shard> S = parseShard("2/3");
  ASSERT_TRUE(S);
  EXPECT_EQ(S->Index, 2u);
  EXPECT_EQ(S->Count, 3u);
  for (const char *Text : {"", "2", "0/3", "4/3", "a/b", "1/2x", "/2", "-1/2"})
    EXPECT_FALSE(parseShard(Text)) << Text;
}

TEST(ReportShards, EachFileIsInOneOfThem) {
  unsigned Files[3] = {};
  for (unsigned I = 0; I != 300; ++I) {
    const std::string Path = "src/f" + std::to_string(I) + ".cpp";
    unsigned Holders = 0;
    for (unsigned K = 1; K <= 3; ++K)
      if (holds({K, 3}, Path)) {
        ++Holders;
        ++Files[K - 1];
      }
    EXPECT_EQ(Holders, 1u);
    EXPECT_TRUE(holds({1, 1}, Path));
  }
  for (unsigned Count : Files)
    EXPECT_GT(Count, 60u);
  // On every machine the same: these are the numbers of FNV-1a.
  EXPECT_TRUE(holds({1, 2}, "a.cpp") != holds({2, 2}, "a.cpp"));
}

TEST(ReportShards, TogetherTheySayWhatOneRunSays) {
  std::vector<Unit> All = {unit(0, "a.cpp"), unit(1, "b.cpp"),
                           unit(2, "c.cpp")};
  Expected<ShardReport> Two = readShard(json({2, 2}, {All[1]}), "/elsewhere");
  Expected<ShardReport> One =
      readShard(json({1, 2}, {All[0], All[2]}), "/elsewhere");
  ASSERT_TRUE(One && Two);
  EXPECT_EQ(One->Units[0].File, "/elsewhere/a.cpp");
  EXPECT_EQ(One->Units[0].Subjects[0].Objects,
            (std::vector<std::string>{"/elsewhere/ev.o", "map:7"}));
  EXPECT_EQ(One->Units[0].Findings[0].Also[0].Begin.File, "/usr/include/hdr.h");
  EXPECT_EQ(One->Units[0].Calls[0].Where.File, "/elsewhere/ev.h");
  Expected<std::vector<Unit>> Joined = joinShards({*Two, *One});
  ASSERT_TRUE(Joined);
  for (const Format *F : formats()) {
    // But for the roots.
    Report A = mergeUnits(All, "/src"), B = mergeUnits(*Joined, "/elsewhere");
    fingerprint(A);
    fingerprint(B);
    std::string TextA = F->Content(A, "/src"),
                TextB = F->Content(B, "/elsewhere");
    for (size_t At; (At = TextB.find("/elsewhere")) != std::string::npos;)
      TextB.replace(At, 10, "/src");
    EXPECT_EQ(TextA, TextB) << F->Name;
  }
}

TEST(ReportShards, APartThatIsMissingIsAnError) {
  auto Refusal = [](std::vector<ShardReport> Shards) {
    Expected<std::vector<Unit>> Joined = joinShards(std::move(Shards));
    return Joined ? std::string() : Joined.takeError().message();
  };
  EXPECT_EQ(Refusal({{{1, 2}, {}}, {{2, 2}, {}}}), "");
  EXPECT_EQ(Refusal({{{1, 3}, {}}, {{3, 3}, {}}}),
            "part 2 of 3 is missing: what it has was not checked");
  EXPECT_EQ(Refusal({{{1, 2}, {}}, {{1, 2}, {}}}),
            "part 1 of 2 is given twice");
  EXPECT_NE(Refusal({{{1, 2}, {}}, {{2, 3}, {}}}).find("of two wholes"),
            std::string::npos);
  EXPECT_NE(Refusal({}), "");
}

TEST(ReportShards, OtherFilesAreRefused) {
  Report R = mergeUnits({}, "/src");
  for (const std::string &Text :
       {std::string(), std::string("[]"), JsonFormat.Content(R, "/src"),
        std::string(R"({"version":1,"tool":{"version":"0"},"shard":{}})")})
    EXPECT_FALSE(readShard(Text, "/src")) << Text;
  // Damage harms nothing.
  std::string Text = json({1, 1}, {unit(0, "a.cpp")});
  for (size_t At = 0; At < Text.size(); At += 7) {
    std::string Damaged = Text;
    Damaged[At] = '1';
    (void)readShard(Damaged, "/src");
  }
}

} // namespace
