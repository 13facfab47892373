//===- CompareWorkTest.cpp - What must not take for ever ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types that are small to declare and endless to write out, and types that are
// large: comparing them ends soon.
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "ModelText.h"

#include <ctime>
#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// \p Levels records, each with two of the one before: \p Leaf is in 2^Levels
/// places. The fields are called \p First and "y"; "" makes them anonymous.
std::string doubled(const std::string &Leaf, unsigned Levels,
                    const std::string &First = "x",
                    const std::string &Second = "y") {
  std::string Text = "struct t0 { " + Leaf + " };";
  for (unsigned I = 1; I <= Levels; ++I) {
    const std::string Below = "struct t" + std::to_string(I - 1) + " ";
    Text += "struct t" + std::to_string(I) + " { " + Below + First + "; " +
            Below + Second + "; };";
  }
  return Text;
}

std::string many(unsigned Count, const std::string &Prefix) {
  std::string Text = "struct e { ";
  for (unsigned I = 0; I != Count; ++I)
    Text += "u32 " + Prefix + std::to_string(I) + "; ";
  return Text + "};";
}

std::vector<Difference> compareInTime(const std::string &Host,
                                      const std::string &Bpf, Arena &Memory,
                                      CompareOptions Options = {}) {
  const Type *H = ModelText(Memory, X86_64).parse(Host);
  const Type *B = ModelText(Memory, test::Bpf).parse(Bpf);
  const std::clock_t Start = std::clock();
  std::vector<Difference> Found = compare(*H, *B, Options, Policy());
  // Sanitisers are slow.
  EXPECT_LT(double(std::clock() - Start) / CLOCKS_PER_SEC, 10);
  return Found;
}

constexpr unsigned Levels = 28;

TEST(CompareWork, TypesThatHoldEachOtherTwiceALevel) {
  Arena Memory;
  // Enums are never the short way.
  const std::string Leaf = "enum k { A = 1 } a;";
  EXPECT_EQ(compareInTime(doubled(Leaf, Levels), doubled(Leaf, Levels), Memory)
                .size(),
            0u);
  EXPECT_EQ(compareInTime(doubled("u32 a;", Levels), doubled("u32 a;", Levels),
                          Memory)
                .size(),
            0u);
}

TEST(CompareWork, OneFaultInAMillionPlaces) {
  Arena Memory;
  std::vector<Difference> Found = compareInTime(
      doubled("u32 a;", Levels), doubled("float a;", Levels), Memory);
  // Told for each field on the way, never for each place.
  ASSERT_GE(Found.size(), 1u);
  EXPECT_LE(Found.size(), 2 * Levels);
  for (const Difference &D : Found) {
    EXPECT_EQ(D.Kind, DifferenceKind::Type);
    ASSERT_EQ(D.Chain.size(), Levels);
    for (unsigned I = 0; I != Levels; ++I)
      EXPECT_EQ(D.Chain[I].In->Name, "t" + std::to_string(Levels - I));
  }
}

TEST(CompareWork, ArraysOfAnotherShapeAtEachLevel) {
  Arena Memory;
  EXPECT_FALSE(compareInTime(doubled("u32 a;", Levels / 2, "x[2]", "y[3]"),
                             doubled("u32 a;", Levels / 2, "x[3]", "y[2]"),
                             Memory)
                   .empty());
}

TEST(CompareWork, AnonymousMembersAreOpenedOnce) {
  Arena Memory;
  const std::string Text = doubled("u32 a;", Levels, "", "");
  compareInTime(Text, Text, Memory);
  compareInTime(Text, doubled("float a;", Levels, "", ""), Memory);
}

TEST(CompareWork, HolesAreLookedForOnce) {
  Arena Memory;
  CompareOptions Options;
  Options.Maps.push_back({"counts.key", 1, true, false});
  const std::string Text = doubled("u32 a;", Levels);
  EXPECT_EQ(compareInTime(Text, Text, Memory, Options).size(), 0u);
}

TEST(CompareWork, ThousandsOfFields) {
  Arena Memory;
  const std::string Text = many(3000, "a");
  EXPECT_EQ(compareInTime(Text, Text, Memory).size(), 0u);
  // Enough to know that it is another struct.
  EXPECT_EQ(compareInTime(Text, many(3000, "b"), Memory).size(), 100u);
  EXPECT_FALSE(compareInTime(Text, many(1500, "a"), Memory).empty());
  EXPECT_FALSE(compareInTime(many(1500, "a"), Text, Memory).empty());
  EXPECT_FALSE(
      compareInTime("struct e { u32 a0; u64 z; }", Text, Memory).empty());
}

/// Each union has two arms that fit, and what fits none stands behind them all.
TEST(CompareWork, UnionsInARow) {
  Arena Memory;
  auto Text = [](bool HasUnions, const char *End) {
    std::string Inner;
    for (unsigned I = 0; I != Levels; ++I) {
      const std::string N = std::to_string(I);
      Inner += HasUnions
                   ? "union { u32 q" + N + "; u32 r" + N + "; } u" + N + "; "
                   : "u32 p" + N + "; ";
    }
    return "struct in { u32 k; struct { " + Inner + End + " z; } " +
           (HasUnions ? "j" : "i") + "; }; struct e { struct in x; };";
  };
  EXPECT_EQ(compareInTime(Text(false, "u32"), Text(true, "u32"), Memory).size(),
            0u);
  EXPECT_FALSE(
      compareInTime(Text(false, "float"), Text(true, "u32"), Memory).empty());
  // Where BPF has a union, names do not count; here they do.
  EXPECT_EQ(compareInTime(Text(true, "u32"), Text(false, "u32"), Memory).size(),
            Levels);
  EXPECT_FALSE(
      compareInTime(Text(true, "float"), Text(false, "u32"), Memory).empty());
}

} // namespace
