//===- Pinned.cpp - What becomes of a pinned map --------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Pinned.h"

#include "Layout/KernelOwned.h"
#include "Support/Printable.h"
#include "Support/ReadFile.h"

#include <charconv>
#include <map>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::lock;

namespace {

// linux/include/uapi/linux/bpf.h
constexpr uint32_t PerfEventArray = 4, LruHash = 9, LruPerCpuHash = 10,
                   ArrayOfMaps = 12, HashOfMaps = 13, Devmap = 14,
                   DevmapHash = 25, Ringbuf = 27, UserRingbuf = 31;
constexpr uint32_t NoCommonLru = 1u << 1;  // BPF_F_NO_COMMON_LRU
constexpr uint32_t ReadOnlyProg = 1u << 7; // BPF_F_RDONLY_PROG
/// libbpf 1.7 passes over the flag that the kernel sets.
constexpr unsigned KnowsDevmaps = 7;

bool isDevmap(uint32_t Kind) { return Kind == Devmap || Kind == DevmapHash; }
bool isRing(uint32_t Kind) { return Kind == Ringbuf || Kind == UserRingbuf; }
bool holdsMaps(uint32_t Kind) {
  return Kind == ArrayOfMaps || Kind == HashOfMaps;
}

/// The number of entries that libbpf asks the kernel for, and expects.
uint32_t libbpfEntries(const Map &M, const Loader &By) {
  if (isRing(M.Kind) && M.MaxEntries) {
    // adjust_ringbuf_sz(): a power of two of pages.
    uint64_t Size = By.PageSize;
    while (Size < M.MaxEntries && Size <= UINT32_MAX / 2)
      Size *= 2;
    return uint32_t(Size);
  }
  if (M.Kind == PerfEventArray && !M.MaxEntries)
    return By.Cpus;
  return M.MaxEntries;
}

/// What the kernel makes of it (htab_map_alloc()).
uint32_t kernelEntries(const Map &M, const Loader &By) {
  const uint32_t Asked = libbpfEntries(M, By);
  const bool IsLru = M.Kind == LruHash || M.Kind == LruPerCpuHash;
  if (!IsLru || !(M.Flags & NoCommonLru) || !By.Cpus)
    return Asked;
  // A list for each CPU, all of one length.
  const uint64_t Up = (uint64_t(Asked) + By.Cpus - 1) / By.Cpus * By.Cpus;
  return Up <= UINT32_MAX ? uint32_t(Up) : Asked / By.Cpus * By.Cpus;
}

uint64_t sizeOf(const Map &M, bool IsKey) {
  const uint64_t Declared = (IsKey ? M.Key : M.Value).Size;
  // An fd, also where the declaration says nothing.
  if (!Declared && ((!IsKey && holdsMaps(M.Kind)) || M.Kind == PerfEventArray))
    return 4;
  return Declared;
}

/// A type that is only declared has some size.
bool isSizeKnown(const Part &P) { return P.Size || P.Forward.empty(); }

/// The number that libbpf compares and that differs, if one does.
bool isRefused(const Map &Old, const Map &New, bool IsLive, const Loader &By,
               PinFacts &P) {
  auto Differ = [&P](MapNumber Number, uint64_t Before, uint64_t After) {
    P.Number = Number;
    P.Old = Before;
    P.New = After;
    return Before != After;
  };
  if (Differ(MapNumber::Kind, Old.Kind, New.Kind)) {
    P.OldKind = surface::mapKindName(Old.Kind);
    P.NewKind = surface::mapKindName(New.Kind);
    return true;
  }
  for (bool IsKey : {true, false})
    if (isSizeKnown(IsKey ? Old.Key : Old.Value) &&
        isSizeKnown(IsKey ? New.Key : New.Value) &&
        Differ(IsKey ? MapNumber::KeySize : MapNumber::ValueSize,
               sizeOf(Old, IsKey), sizeOf(New, IsKey)))
      return true;

  const uint32_t Asked = libbpfEntries(New, By);
  // What the old program asked for; a live map only has what it got.
  if (!IsLive && Differ(MapNumber::MaxEntries, libbpfEntries(Old, By), Asked))
    return true;
  const uint32_t Got = IsLive       ? Old.MaxEntries
                       : By.IsNamed ? kernelEntries(Old, By)
                                    : Asked;
  if (Differ(MapNumber::MaxEntries, Got, Asked)) {
    P.IsByKernel = Got == kernelEntries(New, By);
    return true;
  }

  uint32_t Has = Old.Flags;
  if (isDevmap(Old.Kind))
    Has = By.LibbpfMinor < KnowsDevmaps ? Old.Flags | ReadOnlyProg
                                        : Old.Flags & ~ReadOnlyProg;
  if (Differ(MapNumber::Flags, Has, New.Flags)) {
    P.IsByKernel = isDevmap(Old.Kind) && (Has & ~ReadOnlyProg) == New.Flags;
    P.KnownSince = P.IsByKernel ? KnowsDevmaps : 0;
    return true;
  }
  return Differ(MapNumber::Extra, Old.Extra, New.Extra);
}

/// Fields of values that the verifier finds by their types: those of the pinned
/// map count (struct btf_record), and the program has its own.
using Specials = std::map<uint64_t, std::string>;
/// linux/include/linux/bpf.h: BTF_FIELDS_MAX.
constexpr size_t MostSpecials = 11;

void addSpecials(const Type &Declared, uint64_t Bit, unsigned Depth,
                 unsigned &Steps, Specials &Found) {
  if (Depth > 8 || Found.size() == MostSpecials || ++Steps > 1u << 16)
    return;
  if (const auto *A = as<ArrayType>(&Declared)) {
    for (uint64_t I = 0; I != A->Count; ++I) {
      const size_t Before = Found.size();
      addSpecials(*A->Element, Bit + I * A->Element->Size * 8, Depth + 1, Steps,
                  Found);
      if (Found.size() == Before || Found.size() == MostSpecials)
        return;
    }
    return;
  }
  const auto *R = as<RecordType>(&Declared);
  if (!R)
    return;
  if (isKernelOwned(*R)) {
    Found[Bit / 8] = "struct " + printable(R->Name);
    return;
  }
  for (const Field &F : R->Fields)
    addSpecials(*F.Ty, Bit + F.BitOffset, Depth + 1, Steps, Found);
}

Specials specialsOf(const Map &M) {
  Specials Found;
  unsigned Steps = 0;
  if (M.Value.Ty)
    addSpecials(*M.Value.Ty, 0, 0, Steps, Found);
  for (const btf::KernelPointer &K : M.KernelPointers)
    Found[K.Byte] =
        printable(K.Tag) + " to " +
        (K.Pointee.empty() ? std::string("void") : printable(K.Pointee));
  return Found;
}

/// Whether one of them moved, came or went.
bool hasMoved(const Map &Old, const Map &New, PinFacts &P) {
  if (!Old.Value.Ty || !New.Value.Ty)
    return false;
  const Specials Before = specialsOf(Old), After = specialsOf(New);
  auto LacksIn = [](const Specials &In, uint64_t Byte,
                    const std::string &What) {
    auto At = In.find(Byte);
    return At == In.end() || At->second != What;
  };
  for (const auto &[Byte, What] : After)
    if (LacksIn(Before, Byte, What)) {
      P.Special = What;
      P.NewByte = Byte;
      break;
    }
  for (const auto &[Byte, What] : Before)
    if (LacksIn(After, Byte, What) && (!P.NewByte || What == P.Special)) {
      P.Special = What;
      P.OldByte = Byte;
      break;
    }
  return P.NewByte || P.OldByte;
}

/// Whether types say what the map holds, and not the kernel alone.
bool needsTypes(const Part &P) {
  if (!P.Ty)
    return false;
  const TypeKind Kind = leafOf(P.Ty)->Kind;
  return Kind == TypeKind::Record || Kind == TypeKind::Enum;
}

} // namespace

/// The CPUs of a list as the kernel writes it: "0-3", "0,2-5". 0: no such list.
static uint32_t countCpus(std::string_view List) {
  uint64_t Count = 0;
  const char *At = List.data(), *End = At + List.size();
  while (At != End) {
    uint32_t First = 0, Last = 0;
    auto Read = std::from_chars(At, End, First);
    Last = First;
    if (Read.ec == std::errc() && Read.ptr != End && *Read.ptr == '-')
      Read = std::from_chars(Read.ptr + 1, End, Last);
    if (Read.ec != std::errc() || Last < First)
      return 0;
    Count += Last - First + uint64_t(1);
    At = Read.ptr;
    if (At != End && (*At == ',' || *At == '\n'))
      ++At;
  }
  return Count <= UINT32_MAX ? uint32_t(Count) : 0;
}

Loader lock::thisMachine() {
  Loader By;
  if (long Size = sysconf(_SC_PAGESIZE); Size > 0)
    By.PageSize = uint32_t(Size);
  // Where libbpf_num_possible_cpus() looks.
  if (auto List = readFile("/sys/devices/system/cpu/possible"))
    if (uint32_t Count =
            countCpus({reinterpret_cast<const char *>(List->Data.data()),
                       List->Data.size()}))
      By.Cpus = Count;
  return By;
}

PinFacts lock::judgePin(const Map &Old, const Map &New, bool TypesDiffer,
                        bool IsLive, const Loader &By) {
  PinFacts P;
  P.Map = New.Name;
  P.HasInnerMaps = holdsMaps(Old.Kind);
  if (isRefused(Old, New, IsLive, By, P))
    P.Verdict = PinVerdict::LibbpfRefuses;
  else if (hasMoved(Old, New, P))
    P.Verdict = PinVerdict::KernelRefuses;
  else if (TypesDiffer)
    P.Verdict = PinVerdict::Misread;
  else if (IsLive && ((!Old.Key.Ty && needsTypes(New.Key)) ||
                      (!Old.Value.Ty && needsTypes(New.Value)))) {
    P.Verdict = PinVerdict::Unknown;
    P.OldKind = surface::mapKindName(Old.Kind);
  }
  return P;
}
