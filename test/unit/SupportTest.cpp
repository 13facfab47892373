//===- SupportTest.cpp - Errors, numbers and bytes ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/ByteReader.h"
#include "Support/CheckedMath.h"
#include "Support/Digest.h"
#include "Support/Expected.h"
#include "Support/Printable.h"
#include "Support/Spelling.h"
#include "Support/SystemError.h"

#include <gtest/gtest.h>

#include <cerrno>

using namespace hostlayout;

namespace {

TEST(SupportCheckedMath, Overflow) {
  EXPECT_EQ(checkedAdd(1, 2), 3u);
  EXPECT_EQ(checkedAdd(UINT64_MAX, 0), UINT64_MAX);
  EXPECT_EQ(checkedAdd(UINT64_MAX, 1), std::nullopt);
  EXPECT_EQ(checkedMul(1u << 31, 1u << 31), uint64_t(1) << 62);
  EXPECT_EQ(checkedMul(UINT64_MAX, 0), 0u);
  EXPECT_EQ(checkedMul(uint64_t(1) << 32, uint64_t(1) << 32), std::nullopt);
}

TEST(SupportSpelling, EditDistance) {
  EXPECT_EQ(editDistance("gen", "gen", 2), 0u);
  EXPECT_EQ(editDistance("gne", "gen", 2), 1u);
  EXPECT_EQ(editDistance("evnet", "event", 2), 1u);
  EXPECT_EQ(editDistance("event", "evnt", 2), 1u);
  EXPECT_EQ(editDistance("ab", "ba", 2), 1u);
  EXPECT_EQ(editDistance("kitten", "sitting", 3), 3u);
  EXPECT_EQ(editDistance("kitten", "sitting", 1), 2u);
  EXPECT_EQ(editDistance("", "ab", 2), 2u);
}

TEST(SupportSpelling, ListsOfObjects) {
  for (const char *List : {"a.o,b.o", "a.o:b.o", "x/a.o:y/b.o:c.o"})
    EXPECT_TRUE(isListOfObjects(List)) << List;
  for (const char *One : {"", "a.o", "a,b.o", "a.o,", "a.o,b", ":a.o"})
    EXPECT_FALSE(isListOfObjects(One)) << One;
}

TEST(SupportByteReader, ByteOrders) {
  const uint8_t Data[] = {1, 2, 3, 4, 5, 6, 7, 8};
  ByteReader Little(Data, false), Big(Data, true);
  EXPECT_FALSE(Little.isBigEndian());
  EXPECT_TRUE(Big.isBigEndian());
  EXPECT_EQ(Little.read<uint8_t>(7), 8);
  EXPECT_EQ(Little.read<uint16_t>(1), 0x0302);
  EXPECT_EQ(Big.read<uint16_t>(1), 0x0203);
  EXPECT_EQ(Little.read<uint32_t>(4), 0x08070605u);
  EXPECT_EQ(Big.read<uint32_t>(4), 0x05060708u);
  EXPECT_EQ(Little.read<uint64_t>(0), 0x0807060504030201u);
  EXPECT_EQ(Big.read<uint64_t>(0), 0x0102030405060708u);
}

TEST(SupportByteReader, Bounds) {
  const uint8_t Data[] = {1, 2, 3, 4};
  ByteReader R(Data, false);
  EXPECT_EQ(R.read<uint8_t>(4), std::nullopt);
  EXPECT_EQ(R.read<uint32_t>(1), std::nullopt);
  EXPECT_EQ(R.read<uint64_t>(0), std::nullopt);
  EXPECT_EQ(R.read<uint16_t>(UINT64_MAX), std::nullopt);
  EXPECT_EQ(R.slice(1, 3)->size(), 3u);
  EXPECT_EQ(R.slice(4, 0)->size(), 0u);
  EXPECT_FALSE(R.slice(5, 0));
  EXPECT_FALSE(R.slice(1, 4));
  EXPECT_FALSE(R.slice(1, UINT64_MAX));
}

TEST(SupportDigest, IsFnv1a) {
  Digest D;
  EXPECT_EQ(D.hex(), "6c62272e07bb014262b821756295c58d");
  D.add("a");
  EXPECT_EQ(D.hex(), "d228cb696f1a8caf78912b704e4a8964");
  ShortDigest S;
  EXPECT_EQ(S.hex(), "cbf29ce484222325");
  S.add("a");
  EXPECT_EQ(S.hex(), "af63dc4c8601ec8c");
}

TEST(SupportPrintable, NothingButAscii) {
  EXPECT_EQ(printable("struct event *"), "struct event *");
  EXPECT_EQ(printable("\033[2J\n\x7f\xc3\xa4"), "\\x1b[2J\\x0a\\x7f\\xc3\\xa4");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdefg", 6), "abcdef...");
}

TEST(SupportPrintable, WhatAnEditMayWrite) {
  for (std::string_view Name : {"a", "_", "ts2", "A_b"})
    EXPECT_TRUE(isIdentifier(Name)) << Name;
  for (std::string_view Name : {"", "2a", "a b", "a;int", "a\n", "\xc3\xa4"})
    EXPECT_FALSE(isIdentifier(Name)) << Name;
}

TEST(SupportExpected, ValueOrError) {
  Expected<int> Value = 3, Failure = Error("type 12 is damaged");
  ASSERT_TRUE(Value);
  EXPECT_EQ(*Value, 3);
  ASSERT_FALSE(Failure);
  EXPECT_EQ(Failure.takeError().in(".BTF").in("ev.bpf.o").message(),
            "ev.bpf.o: .BTF: type 12 is damaged");
}

TEST(Support, SystemErrorsAreInLowerCase) {
  EXPECT_EQ(systemError(ENOENT).message(), "no such file or directory");
}

} // namespace
