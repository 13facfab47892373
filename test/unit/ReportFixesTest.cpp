//===- ReportFixesTest.cpp - The edits that remove findings ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Fixes.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

const std::string Source = "one\ntwo\nthree\n";

Replacement edit(uint64_t Begin, uint64_t End, unsigned Line,
                 std::string Text) {
  Replacement E;
  E.From = E.To = {"/src/ev.h", Line, 1, 1};
  E.Begin = Begin;
  E.End = End;
  E.Text = std::move(Text);
  return E;
}

Result finding(const char *Type, std::vector<Replacement> Edits) {
  Result F;
  F.Type = Type;
  F.TypeBegin = {"/src/ev.h", 1, 1, 1};
  F.Notes = {{"where it is", {}, {}}, {"change it", {}, std::move(Edits)}};
  return F;
}

TEST(ReportFixes, AppliesAllOfAFix) {
  Report R;
  R.Findings = {finding("a", {edit(8, 13, 3, "3"), edit(0, 3, 1, "1")})};
  FixPlan Plan = planFixes(R);
  EXPECT_EQ(Plan.Fixes, 1u);
  ASSERT_EQ(Plan.Files.size(), 1u);
  Expected<std::string> New = applyEdits(Source, Plan.Files["/src/ev.h"]);
  ASSERT_TRUE(New);
  EXPECT_EQ(*New, "1\ntwo\n3\n");
}

TEST(ReportFixes, OneForEachStructAndNoneInTheWayOfAnother) {
  Report R;
  R.Findings = {finding("a", {edit(0, 3, 1, "1")}),
                finding("a", {edit(8, 13, 3, "3")}),
                finding("b", {edit(2, 4, 1, "x"), edit(8, 9, 3, "y")}),
                finding("c", {edit(4, 7, 2, "2")})};
  R.Findings.front().IsKnown = true;
  FixPlan Plan = planFixes(R);
  // The first is known; that of 'b' meets the second one's.
  EXPECT_EQ(Plan.Fixes, 2u);
  Expected<std::string> New = applyEdits(Source, Plan.Files["/src/ev.h"]);
  ASSERT_TRUE(New);
  EXPECT_EQ(*New, "one\n2\n3\n");
}

TEST(ReportFixes, WhatAPersonMustDecideIsLeftAlone) {
  Report R;
  R.Findings = {finding("a", {edit(0, 3, 1, "1")})};
  R.Findings[0].Notes[1].IsSafe = false;
  EXPECT_EQ(planFixes(R).Fixes, 0u);
  // Another finding of the struct may have one that is safe.
  R.Findings.push_back(finding("a", {edit(8, 13, 3, "3")}));
  EXPECT_EQ(planFixes(R).Fixes, 1u);
}

TEST(ReportFixes, AFixThatDidNotHelpIsNotTriedAgain) {
  Report R;
  R.Findings = {finding("a", {edit(0, 3, 1, "1")}),
                finding("a", {edit(8, 13, 3, "3")})};
  R.Findings[0].Text = "first";
  R.Findings[1].Text = "second";
  const FixPlan Plan = planFixes(R);
  EXPECT_EQ(Plan.Faults.size(), 1u);
  EXPECT_EQ(leftOver(Plan.Faults, R), Plan.Faults);
  const FixPlan Next = planFixes(R, Plan.Faults);
  EXPECT_EQ(Next.Files.at("/src/ev.h").front().Text, "3");
  R.Findings.erase(R.Findings.begin());
  EXPECT_TRUE(leftOver(Plan.Faults, R).empty());
}

TEST(ReportFixes, AChangedFileIsLeftAlone) {
  EXPECT_FALSE(applyEdits(Source, {edit(8, 13, 2, "3")}));
  EXPECT_FALSE(applyEdits(Source, {edit(8, 99, 3, "3")}));
  EXPECT_FALSE(applyEdits(Source, {edit(9, 8, 3, "3")}));
}

} // namespace
