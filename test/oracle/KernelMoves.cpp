//===- KernelMoves.cpp - The kernel as oracle of `overrun` ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each kind of map is created in the running kernel, and each call is made with
// buffers of every length that end where a page begins that cannot be touched.
// The kernel must fail with EFAULT where UseJudge says `overrun` of the same
// bytes, and only there.
//
//===----------------------------------------------------------------------===//

#include "JudgeFixture.h"

#include "Judge/Uses.h"
#include "Surface/MapKinds.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <functional>
#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::judge;
using namespace hostlayout::test;

namespace {

struct Row {
  uint32_t Kind;
  uint32_t KeySize, ValueSize;
  uint32_t Flags = 0;
};

constexpr uint32_t NoPrealloc = BPF_F_NO_PREALLOC;
// Newer than the headers of Debian 12.
constexpr uint64_t OneCpu = 8;       // BPF_F_CPU
constexpr uint32_t CgrpStorage = 32; // BPF_MAP_TYPE_CGRP_STORAGE
constexpr uint32_t Arena = 33;       // BPF_MAP_TYPE_ARENA

const Row Rows[] = {
    {BPF_MAP_TYPE_HASH, 4, 8},
    {BPF_MAP_TYPE_HASH, 6, 6},
    {BPF_MAP_TYPE_HASH, 1, 1},
    {BPF_MAP_TYPE_HASH, 16, 40},
    {BPF_MAP_TYPE_LRU_HASH, 12, 20},
    {BPF_MAP_TYPE_ARRAY, 4, 8},
    {BPF_MAP_TYPE_ARRAY, 4, 6},
    {BPF_MAP_TYPE_ARRAY, 4, 12},
    {BPF_MAP_TYPE_PERCPU_HASH, 4, 8},
    {BPF_MAP_TYPE_PERCPU_HASH, 8, 12},
    {BPF_MAP_TYPE_LRU_PERCPU_HASH, 4, 4},
    {BPF_MAP_TYPE_PERCPU_ARRAY, 4, 4},
    {BPF_MAP_TYPE_PERCPU_ARRAY, 4, 20},
    {BPF_MAP_TYPE_LPM_TRIE, 8, 8, NoPrealloc},
    {BPF_MAP_TYPE_LPM_TRIE, 20, 4, NoPrealloc},
    {BPF_MAP_TYPE_QUEUE, 0, 12},
    {BPF_MAP_TYPE_STACK, 0, 4},
    {BPF_MAP_TYPE_BLOOM_FILTER, 0, 8},
    {BPF_MAP_TYPE_PROG_ARRAY, 4, 4},
    {BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4},
    {BPF_MAP_TYPE_CGROUP_ARRAY, 4, 4},
    {BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4},
    {BPF_MAP_TYPE_HASH_OF_MAPS, 8, 4},
    {BPF_MAP_TYPE_DEVMAP, 4, 4},
    {BPF_MAP_TYPE_DEVMAP, 4, 8},
    {BPF_MAP_TYPE_DEVMAP_HASH, 4, 8},
    {BPF_MAP_TYPE_CPUMAP, 4, 4},
    {BPF_MAP_TYPE_CPUMAP, 4, 8},
    {BPF_MAP_TYPE_SOCKMAP, 4, 4},
    {BPF_MAP_TYPE_SOCKMAP, 4, 8},
    {BPF_MAP_TYPE_SOCKHASH, 8, 8},
    {BPF_MAP_TYPE_XSKMAP, 4, 4},
    {BPF_MAP_TYPE_STACK_TRACE, 4, 64},
    {BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4, 8},
    {BPF_MAP_TYPE_CGROUP_STORAGE, 16, 8},
    {BPF_MAP_TYPE_SK_STORAGE, 4, 8, NoPrealloc},
    {BPF_MAP_TYPE_INODE_STORAGE, 4, 8, NoPrealloc},
    {BPF_MAP_TYPE_TASK_STORAGE, 4, 8, NoPrealloc},
    {CgrpStorage, 4, 8, NoPrealloc},
    {BPF_MAP_TYPE_RINGBUF, 0, 0},
    {BPF_MAP_TYPE_USER_RINGBUF, 0, 0},
    {Arena, 0, 0, BPF_F_MMAPABLE},
};

/// A descriptor that is closed.
class File {
public:
  explicit File(int Number = -1) : Number(Number) {}
  File(File &&Other) noexcept : Number(std::exchange(Other.Number, -1)) {}
  File &operator=(File &&Other) noexcept {
    std::swap(Number, Other.Number);
    return *this;
  }
  ~File() {
    if (Number >= 0)
      close(Number);
  }
  int get() const { return Number; }

private:
  int Number;
};

/// Room whose last byte is the last that can be touched.
class Guarded {
public:
  Guarded() {
    Size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    void *At = mmap(nullptr, 2 * Size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (At != MAP_FAILED)
      Base = static_cast<uint8_t *>(At);
    if (Base)
      mprotect(Base + Size, Size, PROT_NONE);
  }
  Guarded(const Guarded &) = delete;
  ~Guarded() {
    if (Base)
      munmap(Base, 2 * Size);
  }
  /// The last \p Length bytes, which begin as \p Content does.
  void *last(size_t Length, const std::vector<uint8_t> &Content) {
    uint8_t *At = Base + Size - Length;
    std::memcpy(At, Content.data(), std::min(Length, Content.size()));
    return At;
  }

private:
  uint8_t *Base = nullptr;
  size_t Size = 0;
};

std::vector<uint8_t> bytesOf(uint64_t Number, size_t Size) {
  std::vector<uint8_t> Bytes(std::max(Size, sizeof(Number)));
  std::memcpy(Bytes.data(), &Number, sizeof(Number));
  Bytes.resize(Size);
  return Bytes;
}

/// A call, and which of its arguments are moved.
struct Call {
  const char *Name;
  MapCall Does;
  bool HasKey, HasNextKey, HasValue, WritesValue, IsBatch, TakesOut;
  std::function<int(int Fd, void *Key, void *NextKey, void *Value)> Make;
};

std::vector<Call> calls() {
  static __u32 Count, Cursor[16];
  auto One = [] { return Count = 1, &Count; };
  return {
      {"lookup_elem", MapCall::Lookup, true, false, true, true, false, false,
       [](int Fd, void *K, void *, void *V) {
         return bpf_map_lookup_elem(Fd, K, V);
       }},
      {"lookup_elem_flags", MapCall::Lookup, true, false, true, true, false,
       false,
       [](int Fd, void *K, void *, void *V) {
         return bpf_map_lookup_elem_flags(Fd, K, V, 0);
       }},
      {"update_elem", MapCall::Update, true, false, true, false, false, false,
       [](int Fd, void *K, void *, void *V) {
         return bpf_map_update_elem(Fd, K, V, BPF_ANY);
       }},
      {"delete_elem", MapCall::Delete, true, false, false, false, false, true,
       [](int Fd, void *K, void *, void *) {
         return bpf_map_delete_elem(Fd, K);
       }},
      {"lookup_and_delete_elem", MapCall::TakeOut, true, false, true, true,
       false, true,
       [](int Fd, void *K, void *, void *V) {
         return bpf_map_lookup_and_delete_elem(Fd, K, V);
       }},
      {"get_next_key", MapCall::NextKey, true, true, false, false, false, false,
       [](int Fd, void *K, void *N, void *) {
         return bpf_map_get_next_key(Fd, K, N);
       }},
      {"get_next_key of none", MapCall::NextKey, false, true, false, false,
       false, false,
       [](int Fd, void *, void *N, void *) {
         return bpf_map_get_next_key(Fd, nullptr, N);
       }},
      {"lookup_batch", MapCall::Lookup, true, false, true, true, true, false,
       [=](int Fd, void *K, void *, void *V) {
         return bpf_map_lookup_batch(Fd, nullptr, Cursor, K, V, One(), nullptr);
       }},
      {"lookup_and_delete_batch", MapCall::TakeOut, true, false, true, true,
       true, true,
       [=](int Fd, void *K, void *, void *V) {
         return bpf_map_lookup_and_delete_batch(Fd, nullptr, Cursor, K, V,
                                                One(), nullptr);
       }},
      {"update_batch", MapCall::Update, true, false, true, false, true, false,
       [=](int Fd, void *K, void *, void *V) {
         return bpf_map_update_batch(Fd, K, V, One(), nullptr);
       }},
      {"delete_batch", MapCall::Delete, true, false, false, false, true, true,
       [=](int Fd, void *K, void *, void *) {
         return bpf_map_delete_batch(Fd, K, One(), nullptr);
       }},
  };
}

class KernelMoves : public JudgeTest, public testing::WithParamInterface<Row> {
protected:
  void TearDown() override {
    if (!LeftOut.empty())
      std::printf("left out, for this kernel refuses it: %s\n",
                  LeftOut.c_str());
  }

  void leaveOut(const std::string &What) {
    LeftOut += (LeftOut.empty() ? "" : "; ") + What + " of " + name() + " (" +
               strerror(errno) + ")";
  }

  std::string name() const { return surface::mapKindName(GetParam().Kind); }

  bool isPerCpu() const { return surface::mapKind(GetParam().Kind).PerCpu; }

  /// The map as an object declares it.
  void declare() {
    BlobBuilder B;
    hostlayout::btf::TypeId Int = B.u32();
    auto Number = [&](uint32_t N) { return B.pointer(B.array(Int, N, Int)); };
    const Row &R = GetParam();
    std::vector<MemberText> Members = {{"type", Number(R.Kind), 0}};
    if (R.KeySize)
      Members.push_back({"key_size", Number(R.KeySize), 64});
    Members.push_back({"value_size", Number(R.ValueSize),
                       static_cast<uint32_t>(Members.size() * 64)});
    const auto Size = static_cast<uint32_t>(Members.size() * 8);
    hostlayout::btf::TypeId Struct = B.structure("", Size, std::move(Members));
    B.section(".maps", Size, {{B.variable("m", Struct), 0, Size}});
    add("m.bpf.o", B);
  }

  /// Whether HostLayout says `overrun` of \p Extent bytes.
  bool isOverrun(const Call &C, UsePart Part, bool Writes, uint64_t Extent,
                 bool MayBeOneCpu = false) {
    ElementUse U;
    U.Map.Name = "m";
    U.Part = Part;
    U.Bytes.Extent = Extent;
    U.KernelWrites = Writes;
    U.IsBatch = C.IsBatch;
    U.MayBeOneCpu = MayBeOneCpu;
    UseJudge Uses(Sources, X86_64, Rules, std::nullopt, Memory, nullptr);
    for (const Finding &F : Uses.judge(U))
      if (F.Diff.Kind == DifferenceKind::Overrun)
        return true;
    return false;
  }

  /// Whether HostLayout says `call-map` of it.
  bool isRefused(MapCall Does, const char *Name) {
    CallUse U;
    U.Map.Name = "m";
    U.Does = Does;
    U.Function = Name;
    UseJudge Uses(Sources, X86_64, Rules, std::nullopt, Memory, nullptr);
    return !Uses.judge(U).empty();
  }

  /// Creates the map and what its keys and values must be. False: this kernel
  /// has no such map.
  bool create() {
    const Row &R = GetParam();
    LIBBPF_OPTS(bpf_map_create_opts, Options, .map_flags = R.Flags);
    uint32_t Most =
        R.Kind == BPF_MAP_TYPE_CGROUP_STORAGE || isStorage() ? 0 : 4;
    if (R.Kind == BPF_MAP_TYPE_RINGBUF || R.Kind == BPF_MAP_TYPE_USER_RINGBUF)
      Most = static_cast<uint32_t>(sysconf(_SC_PAGESIZE));
    if (isStorage()) {
      Types.reset(btf__new_empty(), btf__free);
      Options.btf_key_type_id = static_cast<__u32>(
          btf__add_int(Types.get(), "int", 4, BTF_INT_SIGNED));
      Options.btf_value_type_id =
          static_cast<__u32>(btf__add_int(Types.get(), "u64", R.ValueSize, 0));
      if (btf__load_into_kernel(Types.get()))
        return false;
      Options.btf_fd = static_cast<__u32>(btf__fd(Types.get()));
    }
    if (surface::mapKind(R.Kind).HoldsMaps) {
      Inner =
          File(bpf_map_create(BPF_MAP_TYPE_ARRAY, nullptr, 4, 4, 1, nullptr));
      Options.inner_map_fd = static_cast<__u32>(Inner.get());
    }
    Map = File(bpf_map_create(static_cast<bpf_map_type>(R.Kind), nullptr,
                              R.KeySize, R.ValueSize, Most, &Options));
    return Map.get() >= 0;
  }

  bool isStorage() const {
    const uint32_t Kind = GetParam().Kind;
    return Kind == BPF_MAP_TYPE_SK_STORAGE ||
           Kind == BPF_MAP_TYPE_INODE_STORAGE ||
           Kind == BPF_MAP_TYPE_TASK_STORAGE || Kind == CgrpStorage;
  }

  /// A TCP socket that listens.
  static int listener() {
    int Socket = socket(AF_INET, SOCK_STREAM, 0), On = 1;
    setsockopt(Socket, SOL_SOCKET, SO_REUSEPORT, &On, sizeof(On));
    sockaddr_in At = {};
    At.sin_family = AF_INET;
    At.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(Socket, reinterpret_cast<sockaddr *>(&At), sizeof(At));
    listen(Socket, 1);
    return Socket;
  }

  static int program() {
    const bpf_insn Code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K,
                              .dst_reg = 0,
                              .src_reg = 0,
                              .off = 0,
                              .imm = 0},
                             {.code = BPF_JMP | BPF_EXIT,
                              .dst_reg = 0,
                              .src_reg = 0,
                              .off = 0,
                              .imm = 0}};
    return bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, nullptr, "GPL", Code,
                         std::size(Code), nullptr);
  }

  static int perfEvent() {
    perf_event_attr Of = {};
    Of.size = sizeof(Of);
    Of.type = PERF_TYPE_SOFTWARE;
    Of.config = PERF_COUNT_SW_BPF_OUTPUT;
    return static_cast<int>(syscall(SYS_perf_event_open, &Of, -1, 0, -1, 0));
  }

  static int cgroup() {
    for (const char *Path : {"/sys/fs/cgroup/unified", "/sys/fs/cgroup"})
      if (int Fd = open(Path, O_RDONLY | O_DIRECTORY); Fd >= 0)
        return Fd;
    return -1;
  }

  /// A key and a value that the kernel takes.
  void fill() {
    const Row &R = GetParam();
    uint64_t K = 0, V = 1;
    switch (R.Kind) {
    case BPF_MAP_TYPE_LPM_TRIE:
      K = 8;
      break;
    case BPF_MAP_TYPE_PROG_ARRAY:
      Thing = File(program());
      V = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
      Thing = File(perfEvent());
      V = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_CGROUP_ARRAY:
      Thing = File(cgroup());
      V = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_ARRAY_OF_MAPS:
    case BPF_MAP_TYPE_HASH_OF_MAPS:
      V = static_cast<uint64_t>(Inner.get());
      break;
    case BPF_MAP_TYPE_CPUMAP:
      V = 8;
      break;
    case BPF_MAP_TYPE_SOCKMAP:
    case BPF_MAP_TYPE_SOCKHASH:
    case BPF_MAP_TYPE_REUSEPORT_SOCKARRAY:
      Thing = File(listener());
      V = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_SK_STORAGE:
      Thing = File(listener());
      K = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_INODE_STORAGE:
      Thing = File(open("/tmp", O_RDONLY | O_DIRECTORY));
      K = static_cast<uint64_t>(Thing.get());
      break;
    case BPF_MAP_TYPE_TASK_STORAGE:
      Thing = File(static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0)));
      K = static_cast<uint64_t>(Thing.get());
      break;
    case CgrpStorage:
      Thing = File(cgroup());
      K = static_cast<uint64_t>(Thing.get());
      break;
    default:
      break;
    }
    Key = bytesOf(K, R.KeySize);
    Value = bytesOf(V, Room);
  }

  /// Before each call: one element, as it was.
  void restore() {
    void *K = Key.empty() ? nullptr : Key.data();
    std::vector<uint8_t> Out(Room);
    // A queue would fill up.
    while (!K && !bpf_map_lookup_and_delete_elem(Map.get(), K, Out.data()))
      ;
    (void)bpf_map_update_elem(Map.get(), K, Value.data(), BPF_ANY);
  }

  struct Lengths {
    size_t Key = Room, NextKey = Room, Value = Room;
  };

  /// 0, or errno.
  int make(const Call &C, Lengths L) {
    restore();
    // Behind the only key there is none; behind an unknown one, the first.
    const std::vector<uint8_t> &With =
        C.HasNextKey ? std::vector<uint8_t>(Key.size(), 0xff) : Key;
    errno = 0;
    int Got = C.Make(Map.get(), Key.empty() ? nullptr : Keys.last(L.Key, With),
                     NextKeys.last(L.NextKey, {}), Values.last(L.Value, Value));
    // A batch that has them all says so.
    return Got < 0 && !(C.IsBatch && errno == ENOENT) ? errno : 0;
  }

  static constexpr size_t Room = 256; ///< more than any call moves

  std::shared_ptr<::btf> Types;
  File Map, Inner, Thing;
  std::vector<uint8_t> Key, Value;
  Guarded Keys, NextKeys, Values;
  std::string LeftOut;
};

TEST_P(KernelMoves, WhereHostLayoutSaysOverrun) {
  libbpf_set_print([](libbpf_print_level, const char *, va_list) { return 0; });
  if (File Tried(bpf_map_create(BPF_MAP_TYPE_ARRAY, nullptr, 4, 4, 1, nullptr));
      Tried.get() < 0)
    GTEST_SKIP() << "this kernel allows no BPF maps here: " << strerror(errno);
  if (isPerCpu() && libbpf_num_possible_cpus() != 2)
    GTEST_SKIP() << "where " << libbpf_num_possible_cpus()
                 << " CPUs are possible, a buffer for two may be too small";
  if (!create()) {
    leaveOut("a map");
    return;
  }
  declare();
  fill();
  unsigned Compared = 0;
  auto Compare = [&](const Call &C, UsePart Part, bool Writes,
                     size_t Lengths::*Which) {
    for (size_t Extent = 0; Extent != 64 + 1; ++Extent) {
      Lengths L;
      L.*Which = Extent;
      // A null pointer and an empty buffer are one to the kernel.
      ++Compared;
      EXPECT_EQ(make(C, L) == EFAULT, isOverrun(C, Part, Writes, Extent))
          << C.Name << " of " << name() << ", " << Extent << " bytes of "
          << (Part == UsePart::Key ? "key" : "value");
    }
  };
  for (const Call &C : calls()) {
    if (!GetParam().KeySize && !C.HasValue)
      continue;
    // A batch of per-CPU values says nothing: HostLayout does not look at it.
    if (C.IsBatch && isPerCpu())
      continue;
    if (make(C, {})) {
      leaveOut(C.Name);
      continue;
    }
    if (C.HasKey && GetParam().KeySize)
      Compare(C, UsePart::Key, C.IsBatch && C.WritesValue, &Lengths::Key);
    if (C.HasNextKey)
      Compare(C, UsePart::Key, true, &Lengths::NextKey);
    if (C.HasValue)
      Compare(C, UsePart::Value, C.WritesValue, &Lengths::Value);
  }
  if (isPerCpu()) {
    const Call OfOneCpu = {"lookup_elem_flags, BPF_F_CPU",
                           MapCall::Lookup,
                           true,
                           false,
                           true,
                           true,
                           false,
                           false,
                           [](int Fd, void *K, void *, void *V) {
                             return bpf_map_lookup_elem_flags(Fd, K, V, OneCpu);
                           }};
    if (make(OfOneCpu, {}))
      leaveOut(OfOneCpu.Name);
    else
      for (size_t Extent = 0; Extent != 64 + 1; ++Extent) {
        Lengths L;
        L.Value = Extent;
        EXPECT_EQ(make(OfOneCpu, L) == EFAULT,
                  isOverrun(OfOneCpu, UsePart::Value, true, Extent, true))
            << OfOneCpu.Name << ", " << Extent;
      }
  }
  std::printf("%s: %u calls compared\n", name().c_str(), Compared);
  // Every kernel that has maps has these.
  if (const uint32_t Kind = GetParam().Kind;
      Kind == BPF_MAP_TYPE_HASH || Kind == BPF_MAP_TYPE_ARRAY ||
      Kind == BPF_MAP_TYPE_PERCPU_ARRAY) {
    EXPECT_GT(Compared, 300u);
  }
}

/// What opens a buffer, and mmap: 0, or errno.
struct Opening {
  const char *Name;
  MapCall Does;
  std::function<int(int Fd)> Make;
};

template <typename Buffer> int opened(Buffer *Of, void (*Free)(Buffer *)) {
  const int Error = Of ? 0 : errno;
  Free(Of);
  return Error;
}

std::vector<Opening> openings() {
  return {
      {"ring_buffer__new", MapCall::OpenRing,
       [](int Fd) {
         auto Take = [](void *, void *, size_t) { return 0; };
         return opened(ring_buffer__new(Fd, Take, nullptr, nullptr),
                       ring_buffer__free);
       }},
      {"perf_buffer__new", MapCall::OpenPerf,
       [](int Fd) {
         auto Take = [](void *, int, void *, __u32) {};
         return opened(perf_buffer__new(Fd, 1, Take, nullptr, nullptr, nullptr),
                       perf_buffer__free);
       }},
      {"user_ring_buffer__new", MapCall::OpenUserRing,
       [](int Fd) {
         return opened(user_ring_buffer__new(Fd, nullptr),
                       user_ring_buffer__free);
       }},
      {"mmap", MapCall::Map,
       [](int Fd) {
         const auto Size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
         void *At = mmap(nullptr, Size, PROT_READ, MAP_SHARED, Fd, 0);
         if (At == MAP_FAILED)
           return errno;
         munmap(At, Size);
         return 0;
       }},
  };
}

/// A call that fails for another reason is right as well.
TEST_P(KernelMoves, WhatHostLayoutSaysIsRefusedIsRefused) {
  libbpf_set_print([](libbpf_print_level, const char *, va_list) { return 0; });
  if (!create()) {
    leaveOut("a map");
    return;
  }
  declare();
  fill();
  unsigned Refused = 0, Done = 0;
  auto Compare = [&](MapCall Does, const char *Of, int Error) {
    const bool Says = isRefused(Does, Of);
    EXPECT_FALSE(Says && Error == 0) << Of << " of " << name();
    Refused += Says && Error != 0;
    Done += Error == 0;
  };
  for (const Call &C : calls())
    Compare(C.Does, C.Name, make(C, {}));
  for (const Opening &O : openings())
    Compare(O.Does, O.Name, O.Make(Map.get()));
  std::printf("%s: %u calls are refused as HostLayout says, %u do their work\n",
              name().c_str(), Refused, Done);
  // No kind is all three buffers.
  EXPECT_GE(Refused, 2u);
}

INSTANTIATE_TEST_SUITE_P(Kinds, KernelMoves, testing::ValuesIn(Rows),
                         [](const auto &Info) {
                           const Row &R = Info.param;
                           return surface::mapKindName(R.Kind) + "_" +
                                  std::to_string(R.KeySize) + "_" +
                                  std::to_string(R.ValueSize);
                         });

} // namespace
