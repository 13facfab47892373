//===- CompareRows.h - Two types and what differs, for tests ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_COMPAREROWS_H
#define HOSTLAYOUT_TEST_COMPAREROWS_H

#include "Compare/Compare.h"
#include "CompareFacts.h"
#include "ModelText.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace hostlayout::test {

struct Row {
  const char *Name;
  const char *Host;
  const char *Bpf;
  /// "slug:field" of each difference, separated by blanks; an exclamation mark
  /// behind one that has a fix, a question mark behind a warning.
  const char *Expected;
  Target On = X86_64;
  MatchMode Match = MatchMode::Exact;
  const char *Settings = ""; ///< "abi=off"
  /// "key", "value" or "percpu": what of a map the BPF type is; "global",
  /// "perf".
  std::string_view Is = {};
  friend void PrintTo(const Row &R, std::ostream *S) { *S << R.Name; }
};

inline std::string found(const Row &R, CompareOptions Options = {},
                         Policy Rules = Policy()) {
  Arena Memory;
  EXPECT_FALSE(Rules.parse(R.Settings));
  const Type *H = ModelText(Memory, R.On).parse(R.Host);
  const Type *B = ModelText(Memory, test::Bpf).parse(R.Bpf);
  Options.Host = R.On;
  Options.Match = R.Match;
  Options.IsGlobal |= R.Is == "global";
  Options.OnlyPerfEvents |= R.Is == "perf";
  if (R.Is == "key")
    Options.Maps.push_back({"m.key", B->Size, true, false});
  else if (R.Is == "value" || R.Is == "percpu")
    Options.Maps.push_back({"m.value", B->Size, false, R.Is == "percpu"});
  std::string Text;
  const std::vector<Difference> All = compare(*H, *B, Options, Rules);
  // A row's own name; where there is none, the test has several.
  if (*R.Name)
    expectFacts(All);
  for (const Difference &D : All) {
    // What is said to be at another place is.
    if (D.Kind == DifferenceKind::Reordered || D.Form == Variant::Overlap) {
      EXPECT_NE(D.HostBit, D.BpfBit) << slug(D.Kind) << " of " << R.Host;
    }
    Text += (Text.empty() ? "" : " ") + std::string(slug(D.Kind)) + ":";
    if (D.HostEnumerator)
      Text += D.HostEnumerator->Name;
    else if (!D.MissingEnumerators.empty())
      Text += D.MissingEnumerators.front()->Name;
    else if (D.Host)
      Text += D.Host->Name;
    else if (D.Bpf)
      Text += D.Bpf->Name;
    if (D.Remedy)
      Text += "!";
    if (D.Level == Severity::Warning)
      Text += "?";
  }
  return Text;
}

class CompareTable : public testing::TestWithParam<Row> {};

inline std::string name(const testing::TestParamInfo<Row> &Info) {
  return Info.param.Name;
}

} // namespace hostlayout::test

#endif
