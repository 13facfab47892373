//===- JudgeTest.cpp - Which type is meant, and what is told --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JudgeFixture.h"

using namespace hostlayout;
using namespace hostlayout::judge;
using namespace hostlayout::test;

namespace {

TEST_F(JudgeTest, ATypeIsFoundByTheHostsName) {
  add("ev.bpf.o", event(4));
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"), "");
  EXPECT_EQ(told("struct event { u32 pid; u64 tgid; }"), "type ev.bpf.o");
  EXPECT_EQ(told("struct other { u32 pid; u32 tgid; }", {{"event", "", {}}}),
            "");
  EXPECT_EQ(Checked, 3u);
  EXPECT_EQ(NotChecked, 0u);
}

TEST_F(JudgeTest, WithoutAnObjectNoSubjectIsCheckedAndEachSaysSoOnce) {
  EXPECT_EQ(told("struct event { u32 a; }"), "not-checked");
  EXPECT_EQ(told("struct event { u32 a; }", {{}, {"other", "", {}}}),
            "not-checked");
  EXPECT_EQ(Checked, 0u);
  EXPECT_EQ(NotChecked, 2u);
}

TEST_F(JudgeTest, WhatCannotBeReadIsToldOnceAndNothingIsCheckedByIt) {
  addUnreadable("gone.bpf.o", "no such file", true);
  addUnreadable("bad.bpf.o", "not an ELF file");
  EXPECT_EQ(told("struct event { u32 a; }"),
            "object gone.bpf.o object bad.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::Absent);
  EXPECT_EQ(Last[0].Detail, "no such file");
  EXPECT_EQ(Last[1].Diff.Form, Variant::Plain);
  EXPECT_TRUE(Last[0].Nearest.empty());
  EXPECT_EQ(told("struct event { u32 a; }"), "");
  EXPECT_EQ(NotChecked, 2u);
  Sources.front().Nearby = "gone.o";
  start();
  EXPECT_EQ(told("struct event { u32 a; }"),
            "object gone.bpf.o object bad.bpf.o");
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{"gone.o"});
}

TEST_F(JudgeTest, TheHostIsTheTargetOfTheCompile) {
  On = I386;
  BlobBuilder B;
  B.structure("tail", 16,
              {{"a", B.integer("unsigned long", 8), 0}, {"b", B.u32(), 64}});
  add("tail.bpf.o", B);
  EXPECT_EQ(told("struct tail { u64 a; u32 b; }"), "abi tail.bpf.o");
}

TEST_F(JudgeTest, WhatCanBeReadCountsBesideWhatCannot) {
  addUnreadable("bad.bpf.o", "not an ELF file");
  add("ev.bpf.o", event(4));
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"), "object bad.bpf.o");
  EXPECT_EQ(told("struct event { u32 pid; s32 tgid; }"), "signedness ev.bpf.o");
  EXPECT_EQ(Checked, 2u);
  // The type may be in the one that could not be read: no second error.
  EXPECT_EQ(told("struct unknown { u32 a; }"), "");
  EXPECT_EQ(NotChecked, 1u);
}

TEST_F(JudgeTest, TheFirstTierThatHasTheNameWins) {
  add("skel", event(8), Tier::Skeleton);
  add("define.bpf.o", event(4), Tier::Define);
  BlobBuilder Other;
  Other.structure("other", 4, {{"a", Other.u32(), 0}});
  add("explicit.bpf.o", Other, Tier::Explicit);
  EXPECT_EQ(told("struct other { u32 a; }"), "");
  // It is not the one that ships, which has something else.
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"),
            "stale-object define.bpf.o type skel");
  EXPECT_EQ(Last[0].OtherFile, "skel");
  EXPECT_EQ(told("struct event { u32 pid; s64 tgid; }"),
            "type define.bpf.o stale-object define.bpf.o");
}

TEST_F(JudgeTest, ASkeletonThatSaysTheSameIsNotStale) {
  add("ev.bpf.o", event(4));
  add("skel", event(4), Tier::Skeleton);
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"), "");
}

TEST_F(JudgeTest, OfSeveralSkeletonsOneThatFitsIsEnough) {
  add("ev.bpf.o", event(4));
  add("a.skel.h", event(8), Tier::Skeleton);
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"),
            "stale-object ev.bpf.o type a.skel.h");
  add("b.skel.h", event(4), Tier::Skeleton);
  start();
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"),
            "stale-object ev.bpf.o");
}

TEST_F(JudgeTest, AnObjectIsCalledByTheShortestEndingThatIsItsOwn) {
  add("build/a/ev.bpf.o", event(4));
  add("build/b/ev.bpf.o", event(8));
  add("build/c/other.bpf.o", BlobBuilder());
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"),
            "ambiguous build/a/ev.bpf.o");
  EXPECT_EQ(NotChecked, 1u);
  EXPECT_EQ(Last[0].Nearest,
            (std::vector<std::string>{"a/ev.bpf.o", "b/ev.bpf.o"}));
}

/// An object whose BTF has `level` at 0 and `own` at 4, and whose symbols have
/// them at other places.
static std::vector<uint8_t> linked(uint64_t Level, uint64_t Own) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.section(".data", 12,
            {{B.variable("level", Int), 0, 4}, {B.variable("own", Int), 4, 4}});
  return makeElf({{".data", std::vector<uint8_t>(12)}, {".BTF", B.blob()}},
                 {{"level", 1, Level}, {"own", 1, Own}});
}

TEST_F(JudgeTest, ALinkedObjectsVariablesAreWhereTheirSymbolsSay) {
  addObject("linked.o", linked(8, 4), judge::Tier::Explicit);
  EXPECT_EQ(
      told("struct data { u32 pad; u32 own; u32 level; }", {{".data", "", {}}}),
      "");
  EXPECT_EQ(
      told("struct data { u32 level; u32 own; u32 pad; }", {{".data", "", {}}}),
      "section-offset linked.o");
  EXPECT_EQ(Last[0].Diff.HostNumber, 8u);
  EXPECT_EQ(Last[0].Diff.BpfNumber, 0u);
  EXPECT_EQ(Last[0].Diff.Host->Name, "level");
  EXPECT_EQ(
      told("struct data { u32 level; s32 own; u32 pad; }", {{".data", "", {}}}),
      "signedness section-offset linked.o");
  EXPECT_EQ(Last[1].Diff.HostIn->Name, "data");
  // What is neither is compared with what is.
  EXPECT_EQ(
      told("struct data { u32 own; u32 level; u32 pad; }", {{".data", "", {}}}),
      "padding linked.o");
  ASSERT_FALSE(Rules.parse("section-offset=off"));
  EXPECT_EQ(
      told("struct data { u32 level; u32 own; u32 pad; }", {{".data", "", {}}}),
      "");
}

TEST_F(JudgeTest, AWarningOfOneMarkerHidesNoErrorOfAnother) {
  add("one.bpf.o", event(4));
  auto Second = [&](std::string_view Host, DifferenceKind K) {
    start();
    told(Host,
         {{"event", "", {}, {{K, Severity::Warning}}}, {"event", "", {}}});
    return Last.size() == 2 ? Last[1].Diff.Level : Severity::Off;
  };
  EXPECT_EQ(Second("struct event { u32 pid; u32 tgid; } align(16)",
                   DifferenceKind::Size),
            Severity::Error);
  EXPECT_EQ(
      Second("struct event { u32 pid; float tgid; }", DifferenceKind::Type),
      Severity::Error);
}

TEST_F(JudgeTest, AVariableElsewhereIsToldWithBothPlaces) {
  addObject("linked.o", linked(0, 8), judge::Tier::Explicit);
  EXPECT_EQ(
      told("struct data { u32 level; u32 own; u32 pad; }", {{".data", "", {}}}),
      "section-offset linked.o");
  EXPECT_EQ(Last[0].Diff.HostBit, 32u);
  EXPECT_EQ(Last[0].Diff.HostNumber, 8u);
  EXPECT_EQ(Last[0].Diff.BpfNumber, 4u);
}

TEST_F(JudgeTest, MarkedFieldsAloneNeedOneAtLeast) {
  add("one.bpf.o", event(4));
  Marker Named;
  Named.Match = MatchMode::Named;
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }", {Named}),
            "not-checked");
  EXPECT_EQ(Last[0].Diff.Form, Variant::NoMarkedField);
  EXPECT_EQ(NotChecked, 1u);
}

TEST_F(JudgeTest, ExplicitObjectsMustAgree) {
  add("a/one.bpf.o", event(4));
  add("b/two.bpf.o", event(8));
  const char *Text = "struct event { u32 pid; u32 tgid; }";
  EXPECT_EQ(told(Text), "ambiguous a/one.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::AcrossObjects);
  EXPECT_EQ(Last[0].OtherFile, "b/two.bpf.o");
  EXPECT_EQ(Last[0].Nearest,
            (std::vector<std::string>{"one.bpf.o", "two.bpf.o"}));
  for (const char *Name : {"one.bpf.o", "a/one.bpf.o"})
    EXPECT_EQ(told(Text, {{"", Name, {}}}), "") << Name;
  EXPECT_EQ(told(Text, {{"", "b/two.bpf.o", {}}}), "type b/two.bpf.o");
  for (const char *Name : {"ne.bpf.o", "three.bpf.o", "/one.bpf.o2"}) {
    EXPECT_EQ(told(Text, {{"", Name, {}}}), "unknown-object") << Name;
    EXPECT_EQ(Last[0].OtherFile, Name);
    EXPECT_EQ(Last[0].Nearest.size(), 2u);
  }
  // Ambiguous, and unknown.
  EXPECT_EQ(NotChecked, 4u);
}

TEST_F(JudgeTest, ObjectsThatAgreeSpeakOnce) {
  add("one.bpf.o", event(4));
  add("two.bpf.o", event(4));
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"), "");
  EXPECT_EQ(told("struct event { u32 pid; s32 tgid; }"),
            "signedness one.bpf.o");
}

TEST_F(JudgeTest, WithinAnObjectOneEqualTypeIsEnough) {
  BlobBuilder B;
  TypeId Int = B.u32(), Float = B.add(Kind::Float, "float", 0, false, 4);
  B.structure("event", 4, {{"pid", Float, 0}});
  B.structure("event", 4, {{"pid", Int, 0}});
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct event { u32 pid; }"), "");
  EXPECT_EQ(told("struct event { float pid; }"), "");
  EXPECT_EQ(told("struct event { u64 pid; }"), "ambiguous ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::WithinObject);
}

TEST_F(JudgeTest, WithinAnObjectTypesThatAgreeSpeakOnce) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.structure("event", 4, {{"pid", Int, 0}});
  B.structure("event", 4, {{"pid", Int, 0}});
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct event { s32 pid; }"), "signedness ev.bpf.o");
}

TEST_F(JudgeTest, AnObjectOfTheOtherByteOrderChecksNothing) {
  BlobBuilder B(true);
  B.structure("event", 4, {{"pid", B.u32(), 0}});
  add("big.bpf.o", B);
  EXPECT_EQ(told("struct event { u32 pid; }"), "endian big.bpf.o");
  EXPECT_EQ(told("struct event { u32 pid; }"), "");
  EXPECT_EQ(NotChecked, 2u);
}

TEST_F(JudgeTest, TheObjectOfTheRightByteOrderIsUsed) {
  BlobBuilder B(true);
  B.structure("event", 4, {{"pid", B.u32(), 0}});
  add("big.bpf.o", B);
  add("ev.bpf.o", event(4));
  EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }"), "endian big.bpf.o");
  EXPECT_EQ(Checked, 1u);
}

TEST_F(JudgeTest, NotFoundSaysWhatIsKnown) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.structure("event_t", 4, {{"pid", Int, 0}});
  B.add(Kind::Fwd, "sock", 0, false, 0);
  B.string("e = bpf_ringbuf_reserve(&rb, sizeof(struct dropped), 0);");
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct events { u32 a; }"), "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::Plain);
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{"event_t"});
  EXPECT_EQ(told("struct sock { u32 a; }"), "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::ForwardOnly);
  EXPECT_EQ(told("struct dropped { u32 a; }"), "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Diff.Form, Variant::KnownName);
  EXPECT_EQ(NotChecked, 3u);
}

TEST_F(JudgeTest, NotFoundAnywhereNamesEveryObject) {
  add("one.bpf.o", event(4));
  add("two.bpf.o", event(4));
  EXPECT_EQ(told("struct evenr { u32 a; }"),
            "type-not-found one.bpf.o, two.bpf.o");
  EXPECT_EQ(told("struct evenr { u32 a; }", {{"", "two.bpf.o", {}}}),
            "type-not-found two.bpf.o");
}

TEST_F(JudgeTest, TheHostsOwnClassOfTypeComesFirst) {
  BlobBuilder B;
  TypeId Int = B.u32();
  TypeId Anonymous = B.structure("", 8, {{"a", Int, 0}, {"b", Int, 32}});
  B.alias(Kind::Typedef, Anonymous, "event");
  B.record(Kind::Union, "event", 4, {{"a", Int, 0}});
  B.add(Kind::Enum, "event", 1, false, 4, {B.string("A"), 7});
  B.alias(Kind::Typedef, Int, "number");
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct event { u32 a; u32 b; }"), "");
  EXPECT_EQ(told("union event { u32 a; }"), "");
  EXPECT_EQ(told("enum event { A = 7 }"), "");
}

TEST_F(JudgeTest, FlavoursAreFoundByTheirWholeNameOnly) {
  BlobBuilder B;
  B.structure("event___old", 4, {{"pid", B.u32(), 0}});
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct event { u32 pid; }"), "type-not-found ev.bpf.o");
  EXPECT_EQ(told("struct event { u32 pid; }", {{"event___old", "", {}}}), "");
}

TEST_F(JudgeTest, SaysWhatItWasComparedWith) {
  add("a.bpf.o", event(4));
  add("b.bpf.o", event(4));
  add("other.bpf.o", BlobBuilder());
  add("skel", event(4), Tier::Skeleton);
  add("old.skel", event(8), Tier::Skeleton);
  told("struct event { u32 pid; u32 tgid; }");
  EXPECT_EQ(Against, (std::vector<std::string>{"a.bpf.o", "b.bpf.o", "skel"}));
  told("struct unknown { u32 pid; }");
  EXPECT_TRUE(Against.empty());
}

TEST_F(JudgeTest, WhatIsNestedIsToldOnce) {
  BlobBuilder B;
  TypeId Int = B.integer("int", 4, btf::IntSigned);
  TypeId Inner = B.structure("inner", 4, {{"a", Int, 0}});
  B.structure("one", 4, {{"x", Inner, 0}});
  B.structure("two", 4, {{"y", Inner, 0}});
  add("ev.bpf.o", B);
  const Type *Two = model("struct inner { u32 a; }; struct one { struct inner "
                          "x; }; struct two { struct inner y; }");
  const auto *Host = as<RecordType>(Two);
  EXPECT_EQ(told(*Host, "two"), "signedness ev.bpf.o");
  EXPECT_EQ(told(*strip(Host->Fields[0].Ty), "inner"), "");
}

/// The same members, of another type in BPF each time.
TEST_F(JudgeTest, WhatIsNestedIsToldOfEachTypeInBpf) {
  BlobBuilder B;
  TypeId Int = B.integer("int", 4, btf::IntSigned);
  B.structure("one", 4, {{"x", B.structure("in1", 4, {{"a", Int, 0}}), 0}});
  B.structure("two", 4, {{"x", B.structure("in2", 4, {{"a", Int, 0}}), 0}});
  add("ev.bpf.o", B);
  const Type *Two = model("struct inner { u32 a; }; struct two { struct inner "
                          "x; }");
  EXPECT_EQ(told(*Two, "one"), "signedness ev.bpf.o");
  EXPECT_EQ(told(*Two, "two"), "signedness ev.bpf.o");
  EXPECT_EQ(told(*Two, "two"), "");
}

/// Where no field of the host's is at fault, the nested type is.
TEST_F(JudgeTest, AnEnumAndALackAreToldOnceAsWell) {
  BlobBuilder B;
  TypeId Int = B.u32();
  TypeId Enum = B.add(Kind::Enum, "k", 1, false, 4, {B.string("A"), 1});
  TypeId Inner = B.structure("inner", 8, {{"a", Int, 0}, {"b", Int, 32}});
  for (const char *Name : {"one", "two"})
    B.structure(Name, 12, {{"k", Enum, 0}, {"x", Inner, 32}});
  add("ev.bpf.o", B);
  const Type *Host = model("enum k { A = 2 }; struct inner { u32 a; }; "
                           "struct two { enum k k; struct inner x; }");
  EXPECT_EQ(told(*Host, "one"), "enum-value missing-field ev.bpf.o");
  EXPECT_EQ(told(*Host, "two"), "");
  // Of the marked type itself it is told each time.
  EXPECT_EQ(told("struct inner { u32 a; }"), "missing-field ev.bpf.o");
  EXPECT_EQ(told("struct inner { u32 a; }"), "missing-field ev.bpf.o");
}

TEST_F(JudgeTest, EveryMarkerCounts) {
  BlobBuilder B;
  TypeId Int = B.u32(), Signed = B.integer("int", 4, btf::IntSigned);
  B.structure("one", 4, {{"a", Int, 0}});
  B.structure("two", 4, {{"a", Signed, 0}});
  add("ev.bpf.o", B);
  EXPECT_EQ(told("struct e { u32 a; }", {{"one", "", {}}, {"two", "", {}}}),
            "signedness ev.bpf.o");
  EXPECT_EQ(Checked, 1u);
  EXPECT_EQ(told("struct e { u32 a; }", {{"one", "", {}}, {"none", "", {}}}),
            "type-not-found ev.bpf.o");
  EXPECT_EQ(NotChecked, 1u);
}

TEST_F(JudgeTest, WhatIsOffIsNotTold) {
  ASSERT_FALSE(Rules.parse("type-not-found=off,endian=off,object=off"));
  addUnreadable("bad.bpf.o", "not an ELF file");
  add("ev.bpf.o", event(4));
  EXPECT_EQ(told("struct none { u32 a; }"), "");
  EXPECT_EQ(NotChecked, 1u);
}

/// An object's DWARF, as far as the judge can see.
class FakeDwarf : public surface::DwarfTypes {
public:
  explicit FakeDwarf(const Type *Event) : Event(Event) {}

  std::optional<surface::ForeignType>
  find(const btf::Object &, std::string_view Name, Arena &) override {
    if (Name != "event")
      return std::nullopt;
    return surface::ForeignType{Event, "ev.bpf.c:12"};
  }
  std::string declaredAt(const btf::Object &, std::string_view Name) override {
    return Name == "inner" ? "ev.bpf.c:3" : "";
  }
  void
  forEachName(const btf::Object &,
              const std::function<void(std::string_view)> &Visit) override {
    for (std::string_view Name : {"event", "unlike"})
      Visit(Name);
  }
  const std::optional<Error> &failure() const override { return Failure; }

  std::optional<Error> Failure;

private:
  const Type *Event;
};

TEST_F(JudgeTest, AMisspeltNameThatOnlyDwarfHasIsSuggested) {
  BlobBuilder B;
  B.u32();
  addElf("ev.bpf.o", B);
  FakeDwarf Dwarf(model("struct event { u32 pid; }"));
  start(&Dwarf);
  EXPECT_EQ(told("struct evnet { u32 pid; }"), "type-not-found ev.bpf.o");
  EXPECT_EQ(Last[0].Nearest, std::vector<std::string>{"event"});
}

TEST_F(JudgeTest, WhyDwarfCannotBeReadIsSaidWhereThereIsSome) {
  BlobBuilder B;
  B.u32();
  add("plain.btf", B);
  FakeDwarf Dwarf(model("struct event { u32 pid; }"));
  Dwarf.Failure = Error("no LLVM is installed");
  start(&Dwarf);
  told("struct other { u32 pid; }");
  EXPECT_EQ(Last.at(0).Detail, "");
  addElf("ev.bpf.o", B);
  start(&Dwarf);
  told("struct other { u32 pid; }");
  EXPECT_EQ(Last.at(0).Detail, "no LLVM is installed");
  Dwarf.Failure.reset();
  start(&Dwarf);
  told("struct other { u32 pid; }");
  EXPECT_EQ(Last.at(0).Detail, "");
  start();
  told("struct other { u32 pid; }");
  EXPECT_EQ(Last.at(0).Detail, "");
}

TEST_F(JudgeTest, ATypedefOfAScalarIsMirroredByItsLeaf) {
  BlobBuilder B;
  TypeId Int = B.u32();
  B.alias(Kind::Typedef, Int, "number");
  addElf("ev.bpf.o", B);
  FakeDwarf Dwarf(model("struct event { u32 pid; }"));
  start(&Dwarf);
  EXPECT_EQ(told("struct number { u32 a; }"), "");
  EXPECT_EQ(told("enum number { A }"), "");
  EXPECT_EQ(told("struct number { u64 a; }"), "size ev.bpf.o");
  EXPECT_EQ(told("struct number { u32 a; u32 b; }"), "wrong-kind ev.bpf.o");
}

TEST_F(JudgeTest, ARecordOfDwarfComesBeforeATypedefOfAScalar) {
  BlobBuilder B;
  B.alias(Kind::Typedef, B.u32(), "event");
  addElf("ev.bpf.o", B);
  FakeDwarf Dwarf(model("struct event { u64 pid; }"));
  start(&Dwarf);
  EXPECT_EQ(told("struct event { u64 pid; }"), "");
}

TEST_F(JudgeTest, DwarfHasWhatBtfLacks) {
  FakeDwarf Dwarf(model("struct event { u32 pid; }"));
  BlobBuilder B;
  B.structure("inner", 4, {{"a", B.u32(), 0}});
  addElf("ev.bpf.o", B);
  add("plain.btf", B);
  start(&Dwarf);
  EXPECT_EQ(told("struct event { u32 pid; }"), "");
  EXPECT_EQ(told("struct event { s32 pid; }"), "signedness ev.bpf.o");
  EXPECT_EQ(Last[0].BpfSource, "ev.bpf.c:12");
  EXPECT_EQ(told("struct inner { s32 a; }"), "signedness ev.bpf.o");
  EXPECT_EQ(Last[0].BpfSource, "ev.bpf.c:3");
  EXPECT_EQ(told("struct other { u32 pid; }"),
            "type-not-found ev.bpf.o, plain.btf");
  EXPECT_EQ(told("struct event { u32 pid; }", {{"event.value", "", {}}}),
            "type-not-found ev.bpf.o, plain.btf");
}

} // namespace
