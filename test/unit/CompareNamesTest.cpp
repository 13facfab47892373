//===- CompareNamesTest.cpp - Which names pair ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Names.h"
#include "CompareRows.h"

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

TEST(Names, WithoutStyle) {
  for (const auto &[Name, Bare] : {std::pair("start_ns", "startns"),
                                   {"startNs", "startns"},
                                   {"m_startNs", "startns"},
                                   {"_start_ns_", "startns"},
                                   {"__m_start", "start"},
                                   {"START_NS", "startns"},
                                   {"v1_1", "v1_1"},
                                   {"v11", "v11"},
                                   {"v1__1_", "v1_1"},
                                   {"v0_0", "v0_0"},
                                   {"v9_9", "v9_9"},
                                   {"v1__a_1", "v1a1"},
                                   {"m_z", "z"},
                                   {"m_a", "a"},
                                   {"m_Z", "z"},
                                   {"m_A", "a"},
                                   {"v_1", "v1"},
                                   {"v1_a", "v1a"},
                                   {"m_1", "m1"},
                                   {"m_", "m"},
                                   {"m", "m"},
                                   {"_", ""},
                                   {"mStart", "mstart"},
                                   {"M_start", "mstart"},
                                   {"", ""}})
    EXPECT_EQ(withoutStyle(Name), Bare) << Name;
}

TEST(Names, OnlyTheNameMakesPadding) {
  for (const char *Name :
       {"pad",    "_pad",     "__pad1",    "pad_0",       "_",         "__",
        "_1",     "reserved", "reserved2", "__unused",    "padding",   "m_pad",
        "m_pad1", "Pad",      "pad_",      "m_reserved_", "Reserved0", "m__pad",
        "UNUSED", "_1pad",    "un_used",   "_9_",         "pad9"})
    EXPECT_TRUE(isPaddingName(Name)) << Name;
  for (const char *Name : {"", "padded", "paddle", "tag", "reserve", "used",
                           "notpad", "0pad", "m_", "m_1", "mpad", "pad1x"})
    EXPECT_FALSE(isPaddingName(Name)) << Name;
}

TEST(Names, AreTheSameByAMarkerOrInAnyStyle) {
  Arena Memory;
  auto Same = [&](const char *Host, const char *Bpf) {
    auto Field = [&](const std::string &Text) {
      return as<RecordType>(ModelText(Memory, X86_64)
                                .parse("struct e { u32 " + Text + "; }"))
          ->Fields.front();
    };
    return sameName(Field(Host), Field(Bpf));
  };
  EXPECT_TRUE(Same("a", "a"));
  EXPECT_FALSE(Same("a", "b"));
  EXPECT_TRUE(Same("startNs", "start_ns"));
  EXPECT_TRUE(Same("_", "_"));
  EXPECT_FALSE(Same("_", "__")); // nothing is left without its style
  // A marker's names alone count.
  EXPECT_TRUE(Same("a as(x y)", "y"));
  EXPECT_FALSE(Same("a as(x y)", "a"));
  EXPECT_FALSE(Same("a as(startNs)", "start_ns"));
}

class CompareNames : public CompareTable {};
TEST_P(CompareNames, Finds) {
  EXPECT_EQ(found(GetParam()), GetParam().Expected);
}

const Row Fields[] = {
    {"OtherStyle", "struct e { u64 startNs; u32 srcIp; u32 dstIp; }",
     "struct e { u64 start_ns; u32 src_ip; u32 dst_ip; }", ""},
    {"OtherStyleSwapped", "struct e { u64 startNs; u32 dstIp; u32 srcIp; }",
     "struct e { u64 start_ns; u32 src_ip; u32 dst_ip; }", "reordered:srcIp!"},
    {"Members", "struct e { u32 m_pid; u32 tgid_; u32 _uid; }",
     "struct e { u32 pid; u32 tgid; u32 uid; }", ""},
    {"MembersInBpf", "struct e { u32 pid; u32 tgid; }",
     "struct e { u32 m_pid; u32 tgid_; }", ""},
    {"ExactWins", "struct e { u32 srcIp; u32 src_ip; }",
     "struct e { u32 src_ip; u32 srcIp; }", "reordered:src_ip!"},
    // Which of the two is meant is not known: told by place and type.
    {"TwoHere", "struct e { u32 srcIp; u32 SrcIp; }",
     "struct e { u32 src_ip; u32 uid; }", "renamed:srcIp!? renamed:SrcIp!?"},
    {"DigitsApart", "struct e { u32 v11; }", "struct e { u32 v1_1; }",
     "renamed:v11!?"},
    {"DigitsApartMoved", "struct e { u64 a; u32 v11; u32 v1_1; }",
     "struct e { u64 a; u32 v1_1; u32 v11; }", "reordered:v1_1!"},
    {"StyleAndType", "struct e { s32 retVal; }", "struct e { u32 ret_val; }",
     "signedness:retVal!"},
    {"InABase", "struct h { u32 m_a; }; struct e { base struct h; u32 m_b; }",
     "struct e { u32 a; u32 b; }", ""},
    {"InANestedRecord",
     "struct h { u32 dstIp; u32 srcIp; }; struct e { struct h hdr; }",
     "struct h { u32 src_ip; u32 dst_ip; }; struct e { struct h hdr; }",
     "reordered:srcIp!"},
    {"InAnArray",
     "struct h { u16 dstIp; u16 srcIp; }; struct e { struct h hdr[4]; }",
     "struct h { u16 src_ip; u16 dst_ip; }; struct e { struct h hdr[4]; }",
     "reordered:srcIp!"},
    {"BitFields", "struct e { u8 hdrLen:4; u8 m_ver:4; }",
     "struct e { u8 hdr_len:4; u8 ver:4; }", ""},
    {"BitFieldsSwapped", "struct e { u8 m_ver:4; u8 hdrLen:4; }",
     "struct e { u8 hdr_len:4; u8 ver:4; }", "bitfield:hdrLen!"},
    {"PaddingInStyle", "struct e { u32 a; u32 m_pad; u64 b; }",
     "struct e { u32 a; u64 b; }", ""},
    {"PaddingInStyleOverAField", "struct e { u32 a; u32 m_pad; u64 b; }",
     "struct e { u32 a; u32 x; u64 b; }", "reserved-used:m_pad?"},
    {"Prefix", "struct e { u64 startNs; }", "struct e { u64 start_ns; u32 a; }",
     "", X86_64, MatchMode::Prefix},
    {"Named", "struct e { u64 startNs marked; u32 x; u32 y; }",
     "struct e { u64 start_ns; u64 b; }", "", X86_64, MatchMode::Named},
    {"NamedElsewhere", "struct e { u64 x; u64 startNs marked; }",
     "struct e { u64 start_ns; u64 b; }", "reordered:startNs", X86_64,
     MatchMode::Named},
    {"MarkedPadding", "struct e { u32 a; u32 m_pad marked; }",
     "struct e { u32 a; u32 pad; }", ""},
    {"ArgumentIsExact", "struct e { u32 a as(srcIp); }",
     "struct e { u32 src_ip; }", "extra-field:a"},
};
INSTANTIATE_TEST_SUITE_P(Fields, CompareNames, testing::ValuesIn(Fields), name);

const char St[] = "enum st { ST_NEW, ST_RUN, ST_DEAD }";
const Row Enums[] = {
    {"HouseStyle", "enum k { New, Run, Dead }", St, ""},
    {"HouseStyleSwapped", "enum k { New, Dead, Run }", St,
     "enum-value:Dead enum-value:Run"},
    {"LeadingK", "enum k { kNew, kRun, kDead }", St, ""},
    {"LeadingKSwapped", "enum k { kNew, kDead, kRun }", St,
     "enum-value:kDead enum-value:kRun"},
    {"LeadingKAndPrefix", "enum k { kStNew, kStRun, kStDead }", St, ""},
    {"OtherStyle", "enum k { StNew, StRun, StDead }", St, ""},
    {"OtherStyleSwapped", "enum k { StNew, StDead, StRun }", St,
     "enum-value:StDead enum-value:StRun"},
    {"PrefixHere", "enum k { X_NEW, X_RUN, X_DEAD }",
     "enum st { NEW, RUN, DEAD }", ""},
    {"PrefixHereSwapped", "enum k { X_NEW, X_DEAD, X_RUN }",
     "enum st { NEW, RUN, DEAD }", "enum-value:X_DEAD enum-value:X_RUN"},
    // Two prefixes come off where both are their enum's name.
    {"OwnNames", "enum State { STATE_NEW, STATE_DEAD, STATE_RUN }", St,
     "enum-value:STATE_DEAD enum-value:STATE_RUN"},
    {"OtherPrefix", "enum k { TX_OFF, TX_ON }", "enum k { RX_OFF, RX_ON }",
     "renamed:TX_OFF? renamed:TX_ON?"},
    {"OneOwnName", "enum k { TX_OFF, TX_ON }", "enum rx { RX_OFF, RX_ON }",
     "renamed:TX_OFF? renamed:TX_ON?"},
    {"ExactFirst", "enum k { A_B, AB }", "enum k { AB = 1, A_B = 0 }", ""},
    {"ExactFirstSwapped", "enum k { AB, A_B }", "enum k { AB = 1, A_B = 0 }",
     "enum-value:AB enum-value:A_B"},
    {"MarkerFirst", "enum k { A as(B), B as(A) }", "enum k { B, A }", ""},
    {"MarkerTakes", "enum k { X as(A), A = 7 }", "enum k { A }", ""},
    {"MarkersShare", "enum k { X as(A), Y as(A) = 0 }", "enum k { A }", ""},
    {"MarkersShareWrong", "enum k { X as(A), Y as(A) = 1 }", "enum k { A }",
     "enum-value:Y"},
    // Of two candidates none is taken by name.
    {"TwoInStyle", "enum k { AbC, aBc }", "enum k { ABC, X }",
     "renamed:AbC? renamed:aBc?"},
    {"TwoInStyleInBpf", "enum k { Abc, X }", "enum k { ABC, AB_C }",
     "renamed:Abc? renamed:X?"},
    {"ExactTakesIt", "enum k { A, a }", "enum k { A }", ""},
    {"OneOfTwoIsExact", "enum k { ABC, X }", "enum k { ABC, AB_C }",
     "renamed:X?"},
    {"MarkedAloneInVain", "enum k { X as(A) }", "enum k { X }",
     "enum-value:X enum-missing:X?"},
    {"NameOfAMarkedOneIsMissing", "enum k { X as(A) }", "enum k { A, X }",
     "enum-missing:X?"},
    {"MarkerOfTheFirstThatIsThere", "enum k { X as(A) = 1, Y as(B) }",
     "enum k { B = 2, A = 1 }", ""},
    {"NegativeIsMissing", "enum k { A }", "enum k { A, B = -1 }",
     "enum-missing:B!?"},
    {"UnsignedIsMissing", "enum k { A }", "enum k { A, B = 4294967295 }",
     "enum-missing:B!?"},
    {"NotAnIdentifierIsMissing", "enum k { A }", "enum k { A, b-c }",
     "enum-missing:b-c?"},
    {"SecondName", "enum k { A }", "enum k { FIRST = 0, A = 0 }", ""},
    {"SecondNameHere", "enum k { FIRST = 0, A = 0 }", "enum k { A }", ""},
    {"SentinelsApart", "enum k { New, Run, Max }",
     "enum st { ST_NEW, ST_RUN, ST_MAX }", ""},
    {"SentinelGrew", "enum k { New, Run, Max }",
     "enum st { ST_NEW, ST_RUN, ST_DEAD, ST_MAX }",
     "enum-value:Max? enum-missing:ST_DEAD!?"},
    {"SentinelsHaveNoPrefix", "enum k { New, Run }",
     "enum st { ST_NEW, ST_RUN, NR_ST, __ST_END }", ""},
    {"SentinelIsNoValue", "enum k { A, K_COUNT }", "enum k { A, B, K_COUNT }",
     "enum-value:K_COUNT? enum-missing:B!?"},
    {"PrefixLeavesALetter", "enum k { V4, V6 }", "enum p { IP_V4, IP_V6 }", ""},
    {"PrefixOfDigitsOnly", "enum k { a, b }", "enum p { P_1, P_2 }",
     "renamed:a? renamed:b?"},
    // Each end of a word, and each letter that is left.
    {"PrefixEndsIn0", "enum k { A, Z }", "enum p { P0A, P0Z }", ""},
    {"PrefixEndsIn9", "enum k { A, Z }", "enum p { P9A, P9Z }", ""},
    {"PrefixEndsInA", "enum k { Ab, Zo }", "enum p { aAb, aZo }", ""},
    {"PrefixEndsInZ", "enum k { Ab, Zo }", "enum p { zAb, zZo }", ""},
    {"PrefixLeavesSmallLetters", "enum k { a, z }", "enum p { P_a, P_z }", ""},
    {"PrefixLeavesDigits", "enum k { X, Y }", "enum p { P_0, P_9 }",
     "renamed:X? renamed:Y?"},
    {"PrefixIsNoWholeName", "enum k { B, A }", "enum p { P, P_A }",
     "renamed:B? renamed:A?"},
    {"PrefixBehindK", "enum St { kStNew, kStRun }",
     "enum state { STATE_NEW, STATE_RUN }", ""},
    {"PrefixBehindKSwapped", "enum St { kStRun, kStNew }",
     "enum state { STATE_NEW, STATE_RUN }",
     "enum-value:kStRun enum-value:kStNew"},
    {"NotAllHaveK", "enum st { kStNew, StRun }",
     "enum state { STATE_NEW, STATE_RUN }", "renamed:kStNew? renamed:StRun?"},
    {"KIsAName", "enum k { k, n }", "enum p { P_K, P_N }", ""},
    {"StyleBeforePrefix", "enum k { New, StNew }",
     "enum st { ST_NEW, ST_ST_NEW }",
     "enum-value:StNew enum-missing:ST_ST_NEW!?"},
    {"SentinelsAlone", "enum k { K_MAX }", "enum k { A }", "enum-missing:A!?"},
    {"NoStyleIsLeft", "enum k { _ = 1 }", "enum k { __ = 1, ___ }", ""},
    {"WordsEnd", "enum k { Ec, It }", "enum ev { EXEC, EXIT }",
     "renamed:Ec? renamed:It?"},
    {"Narrower", "enum k :1 { A, B }", "enum k { A, B }", ""},
    {"NarrowerModulo", "enum k :1 { A = 255 }", "enum k { A = -1 }", ""},
    {"SentinelNeedNotFit", "enum k :1 { A, B }",
     "enum k { A, B, __K_MAX = 256 }", ""},
    {"TooNarrow", "enum k :1 { A }", "enum k { A, B = 256 }", "size:"},
    {"Wider", "enum k :8 { A, B }", "enum k { A, B }", ""},
    {"WiderWrong", "enum k :8 { A, B = 2 }", "enum k { A, B }", "enum-value:B"},
    {"InAField", "struct e { enum k { New, Dead, Run } s; }",
     "struct e { enum st { ST_NEW, ST_RUN, ST_DEAD } s; }",
     "enum-value:Dead enum-value:Run"},
    {"InAnArray", "struct e { enum k { New, Dead, Run } s[2]; }",
     "struct e { enum st { ST_NEW, ST_RUN, ST_DEAD } s[2]; }",
     "enum-value:Dead enum-value:Run"},
    {"StoredInAByte", "struct e { enum k :1 { New, Run } s; }",
     "struct e { u8 s; }", ""},
    {"NarrowerInAField", "struct e { enum k :1 { A } s; u8 pad[3]; }",
     "struct e { enum k { A } s; }", "type:s"},
};
INSTANTIATE_TEST_SUITE_P(Enums, CompareNames, testing::ValuesIn(Enums), name);

TEST(CompareEnumWidth, CountsInRoles) {
  CompareOptions Options;
  Options.Maps.push_back({"counts.value", 4, false, false});
  EXPECT_EQ(found({"", "enum k :8 { A }", "enum k { A }", ""}, Options),
            "size:");
  EXPECT_EQ(found({"", "enum k :1 { A }", "enum k { A }", ""}, Options),
            "size:");
  EXPECT_EQ(found({"", "enum k { A }", "enum k { A }", ""}, Options), "");
}

TEST(CompareEnumNames, AnAnonymousEnumGoesByItsTypedef) {
  Arena Memory;
  ModelText Text(Memory, X86_64);
  TypedefType Host{}, Bpf{};
  Host.Kind = Bpf.Kind = TypeKind::Typedef;
  Host.Name = "state_t";
  Host.Target = Text.parse("enum { STATE_T_NEW, STATE_T_RUN }");
  Bpf.Name = "st";
  Bpf.Target = Text.parse("enum { ST_NEW, ST_RUN }");
  EXPECT_EQ(compare(Host, Bpf, {}, Policy()).size(), 0u);
  Bpf.Name = "other";
  EXPECT_EQ(compare(Host, Bpf, {}, Policy()).size(), 2u);
}

} // namespace
