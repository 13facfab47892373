//===- BTFHeaderTest.cpp - Headers of BTF, right and wrong ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// A blob whose header is written word by word.
struct HeaderText {
  uint16_t Magic = btf::Magic;
  uint8_t Version = 1, Flags = 0;
  uint32_t Length = 24;
  uint32_t TypeOff = 0, TypeLen = 16, StrOff = 16, StrLen = 5;
  std::vector<uint32_t> More; ///< what follows str_len, within Length
  uint32_t LayoutLen = 0;     ///< bytes 0, behind the strings

  std::vector<uint8_t> blob(bool BigEndian = false) const {
    ByteWriter W(BigEndian);
    W.put(Magic, 2);
    W.put(Version, 1);
    W.put(Flags, 1);
    W.words({Length, TypeOff, TypeLen, StrOff, StrLen});
    for (uint32_t Word : More)
      W.put(Word, 4);
    // INT 'int' of 4 bytes.
    W.words({1, 1 << 24, 4, 32});
    W.append(std::string_view("\0int\0", 5));
    for (uint32_t I = 0; I != LayoutLen; ++I)
      W.put(0, 1);
    return W.Data;
  }
};

std::string errorOf(const HeaderText &H) { return parseError(H.blob()); }

std::string damaged(std::string What) {
  return "ev.bpf.o: " + What + "; the BTF is damaged";
}

TEST(BTFHeader, Right) {
  EXPECT_EQ(errorOf({}), "");
  EXPECT_EQ(parseError(HeaderText().blob(true)), "");
}

TEST(BTFHeader, Version) {
  HeaderText H;
  H.Version = 2;
  EXPECT_EQ(errorOf(H), "ev.bpf.o: BTF version 2 is not known, only version 1");
}

TEST(BTFHeader, Flags) {
  HeaderText H;
  H.Flags = 4;
  EXPECT_EQ(errorOf(H), "ev.bpf.o: BTF flags 4 are not known; a newer tool "
                        "wrote this");
}

TEST(BTFHeader, Length) {
  HeaderText H;
  H.Length = 23;
  EXPECT_EQ(errorOf(H), damaged("a header of 23 bytes is too short"));
  H.Length = 0;
  EXPECT_EQ(errorOf(H), damaged("a header of 0 bytes is too short"));
  H.Length = ~0u;
  EXPECT_EQ(errorOf(H),
            damaged("the type section ends at byte 4294967311 of 45"));
}

TEST(BTFHeader, CutOffAnywhere) {
  std::vector<uint8_t> Blob = HeaderText().blob();
  for (size_t Size = 2; Size != Blob.size(); ++Size) {
    std::vector<uint8_t> Cut(Blob.begin(), Blob.begin() + Size);
    EXPECT_NE(parseError(Cut), "") << Size;
  }
}

TEST(BTFHeader, SumsDoNotWrap) {
  HeaderText H;
  H.TypeOff = ~3u;
  EXPECT_EQ(errorOf(H),
            damaged("the type section ends at byte 4294967332 of 45"));
  H = {};
  H.StrOff = ~0u;
  H.StrLen = ~0u;
  EXPECT_EQ(errorOf(H),
            damaged("the string section ends at byte 8589934614 of 45"));
}

TEST(BTFHeader, SectionsOverlap) {
  HeaderText H;
  H.StrOff = 15;
  EXPECT_EQ(errorOf(H), damaged("its sections overlap"));
}

TEST(BTFHeader, TypesAtOddPlace) {
  HeaderText H;
  H.TypeOff = 1;
  H.TypeLen = 15;
  EXPECT_EQ(errorOf(H), damaged("the type section starts at byte 25, not a "
                                "multiple of 4"));
}

TEST(BTFHeader, NoTypes) {
  HeaderText H;
  H.TypeLen = 0;
  auto O = parse(H.blob());
  ASSERT_TRUE(O);
  EXPECT_EQ((*O)->typeCount(), 1u);
  EXPECT_TRUE((*O)->find("int").empty());
}

TEST(BTFHeader, Strings) {
  HeaderText H;
  H.StrLen = 0;
  EXPECT_EQ(errorOf(H), "ev.bpf.o: this is split BTF, which goes on from "
                        "another one; its base is needed too (of a kernel "
                        "module: /sys/kernel/btf/vmlinux)");
  H.TypeLen = 0;
  EXPECT_EQ(errorOf(H), damaged("the string section is empty"));
  H = {};
  H.StrLen = 4;
  EXPECT_EQ(errorOf(H), damaged("the string section's last string has no end"));
}

TEST(BTFHeader, LongerHeaders) {
  HeaderText H;
  // The layout section of newer kernels, here of zero bytes.
  H.Length = 32;
  H.More = {0, 0};
  EXPECT_EQ(errorOf(H), "");
  // Whatever comes after that.
  H.Length = 44;
  H.More = {0, 0, 1, 2, 3};
  EXPECT_EQ(errorOf(H), "");
  H.Length = 28;
  H.More = {7};
  EXPECT_EQ(errorOf(H), "");
}

TEST(BTFHeader, LayoutSection) {
  HeaderText H;
  H.Length = 32;
  H.LayoutLen = 8;
  H.More = {21, 8};
  EXPECT_EQ(errorOf(H), "");
  H.More = {21, 7};
  EXPECT_EQ(errorOf(H), damaged("the layout section has 7 bytes, not a "
                                "multiple of 4"));
  H.More = {22, 8};
  EXPECT_EQ(errorOf(H), damaged("the layout section ends at byte 62 of 61"));
  H.More = {20, 8};
  EXPECT_EQ(errorOf(H), damaged("its sections overlap"));
}

TEST(BTFHeader, TwoBlobsGluedTogether) {
  std::vector<uint8_t> One = HeaderText().blob(), Two = One;
  Two.resize((Two.size() + 3) / 4 * 4);
  Two.insert(Two.end(), One.begin(), One.end());
  EXPECT_EQ(parseError(Two), "ev.bpf.o: there is a second BTF behind the "
                             "first; link BPF objects with 'bpftool gen "
                             "object', not with ld");
  // Padding is fine.
  One.resize(One.size() + 100);
  EXPECT_EQ(parseError(One), "");
}

TEST(BTFHeader, TypeCutOff) {
  BlobBuilder B;
  B.u32();
  B.Types.words({0, 0});
  EXPECT_EQ(parseError(B.blob()),
            "ev.bpf.o: type 2: the end of the type section cuts it off; the "
            "BTF is damaged");
  BlobBuilder C;
  C.add(Kind::Struct, "s", 0xffffff, false, 4);
  EXPECT_EQ(parseError(C.blob()),
            "ev.bpf.o: type 1: it goes past the end of the type section; the "
            "BTF is damaged");
}

TEST(BTFHeader, UnknownKinds) {
  for (uint32_t K : {0u, 23u, 64u, 127u}) {
    BlobBuilder B;
    B.u32();
    B.add(static_cast<Kind>(K), "x", 0, false, 0);
    EXPECT_EQ(parseError(B.blob()),
              "ev.bpf.o: type 2: kind " + std::to_string(K) +
                  " is not known; the BTF is damaged, or newer than this "
                  "reader and without a layout section");
  }
}

/// Puts a layout section into a blob: what each kind from 0 on is made of.
std::vector<uint8_t>
withLayout(const BlobBuilder &B,
           std::vector<std::pair<uint8_t, uint8_t>> Shapes) {
  ByteWriter W(B.Types.BigEndian);
  auto TypeBytes = static_cast<uint32_t>(B.Types.Data.size());
  auto StringBytes = static_cast<uint32_t>(B.Strings.size());
  W.put(btf::Magic, 2);
  W.put(1, 1);
  W.put(0, 1);
  W.words({32, 0, TypeBytes, TypeBytes, StringBytes, TypeBytes + StringBytes,
           static_cast<uint32_t>(Shapes.size() * 4)});
  W.append(B.Types.Data);
  W.append(B.Strings);
  for (auto [Info, Element] : Shapes) {
    W.put(Info, 1);
    W.put(Element, 1);
    W.put(0, 2);
  }
  return W.Data;
}

TEST(BTFHeader, KindsOfALaterKernel) {
  for (bool BigEndian : {false, true}) {
    BlobBuilder B(BigEndian);
    B.u32();
    B.add(static_cast<Kind>(25), "later", 2, true, 4711, {1, 2, 3});
    B.structure("after", 8, {{"a", 1, 0}, {"later", 2, 32}});
    B.pointer(2);
    std::vector<std::pair<uint8_t, uint8_t>> Shapes(26);
    Shapes[25] = {4, 4};
    auto O = parse(withLayout(B, Shapes));
    ASSERT_TRUE(O) << O.takeError().message();
    EXPECT_EQ((*O)->find("after"), std::vector<TypeId>{3});
    EXPECT_TRUE((*O)->find("later").empty());

    Arena A;
    btf::LayoutBuilder Layout(**O, A);
    const auto *After = as<RecordType>(Layout.layout(3));
    ASSERT_TRUE(After);
    ASSERT_EQ(After->Fields.size(), 2u);
    EXPECT_EQ(After->Fields[1].Ty->Kind, TypeKind::Opaque);
    EXPECT_EQ(After->Fields[1].Ty->Size, 0u);

    // Too short for it.
    Shapes.pop_back();
    EXPECT_NE(parseError(withLayout(B, Shapes)), "");
  }
}

TEST(BTFHeader, KindsThatAreKnownKeepTheirShape) {
  BlobBuilder B;
  B.u32();
  B.structure("s", 4, {{"a", 1, 0}});
  std::vector<std::pair<uint8_t, uint8_t>> Nonsense(128, {200, 200});
  EXPECT_EQ(parseError(withLayout(B, Nonsense)), "");
}

TEST(BTFHeader, LocationKinds) {
  BlobBuilder B;
  B.u32();
  B.add(Kind::LocParam, "", 2, false, 8, {1, 2, 3});
  B.add(Kind::LocProto, "", 1, false, 0, {2});
  B.add(Kind::LocSec, "inline.text", 1, false, 0, {0, 3, 16});
  B.structure("after", 4, {{"a", 1, 0}});
  auto O = parse(B.blob());
  ASSERT_TRUE(O) << O.takeError().message();
  EXPECT_EQ((*O)->find("after"), std::vector<TypeId>{5});
  B.pointer(2);
  EXPECT_EQ(parseError(B.blob()),
            "ev.bpf.o: type 6 (pointer): it refers to type 2, a location, "
            "where no such thing can stand; the BTF is damaged");
}

TEST(BTFHeader, MoreMembersThan16BitsHold) {
  BlobBuilder B;
  TypeId Char = B.integer("char", 1, btf::IntSigned);
  std::vector<MemberText> Members;
  for (uint32_t I = 0; I != 70000; ++I)
    Members.push_back({"", Char, I * 8});
  Members.back().Name = "last";
  B.structure("s", 70000, Members);
  auto O = parse(B.blob());
  ASSERT_TRUE(O) << O.takeError().message();
  Arena A;
  btf::LayoutBuilder Layout(**O, A);
  const auto *Record = as<RecordType>(Layout.layout(2));
  ASSERT_EQ(Record->Fields.size(), 1u);
  EXPECT_EQ(Record->Fields[0].byteOffset(), 69999u);
}

} // namespace
