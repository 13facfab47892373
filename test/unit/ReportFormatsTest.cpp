//===- ReportFormatsTest.cpp - Reports and their formats ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"

#include "ReportFixture.h"

#include "gtest/gtest.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::report;
using hostlayout::test::finding;

namespace {

Report report(std::vector<report::Result> Findings) {
  Report R;
  R.Root = "/src";
  R.Files = 2;
  R.Checked = 1;
  R.Findings = std::move(Findings);
  fingerprint(R);
  return R;
}

std::string sarif(const Report &R) { return SarifFormat.Content(R, ""); }

size_t occurrences(const std::string &Text, const std::string &Part) {
  size_t Count = 0;
  for (size_t At = Text.find(Part); At != std::string::npos;
       At = Text.find(Part, At + Part.size()))
    ++Count;
  return Count;
}

TEST(ReportFormats, AreFoundByTheirNames) {
  EXPECT_EQ(formats().front(), &TextFormat);
  for (const Format *F : formats())
    EXPECT_EQ(findFormat(F->Name), F);
  EXPECT_EQ(findFormat("xml"), nullptr);
}

TEST(ReportFormats, RelativePaths) {
  EXPECT_EQ(relativeTo("/src", "/src/a.cpp"), "a.cpp");
  EXPECT_EQ(relativeTo("/src/", "/src/a/b.cpp"), "a/b.cpp");
  EXPECT_EQ(relativeTo("/src", "/srcs/a.cpp"), "/srcs/a.cpp");
  EXPECT_EQ(relativeTo("/src", "/src"), "/src");
  EXPECT_EQ(relativeTo("", "/a.cpp"), "/a.cpp");
}

TEST(ReportFormats, SentenceHasNoTag) {
  report::Result F = finding("event", 7);
  EXPECT_EQ(F.ruleId(), "bpf-host-layout-reordered");
  EXPECT_TRUE(F.sentence().ends_with("at byte 0"));
}

TEST(ReportFormats, FingerprintsSurviveMovesAndAreUnique) {
  Report Old = report({finding("event", 7), finding("sample", 20)});
  Report New = report({finding("event", 70), finding("sample", 200)});
  EXPECT_EQ(Old.Findings[0].Fingerprint, New.Findings[0].Fingerprint);
  EXPECT_EQ(Old.Findings[1].Fingerprint, New.Findings[1].Fingerprint);
  EXPECT_NE(Old.Findings[0].Fingerprint, Old.Findings[1].Fingerprint);
  Report Twice = report({finding("event", 7), finding("event", 9)});
  EXPECT_EQ(Twice.Findings[0].Fingerprint, Old.Findings[0].Fingerprint);
  EXPECT_NE(Twice.Findings[1].Fingerprint, Old.Findings[0].Fingerprint);
  EXPECT_EQ(Old.Findings[0].Fingerprint.size(), 16u);
}

TEST(ReportFormats, FingerprintsAreTheSameInEveryBuildDirectory) {
  auto WithObject = [](std::string Path) {
    report::Result F = finding("event", 7);
    F.Text = "no type 'event' in " + Path + " [bpf-host-layout-reordered]";
    F.Object = std::move(Path);
    return report({F}).Findings[0].Fingerprint;
  };
  EXPECT_EQ(WithObject("build/ev.bpf.o"), WithObject("/tmp/b/ev.bpf.o"));
  EXPECT_NE(WithObject("build/ev.bpf.o"), WithObject("build/tx.bpf.o"));
}

TEST(ReportFormats, Summary) {
  Report R = report({finding("event", 7), finding("sample", 9)});
  R.Findings[1].Level = Severity::Warning;
  EXPECT_EQ(summaryLine(R),
            "2 files, 1 struct checked, 2 findings (1 error, 1 warning)");
  R.Findings[0].IsKnown = true;
  R.Failed.emplace_back();
  EXPECT_EQ(summaryLine(R),
            "2 files, 1 struct checked, 1 finding (1 warning), 1 known, 1 file "
            "could not be compiled");
  R.NotChecked.resize(2);
  EXPECT_NE(summaryLine(R).find(", 1 known, 2 structs not checked, 1 file"),
            std::string::npos);
}

TEST(ReportFormats, TextNamesOtherUnits) {
  Report R = report({finding("event", 7)});
  EXPECT_EQ(TextFormat.Content(R, "/src"), R.Findings[0].Terminal);
  R.Findings[0].Units = {"/src/a.cpp", "/src/b.cpp", "/src/c.cpp"};
  EXPECT_EQ(TextFormat.Content(R, "/src"),
            R.Findings[0].Terminal + "note: also found in b.cpp and c.cpp\n");
  for (const char *File : {"/src/d.cpp", "/src/e.cpp", "/src/f.cpp"})
    R.Findings[0].Units.push_back(File);
  EXPECT_EQ(TextFormat.Content(R, "/src"),
            R.Findings[0].Terminal +
                "note: also found in b.cpp, c.cpp, d.cpp and 2 more files\n");
  R.Findings[0].IsKnown = true;
  EXPECT_EQ(TextFormat.Content(R, "/src"), "");
}

TEST(ReportFormats, BytesThatAreNotUtf8) {
  report::Result F = finding("event", 7, "t\xff");
  EXPECT_NE(sarif(report({F})).find("t\xef\xbf\xbd"), std::string::npos);
}

TEST(ReportFormats, SarifHasRelativeUris) {
  std::string Sarif = sarif(report({finding("event", 7)}));
  EXPECT_NE(Sarif.find("\"uri\": \"include/ev.h\""), std::string::npos);
  EXPECT_NE(Sarif.find("\"uri\": \"file:///src/\""), std::string::npos);
  report::Result Elsewhere = finding("event", 7);
  Elsewhere.Where.File = "/usr/a b%.h";
  Sarif = sarif(report({Elsewhere}));
  EXPECT_NE(Sarif.find("file:///usr/a%20b%25.h"), std::string::npos);
}

TEST(ReportFormats, GitHubEscapesAndCounts) {
  report::Result F = finding("event", 7);
  F.Text = "100%\r\nno [bpf-host-layout-reordered]";
  F.Where.File = "/src/a,b:c.h";
  std::string Out = GitHubFormat.LogLines(report({F}));
  EXPECT_TRUE(
      Out.starts_with("::error file=a%2Cb%3Ac.h,line=7,col=12,"
                      "title=bpf-host-layout-reordered::100%25%0D%0Ano%0Aswap"))
      << Out;
  EXPECT_EQ(occurrences(Out, "\n"), 1u);

  std::vector<report::Result> Many;
  for (unsigned I = 0; I != 30; ++I)
    Many.push_back(finding("s" + std::to_string(I / 2), 10 * (I / 2) + 5,
                           I % 2 ? "a" : "b"));
  Many.back().Level = Severity::Warning;
  Out = GitHubFormat.LogLines(report(Many));
  EXPECT_EQ(occurrences(Out, "::error "), 10u);
  std::string Summary = GitHubFormat.StepSummary(report(Many));
  EXPECT_EQ(occurrences(Summary, "\n| `include/ev.h:"), 30u);
}

TEST(ReportFormats, GitLabLeavesOutWhatIsKnown) {
  Report R = report({finding("event", 7), finding("sample", 9)});
  R.Findings[0].IsKnown = true;
  std::string Out = GitLabFormat.Content(R, "");
  EXPECT_EQ(occurrences(Out, "\"fingerprint\""), 1u);
  EXPECT_NE(Out.find("\"path\": \"include/ev.h\""), std::string::npos);
  EXPECT_NE(Out.find("\"begin\": 9"), std::string::npos);
}

TEST(ReportFormats, EveryKindIsARule) {
  EXPECT_EQ(rules().size(), NumDifferenceKinds + 1);
  EXPECT_EQ(rules().back().Slug, UnmarkedRule);
}

} // namespace
