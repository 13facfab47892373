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
#include "Generate/KeyHoles.h"
#include "Layout/Arena.h"
#include "ModelText.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::generate;

namespace {

WriterOptions in(Language Lang) {
  WriterOptions O;
  O.Lang = Lang;
  if (Lang == Language::Go)
    O.Package = "events";
  return O;
}

Expected<std::string> generated(const Selection &S, const WriterOptions &O) {
  std::string Text;
  if (auto E = generate::generate(S, O, [&Text](std::string_view Piece) {
        Text += Piece;
        return std::nullopt;
      }))
    return std::move(*E);
  return Text;
}

std::string failure(const WriterOptions &O) {
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
  // A damaged object may have a map without a name.
  std::string Nameless = text({".value", 12, false, true, Odd}, Language::C);
  EXPECT_TRUE(has(Nameless, " value_percpu {\n")) << Nameless;
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
  WriterOptions O = in(Language::C);
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
  WriterOptions O = in(Language::Cpp);
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

std::string withMaps(std::vector<MapDecl> Maps, std::vector<MapRole> Roles,
                     Language Lang) {
  Selection S;
  S.Roles = std::move(Roles);
  S.Maps = std::move(Maps);
  WriterOptions O = in(Lang);
  O.Maps = true;
  O.ObjectName = "ev";
  O.Skeleton = "ev.skel.h";
  Expected<std::string> Text = generated(S, O);
  return Text ? *Text : "error: " + Text.takeError().message();
}

bool says(const std::string &Text, std::string_view Part) {
  return Text.find(Part) != std::string::npos;
}

TEST(TypedMaps, HaveTheTypesOfTheirRoles) {
  Arena Memory;
  const Type *Key = test::ModelText(Memory, test::Bpf)
                        .parse("struct flow { u8 proto; u32 port; }");
  std::vector<MapRole> Roles = {
      {.Name = "counts.key", .Size = 8, .IsKey = true, .Ty = Key},
      {.Name = "counts.value", .Size = 6}};
  std::vector<MapDecl> Maps = {{"counts", 1, MapInterface::Hash, 8, 6},
                               {"events", 27, MapInterface::RingBuffer}};
  std::string Cpp = withMaps(Maps, Roles, Language::Cpp);
  EXPECT_TRUE(says(Cpp, "::host_layout::hash_map<::counts_key, "
                        "std::array<uint8_t, 6>> counts;"))
      << Cpp;
  EXPECT_TRUE(says(Cpp, "::host_layout::ring_buffer_map events;")) << Cpp;
  // The hole of the key.
  EXPECT_TRUE(says(Cpp, "host_layout_zero_holes(flow &key)")) << Cpp;
  EXPECT_TRUE(says(Cpp, "std::memset(bytes + 1, 0, 3);")) << Cpp;

  std::string C = withMaps(Maps, Roles, Language::C);
  EXPECT_TRUE(says(C, "#include \"ev.skel.h\"")) << C;
  EXPECT_TRUE(says(C, "ev_counts_lookup(const struct ev *skel,\n"
                      "    const counts_key *key,\n    counts_value *value)"))
      << C;
  EXPECT_TRUE(says(C, "memset(bytes + 1, 0, 3);")) << C;
  EXPECT_TRUE(says(C, "ev_events_fd(")) << C;
  // The order in the object says nothing.
  std::swap(Maps[0], Maps[1]);
  EXPECT_EQ(Cpp, withMaps(Maps, Roles, Language::Cpp));
  EXPECT_EQ(C, withMaps(Maps, Roles, Language::C));
}

TEST(TypedMaps, WithOddNamesAreFoundByThem) {
  std::string Cpp = withMaps({{"a\"b", 22, MapInterface::Queue, 0, 8},
                              {"maps", 27, MapInterface::RingBuffer},
                              {"new", 27, MapInterface::RingBuffer}},
                             {{.Name = "a\"b.value", .Size = 8}}, Language::Cpp);
  EXPECT_TRUE(says(Cpp, "> a_b;")) << Cpp;
  EXPECT_TRUE(says(Cpp, "to(a_b, \"a\\\"b\", from);")) << Cpp;
  EXPECT_TRUE(says(Cpp, "ring_buffer_map maps__2;")) << Cpp;
  EXPECT_TRUE(says(Cpp, "ring_buffer_map new_;")) << Cpp;
  EXPECT_TRUE(says(Cpp, "to(new_, \"new\", from);")) << Cpp;
}

TEST(TypedMaps, OfWhichTooLittleIsKnownAreHandles) {
  for (MapInterface I :
       {MapInterface::None, MapInterface::Hash, MapInterface::Array,
        MapInterface::PerCpuHash, MapInterface::PerCpuArray, MapInterface::Lpm,
        MapInterface::MapOfMaps, MapInterface::Queue, MapInterface::Bloom}) {
    std::string Cpp = withMaps({{"m", 99, I}}, {}, Language::Cpp);
    EXPECT_TRUE(says(Cpp, "::host_layout::map_handle m;")) << int(I) << Cpp;
  }
}

TEST(KeyHolesTest, AreWhatNoMemberHas) {
  Arena Memory;
  const Type *Key =
      test::ModelText(Memory, test::Bpf)
          .parse("struct k { u8 a; u32 b; struct { u16 c; u8 d; } e[2]; }");
  std::vector<KeyHole> Holes = keyHoles(*Key, false);
  ASSERT_EQ(Holes.size(), 3u);
  EXPECT_EQ(Holes[0].Offset, 1u);
  EXPECT_EQ(Holes[0].Size, 3u);
  EXPECT_EQ(Holes[1].Offset, 11u);
  EXPECT_EQ(Holes[2].Offset, 15u);
  EXPECT_EQ(Holes[2].Size, 1u);
}

TEST(RustTypes, HaveNamesThatRustAccepts) {
  Arena Memory;
  const Type *Ty =
      test::ModelText(Memory, test::Bpf)
          .parse("struct match { u32 type; u32 self; u32 crate; bool ok; }");
  Selection S;
  S.Types = {Ty};
  Expected<std::string> Text = generated(S, in(Language::Rust));
  ASSERT_TRUE(Text);
  for (std::string_view Part :
       {"pub struct r#match {", "pub r#type: u32,", "pub self_: u32,",
        "pub crate_: u32,", "pub ok: u8, // bool",
        "(12, ::core::mem::size_of::<u8>()),"})
    EXPECT_TRUE(says(*Text, Part)) << Part << *Text;
}

TEST(GenerateOptions, OfMapsAreForTwoLanguages) {
  WriterOptions O = in(Language::Rust);
  O.Maps = true;
  EXPECT_EQ(failure(O), "only C++ and C have typed maps");
  O = in(Language::C);
  O.Maps = true;
  O.ObjectName = "int";
  EXPECT_EQ(failure(O),
            "'int' is not the name of a skeleton: give one with --name");
  O = in(Language::Rust);
  O.EnumeratorPrefix = "P";
  EXPECT_EQ(failure(O), "in Rust, an enumerator belongs to its type");
}

} // namespace
