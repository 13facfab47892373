//===- ReportJoinsTest.cpp - What units tell each other -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Joins.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

class ReportJoins : public testing::Test {
protected:
  ReportJoins() : Units(3) {
    for (unsigned I = 0; I != 3; ++I) {
      Units[I].Id = I;
      Units[I].File = "/" + std::to_string(I) + ".c";
      Units[I].State = UnitState::Judged;
      Units[I].IsLookedAt = true;
    }
  }

  JoinPlan plan(bool IsWhole = true,
                const std::map<unsigned, std::string> &Heard = {}) {
    return planJoins(
        Units, IsWhole,
        [&](const std::string &File) {
          return File == Unreadable ? std::nullopt : std::optional(Text);
        },
        Heard);
  }

  std::vector<unsigned> ids(bool IsWhole = true) { return plan(IsWhole).Ids; }

  using Ids = std::vector<unsigned>;
  std::vector<Unit> Units;
  std::string Text, Unreadable;
};

TEST_F(ReportJoins, AHelperAndItsCallers) {
  Units[0].Wants = Units[0].Defines = {"f::get"};
  EXPECT_EQ(ids(), Ids());
  Units[1].Offers = {{"f::get", "text"}};
  JoinPlan P = plan(false);
  EXPECT_EQ(P.Ids, Ids{0});
  ASSERT_EQ(P.Lines.size(), 1u);
  std::optional<JoinLine> L = readJoinLine(P.Lines[0]);
  ASSERT_TRUE(L);
  EXPECT_EQ(L->Key, "f::get");
  EXPECT_EQ(L->Unit, 1u);
  EXPECT_EQ(L->Text, "text");
  // Another program's function.
  Units[2].Defines = {"f::get"};
  EXPECT_EQ(ids(), Ids());
}

TEST_F(ReportJoins, WhatNobodyHasLookedInto) {
  Units[0].Wants = Units[0].Defines = {"f::get"};
  Units[1].Offers = {{"f::get", "text"}};
  Units[2].IsLookedAt = false;
  EXPECT_EQ(ids(), Ids{0});
  Text = "int get(int fd) { return fd; }";
  EXPECT_EQ(ids(), Ids());
  Text = "int getter;";
  EXPECT_EQ(ids(), Ids{0});
  Unreadable = "/2.c";
  EXPECT_EQ(ids(), Ids());
}

TEST_F(ReportJoins, WhatAUnitSaysItselfIsNoNewsToIt) {
  Units[0].Wants = {"s:ev:events", "s:ev:counts"};
  Units[1].Offers = {{"s:ev:events", "text"}};
  // What is set of a map only takes findings away.
  EXPECT_EQ(ids(), Ids());
  Units[0].Findings.emplace_back();
  JoinPlan P = plan();
  EXPECT_EQ(P.Ids, Ids{0});
  Units[0].Offers = {{"s:ev:events", "own"}, {"s:ev:counts", "own"}};
  EXPECT_EQ(plan(true, P.Heard).Ids, Ids());
  Units[2].Offers = {{"s:ev:counts", "more"}};
  EXPECT_EQ(plan(true, P.Heard).Ids, Ids{0});
}

TEST_F(ReportJoins, WhatAUnitHandsOnNeedsNoSecondLook) {
  // The first hands its map to the second's function, which sets something of
  // it; the third has a finding of that map.
  Units[0].Wants = {"s::set"};
  Units[0].Implies = {"s::set\ns::outer", "s::outer\ns:ev:events", "odd"};
  Units[1].Offers = {{"s::set", "text"}};
  Units[2].Wants = {"s:ev:events"};
  Units[2].Findings.emplace_back();
  // Its own words it does not hand on.
  EXPECT_EQ(ids(), Ids());
  Units[0].Implies = {"s::set\ns:ev:events"};
  JoinPlan P = plan();
  EXPECT_EQ(P.Ids, Ids{2});
  ASSERT_EQ(P.Lines.size(), 1u);
  std::optional<JoinLine> L = readJoinLine(P.Lines[0]);
  EXPECT_EQ(L->Unit, 0u);
  EXPECT_EQ(L->Text, "text");
  Units[0].Findings.emplace_back();
  EXPECT_EQ(ids(), (Ids{0, 2}));
}

TEST_F(ReportJoins, MembersAndGlobalsNeedTheWholeProject) {
  Units[0].Wants = {"m:/a.h:1:2:fd"};
  // That nobody stores to it is worth knowing.
  JoinPlan P = plan();
  EXPECT_EQ(P.Ids, Ids{0});
  ASSERT_EQ(P.Lines.size(), 1u);
  EXPECT_FALSE(readJoinLine(P.Lines[0])->Unit);
  EXPECT_EQ(ids(false), Ids());
  Units[1].State = UnitState::Failed;
  EXPECT_EQ(ids(), Ids());
  Units[1].State = UnitState::Judged;
  Units[0].Wants = {"v:fds:fds"};
  EXPECT_EQ(ids(), Ids()); // Nobody has it.
  Units[1].Defines = {"v:fds:fds"};
  EXPECT_EQ(ids(), Ids{0});
  Units[2].Defines = {"v:fds:fds"};
  EXPECT_EQ(ids(), Ids());
}

TEST_F(ReportJoins, AResultComesFromOneFunction) {
  Units[0].Wants = {"r::open_map"};
  Units[1].Offers = {{"r::open_map", "{}"}};
  EXPECT_EQ(ids(), Ids());
  Units[1].Defines = {"f::open_map"};
  EXPECT_EQ(ids(), Ids{0});
}

TEST_F(ReportJoins, ACallThatHandsOverNothingKnownHelpsNobody) {
  Units[0].Wants = Units[0].Defines = {"f::get"};
  Units[1].Offers = {{"f::get", "[]"}};
  EXPECT_EQ(ids(), Ids());
  // Beside one that does it counts.
  Units[2].Offers = {{"f::get", "text"}};
  JoinPlan P = plan();
  EXPECT_EQ(P.Ids, Ids{0});
  EXPECT_EQ(P.Lines.size(), 2u);
}

TEST_F(ReportJoins, WhatIsWantedForAnOfferCountsWhereTheOfferDoes) {
  Units[1].Wants = {"f::outer\nf::get"};
  Units[1].Defines = {"f::outer"};
  Units[2].Offers = {{"f::outer", "text"}};
  EXPECT_EQ(ids(), Ids());
  Units[0].Wants = Units[0].Defines = {"f::get"};
  EXPECT_EQ(ids(), Ids{1});
  // And in turn.
  Units[2].Offers = {};
  Units[2].Wants = {"m:/a.h:1:2:fd\nf::outer"};
  EXPECT_EQ(ids(), Ids{2});
}

TEST_F(ReportJoins, RoundsEndWhereNothingNewIsSaid) {
  Units[0].Wants = Units[0].Defines = {"f::get"};
  Units[1].Wants = {"f::outer\nf::get"};
  Units[1].Defines = {"f::outer"};
  Units[2].Offers = {{"f::outer", "text"}};
  JoinPlan First = plan();
  EXPECT_EQ(First.Ids, Ids{1});
  EXPECT_EQ(plan(true, First.Heard).Ids, Ids());
  // What the second has heard it hands on.
  Units[1].Offers = {{"f::get", "more"}};
  JoinPlan Second = plan(true, First.Heard);
  EXPECT_EQ(Second.Ids, Ids{0});
  ASSERT_EQ(Second.Lines.size(), 1u);
  EXPECT_EQ(readJoinLine(Second.Lines[0])->Text, "more");
  EXPECT_EQ(plan(true, Second.Heard).Ids, Ids());
}

TEST_F(ReportJoins, DamagedLines) {
  for (const char *Line : {"", "{", "[]", "{\"unit\":1}", "{\"key\":3}"})
    EXPECT_FALSE(readJoinLine(Line)) << Line;
}

} // namespace
