//===- BTFHostileTest.cpp - Files of 1 MiB that want to hurt --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each is read and used whole, or refused, in a second and in 64 MiB.
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"
#include "BTFExercise.h"

#include <ctime>
#include <functional>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool IsSlowBuild = true;
#elif defined(__has_feature)
constexpr bool IsSlowBuild =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool IsSlowBuild = false;
#endif

constexpr size_t Half = 1 << 19, Whole = 1 << 20;

struct HostileCase {
  const char *Name;
  std::function<std::vector<uint8_t>()> Make;
};

void PrintTo(const HostileCase &C, std::ostream *To) { *To << C.Name; }

/// Types until the blob has \p Bytes of them.
void fill(BlobBuilder &B, const std::function<void(uint32_t)> &AddOne,
          size_t Bytes = Half) {
  for (uint32_t I = 0; B.Types.Data.size() < Bytes; ++I)
    AddOne(I);
}

/// One long string, of which every offset is the start of a name.
void longString(BlobBuilder &B) { B.string(std::string(Half - 100, 'n')); }

const HostileCase Cases[] = {
    {"SmallestTypes",
     [] {
       BlobBuilder B;
       fill(
           B, [&](uint32_t) { B.pointer(0); }, Whole);
       return B.blob();
     }},
    {"NamesInOneLongString",
     [] {
       BlobBuilder B;
       longString(B);
       fill(B, [&](uint32_t I) {
         B.raw(1 + I % 1000, BlobBuilder::info(Kind::Struct, 0), 0);
       });
       return B.blob();
     }},
    {"IntegersInOneLongString",
     [] {
       BlobBuilder B;
       B.string("l");
       longString(B);
       fill(B, [&](uint32_t I) {
         B.raw(1 + I % 1000, BlobBuilder::info(Kind::Int, 0), 4, {32});
       });
       return B.blob();
     }},
    {"LongNamesThatEndAlike",
     [] {
       BlobBuilder B;
       while (B.Strings.size() < Half)
         B.string(std::string(4096, 'n'));
       fill(B, [&](uint32_t I) {
         B.raw(1 + I % 4000, BlobBuilder::info(Kind::Struct, 0), 0);
       });
       return B.blob();
     }},
    {"PointersToLongNames",
     [] {
       BlobBuilder B;
       B.string(std::string(4096, 'n'));
       TypeId Struct = B.raw(1, BlobBuilder::info(Kind::Struct, 0), 0);
       fill(
           B, [&](uint32_t) { B.pointer(Struct); }, Whole);
       return B.blob();
     }},
    {"PointersInACircle",
     [] {
       BlobBuilder B;
       fill(
           B, [&](uint32_t) { B.pointer(B.Next + 1); }, Whole - 12);
       B.pointer(1);
       return B.blob();
     }},
    {"ManyMembers",
     [] {
       BlobBuilder B;
       TypeId Int = B.u32();
       B.structure("s", 4, std::vector<MemberText>(Whole / 12, {"", Int, 0}));
       return B.blob();
     }},
    {"ManyNamedMembers",
     [] {
       BlobBuilder B;
       TypeId Int = B.u32();
       B.string(std::string(4096, 'n'));
       B.add(Kind::Struct, "s", Half / 12, false, 4);
       for (size_t I = 0; I != Half / 12; ++I)
         B.Types.words({14, Int, 0});
       return B.blob();
     }},
    {"ManyEnumerators",
     [] {
       BlobBuilder B;
       B.add(Kind::Enum, "e", Whole / 8, false, 4);
       for (size_t I = 0; I != Whole / 8; ++I)
         B.Types.words({0, static_cast<uint32_t>(I)});
       return B.blob();
     }},
    {"ManyParameters",
     [] {
       BlobBuilder B;
       B.add(Kind::FuncProto, "", Whole / 8, false, 0);
       for (size_t I = 0; I != Whole / 8; ++I)
         B.Types.words({0, 0});
       return B.blob();
     }},
    {"WideNesting",
     [] {
       // 2 to the power of 32 paths: each type twice in the next.
       BlobBuilder B;
       TypeId Inner = B.structure("s", 0, {});
       for (int I = 0; I != 31; ++I)
         Inner = B.structure("s", 0, {{"a", Inner, 0}, {"b", Inner, 0}});
       return B.blob();
     }},
    {"DeepChain",
     [] {
       BlobBuilder B;
       fill(
           B,
           [&](uint32_t) {
             B.structure("", 0, {{"", B.Next + 1, 0}});
           },
           Whole);
       B.structure("", 0, {});
       return B.blob();
     }},
    {"HugeArrays",
     [] {
       BlobBuilder B;
       TypeId Int = B.u32();
       fill(
           B, [&](uint32_t) { B.array(Int, ~0u, Int); }, Whole);
       return B.blob();
     }},
    {"MapsOfOneType",
     [] {
       BlobBuilder B;
       TypeId Int = B.u32();
       TypeId Number = B.pointer(B.array(Int, 1, Int));
       TypeId Map = B.structure(
           "m", 8, std::vector<MemberText>(Half / 2 / 12, {"type", Number, 0}));
       std::vector<BlobBuilder::Placed> Vars;
       fill(B, [&](uint32_t) { Vars.push_back({B.variable("", Map), 0, 8}); });
       B.section(".maps", 8, Vars);
       return B.blob();
     }},
    {"ManyMapSections",
     [] {
       BlobBuilder B;
       uint32_t Name = B.string(".maps");
       fill(
           B,
           [&](uint32_t) {
             B.raw(Name, BlobBuilder::info(Kind::DataSec, 0), 0);
           },
           Whole);
       return B.blob();
     }},
    {"OneVariableInManySections",
     [] {
       BlobBuilder B;
       TypeId Var = B.variable("v", B.u32());
       uint32_t Name = B.string(".bss");
       fill(
           B,
           [&](uint32_t) {
             B.raw(Name, BlobBuilder::info(Kind::DataSec, 1), 4, {Var, 0, 4});
           },
           Whole);
       return B.blob();
     }},
    {"ManySectionsOfALargeFile",
     [] {
       BlobBuilder B;
       uint32_t Name = B.string(".bss");
       fill(B, [&](uint32_t) {
         B.raw(Name, BlobBuilder::info(Kind::DataSec, 0), 0);
       });
       std::vector<ElfSection> Sections(Half / 64, {"n", {}});
       Sections[0] = {".BTF", B.blob()};
       return makeElf(Sections);
     }},
    {"SectionNamesInOneLongString",
     [] {
       std::vector<ElfSection> Sections(8000, {"n", {}});
       Sections[0] = {std::string(Half, 'n'), {}};
       std::vector<uint8_t> Elf = makeElf(Sections);
       // Every header but the first has its name inside the long one.
       uint64_t Table = Elf.size() - 8002 * 64;
       for (unsigned I = 1; I != 8000; ++I)
         Elf[Table + 64 * I] = static_cast<uint8_t>(I);
       return Elf;
     }},
    {"SymbolNamesInOneLongString",
     [] {
       BlobBuilder B;
       B.section(".bss", 0, {{B.variable("v", B.u32()), 0, 4}});
       std::vector<ElfSymbol> Symbols(20000, {"", 1, 0});
       Symbols[0].Name = std::string(Half, 'n');
       return makeElf({{".bss", {}, 8, 0, 8}, {".BTF", B.blob()}}, Symbols);
     }},
    {"OnlyZeros", [] { return std::vector<uint8_t>(Whole); }},
    {"OnlyOnes", [] { return std::vector<uint8_t>(Whole, 0xff); }},
};

class BTFHostile : public testing::TestWithParam<HostileCase> {};

size_t peakBytes() {
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  return static_cast<size_t>(Usage.ru_maxrss) * 1024;
}

TEST_P(BTFHostile, IsBounded) {
  std::vector<uint8_t> Data = GetParam().Make();
  ASSERT_LE(Data.size(), 2 * Whole);
  // A process of its own has a peak of its own.
  pid_t Child = fork();
  ASSERT_GE(Child, 0);
  if (Child == 0) {
    size_t Before = peakBytes();
    const std::clock_t Start = std::clock();
    exercise(Data);
    double Seconds = double(std::clock() - Start) / CLOCKS_PER_SEC;
    size_t Bytes = peakBytes() - Before;
    // Sanitisers have their own idea of time and memory.
    _exit(Seconds > (IsSlowBuild ? 20 : 1)      ? 1
          : Bytes > (64u << 20) && !IsSlowBuild ? 2
                                                : 0);
  }
  int Status = 0;
  ASSERT_EQ(waitpid(Child, &Status, 0), Child);
  ASSERT_TRUE(WIFEXITED(Status));
  EXPECT_NE(WEXITSTATUS(Status), 1) << "took too long";
  EXPECT_NE(WEXITSTATUS(Status), 2) << "took too much memory";
}

INSTANTIATE_TEST_SUITE_P(Each, BTFHostile, testing::ValuesIn(Cases),
                         [](const auto &Info) { return Info.param.Name; });

// Larger than the others: nothing of it is used, only read.
TEST(BTFHostile, AliasesOfALargeRecordOfALaterType) {
  constexpr uint32_t Members = 60000, Aliases = 80000;
  BlobBuilder B;
  TypeId U = B.u32();
  std::vector<MemberText> Fields(Members, {"m", U, 0});
  Fields.back().Type = U + 1 + Aliases + 1;
  TypeId Large = B.record(Kind::Union, "large", 4, Fields);
  for (uint32_t I = 0; I != Aliases; ++I)
    B.alias(Kind::Const, Large);
  EXPECT_EQ(B.u32(), Fields.back().Type);
  std::clock_t Start = std::clock();
  EXPECT_TRUE(btf::Object::parse("large", own(B.blob())));
  EXPECT_LT(std::clock() - Start, CLOCKS_PER_SEC * (IsSlowBuild ? 5 : 1));
}

} // namespace
