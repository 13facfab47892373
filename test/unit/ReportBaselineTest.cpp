//===- ReportBaselineTest.cpp - Findings that are known -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Baseline.h"

#include "gtest/gtest.h"

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

Report report() {
  Report R;
  R.Root = "/src";
  for (const char *Type : {"b", "a"}) {
    Result F;
    F.Rule = "size";
    F.Text = std::string("'") + Type + "' is wrong [bpf-host-layout-size]";
    F.Where = {"/src/ev.h", 3, 1, 1};
    F.Type = Type;
    R.Findings.push_back(F);
  }
  fingerprint(R);
  return R;
}

TEST(ReportBaseline, KnowsWhatItWasMadeOf) {
  Report R = report();
  const std::string Text = baselineOf(R);
  // Sorted by type, with files as the project calls them.
  EXPECT_LT(Text.find("'a' is wrong"), Text.find("'b' is wrong"));
  EXPECT_NE(Text.find("\"file\": \"ev.h\""), std::string::npos);
  Expected<std::set<std::string>> Known = readBaseline(Text);
  ASSERT_TRUE(Known);
  EXPECT_EQ(applyBaseline(R, *Known), 0u);
  EXPECT_TRUE(R.HasBaseline);
  EXPECT_EQ(R.known(), 2u);
  EXPECT_EQ(R.count(Severity::Error), 0u);
}

TEST(ReportBaseline, CountsWhatIsGoneAndKeepsWhatIsNew) {
  Report R = report();
  Expected<std::set<std::string>> Known = readBaseline(baselineOf(R));
  ASSERT_TRUE(Known);
  R.Findings.pop_back();
  R.Findings.front().Fingerprint = "another";
  EXPECT_EQ(applyBaseline(R, *Known), 2u);
  EXPECT_EQ(R.known(), 0u);
}

TEST(ReportBaseline, RefusesWhatIsNone) {
  auto Refusal = [](std::string_view Text) {
    Expected<std::set<std::string>> Read = readBaseline(Text);
    return Read ? std::string() : Read.takeError().message();
  };
  EXPECT_EQ(Refusal("{}"),
            "this is not a baseline; --update-baseline writes one");
  EXPECT_EQ(Refusal(""), Refusal("{}"));
  EXPECT_NE(Refusal(R"({"version":9,"findings":[]})").find("another version"),
            std::string::npos);
  EXPECT_NE(Refusal(R"({"version":1,"findings":[{}]})").find("damaged"),
            std::string::npos);
}

} // namespace
