//===- ReportProjectTest.cpp - What a project's report has besides --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files that did not compile, what is shared and has no counterpart, and what
// a baseline knows: in each format.
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace hostlayout;
using namespace hostlayout::report;

namespace {

Report project() {
  Report R;
  R.Root = "/src";
  R.Files = 3;
  R.Checked = 1;
  Unit &Failed = R.Failed.emplace_back();
  Failed.File = "/src/broken|<b>.cpp";
  Failed.State = UnitState::Failed;
  Failed.Why = "broken.cpp:1:1: error: unknown type name 'x'";
  SharedType Value;
  Value.Object = "/src/ev.bpf.o";
  Value.Name = "event";
  Value.Use = "counts.value";
  Value.Names = {"event"};
  Value.Size = 16;
  R.Shared.push_back({Value, {}, true});
  Value.Name.clear();
  R.Shared.push_back({Value, {}, false});
  Value.Name = "emitted";
  Value.Use.clear();
  Value.Object = "/src/tx.bpf.o";
  R.Shared.push_back({Value, {}, false});
  report::Result F;
  F.Rule = "size";
  F.Text = "'event' is 12 bytes here, but 16 in BPF [bpf-host-layout-size]";
  F.Where = {"/src/a.cpp", 3, 8, 8};
  F.Type = "event";
  F.Object = "/elsewhere/ev.bpf.o";
  F.Units = {"/src/a.cpp"};
  R.Findings.push_back(F);
  R.ExitCode = 2;
  fingerprint(R);
  return R;
}

TEST(ReportProject, TextOfWhatDidNotCompile) {
  EXPECT_NE(
      TextFormat.Content(project(), "/src")
          .find("unknown type name 'x'\nbroken|<b>.cpp: error: this file could "
                "not be compiled here and was not checked\n"),
      std::string::npos);
}

TEST(ReportProject, TextOfCoverage) {
  Report R = project();
  R.Findings.clear();
  R.Failed.clear();
  EXPECT_EQ(TextFormat.Content(R, "/src"),
            "ev.bpf.o:\n"
            "  checked  event, 16 bytes: counts.value\n"
            "  MISSING  (no name), 16 bytes: counts.value\n"
            "tx.bpf.o:\n"
            "  MISSING  emitted, 16 bytes: emitted\n"
            "1 of 3 structs that BPF programs share have a checked "
            "counterpart\n");
  EXPECT_EQ(TextFormat.Content(Report(), "/src"), "");
}

TEST(ReportProject, SentencesOfWhatHasNoCounterpart) {
  const Report R = project();
  EXPECT_EQ(unmarkedSentence(R.Shared[0].Type, "ev.bpf.o"),
            "'event', which is counts.value in ev.bpf.o, has no checked "
            "counterpart here");
  EXPECT_EQ(unmarkedSentence(R.Shared[1].Type, "ev.bpf.o"),
            "the struct of counts.value in ev.bpf.o has no checked counterpart "
            "here");
  EXPECT_EQ(unmarkedSentence(R.Shared[2].Type, "tx.bpf.o"),
            "'emitted', which tx.bpf.o emits, has no checked counterpart here");
}

TEST(ReportProject, Json) {
  const auto J = nlohmann::json::parse(JsonFormat.Content(project(), ""));
  EXPECT_EQ(J["root"], "/src");
  EXPECT_EQ(J["summary"]["files"], 3);
  EXPECT_EQ(J["summary"]["errors"], 1);
  EXPECT_EQ(J["summary"]["filesFailed"], 1);
  EXPECT_EQ(J["summary"]["exitCode"], 2);
  EXPECT_EQ(J["failed"][0]["file"], "broken|<b>.cpp");
  ASSERT_EQ(J["coverage"].size(), 3u);
  EXPECT_EQ(J["coverage"][0]["covered"], true);
  EXPECT_EQ(J["coverage"][2]["object"], "tx.bpf.o");
  ASSERT_EQ(J["findings"].size(), 1u);
}

TEST(ReportProject, GitHub) {
  const Report R = project();
  const std::string Annotations = GitHubFormat.LogLines(R);
  EXPECT_NE(Annotations.find("could not be compiled"), std::string::npos);
  const std::string Summary = GitHubFormat.StepSummary(R);
  EXPECT_NE(Summary.find("| files that could not be compiled |"),
            std::string::npos);
  // What would end a table's cell, or begin HTML, does neither.
  EXPECT_NE(Summary.find("`broken\\|&lt;b>.cpp`"), std::string::npos);
}

TEST(ReportProject, SarifSaysWhatFailedAndWhatIsKnown) {
  Report R = project();
  R.HasBaseline = true;
  R.Findings[0].IsKnown = true;
  const auto Run = nlohmann::json::parse(SarifFormat.Content(R, ""))["runs"][0];
  const auto &Notes = Run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_FALSE(Notes.empty());
  EXPECT_EQ(Notes[0]["message"]["text"], R.Failed[0].Why);
  EXPECT_EQ(Run["results"][0]["baselineState"], "unchanged");
  EXPECT_EQ(Run["results"][0]["suppressions"][0]["kind"], "external");
}

} // namespace
