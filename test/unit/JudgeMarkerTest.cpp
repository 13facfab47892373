//===- JudgeMarkerTest.cpp - The strings of a marker ----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Judge.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::judge;

namespace {

std::string wrong(std::vector<std::string> Arguments) {
  Expected<Marker> M = parseMarker(Arguments);
  return M ? std::string() : M.takeError().message();
}

TEST(Marker, Reads) {
  Expected<Marker> M = parseMarker({});
  ASSERT_TRUE(M);
  EXPECT_EQ(M->TypeName, "");
  EXPECT_EQ(M->ObjectName, "");
  EXPECT_EQ(M->Match, MatchMode::Exact);

  const std::vector<std::string> All = {"counts.value", "object=a/ev=1.bpf.o",
                                        "match=prefix"};
  M = parseMarker(All);
  ASSERT_TRUE(M);
  EXPECT_EQ(M->TypeName, "counts.value");
  EXPECT_EQ(M->ObjectName, "a/ev=1.bpf.o");
  EXPECT_EQ(M->Match, MatchMode::Prefix);

  const std::vector<std::string> Named = {"match=named"},
                                 Exact = {"match=exact"};
  EXPECT_EQ(parseMarker(Named)->Match, MatchMode::Named);
  EXPECT_EQ(parseMarker(Exact)->Match, MatchMode::Exact);

  EXPECT_TRUE(M->Levels.empty());
  const std::vector<std::string> Off = {"percpu=off"};
  EXPECT_EQ(parseMarker(Off)->over({})[DifferenceKind::PerCpu], Severity::Off);
  const std::vector<std::string> Two = {"event", "renamed=error",
                                        "size=warning"};
  const Policy Own = parseMarker(Two)->over({});
  EXPECT_EQ(Own[DifferenceKind::Renamed], Severity::Error);
  EXPECT_EQ(Own[DifferenceKind::Size], Severity::Warning);
  EXPECT_EQ(Own[DifferenceKind::Type], Severity::Error);
}

TEST(Marker, SaysWhatIsWrong) {
  EXPECT_EQ(wrong({""}), "an empty string names nothing");
  EXPECT_EQ(wrong({"match=exact", "event"}),
            "the type's name 'event' must be the first argument");
  EXPECT_EQ(wrong({"a", "b"}),
            "the type's name 'b' must be the first argument");
  EXPECT_EQ(wrong({"event", "prefix"}),
            "unknown option 'prefix'; did you mean \"match=prefix\"?");
  EXPECT_EQ(wrong({"object="}),
            "option 'object' needs a value, as in object=ev.bpf.o");
  EXPECT_EQ(wrong({"object=a", "object=b"}), "option 'object' is given twice");
  EXPECT_EQ(wrong({"match=exact", "match=exact"}),
            "option 'match' is given twice");
  EXPECT_EQ(wrong({"match=loose"}),
            "unknown match mode 'loose'; expected exact, prefix or named");
  EXPECT_EQ(
      wrong({"size=\x01"}),
      "size: '\\x01' is not a severity; it is one of error, warning, off");
  EXPECT_EQ(wrong({"percpu=on"}),
            "percpu: 'on' is not a severity; it is one of "
            "error, warning, off");
  EXPECT_EQ(wrong({"renamed=off", "renamed=off"}),
            "option 'renamed' is given twice");
  EXPECT_EQ(wrong({"rename=off"}),
            "unknown option 'rename'; did you mean 'renamed'?");
  EXPECT_EQ(wrong({"mtch=exact"}),
            "unknown option 'mtch'; did you mean 'match'?");
  EXPECT_EQ(wrong({"objct=a"}),
            "unknown option 'objct'; did you mean 'object'?");
  EXPECT_EQ(
      wrong({"colour=red"}),
      "unknown option 'colour'; the options are object=, match= and <kind>=");
  EXPECT_EQ(
      wrong({"\x1b[2J=1"}),
      "unknown option '\\x1b[2J'; the options are object=, match= and <kind>=");
}

} // namespace
