//===- ReadTypes.cpp - Our BTF reader beside libbpf's ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   HostLayoutBenchRead make N FILE          writes BTF of N types
//   HostLayoutBenchRead ours|libbpf K FILE   reads, looks K structs up (0: all
//                                            types; a name: that struct);
//                                            prints their bytes and peak KiB
//
// One reading a process, for counting instructions and memory; with
// --benchmark_* arguments and HOSTLAYOUT_BENCH_FILE set, times within one
// process.
//
//===----------------------------------------------------------------------===//

#include "SyntheticBtf.h"

#include "BTF/Object.h"
#include "Support/ReadFile.h"

#include <benchmark/benchmark.h>
#include <bpf/btf.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string_view>

using namespace hostlayout;
using hostlayout::bench::SyntheticBtf;
namespace ours = hostlayout::btf; // libbpf has a struct btf

namespace {

[[noreturn]] void die(const std::string &Why) {
  std::fprintf(stderr, "HostLayoutBenchRead: %s\n", Why.c_str());
  std::exit(2);
}

struct FreeBtf {
  void operator()(struct btf *B) const { btf__free(B); }
};
using LibBtf = std::unique_ptr<struct btf, FreeBtf>;

LibBtf parseWithLibbpf(const std::string &Path) {
  LibBtf B(btf__parse(Path.c_str(), nullptr));
  if (!B)
    die("libbpf cannot read " + Path);
  return B;
}

std::shared_ptr<const ours::Object> parseWithOurs(const std::string &Path) {
  Expected<Bytes> Content = readFile(Path);
  if (!Content)
    die(Content.takeError().message());
  auto O = ours::Object::parse(Path, std::move(*Content));
  if (!O)
    die(O.takeError().message());
  return *O;
}

/// Names of structs, evenly out of the whole file; \p Count 0: all.
std::vector<std::string> structNames(const std::string &Path, size_t Count) {
  LibBtf B = parseWithLibbpf(Path);
  std::vector<std::string> All;
  for (uint32_t Id = 1; Id != btf__type_cnt(B.get()); ++Id) {
    const btf_type *Ty = btf__type_by_id(B.get(), Id);
    if (btf_is_struct(Ty) && Ty->name_off)
      All.push_back(btf__name_by_offset(B.get(), Ty->name_off));
  }
  if (All.empty())
    die(Path + " has no struct");
  if (!Count)
    return All;
  std::vector<std::string> Some;
  for (size_t I = 0; I != Count; ++I)
    Some.push_back(All[(2 * I + 1) * All.size() / (2 * Count)]);
  return Some;
}

/// The most KiB that this process had resident, mapped files included. Not by
/// getrusage(): that starts with what the parent had.
unsigned long peakMemory() {
  std::ifstream Status("/proc/self/status");
  for (std::string Line; std::getline(Status, Line);)
    if (Line.starts_with("VmHWM:"))
      return std::stoul(Line.substr(6));
  die("/proc/self/status tells no peak");
}

/// Bytes of the structs, so that nothing is left out.
uint64_t readOurs(const std::string &Path,
                  const std::vector<std::string> &Names) {
  std::shared_ptr<const ours::Object> O = parseWithOurs(Path);
  Arena Memory;
  ours::LayoutBuilder Layouts(*O, Memory);
  uint64_t Sum = 0;
  for (const std::string &Name : Names)
    for (ours::TypeId Id : O->find(Name))
      Sum += Layouts.layout(Id)->Size;
  return Sum;
}

uint64_t readLibbpf(const std::string &Path,
                    const std::vector<std::string> &Names) {
  LibBtf B = parseWithLibbpf(Path);
  uint64_t Sum = 0;
  for (const std::string &Name : Names) {
    int32_t Id = btf__find_by_name_kind(B.get(), Name.c_str(), BTF_KIND_STRUCT);
    const btf_type *Ty = btf__type_by_id(B.get(), Id);
    for (unsigned I = 0; I != btf_vlen(Ty); ++I)
      Sum += btf_member_bit_offset(Ty, I) != 0;
    Sum += Ty->size;
  }
  return Sum;
}

/// One byte of each cache line: what no reader can save.
uint64_t touch(const std::string &Path) {
  Expected<Bytes> Content = readFile(Path);
  if (!Content)
    die(Content.takeError().message());
  uint64_t Sum = 0;
  for (size_t At = 0; At < Content->Data.size(); At += 64)
    Sum += Content->Data[At];
  return Sum;
}

/// All types of the file, by id.
uint64_t readAllOurs(const std::string &Path) {
  std::shared_ptr<const ours::Object> O = parseWithOurs(Path);
  Arena Memory;
  ours::LayoutBuilder Layouts(*O, Memory);
  uint64_t Sum = 0;
  for (ours::TypeId Id = 1; Id != O->typeCount(); ++Id)
    Sum += Layouts.layout(Id)->Size;
  return Sum;
}

uint64_t readAllLibbpf(const std::string &Path) {
  LibBtf B = parseWithLibbpf(Path);
  uint64_t Sum = 0;
  for (uint32_t Id = 1; Id != btf__type_cnt(B.get()); ++Id)
    if (int64_t Size = btf__resolve_size(B.get(), Id); Size > 0)
      Sum += uint64_t(Size);
  return Sum;
}

int runBenchmarks(int Argc, char **Argv) {
  const char *Given = std::getenv("HOSTLAYOUT_BENCH_FILE");
  const std::string Path = Given ? Given : "/sys/kernel/btf/vmlinux";
  benchmark::RegisterBenchmark("touch/0", [=](benchmark::State &S) {
    for (auto _ : S)
      benchmark::DoNotOptimize(touch(Path));
  });
  for (size_t Count : {1, 1000}) {
    std::vector<std::string> Names = structNames(Path, Count);
    const std::string Suffix = "/" + std::to_string(Count);
    benchmark::RegisterBenchmark(
        ("ours" + Suffix).c_str(), [=](benchmark::State &S) {
          for (auto _ : S)
            benchmark::DoNotOptimize(readOurs(Path, Names));
        });
    benchmark::RegisterBenchmark(
        ("libbpf" + Suffix).c_str(), [=](benchmark::State &S) {
          for (auto _ : S)
            benchmark::DoNotOptimize(readLibbpf(Path, Names));
        });
  }
  benchmark::RegisterBenchmark("ours/0", [=](benchmark::State &S) {
    for (auto _ : S)
      benchmark::DoNotOptimize(readAllOurs(Path));
  });
  benchmark::RegisterBenchmark("libbpf/0", [=](benchmark::State &S) {
    for (auto _ : S)
      benchmark::DoNotOptimize(readAllLibbpf(Path));
  });
  benchmark::Initialize(&Argc, Argv);
  if (benchmark::ReportUnrecognizedArguments(Argc, Argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

} // namespace

int main(int Argc, char **Argv) {
  const std::string_view What = Argc > 1 ? Argv[1] : "";
  if (Argc == 4 && What == "make") {
    std::vector<uint8_t> All =
        SyntheticBtf::make(static_cast<uint32_t>(std::stoul(Argv[2])));
    std::ofstream To(Argv[3], std::ios::binary);
    To.write(reinterpret_cast<const char *>(All.data()),
             static_cast<std::streamsize>(All.size()));
    To.close();
    return To ? 0 : 2;
  }
  if (Argc == 4 && (What == "ours" || What == "libbpf")) {
    const std::string Path = Argv[3];
    const bool Ours = What == "ours";
    std::vector<std::string> Names;
    if (std::string_view Which = Argv[2]; std::isdigit(Which.front()))
      for (uint32_t I = 0, Count = std::stoul(Argv[2]); I != Count; ++I)
        Names.push_back(SyntheticBtf::structName(I));
    else
      Names.emplace_back(Which);
    uint64_t Sum =
        Names.empty()
            ? (Ours ? readAllOurs(Path) : readAllLibbpf(Path))
            : (Ours ? readOurs(Path, Names) : readLibbpf(Path, Names));
    std::printf("%llu %lu\n", static_cast<unsigned long long>(Sum),
                peakMemory());
    return 0;
  }
  return runBenchmarks(Argc, Argv);
}
