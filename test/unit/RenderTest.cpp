//===- RenderTest.cpp - The words of each kind ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "ModelText.h"
#include "Render/Message.h"

#include <gtest/gtest.h>

#include <deque>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

struct Told {
  Arena Memory;
  std::deque<Finding> Findings;
  std::vector<Message> Messages;
};

void tell(Told &T, const char *HostText, const char *BpfText,
          Target On = X86_64, CompareOptions Options = {}) {
  const Type *H = ModelText(T.Memory, On).parse(HostText);
  const Type *B = ModelText(T.Memory, test::Bpf).parse(BpfText);
  Options.Host = On;
  for (Difference &D : compare(*H, *B, Options, Policy())) {
    Finding F{};
    F.Diff = std::move(D);
    F.Host = H;
    F.Bpf = B;
    F.HostName = F.BpfName = H->Name;
    F.Object = "ev.bpf.o";
    F.HostTarget = On;
    T.Messages.push_back(render(T.Findings.emplace_back(std::move(F))));
  }
}

struct Row {
  const char *Name, *Host, *Bpf, *Text;
  /// The last note, where it is not the table.
  const char *Remedy = "";
  Target On = X86_64;
  friend void PrintTo(const Row &R, std::ostream *S) { *S << R.Name; }
};

class MessageTable : public testing::TestWithParam<Row> {};

TEST_P(MessageTable, Says) {
  Told T;
  tell(T, GetParam().Host, GetParam().Bpf, GetParam().On);
  ASSERT_EQ(T.Messages.size(), 1u);
  const Message &M = T.Messages.front();
  EXPECT_EQ(M.Text, std::string(GetParam().Text) + " [bpf-host-layout-" +
                        std::string(slug(M.Kind)) + "]");
  EXPECT_LE(M.Notes.size(), 3u);
  std::string Last = M.Notes.empty() ? "" : M.Notes.back().Text;
  EXPECT_EQ(Last.find('\n') == std::string::npos ? Last : "",
            GetParam().Remedy);
}

const Row Rows[] = {
    {"Reordered", "struct id { u32 pid; u64 ts; }",
     "struct id { u64 ts; u32 pid; }",
     "field 'ts' is at byte 8 here, but the BPF program has it at byte 0",
     "swap 'pid' and 'ts' to match the BPF program"},
    {"Moved", "struct e { u32 b; u32 c; u32 a; u32 d; }",
     "struct e { u32 a; u32 b; u32 c; u32 d; }",
     "field 'a' is at byte 8 here, but the BPF program has it at byte 0",
     "move 'a' to the front to match the BPF program"},
    {"MissingField", "struct event { u64 id; u64 ts; }",
     "struct event { u64 id; u64 ts; u64 cgroup; }",
     "'event' has no field 'cgroup' here, but the BPF program writes 8 bytes "
     "for it at byte 16",
     "add 'uint64_t cgroup;' after 'ts'"},
    {"ExtraField", "struct event { u64 a; u32 b; u32 flags; }",
     "struct event { u64 a; u32 b; char comm[4]; }",
     "field 'flags' is not in BPF's 'event'; bytes 12-15 belong to 'comm' "
     "there",
     "did you rename 'comm'?"},
    {"Renamed", "struct e { u32 tid; u32 b; }", "struct e { u32 pid; u32 b; }",
     "field 'tid' has the place and type of BPF's 'pid'",
     "add [[bpf::host_layout(\"pid\")]] if it stands for BPF's 'pid'"},
    {"Size", "struct event { u64 a; u64 b; u64 c; }",
     "struct event { u64 a; u64 b; u64 c; } align(16)",
     "'event' is 24 bytes here, but 32 in BPF",
     "add alignas(16) to 'event' to match the BPF program"},
    {"Padding", "struct event { u32 a; u64 ts; }",
     "struct event { u32 a; u64 ts; } packed",
     "4 bytes of padding before 'ts' here; BPF's 'event' is packed and has "
     "none",
     "declare 'event' packed to match the BPF program"},
    {"HostPacked", "struct event { u32 a; u64 ts; } packed",
     "struct event { u32 a; u64 ts; }",
     "'event' is packed here and has no padding before 'ts'; BPF's 'event' has "
     "4 bytes"},
    {"Type", "struct e { float ip; }", "struct e { u32 ip; }",
     "'ip' is 'float' here but 'u32' in BPF",
     "declare it as 'uint32_t ip' to match the BPF program"},
    {"TypeOfOneName", "enum k : 8 { A }; struct e { enum k k; }",
     "enum k { A }; struct e { enum k k; }",
     "'k' is 'enum k' of 8 bytes here but of 4 bytes in BPF",
     "declare it as 'uint32_t k' to match the BPF program"},
    {"Signedness", "struct e { u32 ret; }", "struct e { s32 ret; }",
     "'ret' is unsigned here but signed in BPF: -1 would read as 4294967295",
     "declare it as 'int32_t ret' to match the BPF program"},
    {"SignednessReverse", "struct e { s64 ret; }", "struct e { u64 ret; }",
     "'ret' is signed here but unsigned in BPF: 18446744073709551615 would "
     "read as -1",
     "declare it as 'uint64_t ret' to match the BPF program"},
    {"Array", "struct e { char comm[32]; }", "struct e { char comm[16]; }",
     "'comm' has 32 elements here but 16 in BPF",
     "declare it as 'char comm[16]' to match the BPF program"},
    {"BitField", "struct e { u32 a; u8 ver:4; u8 proto:4; }",
     "struct e { u32 a; u8 proto:4; u8 ver:4; }",
     "'proto' is bits 4-7 of byte 4 here, but bits 0-3 in BPF",
     "swap 'ver' and 'proto' to match the BPF program"},
    {"EnumValue", "enum ev { EV_EXIT = 2 }", "enum ev { EV_EXIT = 3 }",
     "'EV_EXIT' is 2 here but 3 in BPF"},
    {"EnumMissing", "enum ev { EV_A }", "enum ev { EV_A, EV_B = 7 }",
     "BPF can send 'EV_B' (7), which 'ev' does not name here",
     "add 'EV_B = 7'"},
    {"Abi", "struct e { u32 a; u64 ts; }", "struct e { u32 a; u64 ts; }",
     "'ts' is at byte 4 on i386 but byte 8 in BPF: i386 aligns 8-byte integers "
     "to 4",
     "add alignas(8) to 'ts' to match the BPF program", I386},
    {"Pointer", "struct e { ptr p; }", "struct e { ptr p; }",
     "'p' is a 4-byte pointer on this target but 8 bytes in BPF",
     "declare it as 'uint64_t p' to match the BPF program", Arm},
    {"WrongKind", "struct e { u32 a; u32 b; }", "union e { u32 a; u32 b; }",
     "'e' is a struct here but a union in BPF"},
    {"NotTrivial",
     "struct event { u32 a; } nontrivial(has a std::string member 'name')",
     "struct event { u32 a; }",
     "'event' has a std::string member 'name' and cannot be read from a BPF "
     "record"},
    {"ReservedUsed", "struct e { u32 a; u32 reserved2; }",
     "struct e { u32 a; u32 tx_bytes; }",
     "'reserved2' covers BPF's field 'tx_bytes' here"},
};
INSTANTIATE_TEST_SUITE_P(Kinds, MessageTable, testing::ValuesIn(Rows),
                         [](const testing::TestParamInfo<Row> &Info) {
                           return Info.param.Name;
                         });

TEST(MessageNotes, WhatIsGeneratedIsNotEdited) {
  Told T;
  tell(T, "struct ev__bss { u64 dev; }", "struct bss { u32 dev; }");
  ASSERT_EQ(T.Findings.size(), 1u);
  Finding &F = T.Findings.front();
  F.Diff.Remedy.reset();
  F.IsGenerated = true;
  EXPECT_EQ(render(F).Notes.back().Text,
            "this struct is generated: in the BPF source, give 'dev' a type "
            "that has the same layout here, and make the skeleton again");
}

TEST(MessageNotes, TableShowsBothSides) {
  Told T;
  tell(T, "struct event { u32 pid; u64 ts; }",
       "struct event { u64 ts; u32 pid; }");
  ASSERT_EQ(T.Messages.size(), 1u);
  EXPECT_EQ(T.Messages[0].Notes[0].Text,
            "'struct event' here and in ev.bpf.o\n"
            "      byte  here                 BPF\n"
            "         0  u32 pid          !=  u64 ts\n"
            "         4  (4 bytes hole)   !=   .\n"
            "         8  u64 ts           !=  u32 pid\n"
            "        12   .               !=  (4 bytes tail padding)\n"
            "      size  16               ==  16");
}

TEST(MessageNotes, TableCountsWhatMoved) {
  Told T;
  tell(T, "struct e { u32 a; u32 c; u32 d; u32 f; }",
       "struct e { u32 a; u32 b; u32 c; u32 d; u32 f; }");
  ASSERT_EQ(T.Messages.size(), 1u);
  EXPECT_EQ(T.Messages[0].Notes[0].Text.substr(
                0, T.Messages[0].Notes[0].Text.find('\n')),
            "'struct e' here and in ev.bpf.o; 3 later fields are read 4 bytes "
            "too early");
}

TEST(MessageNotes, NestedFaultsHaveAChain) {
  Told T;
  tell(T, "struct h { u32 a; u32 b; }; struct e { u32 x; struct h hdr; }",
       "struct h { u32 b; u32 a; }; struct e { u32 x; struct h hdr; }");
  ASSERT_EQ(T.Messages.size(), 1u);
  EXPECT_EQ(T.Messages[0].Notes[0].Text, "because 'e::hdr' is 'struct h'");
  EXPECT_EQ(T.Messages[0].Notes[1].Text.substr(0, 33),
            "'struct h' here and in ev.bpf.o\n ");
}

TEST(MessageNotes, AChainThroughABaseNamesItsType) {
  Told T;
  tell(T, "struct h { u32 a; u32 b; }; struct e { base struct h; u32 x; }",
       "struct h { u32 b; u32 a; }; struct e { struct h hdr; u32 x; }");
  ASSERT_EQ(T.Messages.size(), 1u);
  EXPECT_EQ(T.Messages[0].Notes[0].Text, "because 'e' has the base 'struct h'");
}

TEST(MessageNotes, LongTablesAreFolded) {
  std::string Host = "struct e { u32 x; u32 y; ",
              Bpf = "struct e { u32 y; u32 x; ";
  for (int I = 0; I != 500; ++I) {
    Host += "u32 f" + std::to_string(I) + "; ";
    Bpf += "u32 f" + std::to_string(I) + "; ";
  }
  Told T;
  tell(T, (Host + "}").c_str(), (Bpf + "}").c_str());
  const std::string &Text = T.Messages.at(0).Notes.at(0).Text;
  EXPECT_LT(std::count(Text.begin(), Text.end(), '\n'), 12);
  EXPECT_NE(Text.find("\n       ...\n"), std::string::npos) << Text;
}

/// Of two objects nobody is "here", and neither is the BPF program.
TEST_P(MessageTable, CallsObjectsByTheirNames) {
  // Kinds that only a compile has: its target's, and C++'s.
  if (GetParam().On.Name != X86_64.Name ||
      std::string_view(GetParam().Name) == "NotTrivial")
    return;
  Told T;
  tell(T, GetParam().Host, GetParam().Bpf);
  Message M = render(T.Findings.front(), SideNames::objects("1.o", "2.o"));
  std::vector<std::string> Texts = {M.Text};
  for (const Note &N : M.Notes)
    if (!N.Remedy)
      Texts.push_back(N.Text);
  for (const std::string &Text : Texts) {
    EXPECT_EQ(Text.find(" here"), std::string::npos) << Text;
    EXPECT_EQ(Text.find("BPF"), std::string::npos) << Text;
  }
  EXPECT_NE(M.Text.find("2.o"), std::string::npos) << M.Text;
}

TEST(MessageText, NoControlCharactersReachATerminal) {
  Told T;
  tell(T, "struct e { u32 a; }", "struct e { u32 a; }");
  Type Ty{};
  Finding F{};
  F.Diff.Kind = DifferenceKind::TypeNotFound;
  F.Host = &Ty;
  F.BpfName = "ev\x1b[31m\n";
  F.Object = "a\tb.o";
  EXPECT_EQ(render(F).Text, "no type 'ev\\x1b[31m\\x0a' in a\\x09b.o "
                            "[bpf-host-layout-type-not-found]");
}

} // namespace
