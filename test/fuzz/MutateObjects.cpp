//===- MutateObjects.cpp - Damages objects and reads them all the same ----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   MutateObjects [--count N] [--seed S] [--only I] FILE...
//
// Damages the given objects, one of 1 MiB, and those of HostileObjects.h (which
// are tried as they are, too), N times, each time differently, and runs every
// command on each. Every other time it damages the lock of an object as well.
// The same seed makes the same damage; --only repeats one. Dies of a broken
// promise or a sanitiser; fails where all of them together take more than three
// seconds of the processor or, for each MiB of the file, more than 64 MiB of
// memory.
//
//===----------------------------------------------------------------------===//

#include "BTFBuilder.h"
#include "CommandUse.h"
#include "HostileObjects.h"
#include "ObjectUse.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <malloc.h>
#include <new>
#include <random>
#include <string>
#include <vector>

using namespace hostlayout;
using namespace hostlayout::test;

namespace {

/// Bytes that are allocated, and the most that were since it was last set.
size_t LiveBytes = 0, PeakBytes = 0;

} // namespace

// Counted whatever sanitiser and allocator there are. Nothing here has threads.
static void *counted(void *At) {
  LiveBytes += malloc_usable_size(At);
  PeakBytes = std::max(PeakBytes, LiveBytes);
  return At;
}
void *operator new(size_t Size, const std::nothrow_t &) noexcept {
  return counted(std::malloc(Size ? Size : 1));
}
void *operator new(size_t Size) {
  void *At = ::operator new(Size, std::nothrow);
  if (!At)
    broken("memory is not asked for without measure", Size);
  return At;
}
void *operator new[](size_t Size) { return ::operator new(Size); }
void *operator new[](size_t Size, const std::nothrow_t &Not) noexcept {
  return ::operator new(Size, Not);
}
// What arenas ask for.
void *operator new(size_t Size, std::align_val_t Align) {
  const auto To = static_cast<size_t>(Align);
  void *At = std::aligned_alloc(To, (Size + To - 1) / To * To);
  if (!At)
    broken("memory is not asked for without measure", Size);
  return counted(At);
}

static void release(void *At) {
  LiveBytes -= malloc_usable_size(At);
  std::free(At);
}
void operator delete(void *At) noexcept { release(At); }
void operator delete(void *At, size_t) noexcept { release(At); }
void operator delete(void *At, std::align_val_t) noexcept { release(At); }
void operator delete(void *At, size_t, std::align_val_t) noexcept {
  release(At);
}
void operator delete[](void *At) noexcept { release(At); }
void operator delete[](void *At, size_t) noexcept { release(At); }

namespace {

using Blob = std::vector<uint8_t>;

constexpr size_t MiB = 1 << 20;
constexpr size_t MostBytesEach = 64 * MiB;
/// The object of 1 MiB takes a hundred times as long as the others.
constexpr uint64_t LargeEvery = 250;
constexpr uint64_t HostileEvery = 5;
/// A lock is damaged, too.
constexpr uint64_t LockEvery = 2;

#if defined(__has_feature)
constexpr bool IsSanitized = __has_feature(address_sanitizer);
#elif defined(__SANITIZE_ADDRESS__)
constexpr bool IsSanitized = true;
#else
constexpr bool IsSanitized = false;
#endif

class Mutator {
public:
  explicit Mutator(uint64_t Seed) : Random(Seed) {}

  Blob damage(Blob Data) {
    for (unsigned I = 0, N = 1 + below(6); I != N && !Data.empty(); ++I)
      damageOnce(Data);
    return Data;
  }

  /// Lines of a text that are lost, doubled or in another place.
  Blob shuffle(Blob Text) {
    for (unsigned I = 0, N = 1 + below(3); I != N && !Text.empty(); ++I) {
      auto LineAt = [&Text](size_t At) {
        auto From = std::find(std::make_reverse_iterator(Text.begin() + At),
                              Text.rend(), '\n')
                        .base();
        auto To = std::find(Text.begin() + At, Text.end(), '\n');
        return std::pair(From, To == Text.end() ? To : To + 1);
      };
      const auto [From, To] = LineAt(below(Text.size()));
      const Blob Line(From, To);
      if (below(3))
        Text.erase(From, To);
      if (!Text.empty() && below(3)) {
        const auto There = LineAt(below(Text.size())).first;
        Text.insert(There, Line.begin(), Line.end());
      }
    }
    return Text;
  }

  /// So little that a large object often stays one.
  Blob scratch(Blob Data) {
    for (unsigned I = 0, N = 1 + below(3); I != N; ++I)
      Data[below(Data.size())] ^= static_cast<uint8_t>(1 << below(8));
    return Data;
  }

  uint32_t below(uint64_t Limit) {
    return static_cast<uint32_t>(Random() % Limit);
  }

private:
  void damageOnce(Blob &Data) {
    // Half of all damage hits the first bytes: headers and early types.
    size_t Range = below(2) ? Data.size() : std::min<size_t>(Data.size(), 512);
    size_t At = below(Range);
    switch (below(10)) {
    case 0:
      Data[At] ^= static_cast<uint8_t>(1 << below(8));
      break;
    case 1:
      Data[At] = static_cast<uint8_t>(Random());
      break;
    case 2:
    case 3:
    case 4:
      setWord(Data, At / 4 * 4, interesting(Data.size()));
      break;
    case 5: // another reference, size or offset: a word from elsewhere
      setWord(Data, At / 4 * 4, wordAt(Data, below(Data.size()) / 4 * 4));
      break;
    case 6:
      setWord(Data, At / 4 * 4, wordAt(Data, At / 4 * 4) + 1 - 2 * below(2));
      break;
    case 7:
      Data.resize(At + 1);
      break;
    case 8: { // a block moves in
      size_t From = below(Data.size());
      size_t Length = std::min<size_t>(1 + below(64), Data.size() - From);
      Blob Block(Data.begin() + From, Data.begin() + From + Length);
      Data.insert(Data.begin() + At, Block.begin(), Block.end());
      break;
    }
    case 9: // a block goes
      Data.erase(Data.begin() + At,
                 Data.begin() +
                     std::min<size_t>(Data.size(), At + 1 + below(64)));
      break;
    }
  }

  uint32_t interesting(size_t Size) {
    const uint32_t Values[] = {
        0,          1,          2,        0x7f,
        0xff,       0x7fff,     0xffff,   0x10000,
        0x7fffffff, 0x80000000, ~0u,      ~0u - 3,
        0x00ffffff, 0x01000000, 0xff0000, static_cast<uint32_t>(Size)};
    uint32_t Value = Values[below(std::size(Values))];
    return below(2) ? Value : __builtin_bswap32(Value);
  }

  static uint32_t wordAt(const Blob &Data, size_t At) {
    uint32_t Value = 0;
    if (At + 4 <= Data.size())
      std::memcpy(&Value, Data.data() + At, 4);
    return Value;
  }
  static void setWord(Blob &Data, size_t At, uint32_t Value) {
    if (At + 4 <= Data.size())
      std::memcpy(Data.data() + At, &Value, 4);
  }

  std::mt19937_64 Random;
};

struct Options {
  uint64_t Count = 20000, Seed = 0;
  uint64_t Only = UINT64_MAX;
  std::vector<std::string> Files;
};

Options readOptions(int Argc, char **Argv) {
  Options O;
  O.Seed = std::random_device()();
  for (int I = 1; I < Argc; ++I) {
    std::string Word = Argv[I];
    auto Number = [&] {
      return I + 1 < Argc ? std::strtoull(Argv[++I], nullptr, 0) : 0;
    };
    if (Word == "--count")
      O.Count = Number();
    else if (Word == "--seed")
      O.Seed = Number();
    else if (Word == "--only")
      O.Only = Number();
    else
      O.Files.push_back(Word);
  }
  return O;
}

/// BTF of 1 MiB in which each type is of use to others.
Blob largeObject() {
  BlobBuilder B;
  const TypeId Int = B.u32();
  TypeId Before = B.structure("first", 8, {{"a", Int, 0}, {"b", Int, 32}});
  for (unsigned I = 0; B.Types.Data.size() + B.Strings.size() < MiB; ++I) {
    const std::string Name = "t" + std::to_string(I);
    const TypeId Many = B.array(Before, 3, Int);
    const TypeId Alias = B.alias(Kind::Typedef, Before, Name + "_t");
    const TypeId Kept = B.alias(Kind::Const, Alias);
    const TypeId To = B.pointer(Kept);
    const TypeId Inner = B.structure("", 8, {{"x", Int, 0}, {"y", Int, 32}});
    const TypeId Outer = B.structure(Name, 48,
                                     {{"many", Many, 0},
                                      {"", Inner, 192},
                                      {"to", To, 256},
                                      {"n", Int, 320}});
    B.record(Kind::Union, Name + "_u", 48, {{"of", Outer, 0}, {"raw", Int, 0}});
    Before = I % 8 ? Inner : Before;
  }
  return B.blob();
}

/// Whether \p Data was used in time and within memory.
bool isHarmless(const Blob &Data, uint64_t Number, CommandUse &Commands,
                bool &IsReadable, double &Seconds, double &Share) {
  const auto Turn = static_cast<unsigned>(Number % 1000);
  const size_t Before = PeakBytes = LiveBytes;
  const std::clock_t Start = std::clock();
  IsReadable = exercise(Data, nullptr,
                        [&](const btf::Object &O) { ObjectUse(O).run(Turn); });
  Commands.run(Data, Turn, IsReadable);
  Seconds = double(std::clock() - Start) / CLOCKS_PER_SEC;
  const size_t Bytes = PeakBytes - Before;
  const size_t Allowed = MostBytesEach * (1 + (Data.size() - 1) / MiB);
  Share = double(Bytes) / double(Allowed);
  // Sanitisers have their own idea of time.
  const bool IsSlow = Seconds > (IsSanitized ? 60 : 3);
  if (IsSlow || Bytes > Allowed)
    std::fprintf(stderr, "damage %llu took %.1f s and %zu bytes\n",
                 static_cast<unsigned long long>(Number), Seconds, Bytes);
  return !IsSlow && Bytes <= Allowed;
}

} // namespace

int main(int Argc, char **Argv) {
  Options O = readOptions(Argc, Argv);
  std::vector<Blob> Objects;
  for (const std::string &Path : O.Files) {
    std::ifstream File(Path, std::ios::binary);
    Objects.emplace_back(std::istreambuf_iterator<char>(File),
                         std::istreambuf_iterator<char>());
    if (!exercise(Objects.back())) {
      std::fprintf(stderr, "%s: no object to begin with\n", Path.c_str());
      return 2;
    }
  }
  if (Objects.empty()) {
    std::fprintf(stderr, "usage: MutateObjects [--count N] [--seed S] "
                         "[--only I] FILE...\n");
    return 2;
  }
  const Blob Large = largeObject();
  if (!exercise(Large)) {
    std::fprintf(stderr, "the object of 1 MiB is none to begin with\n");
    return 2;
  }

  const std::vector<Blob> Hostile = HostileObjects().make();
  CommandUse Commands;
  std::vector<Blob> Locks;
  for (const Blob &Object : Objects)
    Locks.push_back(Commands.lockOf(Object));

  std::printf("seed %llu\n", static_cast<unsigned long long>(O.Seed));
  std::fflush(stdout);
  uint64_t Readable = 0;
  double Slowest = 0, Largest = 0;
  for (uint64_t I = O.Only == UINT64_MAX ? 0 : O.Only; I != O.Count; ++I) {
    // Each from its own number, so that one can be repeated without the rest.
    Mutator M(O.Seed * 1000003 + I);
    const bool IsLarge = I % LargeEvery == LargeEvery - 1;
    // The hostile ones in turn: as they are, then damaged.
    const uint64_t Turn = I / HostileEvery;
    const Blob Damaged =
        IsLarge                 ? M.scratch(Large)
        : I % HostileEvery      ? M.damage(Objects[M.below(Objects.size())])
        : Turn < Hostile.size() ? Hostile[Turn]
                                : M.scratch(Hostile[Turn % Hostile.size()]);
    bool IsReadable = false;
    double Seconds = 0, Share = 0;
    if (!Damaged.empty() &&
        !isHarmless(Damaged, I, Commands, IsReadable, Seconds, Share))
      return 1;
    if (I % LockEvery == 0) {
      const size_t Of = M.below(Objects.size());
      const Blob &Text = Locks[Of];
      Commands.useLock(M.below(2) ? M.damage(Text) : M.shuffle(Text),
                       Objects[Of]);
    }
    Readable += IsReadable;
    Slowest = std::max(Slowest, Seconds);
    Largest = std::max(Largest, Share);
    if (O.Only != UINT64_MAX)
      break;
  }
  std::printf("%llu damaged, %llu readable all the same, none did harm; the "
              "slowest took %.3f s, the largest %.0f %% of its memory\n",
              static_cast<unsigned long long>(O.Count),
              static_cast<unsigned long long>(Readable), Slowest,
              Largest * 100);
  return 0;
}
