//===- BTFElfTest.cpp - ELF files, right and wrong ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"

#include "BTF/Sends.h"
#include "Support/ByteReader.h"

#include <gtest/gtest.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

std::vector<uint8_t> someBtf(bool BigEndian = false) {
  BlobBuilder B(BigEndian);
  B.structure("event", 4, {{"pid", B.u32(), 0}});
  return B.blob();
}

TEST(BTFElf, EveryClassAndByteOrder) {
  for (bool Wide : {false, true})
    for (bool BigEndian : {false, true}) {
      auto O =
          parse(makeElf({{".text", {1, 2, 3}}, {".BTF", someBtf(BigEndian)}},
                        {}, BigEndian, Wide));
      ASSERT_TRUE(O) << O.takeError().message();
      EXPECT_EQ((*O)->isBigEndian(), BigEndian);
      EXPECT_EQ((*O)->path(), "ev.bpf.o");
      EXPECT_FALSE((*O)->hasDwarf());
      EXPECT_EQ((*O)->find("event"), std::vector<TypeId>{2});
    }
}

TEST(BTFElf, Dwarf) {
  auto HasDwarf = [](ElfSection Info) {
    auto O = parse(makeElf({{".BTF", someBtf()}, Info}));
    return O && (*O)->hasDwarf();
  };
  EXPECT_TRUE(HasDwarf({".debug_info", {1}}));
  EXPECT_FALSE(HasDwarf({".debug_info", {}}));
  EXPECT_FALSE(HasDwarf({".debug_info", {}, 8, 0, 100}));
  EXPECT_FALSE(HasDwarf({".debug_str", {1}}));
}

TEST(BTFElf, NotAnObject) {
  auto Error = [](std::string_view Text) {
    return parseError({Text.begin(), Text.end()});
  };
  EXPECT_EQ(Error(""), "ev.bpf.o: the file is empty; build the BPF object "
                       "first");
  const char *Neither =
      "ev.bpf.o: this is neither an ELF object nor BTF; it must be a compiled "
      "BPF program, its skeleton or a file such as /sys/kernel/btf/vmlinux";
  EXPECT_EQ(Error("int main() {}"), Neither);
  EXPECT_EQ(Error("\x9f"), Neither);
  EXPECT_EQ(Error("\177EL"), Neither);
  EXPECT_EQ(Error("BC\xc0\xde and so on"),
            "ev.bpf.o: this is LLVM bitcode, not an object; compile the BPF "
            "program without -flto and -emit-llvm");
  EXPECT_EQ(Error("!<arch>\n"), "ev.bpf.o: this is an archive, not an object; "
                                "name a BPF object in it");
}

/// A skeleton as bpftool writes it, with \p Inside in it.
std::vector<uint8_t> skeletonOf(const std::vector<uint8_t> &Inside,
                                const std::string &Guard = "EV_BPF_SKEL_H__") {
  std::string Text = "#ifndef __" + Guard + "\nstruct ev_bpf {\n"
                     "\tstruct bpf_object_skeleton *skeleton;\n};\n"
                     "\tstatic const char data[] = \"";
  for (uint8_t Byte : Inside) {
    char Escape[5];
    snprintf(Escape, sizeof Escape, "\\x%02x", Byte);
    Text += Escape;
  }
  Text += "\";\n#endif\n";
  return {Text.begin(), Text.end()};
}

TEST(BTFElf, SkeletonStandsForItsObject) {
  const std::vector<uint8_t> Elf =
      makeElf({{".BTF", someBtf()}, {".debug_info", {1}}});
  auto O = parse(skeletonOf(Elf));
  ASSERT_TRUE(O) << O.takeError().message();
  EXPECT_EQ((*O)->path(), "ev.bpf.o");
  EXPECT_EQ((*O)->find("event"), std::vector<TypeId>{2});
  EXPECT_TRUE((*O)->hasDwarf());
  EXPECT_EQ((*O)->content().size(), Elf.size());

  EXPECT_EQ(parseError(skeletonOf({})),
            "ev.bpf.o: the skeleton has no object in it");
  EXPECT_EQ(parseError(skeletonOf(makeElf({{".text", {1}}}))),
            "ev.bpf.o: line 5: this object has no .BTF section; compile the "
            "BPF program with -g");
  EXPECT_EQ(parseError(skeletonOf({}, "EV_BPF_SUBSKEL_H__")),
            "ev.bpf.o: this is a subskeleton, which embeds no object; name the "
            "object or the skeleton that it was made for");
  std::string Light = "#ifndef __EV_BPF_SKEL_H__\nstruct ev_bpf {\n"
                      "\tstruct bpf_loader_ctx ctx;\n};\n#endif\n";
  EXPECT_EQ(parseError({Light.begin(), Light.end()}),
            "ev.bpf.o: this skeleton embeds no types; name the object that it "
            "was made from");
}

TEST(BTFElf, CodeThatEndsInTheMiddleOfAnInstruction) {
  constexpr uint64_t Executable = 4; // SHF_EXECINSTR
  // The first half of a load of 64 bits, alone and behind a call.
  const std::vector<uint8_t> Load = {0x18, 1, 0, 0, 0, 0, 0, 0};
  const std::vector<uint8_t> Reserve = {0x85, 0, 0, 0, 131, 0, 0, 0};
  auto Sends = [](std::vector<uint8_t> Code) {
    return btf::recordSends(
        makeElf({{"socket", std::move(Code), 1, Executable}}));
  };
  EXPECT_TRUE(Sends(Load).empty());
  std::vector<uint8_t> Both = Reserve;
  Both.insert(Both.end(), Load.begin(), Load.end());
  ASSERT_EQ(Sends(Both).size(), 1u);
  EXPECT_FALSE(Sends(Both).front().Size);
  Both.pop_back();
  EXPECT_EQ(Sends(Both).size(), 1u);
}

TEST(BTFElf, NoBtf) {
  EXPECT_EQ(parseError(makeElf({{".text", {}}})),
            "ev.bpf.o: this object has no .BTF section; compile the BPF "
            "program with -g");
  EXPECT_EQ(parseError(makeElf({{".text", {}}}, {}, false, true, 62)),
            "ev.bpf.o: this ELF file has no .BTF section and is not for BPF; "
            "name the object that 'clang -target bpf -g' wrote");
}

TEST(BTFElf, BtfWithoutBytes) {
  EXPECT_EQ(parseError(makeElf({{".BTF", {}}})),
            "ev.bpf.o: .BTF: the section is empty; compile the BPF program "
            "with -g");
  EXPECT_EQ(parseError(makeElf({{".BTF", {}, 8, 0, 64}})),
            "ev.bpf.o: .BTF: the section has no bytes in the file; it was "
            "stripped, take the object as the compiler wrote it");
  EXPECT_EQ(parseError(makeElf({{".BTF", someBtf(), 1, 0x800}})),
            "ev.bpf.o: .BTF: the section is compressed; build without -gz, or "
            "use objcopy --decompress-debug-sections");
}

TEST(BTFElf, BtfOutsideTheFile) {
  std::vector<uint8_t> Elf = makeElf({{".BTF", {}, 1, 0, ~0ull}});
  EXPECT_EQ(parseError(Elf),
            "ev.bpf.o: .BTF: the section (18446744073709551615 bytes at 64) is "
            "outside the file of " +
                std::to_string(Elf.size()) + " bytes; the file is incomplete");
}

TEST(BTFElf, DamagedBtfIsNamed) {
  std::vector<uint8_t> Blob = someBtf();
  Blob[2] = 9;
  EXPECT_EQ(parseError(makeElf({{".BTF", Blob}})),
            "ev.bpf.o: .BTF: BTF version 9 is not known, only version 1");
}

TEST(BTFElf, ByteOrdersDisagree) {
  EXPECT_EQ(parseError(makeElf({{".BTF", someBtf(true)}})),
            "ev.bpf.o: .BTF: the ELF file and its BTF have different byte "
            "orders; the file is damaged");
}

TEST(BTFElf, DamagedHeader) {
  const std::vector<uint8_t> Good = makeElf({{".BTF", someBtf()}});
  auto With = [&](size_t At, std::initializer_list<uint8_t> Bytes) {
    std::vector<uint8_t> Bad = Good;
    std::copy(Bytes.begin(), Bytes.end(), Bad.begin() + At);
    return parseError(Bad);
  };
  EXPECT_EQ(With(4, {3}), "ev.bpf.o: unknown ELF class 3; the file is damaged");
  EXPECT_EQ(With(5, {0}),
            "ev.bpf.o: unknown ELF byte order 0; the file is damaged");
  EXPECT_EQ(With(40, {0, 0, 0, 0, 0, 0, 0, 0}),
            "ev.bpf.o: the ELF file has no sections");
  const char *Outside = "ev.bpf.o: the ELF section table is outside the file; "
                        "the file is incomplete";
  EXPECT_EQ(With(40, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
            Outside);
  EXPECT_EQ(With(60, {0xff, 0xff}), Outside);
  // e_shnum 0 means: look into the first header, which says 0 as well.
  EXPECT_NE(With(60, {0, 0}), "");
  EXPECT_EQ(With(58, {16, 0}), "ev.bpf.o: ELF section headers of 16 bytes are "
                               "too short; the file is damaged");
  EXPECT_EQ(With(62, {0, 0}), "ev.bpf.o: the ELF file has no section names");
  EXPECT_EQ(With(62, {77, 0}), "ev.bpf.o: the ELF file has no section names");
}

TEST(BTFElf, CutOffAnywhere) {
  const std::vector<uint8_t> Good = makeElf({{".BTF", someBtf()}});
  for (size_t Size = 0; Size != Good.size(); ++Size)
    EXPECT_NE(parseError({Good.begin(), Good.begin() + Size}), "") << Size;
}

TEST(BTFElf, ManySections) {
  // More than 16 bits count: the numbers move to the first section header.
  std::vector<uint8_t> Elf = makeElf({{".BTF", someBtf()}});
  uint64_t TableAt = load<uint64_t>(Elf.data() + 40, mustSwap(false));
  uint16_t Count = load<uint16_t>(Elf.data() + 60, mustSwap(false));
  uint16_t Names = load<uint16_t>(Elf.data() + 62, mustSwap(false));
  Elf[60] = Elf[61] = 0;
  Elf[62] = Elf[63] = 0xff;
  Elf[TableAt + 32] = static_cast<uint8_t>(Count);
  Elf[TableAt + 40] = static_cast<uint8_t>(Names);
  EXPECT_EQ(parseError(Elf), "");
}

TEST(BTFElf, NeverAsksForABase) {
  EXPECT_FALSE(btf::Object::needsBase({}));
  EXPECT_FALSE(btf::Object::needsBase(someBtf()));
  EXPECT_FALSE(btf::Object::needsBase(makeElf({{".BTF", someBtf()}})));
  EXPECT_FALSE(btf::Object::needsBase(makeElf({{".text", {}}})));
}

} // namespace
