//===- Sends.cpp - The records that a program sends -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Sends.h"

#include "BTF/Instructions.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

// <linux/bpf.h>
constexpr uint8_t SourceCall = 1; // of a function, by its place
constexpr uint32_t PerfEventOutput = 25, SkbOutput = 111, XdpOutput = 121,
                   RingbufOutput = 130, RingbufReserve = 131,
                   RingbufReserveDynptr = 198;

/// Steps back from all calls of one object.
constexpr uint64_t MostSteps = 1u << 22;
constexpr unsigned MostCallers = 4; // levels of functions

struct Value {
  enum : uint8_t { Unknown, Constant, Map } Kind = Unknown;
  uint64_t Number = 0;
  std::string_view Name;
  std::string_view In; ///< the function that it was set in
};

class Reader {
public:
  explicit Reader(const ElfFile &File) : P(readProgram(File)) {}

  std::vector<RecordSend> read() {
    // What cannot be read may send anything.
    if (!P.IsWhole)
      Found.push_back({});
    for (const Code &C : P.Sections)
      for (uint64_t I = 0; I != C.Instructions.size(); ++I)
        if (C.Instructions[I].Code == Call && C.Instructions[I].From == 0 &&
            !C.IsSecond[I])
          send(C, I);
    return std::move(Found);
  }

private:
  void send(const Code &C, uint64_t At);
  void add(Value Map, Value Size, std::string_view In);
  /// What a register holds in front of \p At: one value, or one for each
  /// caller of the function around it.
  std::vector<Value> before(const Code &C, uint64_t At, uint8_t Register,
                            unsigned Level);
  Value wide(const Code &C, uint64_t At) const;
  std::vector<std::pair<const Code *, uint64_t>> callsOf(const Code &C,
                                                         uint64_t Function);

  const Program P;
  uint64_t Steps = 0;
  std::vector<RecordSend> Found;
  std::set<std::tuple<std::string, int64_t, std::string>> Told;
};

/// A load of 64 bits: a number, or the address of a map.
Value Reader::wide(const Code &C, uint64_t At) const {
  Value V;
  auto Relocated = C.Relocations.find(At);
  const Instruction &N = C.Instructions[At];
  if (Relocated == C.Relocations.end()) {
    if (N.From != 0 || At + 1 >= C.Instructions.size())
      return V;
    V.Kind = Value::Constant;
    V.Number = static_cast<uint64_t>(
                   static_cast<uint32_t>(C.Instructions[At + 1].Immediate))
                   << 32 |
               static_cast<uint32_t>(N.Immediate);
    return V;
  }
  const Symbol *Of = symbolOf(P, C, At);
  if (!Of)
    return V;
  V.Kind = Value::Map;
  V.Name = Of->Name;
  return V;
}

std::vector<std::pair<const Code *, uint64_t>>
Reader::callsOf(const Code &C, uint64_t Function) {
  std::vector<std::pair<const Code *, uint64_t>> Calls;
  for (const Code &Each : P.Sections) {
    Steps += Each.Instructions.size();
    if (Steps > MostSteps)
      return {};
    for (uint64_t I = 0; I != Each.Instructions.size(); ++I) {
      const Instruction &N = Each.Instructions[I];
      if (N.Code != Call || N.From != SourceCall || Each.IsSecond[I])
        continue;
      int64_t Target = -1;
      const Code *In = &Each;
      auto Relocated = Each.Relocations.find(I);
      if (Relocated == Each.Relocations.end()) {
        Target = static_cast<int64_t>(I) + 1 + N.Immediate;
      } else if (Relocated->second < P.Symbols.size()) {
        const Symbol &To = P.Symbols[Relocated->second];
        if (To.Section != C.Section.Index)
          continue;
        In = &C;
        Target = To.Type == TypeSection
                     ? static_cast<int64_t>(N.Immediate) + 1
                     : static_cast<int64_t>(To.Value / InstructionBytes);
      }
      if (In == &C && Target == static_cast<int64_t>(Function))
        Calls.emplace_back(&Each, I);
    }
  }
  return Calls;
}

std::vector<Value> Reader::before(const Code &C, uint64_t At, uint8_t Register,
                                  unsigned Level) {
  const std::optional<uint64_t> Start = C.functionOf(At);
  std::string_view In = Start ? C.Functions.at(*Start) : std::string_view();
  auto One = [&](Value V) {
    V.In = In;
    return std::vector<Value>{V};
  };
  for (uint64_t I = At;;) {
    if (++Steps > MostSteps)
      return One({});
    if (Start && I == *Start && !C.IsTarget[I]) {
      // A parameter: what the callers hand over.
      if (Register < 1 || Register > 5 || Level == MostCallers)
        return One({});
      std::vector<Value> All;
      for (auto [From, Where] : callsOf(C, *Start))
        for (Value V : before(*From, Where, Register, Level + 1))
          All.push_back(V);
      if (All.empty())
        return One({});
      return All;
    }
    // Other ways lead here.
    if (I == 0 || C.IsTarget[I])
      return One({});
    --I;
    if (C.IsSecond[I])
      --I;
    const Instruction &N = C.Instructions[I];
    const uint8_t Class = N.Code & ClassMask;
    if (N.Code == Exit || N.Code == Jump || N.Code == JumpLong)
      return One({});
    if (N.Code == Call) {
      if (Register <= 5)
        return One({});
      continue;
    }
    const bool Writes = Class == ClassLoadWide || Class == ClassLoad ||
                        Class == ClassAlu || Class == ClassAlu64;
    // Loads of packets and atomics write registers that they do not name.
    if (!Writes) {
      constexpr uint8_t AtomicMask = 0xe0, Atomic = 0xc0, ClassStore = 0x03;
      if (Class == ClassStore && (N.Code & AtomicMask) == Atomic &&
          (N.From == Register || Register == 0))
        return One({});
      continue;
    }
    if (N.Code != LoadWide && Class == ClassLoadWide) {
      if (Register <= 5)
        return One({});
      continue;
    }
    if (N.To != Register)
      continue;
    Value V;
    switch (N.Code) {
    case LoadWide:
      return One(wide(C, I));
    case Move64:
      V.Kind = Value::Constant;
      V.Number = static_cast<uint64_t>(static_cast<int64_t>(N.Immediate));
      return One(V);
    case Move32:
      V.Kind = Value::Constant;
      V.Number = static_cast<uint32_t>(N.Immediate);
      return One(V);
    case Move64Register:
    case Move32Register:
      // With an offset it extends a sign or changes the address space.
      if (N.Offset != 0)
        return One({});
      Register = N.From;
      break;
    default:
      return One({});
    }
  }
}

void Reader::add(Value Map, Value Size, std::string_view In) {
  RecordSend S;
  if (Map.Kind == Value::Map)
    S.Map = Map.Name;
  if (Size.Kind == Value::Constant && Size.Number <= UINT32_MAX)
    S.Size = static_cast<uint32_t>(Size.Number);
  S.Function = Size.In.empty() ? In : Size.In;
  if (Told.emplace(S.Map, S.Size ? int64_t(*S.Size) : -1, S.Function).second)
    Found.push_back(std::move(S));
}

void Reader::send(const Code &C, uint64_t At) {
  uint8_t MapIn = 1, SizeIn = 0, FlagsIn = 0;
  switch (static_cast<uint32_t>(C.Instructions[At].Immediate)) {
  case RingbufReserve:
    SizeIn = 2;
    break;
  case RingbufOutput:
    SizeIn = 3;
    break;
  case PerfEventOutput:
    MapIn = 2;
    FlagsIn = 3;
    SizeIn = 5;
    break;
  case SkbOutput:
  case XdpOutput:
    // Followed by as much of the packet as the flags say.
    MapIn = 2;
    break;
  case RingbufReserveDynptr:
    break;
  default:
    return;
  }
  const std::optional<uint64_t> Start = C.functionOf(At);
  std::string_view In = Start ? C.Functions.at(*Start) : std::string_view();
  std::vector<Value> Maps = before(C, At, MapIn, 0);
  std::vector<Value> Sizes =
      SizeIn ? before(C, At, SizeIn, 0) : std::vector<Value>{Value{}};
  if (FlagsIn)
    for (const Value &Flags : before(C, At, FlagsIn, 0))
      // The upper half asks for bytes of the context behind the record.
      if (Flags.Kind != Value::Constant || Flags.Number >> 32)
        Sizes = {Value{}};
  // Both from the same callers, in their order; else every size for each map.
  if (Maps.size() == Sizes.size()) {
    for (size_t I = 0; I != Maps.size(); ++I)
      add(Maps[I], Sizes[I], In);
    return;
  }
  for (const Value &Map : Maps)
    for (const Value &Size : Sizes)
      add(Map, Size, In);
}

} // namespace

std::vector<RecordSend> btf::recordSends(std::span<const uint8_t> Content) {
  if (!ElfFile::isElf(Content))
    return {};
  Expected<ElfFile> File = ElfFile::open(Content);
  if (!File || !File->is64Bit())
    return {};
  return Reader(*File).read();
}
