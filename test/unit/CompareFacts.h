//===- CompareFacts.h - All that a difference says, for tests ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A table says which differences a pair has. What each one says of places,
// numbers, names and edits stands in Inputs/compare-facts, in a file for each
// test, a line each behind the name of its row. After a change that is meant,
// empty that directory and run HostLayoutCompareTests with
// HOSTLAYOUT_UPDATE_FACTS=<that directory>; read what changed before you commit
// it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_COMPAREFACTS_H
#define HOSTLAYOUT_TEST_COMPAREFACTS_H

#include "Compare/Compare.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace hostlayout::test {

/// As Difference.h spells those that compare() uses; empty for the plain one.
inline std::string_view formName(Variant V) {
  switch (V) {
  case Variant::Plain:
    return "";
#define FORM(Name)                                                             \
  case Variant::Name:                                                          \
    return #Name;
    FORM(OverField)
    FORM(OverPadding)
    FORM(PastEnd)
    FORM(NoCounterpart)
    FORM(HostHole)
    FORM(BpfHole)
    FORM(BpfPacked)
    FORM(HostPacked)
    FORM(Overlap)
    FORM(BelowMap)
    FORM(EmptyRecord)
    FORM(ValueTooLarge)
    FORM(Scalars)
    FORM(Shape)
    FORM(OneSideOnly)
    FORM(WordSized)
    FORM(TailPadding)
    FORM(MapKey)
    FORM(PerfEvent)
#undef FORM
  default:
    return "?";
  }
}

inline std::string facts(const Difference &D) {
  std::ostringstream S;
  auto Name = [](const auto *X) {
    return X ? X->Name.empty() ? "(none)" : std::string(X->Name) : "-";
  };
  S << slug(D.Kind);
  if (D.Form != Variant::Plain)
    S << ' ' << formName(D.Form);
  S << " in " << Name(D.HostIn) << '/' << Name(D.BpfIn);
  for (const ChainStep &Step : D.Chain)
    S << " through " << Name(Step.In) << '.' << Name(Step.Through);
  S << " fields " << Name(D.Host) << '@' << D.HostBit << '/' << Name(D.Bpf)
    << '@' << D.BpfBit << " numbers " << D.HostNumber << '/' << D.BpfNumber;
  if (D.HostEnumerator || D.BpfEnumerator)
    S << " enumerators " << Name(D.HostEnumerator) << '/'
      << Name(D.BpfEnumerator);
  for (const Enumerator *E : D.MissingEnumerators)
    S << " missing " << E->Name;
  if (!D.Role.empty())
    S << " role " << D.Role;
  if (!D.Before.empty())
    S << " before " << D.Before;
  for (const std::string &One : D.Wanted)
    S << " wanted " << One;
  if (!D.Suggestion.empty())
    S << " suggestion " << D.Suggestion;
  if (D.LaterFields)
    S << " later " << D.LaterFields << " by " << D.LaterBits;
  if (const auto &F = D.Remedy)
    S << " edit " << int(F->What) << ' ' << Name(F->In) << ' '
      << Name(F->InEnum) << ' ' << Name(F->A) << ' ' << Name(F->B) << " '"
      << F->Text << "' " << F->Number;
  return S.str();
}

inline std::string facts(const std::vector<Difference> &All) {
  std::string Text;
  for (const Difference &D : All)
    Text += "  " + facts(D) + "\n";
  return Text;
}

/// Holds the differences of the running test against its file, where there are
/// any.
inline void expectFacts(const std::vector<Difference> &All) {
  const testing::TestInfo &Test =
      *testing::UnitTest::GetInstance()->current_test_info();
  const std::string Suite = Test.test_suite_name(),
                    Row = Suite + '.' + Test.name(),
                    File = '/' + Suite.substr(Suite.find('/') + 1) + ".txt";
  if (const char *To = std::getenv("HOSTLAYOUT_UPDATE_FACTS")) {
    if (!All.empty())
      std::ofstream(To + File, std::ios::app) << Row << '\n' << facts(All);
    return;
  }
  static std::map<std::string, std::map<std::string, std::string>> Files;
  auto [Known, IsNew] = Files.try_emplace(File);
  if (IsNew) {
    std::ifstream In(HOSTLAYOUT_TEST_INPUTS "/compare-facts" + File);
    std::string *Last = nullptr;
    for (std::string Line; std::getline(In, Line);)
      if (!Line.starts_with("  "))
        Last = &Known->second[Line];
      else if (Last)
        *Last += Line + '\n';
  }
  auto It = Known->second.find(Row);
  EXPECT_EQ(facts(All), It == Known->second.end() ? std::string() : It->second);
}

} // namespace hostlayout::test

#endif
