//===- RenderSentenceTest.cpp - What is said where no fields differ -------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types that were not found, objects that could not be read, maps: the words
// and the advice, for findings that a comparison of two types does not make.
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "ModelText.h"
#include "Render/Message.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

struct Case {
  const char *Name;
  DifferenceKind Kind;
  Variant Form;
  /// What the sentence names, where it names one more thing.
  const char *Other;
  std::vector<std::string> Nearest;
  const char *Text;
  /// The last note; "" where there is none.
  const char *Advice;
  friend void PrintTo(const Case &C, std::ostream *S) { *S << C.Name; }
};

class SentenceTable : public testing::TestWithParam<Case> {};

TEST_P(SentenceTable, Says) {
  const Case &C = GetParam();
  Arena Memory;
  Finding F{};
  F.Host = ModelText(Memory, X86_64).parse("struct event { u32 pid; u64 ts; }");
  F.HostName = F.BpfName = "event";
  F.Object = "ev.bpf.o";
  F.HostTarget = X86_64;
  F.Nearest = C.Nearest;
  if (C.Kind == DifferenceKind::Object)
    F.Detail = "ev.bpf.o: the file is empty";
  F.Diff.Kind = C.Kind;
  F.Diff.Form = C.Form;
  F.Diff.Role = F.NamePart = F.OtherFile = C.Other;
  Field Named{};
  Named.Name = C.Other;
  if (C.Kind == DifferenceKind::SectionOffset)
    F.Diff.Host = &Named;
  F.Diff.HostNumber = 12;
  F.Diff.BpfNumber = 16;
  const Message M = render(F);
  EXPECT_EQ(M.Text, std::string(C.Text) + " [bpf-host-layout-" +
                        std::string(slug(C.Kind)) + "]");
  EXPECT_EQ(M.Notes.empty() ? "" : M.Notes.back().Text, C.Advice);
}

using K = DifferenceKind;
const Case Cases[] = {
    {"KnownName",
     K::TypeNotFound,
     Variant::KnownName,
     "",
     {},
     "the name 'event' occurs in ev.bpf.o, but its type is not recorded there",
     "add BPF_HOST_LAYOUT_EMIT(struct event); from <bpf/host_layout.h> to the "
     "BPF source to keep the type"},
    {"ForwardOnly",
     K::TypeNotFound,
     Variant::ForwardOnly,
     "",
     {},
     "'event' is only declared in ev.bpf.o, not defined",
     "add BPF_HOST_LAYOUT_EMIT(struct event); from <bpf/host_layout.h> to the "
     "BPF source to keep the type, where it is defined"},
    {"NearNames",
     K::TypeNotFound,
     Variant::Plain,
     "",
     {"events", "event_t", "even"},
     "no type 'event' in ev.bpf.o",
     "did you mean 'events', 'event_t' or 'even'?\nif not, add "
     "BPF_HOST_LAYOUT_EMIT(struct event); from <bpf/host_layout.h> to the BPF "
     "source to keep the type"},
    {"NoSuchMap",
     K::TypeNotFound,
     Variant::NoSuchMap,
     "count",
     {"counts"},
     "no map 'count' in ev.bpf.o",
     "did you mean 'counts'?"},
    {"NoSuchSection",
     K::TypeNotFound,
     Variant::NoSuchSection,
     ".bsss",
     {},
     "no section '.bsss' with types in ev.bpf.o",
     ""},
    {"NoMapType",
     K::TypeNotFound,
     Variant::NoMapType,
     "counts.value",
     {},
     "'counts.value' has neither a type nor a size in ev.bpf.o",
     "a map's role is <map>.key or <map>.value, of an inner map "
     "<map>.values.value; give the map a type with __type()"},
    {"AcrossObjects",
     K::Ambiguous,
     Variant::AcrossObjects,
     "tx.bpf.o",
     {},
     "'event' differs between ev.bpf.o and tx.bpf.o",
     "say which one is meant: [[bpf::host_layout(\"object=ev.bpf.o\")]]"},
    {"WithinObject",
     K::Ambiguous,
     Variant::WithinObject,
     "",
     {},
     "several types 'event' in ev.bpf.o differ, and none of them matches",
     ""},
    {"UnknownObject",
     K::UnknownObject,
     Variant::Plain,
     "rx.bpf.o",
     {"ev.bpf.o", "tx.bpf.o"},
     "no BPF object is called 'rx.bpf.o'",
     "the objects are 'ev.bpf.o' or 'tx.bpf.o'"},
    {"SectionOffset",
     K::SectionOffset,
     Variant::Plain,
     "level",
     {},
     "'level' is at byte 12 in event by its symbol, but at byte 16 by the BTF "
     "that the skeleton is made from",
     "link the objects without the weak or extern copy of 'level', or read the "
     "variable by its symbol"},
    {"Unreadable",
     K::Object,
     Variant::Plain,
     "",
     {},
     "ev.bpf.o: the file is empty; marked structs were NOT checked",
     ""},
    {"NotBuiltYet",
     K::Object,
     Variant::Absent,
     "",
     {},
     "ev.bpf.o: the file is empty; marked structs were NOT checked",
     "build it first, as in: clang -target bpf -g -O2 -c ev.bpf.c -o ev.bpf.o"},
    {"NoObject",
     K::NotChecked,
     Variant::NoObject,
     "",
     {},
     "'event' was not checked: no BPF object is known",
     "give one with -fplugin-arg-hostlayout-btf=<object>, with "
     "-DBPF_HOST_LAYOUT_BTF=<object>, or include its libbpf skeleton"},
    {"NoMarkedField",
     K::NotChecked,
     Variant::NoMarkedField,
     "",
     {},
     "'event' is matched by its marked fields, but no field is marked",
     "mark each field that counts with [[bpf::host_layout]]"},
    {"StaleObject",
     K::StaleObject,
     Variant::Plain,
     "ev.skel.h",
     {},
     "'event' in ev.bpf.o differs from the one in the included skeleton "
     "'ev.skel.h'",
     "the skeleton's object is the one that is loaded"},
    {"OldObject",
     K::StaleObject,
     Variant::OlderThanSource,
     "/src/ev.bpf.c",
     {},
     "ev.bpf.o is older than its source /src/ev.bpf.c",
     "build it again: its types may be those of an earlier version"},
    {"Endian",
     K::Endian,
     Variant::Plain,
     "",
     {},
     "ev.bpf.o is big-endian, but x86_64 is little-endian; 'event' was not "
     "checked",
     "compile the BPF program with -target bpfel"},
    {"PerCpu",
     K::PerCpu,
     Variant::Plain,
     "counts.value",
     {},
     "'event' is 12 bytes, but the kernel lays out a 'counts.value' for each "
     "CPU, 16 bytes apart",
     "read 16 bytes for each CPU, or pad the type to a multiple of 8"},
    {"BelowMapValue",
     K::Size,
     Variant::BelowMap,
     "counts.value",
     {},
     "'event' is 12 bytes here, but 16 in BPF: the kernel would write past it "
     "('counts.value')",
     ""},
    {"BelowMapKey",
     K::Size,
     Variant::BelowMap,
     "counts.key",
     {},
     "'event' is 12 bytes here, but 16 in BPF: the kernel would read past it "
     "('counts.key')",
     ""},
};
INSTANTIATE_TEST_SUITE_P(Each, SentenceTable, testing::ValuesIn(Cases),
                         [](const testing::TestParamInfo<Case> &Info) {
                           return Info.param.Name;
                         });

TEST(Sentence, EnumeratorsBeyondTheFirstAreCounted) {
  Arena Memory;
  const Type *Host = ModelText(Memory, X86_64).parse("enum k { A = 1 }");
  const Type *Bpf = ModelText(Memory, test::Bpf)
                        .parse("enum k { A = 1, B, C, D, E, F, G, H }");
  std::vector<Difference> Found = compare(*Host, *Bpf, {}, Policy());
  ASSERT_EQ(Found.size(), 1u);
  Finding F{};
  F.Diff = Found[0];
  F.Host = Host;
  F.Bpf = Bpf;
  F.HostName = F.BpfName = "k";
  const Message M = render(F);
  EXPECT_EQ(M.Text, "BPF can send 7 values that 'k' does not name here: 'B' "
                    "(2), 'C' (3), 'D' (4) and 4 more "
                    "[bpf-host-layout-enum-missing]");
}

} // namespace
