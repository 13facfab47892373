//===- JudgePlacesTest.cpp - Where findings stand, which object is meant --===//
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

class JudgePlacesTest : public JudgeTest {
protected:
  /// struct outer { struct event { u32 pid; u32 tgid; } e; }
  void addOuter() {
    BlobBuilder B;
    TypeId Int = B.u32();
    TypeId Event =
        B.structure("event", 8, {{"pid", Int, 0}, {"tgid", Int, 32}});
    B.structure("outer", 8, {{"e", Event, 0}});
    add("ev.bpf.o", B);
  }

  /// Where the one finding about \p Host stands.
  Origin place(const Type &Host, std::string Name) {
    told(Host, std::move(Name));
    EXPECT_EQ(Last.size(), 1u);
    return Last.empty() ? Origin{} : Last.front().At;
  }

  static const Field &field(const Type &Ty, size_t I) {
    return as<RecordType>(&Ty)->Fields[I];
  }
};

TEST_F(JudgePlacesTest, AFieldOfTheUsersIsTheFault) {
  addOuter();
  const Type &Host = *model("struct event { u32 pid; float tgid; }");
  EXPECT_EQ(place(Host, "event").Ptr, field(Host, 1).Where.Ptr);
}

TEST_F(JudgePlacesTest, OfASystemHeadersStructTheMarkIsTold) {
  addOuter();
  const Type &Host = *model("struct event { u32 pid; float tgid; } system");
  EXPECT_EQ(place(Host, "event").Ptr, &Host);
}

TEST_F(JudgePlacesTest, TheMemberThatHasASystemHeadersStructIsTold) {
  addOuter();
  const Type &Host = *model("struct event { u32 pid; float tgid; } system; "
                            "struct outer { struct event e; }");
  EXPECT_EQ(place(Host, "outer").Ptr, field(Host, 0).Where.Ptr);
}

TEST_F(JudgePlacesTest, InANestedStructOfTheUsersItsFieldIsTold) {
  addOuter();
  const Type &Host = *model("struct event { u32 pid; float tgid; }; "
                            "struct outer { struct event e; }");
  const Type &Inner = *field(Host, 0).Ty;
  EXPECT_EQ(place(Host, "outer").Ptr, field(Inner, 1).Where.Ptr);
}

TEST_F(JudgePlacesTest, WhatIsNotTrivialIsToldWhereItSaysSo) {
  addOuter();
  const Type &Host =
      *model("struct event { u32 pid; u32 tgid; } nontrivial(has a copy)");
  EXPECT_EQ(place(Host, "event").Ptr, &Host);
  auto *Record = const_cast<RecordType *>(as<RecordType>(&Host));
  int Copy = 0;
  Record->NotTrivialWhere = {&Copy};
  start();
  EXPECT_EQ(place(Host, "event").Ptr, &Copy);
  // A user does not edit a library.
  Record->FromSystemHeader = true;
  start();
  EXPECT_EQ(place(Host, "event").Ptr, &Host);
}

TEST_F(JudgePlacesTest, AnEnumOfASystemHeaderIsToldWhereItIsUsed) {
  BlobBuilder B;
  const uint32_t Name = B.string("A");
  const TypeId Enum = B.add(btf::Kind::Enum, "k", 1, false, 4, {Name, 0});
  B.structure("event", 4, {{"k", Enum, 0}});
  add("ev.bpf.o", B);
  const Type &Host = *model("struct event { enum k { A = 1 } k; }");
  const auto *Here = as<EnumType>(field(Host, 0).Ty);
  EXPECT_EQ(place(Host, "event").Ptr, Here->Enumerators[0].Where.Ptr);
  const_cast<EnumType *>(Here)->FromSystemHeader = true;
  start();
  EXPECT_EQ(place(Host, "event").Ptr, field(Host, 0).Where.Ptr);
}

/// object= names a file by its base name, by the end of its path at a '/', by
/// the whole of it, and a skeleton also by the name that it has inside.
TEST_F(JudgePlacesTest, AnObjectIsNamedByAnEndingOfItsPath) {
  add("build/a/ev.bpf.o", event(4));
  add("build/b/ev.bpf.o", event(8));
  Sources.back().Name = "inside";
  const struct {
    const char *Name, *Told;
  } Rows[] = {
      {"a/ev.bpf.o", ""},
      {"build/a/ev.bpf.o", ""},
      {"b/ev.bpf.o", "type build/b/ev.bpf.o"},
      {"inside", "type build/b/ev.bpf.o"},
      {"v.bpf.o", "unknown-object"},
      {"/ev.bpf.o", "unknown-object"},
      {"nside", "unknown-object"},
  };
  for (const auto &[Name, Told] : Rows) {
    start();
    Marker M;
    M.ObjectName = Name;
    EXPECT_EQ(told("struct event { u32 pid; u32 tgid; }", {M}), Told) << Name;
  }
}

TEST_F(JudgePlacesTest, AFindingNamesBothSides) {
  addOuter();
  const Type &Host = *model("struct here { u32 pid; float tgid; }");
  told(Host, "here", {{"event", "", {}}});
  ASSERT_EQ(Last.size(), 1u);
  EXPECT_EQ(Last[0].Host, &Host);
  EXPECT_EQ(Last[0].HostName, "here");
  EXPECT_EQ(Last[0].BpfName, "event");
  EXPECT_EQ(Last[0].Where.Ptr, &Host);
  EXPECT_EQ(Last[0].HostTarget.Name, X86_64.Name);
  told(Host, "none");
  ASSERT_EQ(Last.size(), 1u);
  EXPECT_EQ(Last[0].Diff.HostIn, &Host);
}

TEST_F(JudgePlacesTest, AnAliasMeansWhatItIsOf) {
  addOuter();
  TypedefType Alias{};
  Alias.Kind = TypeKind::Typedef;
  Alias.Name = "alias_t";
  Alias.Target = model("struct here { u32 pid; float tgid; }");
  for (const char *Name : {"event", "none"}) {
    told(Alias, "alias_t", {{Name, "", {}}});
    ASSERT_EQ(Last.size(), 1u);
    EXPECT_EQ(Last[0].Host, Alias.Target);
    EXPECT_EQ(Last[0].Diff.HostIn, Alias.Target);
    EXPECT_EQ(Last[0].HostName, "alias_t");
  }
}

TEST_F(JudgePlacesTest, AStructWithoutFieldsLacksThemOnce) {
  addOuter();
  EXPECT_EQ(told("struct event { } align(8)"), "missing-field ev.bpf.o");
  ASSERT_EQ(Last.size(), 1u);
  EXPECT_EQ(Last[0].Diff.Form, Variant::NoFields);
  EXPECT_FALSE(Last[0].Diff.Remedy);
  start();
  EXPECT_EQ(told("struct event { }"), "missing-field ev.bpf.o");
  ASSERT_EQ(Last.size(), 1u);
  EXPECT_EQ(Last[0].Diff.Bpf->Name, "pid");
  Subject S{model("struct event { }"), "event", {}, {{}}};
  EXPECT_EQ(judge().judge(S).Findings.size(), 1u); // not as a repeat either
  EXPECT_FALSE(Last[0].Diff.Remedy);
  // One that has a field lacks each of the others.
  start();
  EXPECT_EQ(told("struct event { u32 a as(pid); }"), "missing-field ev.bpf.o");
  ASSERT_EQ(Last.size(), 1u);
  EXPECT_NE(Last[0].Diff.Form, Variant::NoFields);
}

TEST_F(JudgePlacesTest, ThreeObjectsAreNamedAndTheOthersCounted) {
  for (const char *Path : {"a.o", "b.o", "c.o"})
    add(Path, event(4));
  EXPECT_EQ(told("struct unknown { u32 a; }"), "type-not-found a.o, b.o, c.o");
  add("d.o", event(4));
  add("e.o", event(4));
  start();
  EXPECT_EQ(told("struct unknown { u32 a; }"),
            "type-not-found a.o, b.o, c.o and 2 more");
}

TEST_F(JudgePlacesTest, WhatWasToldIsARepeatUntilItIsForgotten) {
  addOuter();
  const Type &Host = *model("struct event { u32 pid; float tgid; }");
  EXPECT_EQ(told(Host, "event"), "type ev.bpf.o");
  EXPECT_EQ(told(Host, "event"), "");
  judge().forget();
  EXPECT_EQ(told(Host, "event"), "type ev.bpf.o");
}

} // namespace
