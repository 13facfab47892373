//===- GenerateTest.cpp - What is asked for, and what cannot be had -------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// That generated types have the right bytes is for their compilers to say, see
// test/generate. This is about roles of maps and about options.
//
//===----------------------------------------------------------------------===//

#include "Generate/Generate.h"
#include "Layout/Arena.h"
#include "ModelText.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::generate;

namespace {

Options in(Language Lang) {
  Options O;
  O.Lang = Lang;
  if (Lang == Language::Go)
    O.Package = "events";
  return O;
}

Expected<std::string> generated(const Selection &S, const Options &O) {
  std::string Text;
  if (auto E = generate::generate(S, O, [&Text](std::string_view Piece) {
        Text += Piece;
        return std::nullopt;
      }))
    return std::move(*E);
  return Text;
}

std::string failure(const Options &O) {
  Expected<std::string> Text = generated({}, O);
  return Text ? "" : Text.takeError().message();
}

class Roles : public testing::Test {
protected:
  std::string text(MapRole Role, Language Lang) {
    Selection S;
    S.Roles.push_back(Role);
    S.AskedFor.push_back(Role.Name);
    Expected<std::string> Text = generated(S, in(Lang));
    return Text ? *Text : "error: " + Text.takeError().message();
  }
  static bool has(const std::string &Text, std::string_view Part) {
    return Text.find(Part) != std::string::npos;
  }

  Arena Memory;
  const Type *Event = test::ModelText(Memory, test::Bpf)
                          .parse("struct event { u64 ts; u32 pid; u32 cpu; }");
};

TEST_F(Roles, AreNamesOfTheirTypes) {
  const MapRole Role{.Name = "counts.value", .Size = 16, .Ty = Event};
  std::string Cpp = text(Role, Language::Cpp);
  EXPECT_TRUE(has(Cpp, "alignas(8) event {")) << Cpp;
  EXPECT_TRUE(has(Cpp, "using counts_value = event;")) << Cpp;
  std::string C = text(Role, Language::C);
  EXPECT_TRUE(has(C, "typedef struct event counts_value;")) << C;
  std::string Go = text(Role, Language::Go);
  EXPECT_TRUE(has(Go, "type Event struct")) << Go;
}

TEST_F(Roles, OfWhichOnlyTheSizeIsKnownAreBytes) {
  const MapRole Role{.Name = "counts.key", .Size = 12, .IsKey = true};
  std::string Cpp = text(Role, Language::Cpp);
  EXPECT_TRUE(has(Cpp, "using counts_key = uint8_t[12];")) << Cpp;
  std::string C = text(Role, Language::C);
  EXPECT_TRUE(has(C, "typedef uint8_t counts_key[12];")) << C;
  std::string Go = text(Role, Language::Go);
  EXPECT_TRUE(has(Go, "[12]byte")) << Go;
}

TEST_F(Roles, OfEachCpuComeWithTheirStride) {
  const Type *Odd =
      test::ModelText(Memory, test::Bpf).parse("struct odd { u32 a[3]; }");
  std::string Cpp = text({"counts.value", 12, false, true, Odd}, Language::Cpp);
  EXPECT_TRUE(has(Cpp, "alignas(8) counts_value_percpu")) << Cpp;
  std::string C = text({"counts.value", 12, false, true, Odd}, Language::C);
  EXPECT_TRUE(has(C, "counts_value_percpu")) << C;
  // Where the stride is the size, a name is enough.
  std::string Whole =
      text({"counts.value", 16, false, true, Event}, Language::C);
  EXPECT_TRUE(has(Whole, "typedef counts_value counts_value_percpu;")) << Whole;
  Whole = text({"counts.value", 16, false, true, Event}, Language::Cpp);
  EXPECT_TRUE(has(Whole, "using counts_value_percpu = counts_value;")) << Whole;
}

/// What no compiler wrote, and no language can say.
TEST(OddTypes, BecomeBytesAndStopNoOther) {
  Arena Memory;
  const auto *Made =
      as<RecordType>(test::ModelText(Memory, test::Bpf)
                         .parse("struct odd { u64 a; u32 b; u32 c; }"));
  std::vector<Field> Fields(Made->Fields.begin(), Made->Fields.end());
  Fields[1].BitOffset = 32; // inside of a
  RecordType Odd = *Made;
  Odd.Fields = Fields;
  const Type *Event = test::ModelText(Memory, test::Bpf)
                          .parse("struct odd { u64 a; u64 b; }; "
                                 "struct event { struct odd o; u32 pid; }");
  std::vector<Field> Holds(as<RecordType>(Event)->Fields.begin(),
                           as<RecordType>(Event)->Fields.end());
  Holds[0].Ty = &Odd;
  RecordType Holder = *as<RecordType>(Event);
  Holder.Fields = Holds;
  Selection S;
  S.Types = {&Holder};

  for (Language Lang : {Language::Cpp, Language::C, Language::Go}) {
    Expected<std::string> Text = generated(S, in(Lang));
    ASSERT_TRUE(Text);
    EXPECT_NE(Text->find("cannot be declared: its fields overlap"),
              std::string::npos)
        << *Text;
    EXPECT_NE(Text->find(Lang == Language::Go ? "[16]byte" : "[16];"),
              std::string::npos)
        << *Text;
    EXPECT_NE(Text->find(Lang == Language::Go ? "Pid" : "uint32_t pid;"),
              std::string::npos)
        << *Text;
  }
}

TEST(GenerateOptions, ThatContradictTheLanguageAreErrors) {
  Options O = in(Language::C);
  O.Namespace = "a";
  EXPECT_EQ(failure(O), "only C++ has namespaces");
  O = in(Language::Cpp);
  O.Package = "p";
  EXPECT_EQ(failure(O), "only Go has packages");
  O = in(Language::Go);
  O.Asserts = true;
  EXPECT_EQ(failure(O), "only C++ and C have static assertions");
}

TEST(GenerateOptions, ThatAreNoNamesAreErrors) {
  Options O = in(Language::Cpp);
  for (const char *Name : {"1a", "a::", "a:b", "a::class", "a b"}) {
    O.Namespace = Name;
    EXPECT_EQ(failure(O),
              "'" + std::string(Name) + "' is not the name of a namespace");
  }
  O.Namespace = "a::b";
  EXPECT_EQ(failure(O), "");
  O.Prefix = "9";
  EXPECT_EQ(failure(O), "the prefix '9' does not begin an identifier");
  O = in(Language::Go);
  O.Package = "func";
  EXPECT_EQ(failure(O), "'func' is not the name of a package");
}

} // namespace
