//===- ReportLineFilterTest.cpp - Findings on changed lines ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/LineFilter.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

LineFilter filter(const std::string &Text) {
  Expected<LineFilter> Parsed = LineFilter::parse(Text);
  EXPECT_TRUE(Parsed) << Text;
  return Parsed ? *Parsed : LineFilter();
}

Result finding() {
  Result F;
  F.Where = {"/src/ev.h", 5, 1, 1};
  F.TypeBegin = {"/src/ev.h", 3, 1, 1};
  F.TypeLastLine = 9;
  return F;
}

TEST(ReportLineFilter, AnyLineOfTheStructCounts) {
  EXPECT_TRUE(
      filter(R"([{"name":"ev.h","lines":[[5,5]]}])").matches(finding()));
  EXPECT_TRUE(
      filter(R"([{"name":"ev.h","lines":[[1,3]]}])").matches(finding()));
  EXPECT_TRUE(
      filter(R"([{"name":"ev.h","lines":[[1,1],[9,12]]}])").matches(finding()));
  EXPECT_TRUE(filter(R"([{"name":"src/ev.h"}])").matches(finding()));
  EXPECT_FALSE(filter(R"([{"name":"ev.h","lines":[[1,2],[10,12]]}])")
                   .matches(finding()));
  EXPECT_FALSE(filter(R"([{"name":"other.h"}])").matches(finding()));
}

TEST(ReportLineFilter, ALineOfAnOuterStructFindsTheNestedOne) {
  Result F = finding();
  F.Also = {{"hdr", {"/src/hdr.h", 20, 1, 1}, 24},
            {"other", {"/src/ev.h", 40, 1, 1}, 44}};
  EXPECT_TRUE(filter(R"([{"name":"hdr.h","lines":[[24,24]]}])").matches(F));
  EXPECT_TRUE(filter(R"([{"name":"ev.h","lines":[[41,41]]}])").matches(F));
  EXPECT_FALSE(filter(R"([{"name":"ev.h","lines":[[20,24]]}])").matches(F));
}

TEST(ReportLineFilter, WhatIsAboutEveryStructCounts) {
  Result F;
  F.Rule = "object";
  F.Where = {"/src/a.cpp", 70, 1, 1};
  EXPECT_TRUE(filter(R"([{"name":"ev.h"}])").matches(F));
  F.Rule = "unmarked";
  F.Where = {"/src/ev.bpf.o"};
  EXPECT_TRUE(filter(R"([{"name":"ev.h"}])").matches(F));
}

TEST(ReportLineFilter, RefusesOtherForms) {
  for (const char *Text :
       {"", "{}", "[1]", R"([{"name":1}])", R"([{"name":"a","lines":[[1]]}])",
        R"([{"name":"a","lines":[[2,1]]}])",
        R"([{"name":"a","lines":[["1",2]]}])"})
    EXPECT_FALSE(LineFilter::parse(Text)) << Text;
  EXPECT_TRUE(filter("[]").isEmpty());
}

} // namespace
