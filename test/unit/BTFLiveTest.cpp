//===- BTFLiveTest.cpp - Maps and programs of the running kernel ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each test makes what it opens and drops it again; without the right to, it
// is skipped.
//
//===----------------------------------------------------------------------===//

#include "BTF/Live.h"
#include "BTFBuilder.h"

#include <bpf/bpf.h>
#include <gtest/gtest.h>
#include <linux/bpf.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::btf;
using namespace hostlayout::test;

namespace {

class LiveMaps : public testing::Test {
protected:
  void SetUp() override {
    BlobBuilder B;
    Key = B.u32();
    Value = B.structure("event", 8, {{"pid", Key, 0}, {"cpu", Key, 32}});
    const std::vector<uint8_t> Blob = B.blob();
    Types = bpf_btf_load(Blob.data(), Blob.size(), nullptr);
    if (Types < 0)
      GTEST_SKIP() << "needs the right to load BTF";
  }
  void TearDown() override {
    for (int Open : {Types, Map, Program})
      if (Open >= 0)
        close(Open);
  }

  /// "map:12" of a map that lives as long as the test.
  std::string make(bpf_map_type Type, const char *Name) {
    LIBBPF_OPTS(bpf_map_create_opts, Options);
    Options.btf_fd = static_cast<uint32_t>(Types);
    Options.btf_key_type_id = Key;
    Options.btf_value_type_id = Value;
    Map = bpf_map_create(Type, Name, 4, 8, 4, &Options);
    bpf_map_info Info = {};
    uint32_t Size = sizeof(Info);
    if (Map < 0 || bpf_obj_get_info_by_fd(Map, &Info, &Size) != 0)
      return {};
    return "map:" + std::to_string(Info.id);
  }

  static std::string failure(const std::string &Name) {
    auto O = openLive(Name);
    return O ? "" : O.takeError().message();
  }

  TypeId Key = 0, Value = 0;
  int Types = -1, Map = -1, Program = -1;
};

TEST_F(LiveMaps, HaveTheTypesTheyWereMadeWith) {
  const std::string Name = make(BPF_MAP_TYPE_HASH, "counts");
  ASSERT_FALSE(Name.empty());
  ASSERT_TRUE(isLive(Name));
  auto O = openLive(Name);
  ASSERT_TRUE(O) << O.takeError().message();
  EXPECT_EQ((*O)->path(), Name);
  EXPECT_TRUE(isLiveMap(**O));
  EXPECT_FALSE((*O)->hasDwarf());
  ASSERT_EQ((*O)->maps().size(), 1u);
  const MapInfo &Info = (*O)->maps()[0];
  EXPECT_EQ(Info.Name, "counts");
  EXPECT_EQ(Info.KeySize, 4u);
  EXPECT_EQ(Info.ValueSize, 8u);
  EXPECT_EQ(Info.Type, uint32_t(BPF_MAP_TYPE_HASH));
  EXPECT_EQ((*O)->find("event"), std::vector<TypeId>{Info.Value});
  EXPECT_EQ((*O)->mention("event_t"), Mention::None);
  EXPECT_TRUE((*O)->sections().empty());
}

TEST_F(LiveMaps, OfEachCpuAreKnown) {
  const std::string Name = make(BPF_MAP_TYPE_PERCPU_HASH, "percpu");
  ASSERT_FALSE(Name.empty());
  auto O = openLive(Name);
  ASSERT_TRUE(O) << O.takeError().message();
  ASSERT_EQ((*O)->maps().size(), 1u);
  EXPECT_EQ((*O)->maps()[0].Type, uint32_t(BPF_MAP_TYPE_PERCPU_HASH));
}

TEST_F(LiveMaps, WithoutTypesHaveSizes) {
  Map = bpf_map_create(BPF_MAP_TYPE_HASH, "plain", 4, 8, 4, nullptr);
  ASSERT_GE(Map, 0);
  bpf_map_info Info = {};
  uint32_t Size = sizeof(Info);
  ASSERT_EQ(bpf_obj_get_info_by_fd(Map, &Info, &Size), 0);
  auto O = openLive("map:" + std::to_string(Info.id));
  ASSERT_TRUE(O) << O.takeError().message();
  ASSERT_EQ((*O)->maps().size(), 1u);
  EXPECT_EQ((*O)->maps()[0].Value, 0u);
  EXPECT_EQ((*O)->maps()[0].ValueSize, 8u);
}

TEST_F(LiveMaps, ArePinnedByPath) {
  struct statfs Info;
  const std::string Path =
      "/sys/fs/bpf/hostlayout-test-" + std::to_string(getpid());
  if (make(BPF_MAP_TYPE_HASH, "pinned").empty() ||
      statfs("/sys/fs/bpf", &Info) != 0 || bpf_obj_pin(Map, Path.c_str()) != 0)
    GTEST_SKIP() << "needs a BPF file system";
  EXPECT_TRUE(isLive(Path));
  auto O = openLive(Path);
  unlink(Path.c_str());
  ASSERT_TRUE(O) << O.takeError().message();
  ASSERT_EQ((*O)->maps().size(), 1u);
  EXPECT_EQ((*O)->maps()[0].Name, "pinned");
}

TEST_F(LiveMaps, ProgramsWithoutTypesSaySo) {
  bpf_insn Body[2] = {};
  Body[0].code = BPF_ALU64 | BPF_MOV | BPF_K;
  Body[1].code = BPF_JMP | BPF_EXIT;
  Program = bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, "untyped", "GPL", Body,
                          std::size(Body), nullptr);
  if (Program < 0)
    GTEST_SKIP() << "needs the right to load programs";
  bpf_prog_info Info = {};
  uint32_t Size = sizeof(Info);
  ASSERT_EQ(bpf_obj_get_info_by_fd(Program, &Info, &Size), 0);
  const std::string Name = "prog:" + std::to_string(Info.id);
  EXPECT_TRUE(isLive(Name));
  EXPECT_EQ(failure(Name), Name + ": the program was loaded without BTF");
}

TEST_F(LiveMaps, ThatAreNotThereAreErrors) {
  for (const char *Name : {"map:4294967295", "prog:4294967295"})
    EXPECT_TRUE(
        failure(Name).starts_with(std::string(Name) + ": cannot open it: "))
        << failure(Name);
}

TEST(LiveNames, AreWhollyANumberOrAPath) {
  EXPECT_TRUE(isLive("map:1"));
  EXPECT_TRUE(isLive("prog:1"));
  for (const char *Name : {"map:", "map:x", "map:1x", "map", "ev.bpf.o", ""})
    EXPECT_FALSE(isLive(Name)) << Name;
}

} // namespace
