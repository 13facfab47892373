//===- ReportHelperLinesTest.cpp - The command and its helper -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/HelperLines.h"

#include "ReportFixture.h"

#include "gtest/gtest.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::report;
using hostlayout::test::finding;

namespace {

std::optional<Unit> unit(std::string_view Line) {
  std::optional<HelperLine> Read = readLine(Line);
  if (!Read || !std::holds_alternative<Unit>(*Read))
    return std::nullopt;
  return std::get<Unit>(std::move(*Read));
}

Expected<HelperRequest> read(const std::vector<std::string> &Words) {
  std::vector<const char *> Pointers;
  for (const std::string &Word : Words)
    Pointers.push_back(Word.c_str());
  return readWords(Pointers);
}

TEST(ReportHelperLines, UnitsSurviveJson) {
  report::Unit U;
  U.File = "/src/a \"quoted\".cpp";
  U.State = UnitState::Judged;
  U.Findings = {finding("event", 7)};
  U.Subjects = {{"event",
                 {"/src/include/ev.h", 6, 8, 8},
                 true,
                 {"event"},
                 {"/ev.bpf.o"}}};
  SharedType &Shared = U.Shared.emplace_back();
  Shared.Object = "/src/ev.bpf.o";
  Shared.Name = "event";
  Shared.Use = "m.value";
  Shared.Names = {"event", "m.value"};
  Shared.Size = 24;
  Shared.Kind = SharedKind::Declared;
  Shared.IsEmitted = true;
  Shared.Maps = {"m"};
  Shared.Layout = "1";
  Shared.Interface = "2";
  U.Calls = {
      {"mmap", {"/src/a.cpp", 9, 3, 3}, true, "counts, small"},
      {"bpf_map_lookup_elem", {"/src/a.h", 2, 1, 1}, false, "why", true}};
  U.Sources = {"/src/a.cpp", "/src/ev.h"};
  std::string Line = toLine(U);
  EXPECT_EQ(std::count(Line.begin(), Line.end(), '\n'), 1);
  std::optional<report::Unit> Back = unit(Line);
  ASSERT_TRUE(Back);
  EXPECT_EQ(toLine(*Back), Line);
  EXPECT_EQ(Back->Findings[0].Notes[0].Edits, U.Findings[0].Notes[0].Edits);
  EXPECT_TRUE(Back->Findings[0].Notes[0].IsSafe);
  U.Findings[0].Notes[0].IsSafe = false;
  Back = unit(toLine(U));
  ASSERT_TRUE(Back);
  EXPECT_FALSE(Back->Findings[0].Notes[0].IsSafe);
  EXPECT_TRUE(Back->Subjects[0].IsChecked);
  EXPECT_EQ(Back->Calls, U.Calls);
}

TEST(ReportHelperLines, DamagedJsonIsNoUnit) {
  EXPECT_FALSE(readLine(""));
  EXPECT_FALSE(readLine("{"));
  EXPECT_FALSE(readLine("[]"));
  EXPECT_FALSE(readLine("{\"unit\":\"a.cpp\",\"state\":\"odd\"}"));
  std::optional<report::Unit> U =
      unit(R"({"unit":"a.cpp","state":"judged","findings":[{"message":1}],)"
           R"("subjects":7})");
  ASSERT_TRUE(U);
  EXPECT_EQ(U->Findings[0].Text, "");
  EXPECT_TRUE(U->Subjects.empty());
}

TEST(ReportHelperLines, WhatIsBegunAndLeftOut) {
  std::optional<HelperLine> Read = readLine(toLine(Begun{7}));
  ASSERT_TRUE(Read && std::holds_alternative<Begun>(*Read));
  EXPECT_EQ(std::get<Begun>(*Read).Id, 7u);
  Read = readLine(toLine(LeftOut{8}));
  ASSERT_TRUE(Read && std::holds_alternative<LeftOut>(*Read));
  EXPECT_EQ(std::get<LeftOut>(*Read).Id, 8u);
}

TEST(ReportHelperLines, RequestsSurviveWords) {
  HelperRequest R;
  R.Database = "build/compile_commands.json";
  R.Flags = {"-std=c++20", "--flag=x"};
  R.Root = "/src";
  R.Objects = {"a=b.o", "c.o"};
  R.Base = "vmlinux";
  R.Settings = {"renamed=error"};
  R.OutputList = "outputs";
  R.Files = {"--id=3", "a b.cpp"};
  R.Ids = {3, 5};
  R.Threads = 4;
  R.HasColors = R.WantsShared = R.ParsesAll = R.TellsCrashes = true;
  Expected<HelperRequest> Back = read(toWords(R));
  ASSERT_TRUE(Back);
  EXPECT_EQ(*Back, R);
  // Nor does what was not asked for come to be asked.
  Back = read(toWords(HelperRequest()));
  ASSERT_TRUE(Back);
  EXPECT_EQ(*Back, HelperRequest());
}

TEST(ReportHelperLines, OtherWordsAreRefused) {
  for (const char *Word : {"--colour", "--color=1", "--id", "--id=x", "--id=3x",
                           "--threads=", "file"}) {
    Expected<HelperRequest> Read = read({Word});
    ASSERT_FALSE(Read) << Word;
    EXPECT_EQ(Read.takeError().message(),
              "unknown option '" + std::string(Word) + "'");
  }
}

} // namespace
