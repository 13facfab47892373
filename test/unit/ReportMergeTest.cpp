//===- ReportMergeTest.cpp - From units to a report -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/MergeUnits.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

const Place EventPlace = {"/src/ev.h", 3, 8, 8};

Unit unit(const char *File) {
  Unit U;
  U.File = File;
  U.State = UnitState::Judged;
  return U;
}

MarkedType subject(bool IsChecked, std::vector<std::string> Objects = {}) {
  return {"event", EventPlace, IsChecked, {"event"}, std::move(Objects)};
}

Result finding(const char *Rule, const char *Text) {
  Result F;
  F.Rule = Rule;
  F.Text = Text;
  F.Where = F.TypeBegin = EventPlace;
  F.Type = "event";
  return F;
}

TEST(ReportMerge, AFindingOfSeveralUnitsIsOne) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Subjects = B.Subjects = {subject(true)};
  A.Findings = B.Findings = {finding("size", "'event' is 8 bytes here")};
  A.Findings[0].Level = Severity::Warning;
  Report R = mergeUnits({A, B}, "/src");
  EXPECT_EQ(R.Files, 2u);
  EXPECT_EQ(R.Checked, 1u);
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Level, Severity::Error);
  EXPECT_EQ(R.Findings[0].Units,
            (std::vector<std::string>{"/src/a.cpp", "/src/b.cpp"}));
}

LibbpfCall call(bool IsResolved, std::string Text, bool IsUncalled = false) {
  return {"bpf_map_update_elem",
          {"/src/calls.h", 9, 3, 3},
          IsResolved,
          std::move(Text),
          IsUncalled};
}

TEST(ReportMerge, ACallInAHeaderIsOne) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp"), C = unit("/src/c.cpp");
  A.Calls = {call(true, "counts")};
  B.Calls = {call(true, "small"), call(true, "counts")};
  // Nothing in it makes the call.
  C.Calls = {call(false, "nothing calls it", true)};
  for (const std::vector<Unit> &Units :
       {std::vector{A, B, C}, std::vector{C, A, B}}) {
    Report R = mergeUnits(Units, "/src");
    ASSERT_EQ(R.Calls.size(), 1u);
    EXPECT_EQ(R.Calls[0].Text, "counts, small");
    EXPECT_EQ(callsSentence(R), "1 of 1 libbpf call resolved");
    EXPECT_EQ(summaryLine(R), "3 files, 0 structs and 1 libbpf call checked, "
                              "0 findings");
    EXPECT_EQ(callLines(R, "/src"),
              "calls.h:9: bpf_map_update_elem: resolved: counts, small\n");
  }
  Unit D = unit("/src/d.cpp");
  D.Calls = {call(false, "why")};
  for (const std::vector<Unit> &Units :
       {std::vector{A, C, D}, std::vector{D, C, A}, std::vector{C, D, A}}) {
    Report R = mergeUnits(Units, "/src");
    ASSERT_EQ(R.Calls.size(), 1u);
    EXPECT_FALSE(R.Calls[0].IsResolved);
    EXPECT_EQ(R.Calls[0].Text, "why");
    EXPECT_EQ(callsSentence(R), "0 of 1 libbpf call resolved");
    EXPECT_EQ(summaryLine(R), "3 files, 0 structs checked, 0 findings");
    EXPECT_EQ(callLines(R, "/src"),
              "calls.h:9: bpf_map_update_elem: NOT resolved: why\n");
  }
}

TEST(ReportMerge, WhatOneUnitCheckedIsChecked) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Subjects = {subject(false)};
  A.Findings = {finding("not-checked", "'event' was not checked")};
  Report Alone = mergeUnits({A}, "/src");
  EXPECT_EQ(Alone.NotChecked.size(), 1u);
  EXPECT_EQ(Alone.Findings.size(), 1u);
  B.Subjects = {subject(true)};
  Report R = mergeUnits({A, B}, "/src");
  EXPECT_EQ(R.Checked, 1u);
  EXPECT_TRUE(R.NotChecked.empty());
  EXPECT_TRUE(R.Findings.empty());
}

TEST(ReportMerge, AnUnreadableObjectIsToldOnce) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Findings = B.Findings = {finding("object", "ev.bpf.o: no such file")};
  B.Findings[0].Where.Line = 70;
  EXPECT_EQ(mergeUnits({A, B}, "/src").Findings.size(), 1u);
  // Of one spelling, but in two directories: two files.
  A.Findings[0].ObjectPath = "/src/a/ev.bpf.o";
  B.Findings[0].ObjectPath = "/src/b/ev.bpf.o";
  EXPECT_EQ(mergeUnits({A, B}, "/src").Findings.size(), 2u);
  // And one file of two spellings.
  B.Findings[0].ObjectPath = A.Findings[0].ObjectPath;
  B.Findings[0].Text = "../a/ev.bpf.o: no such file";
  EXPECT_EQ(mergeUnits({A, B}, "/src").Findings.size(), 1u);
}

TEST(ReportMerge, AStructThatNoUnitCheckedIsToldOnce) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp"), C = unit("/src/c.cpp");
  A.Findings = {finding("not-checked", "'event' was not checked")};
  B.Findings = {finding("type-not-found", "no type 'event' in b.skel.h")};
  C.Findings = {finding("type-not-found", "no type 'event' in c.skel.h")};
  Report R = mergeUnits({A, B, C}, "/src");
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Text, "no type 'event' in b.skel.h");
  EXPECT_EQ(R.Findings[0].Units.size(), 3u);
  // Another struct is another one.
  C.Findings[0].Type = "other";
  C.Findings[0].TypeBegin.Line = 9;
  EXPECT_EQ(mergeUnits({A, B, C}, "/src").Findings.size(), 2u);
}

TEST(ReportMerge, TwoFaultsAtOnePlaceStayTwo) {
  Unit A = unit("/src/a.cpp");
  A.Findings = {finding("missing-field", "'event' has no field 'a' here"),
                finding("missing-field", "'event' has no field 'b' here")};
  EXPECT_EQ(mergeUnits({A}, "/src").Findings.size(), 2u);
}

TEST(ReportMerge, AFaultInANestedStructKnowsAllThatHoldIt) {
  Unit A = unit("/src/a.cpp");
  Result Outer = finding("type", "'x' is 'float' here");
  Outer.Also = {{"hdr", {"/src/hdr.h", 20, 1, 1}, 24}};
  Result Other = Outer;
  Other.Type = "other";
  Other.TypeBegin.Line = 40;
  A.Findings = {Outer, Other, Outer};
  Report R = mergeUnits({A}, "/src");
  ASSERT_EQ(R.Findings.size(), 1u);
  ASSERT_EQ(R.Findings[0].Also.size(), 2u);
  EXPECT_EQ(R.Findings[0].Also[0].Name, "hdr");
  EXPECT_EQ(R.Findings[0].Also[1].Name, "other");
}

TEST(ReportMerge, AFileWithTwoCommandsFailsOnce) {
  Unit A = unit("/src/a.cpp"), B = A;
  A.State = B.State = UnitState::Failed;
  Report R = mergeUnits({A, B}, "/src");
  EXPECT_EQ(R.Files, 1u);
  EXPECT_EQ(R.Failed.size(), 1u);
}

TEST(ReportMerge, SaysWhatWasCheckedAgainstWhat) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Subjects = {
      subject(true, {"/src/a.o"}),
      {"lost", {"/src/ev.h", 9, 8, 8}, false, {"lost"}, {"/src/a.o"}}};
  B.Subjects = {subject(true, {"/src/b.o"})};
  Report R = mergeUnits({A, B}, "/src");
  EXPECT_EQ(subjectLines(R, "/src"),
            "ev.h:3: event: checked against 'event' in a.o and b.o\n"
            "ev.h:9: lost: NOT checked: no 'lost' in a.o\n");
}

TEST(ReportMerge, SaysWhyNothingWasChecked) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  EXPECT_NE(whyNothingIsChecked(mergeUnits({A, B}, "/src"))
                .find("no struct in these 2 files is marked with "
                      "BPF_HOST_LAYOUT"),
            std::string::npos);
  A.Subjects = {subject(false)};
  EXPECT_EQ(whyNothingIsChecked(mergeUnits({A, B}, "/src")),
            "nothing was checked: of 1 marked struct none could be compared "
            "with an object");
}

SharedType shared(const char *Object, const char *Name, const char *Use,
                  const char *Layout = "L") {
  SharedType T;
  T.Object = Object;
  T.Name = Name;
  T.Use = Use;
  T.Names = {Name, Use};
  T.Layout = Layout;
  T.Maps = {"m"};
  T.Interface = Object;
  return T;
}

SharedType buffer(const char *Object, const char *Name) {
  SharedType T;
  T.Object = T.Interface = Object;
  T.Kind = SharedKind::Records;
  T.Use = std::string("ring buffer '") + Name + "'";
  T.Maps = {Name};
  return T;
}

std::vector<bool> covered(const std::vector<Unit> &Units) {
  std::vector<bool> Which;
  for (const Coverage &C : coverage(Units))
    Which.push_back(C.IsCovered);
  return Which;
}

TEST(ReportCoverage, ATypeOfAnotherLayoutIsAnotherType) {
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Shared = {shared("/src/z.o", "event", "m.value", "Z"),
              shared("/src/a.o", "event", "m.value", "A")};
  B.Subjects = {subject(true, {"/src/z.o"})};
  std::vector<Coverage> All = coverage({A, B});
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].Type.Object, "/src/a.o");
  EXPECT_FALSE(All[0].IsCovered);
  EXPECT_TRUE(All[1].IsCovered);
  std::vector<Result> Missing = unmarkedFindings(All, "/src");
  ASSERT_EQ(Missing.size(), 1u);
  EXPECT_EQ(Missing[0].Object, "a.o");
  B.Subjects[0].IsChecked = false;
  EXPECT_EQ(covered({A, B}), (std::vector<bool>{false, false}));
}

TEST(ReportCoverage, ATypeCountsOnce) {
  // An object, its skeleton, and a second report of it after a crash.
  Unit A = unit("/src/a.cpp"), B = unit("/src/b.cpp");
  A.Shared = {shared("/src/ev.skel.h", "event", "m.value"),
              buffer("/src/ev.skel.h", "rb")};
  B.Shared = {shared("/src/ev.bpf.o", "event", "m.value"),
              buffer("/src/ev.bpf.o", "rb"),
              shared("/src/ev.bpf.o", "event", "m.value")};
  B.Shared[1].Interface = A.Shared[1].Interface;
  A.Subjects = {subject(true, {"/src/ev.skel.h"})};
  std::vector<Coverage> All = coverage({A, B});
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].Objects.size(), 2u);
  EXPECT_EQ(All[0].Type.Object, "/src/ev.bpf.o");
  EXPECT_TRUE(All[0].IsCovered);
}

TEST(ReportCoverage, ABufferIsCoveredByARecordOfItsObject) {
  Unit A = unit("/src/a.cpp");
  A.Shared = {shared("/src/a.o", "event", "m.value"), buffer("/src/a.o", "rb")};
  // The value of a map is no record, nor is a section's struct.
  A.Subjects = {subject(true, {"/src/a.o"}),
                {"bss", {"/src/a.h", 9, 8, 8}, true, {".bss"}, {"/src/a.o"}}};
  EXPECT_EQ(covered({A}), (std::vector<bool>{true, false}));
  // A record of another object says nothing of this one.
  A.Subjects.push_back(
      {"rec", {"/src/a.h", 19, 8, 8}, true, {"rec"}, {"/src/b.o"}});
  EXPECT_EQ(covered({A}), (std::vector<bool>{true, false}));
  A.Subjects.back().Objects = {"/src/a.o"};
  EXPECT_EQ(covered({A}), (std::vector<bool>{true, true}));
  // One that is a value, too, counts where the program says that it emits it.
  A.Subjects.pop_back();
  A.Shared[0].IsEmitted = true;
  EXPECT_EQ(covered({A}), (std::vector<bool>{true, true}));
}

TEST(ReportCoverage, OfSizesAloneOnlyTheRoleCounts) {
  Unit A = unit("/src/a.cpp");
  SharedType T = shared("/src/a.o", "", "m.value", "");
  T.Kind = SharedKind::Size;
  T.Names = {"m.value"};
  T.Size = 16;
  A.Shared = {T};
  A.Subjects = {subject(true, {"/src/a.o"})};
  EXPECT_EQ(covered({A}), (std::vector<bool>{false}));
  EXPECT_EQ(unmarkedFindings(coverage({A}), "/src")[0].sentence(),
            "m.value in a.o, of which only the size is known (16 bytes), has "
            "no checked counterpart here");
  A.Subjects[0].BpfNames = {"m.value"};
  EXPECT_EQ(covered({A}), (std::vector<bool>{true}));
}

TEST(ReportCoverage, MapsThatNoSourceNamesAreNotAskedFor) {
  Unit A = unit("/src/a.cpp");
  A.Shared = {shared("/src/a.o", "event", "m.value"), buffer("/src/a.o", "rb")};
  EXPECT_EQ(sharedMaps({A}), (std::set<std::string>{"m", "rb"}));
  std::set<std::string> Mentioned;
  addMentions("bpf_map__fd(skel->maps.rb); // m2 _m m_", sharedMaps({A}),
              Mentioned);
  EXPECT_EQ(Mentioned, (std::set<std::string>{"rb"}));
  std::vector<Result> Missing =
      unmarkedFindings(coverage({A}, &Mentioned), "/src");
  ASSERT_EQ(Missing.size(), 1u);
  EXPECT_EQ(Missing[0].sentence(),
            "no checked struct here is a record of the ring buffer 'rb' in "
            "a.o");
  // What the program emits is meant for the host.
  A.Shared[0].IsEmitted = true;
  A.Shared[0].Maps.clear();
  EXPECT_EQ(unmarkedFindings(coverage({A}, &Mentioned), "/src").size(), 2u);
}

} // namespace
