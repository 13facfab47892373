//===- Handovers.cpp - The bytes that a program hands over ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Handovers.h"

#include "BTF/Follower.h"
#include "BTF/RecordPlaces.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

constexpr uint8_t ModeMask = 0xe0, ModeMemory = 0x60;
constexpr uint8_t OperationMask = 0xf0, Add = 0x00, Subtract = 0x10, And = 0x50,
                  SwapBytes = 0xd0;
constexpr uint8_t FromRegister = 0x08;
/// Of numbers without a sign: >, >=, <, <=.
constexpr uint8_t JumpAbove = 0x20, JumpFrom = 0x30, JumpBelow = 0xa0,
                  JumpAtMost = 0xb0;

/// Instructions looked at, all ways together.
constexpr uint64_t MostSteps = 1u << 21;
/// Where ways meet, all that is known is compared.
constexpr uint64_t StepsOfJoin = 8;
/// Places in one function where ways meet, each way by itself.
constexpr size_t MostStates = 1u << 13;
/// Ways that are followed apart at each of these, and the steps for it.
constexpr size_t MostWaysApart = 8;
constexpr uint64_t MostStepsApart = 1u << 18;

uint32_t bytesOf(uint8_t Code) {
  switch (Code & 0x18) {
  case 0x00:
    return 4;
  case 0x08:
    return 2;
  case 0x10:
    return 1;
  default:
    return 8;
  }
}

/// Any number of \p Size bytes; of 4 at most.
TrackedValue ofBytes(uint32_t Size) {
  return {.Kind = TrackedValue::AtMost,
          .Number = (int64_t(1) << (Size * 8)) - 1};
}

/// What is known of a number behind a jump that compares it with a constant.
void limit(ProgramState &S, const Instruction &N, bool IsTaken) {
  const TrackedValue &V = S.get(N.To);
  if ((N.Code & FromRegister) || N.Immediate < 0 || V.isAddress())
    return;
  const bool IsNumber =
      (V.Kind == TrackedValue::Constant || V.Kind == TrackedValue::AtMost) &&
      V.Number >= 0 && V.Number <= UINT32_MAX;
  int64_t Most = N.Immediate;
  switch (N.Code & OperationMask) {
  case JumpAbove:
  case JumpAtMost:
    if (IsTaken != ((N.Code & OperationMask) == JumpAtMost))
      return;
    break;
  case JumpFrom:
  case JumpBelow:
    if (IsTaken != ((N.Code & OperationMask) == JumpBelow) || Most == 0)
      return;
    --Most;
    break;
  default:
    return;
  }
  if (IsNumber && V.Number <= Most)
    return;
  // Of 32 bits, those above may be anything.
  const bool IsWhole = IsNumber || (N.Code & ClassMask) == ClassJump;
  S.set(N.To, {.Kind = IsWhole ? TrackedValue::AtMost : TrackedValue::LowAtMost,
               .Number = Most});
}

} // namespace

void Follower::function(const Code &C, uint64_t Start, uint64_t End) {
  In = &C;
  Begin = Start;
  Behind = std::min<uint64_t>(End, C.Instructions.size());
  FrameSize = frameSize(C, Begin, Behind);
  // A program with very many ways is followed as one.
  const uint64_t Limit = std::min(MostSteps, Steps + MostStepsApart);
  ProgramState Entry;
  Entry.set(10, {.Kind = TrackedValue::Stack});
  MostWays = MostWaysApart;
  if (!follow(Limit, Entry)) {
    MostWays = 1;
    if (!follow(MostSteps, Entry)) {
      Found.IsWhole = false;
      return;
    }
  }
  // Now it is known what holds on all ways.
  IsRecording = true;
  for (const auto &[At, Ways] : Joins)
    for (const ProgramState &S : Ways)
      block(At, S);
}

Follower::Effects Follower::followForEffects(const Code &C, uint64_t Start) {
  Effects Of;
  Seen = &Of;
  In = &C;
  Begin = Start;
  auto Next = C.Functions.upper_bound(Start);
  Behind =
      std::min<uint64_t>(Next == C.Functions.end() ? UINT64_MAX : Next->first,
                         C.Instructions.size());
  ProgramState Entry;
  Entry.set(10, {.Kind = TrackedValue::Stack});
  for (uint8_t Register = 1; Register != Of.size(); ++Register)
    Entry.set(Register, {.Kind = TrackedValue::Argument, .Site = Register});
  MostWays = 1;
  if (!follow(std::min(MostSteps, Steps + MostStepsApart), Entry))
    Of.fill({{0, UINT64_MAX}});
  return Of;
}

bool Follower::follow(uint64_t Limit, const ProgramState &Entry) {
  Joins.clear();
  Waiting.clear();
  Reserves.clear();
  States = 0;
  IsRecording = false;
  join(Begin, Entry);
  while (!Waiting.empty()) {
    if (Steps > Limit || States > MostStates)
      return false;
    const auto [At, Way] = Waiting.front();
    Waiting.pop_front();
    block(At, Joins.at(At)[Way]);
  }
  return true;
}

void Follower::join(uint64_t At, const ProgramState &S) {
  if (IsRecording)
    return;
  if (At < Begin || At >= Behind) {
    Found.IsWhole = false;
    return;
  }
  Steps += StepsOfJoin;
  std::vector<ProgramState> &Ways = Joins[At];
  auto Known =
      std::find_if(Ways.begin(), Ways.end(), [&S](const ProgramState &Way) {
        return Way.pointsAlike(S);
      });
  if (Known == Ways.end() && Ways.size() == MostWays)
    Known = std::prev(Ways.end());
  const bool IsNew = Known == Ways.end();
  if (IsNew) {
    Known = Ways.insert(Ways.end(), S);
    ++States;
  }
  const std::pair Place(At, static_cast<size_t>(Known - Ways.begin()));
  if ((IsNew || Known->meet(S)) &&
      std::find(Waiting.begin(), Waiting.end(), Place) == Waiting.end())
    Waiting.push_back(Place);
}

void Follower::block(uint64_t At, ProgramState S) {
  for (uint64_t I = At; I < Behind; ++I) {
    if (I != At && In->IsTarget[I])
      return join(I, S);
    if (++Steps > MostSteps)
      return;
    const Instruction &N = In->Instructions[I];
    switch (N.Code & ClassMask) {
    case ClassAlu:
    case ClassAlu64:
      arithmetic(S, I);
      break;
    case ClassLoadWide:
      if (N.Code == LoadWide) {
        TrackedValue V;
        if (const Symbol *Of = symbolOf(P, *In, I))
          V = {.Kind = TrackedValue::Symbol, .Name = Of->Name};
        else if (!In->Relocations.contains(I) && N.From == 0 &&
                 I + 1 < In->Instructions.size())
          V = {.Kind = TrackedValue::Constant,
               .Number = static_cast<int64_t>(
                   static_cast<uint64_t>(
                       static_cast<uint32_t>(In->Instructions[I + 1].Immediate))
                       << 32 |
                   static_cast<uint32_t>(N.Immediate))};
        S.set(N.To, V);
        ++I;
        break;
      }
      // Of a packet: as a call.
      S.forget(0, 5);
      break;
    case ClassLoad:
      load(S, N);
      break;
    case ClassStoreImmediate:
    case ClassStore:
      store(S, N);
      break;
    default: // jumps
      if (N.Code == Call) {
        call(S, I);
        break;
      }
      if (N.Code == Exit)
        return;
      const int64_t Target = static_cast<int64_t>(I) + 1 +
                             (N.Code == JumpLong ? N.Immediate : N.Offset);
      const bool IsJump = N.Code == Jump || N.Code == JumpLong;
      ProgramState Taken = S;
      if (!IsJump) {
        limit(Taken, N, /*IsTaken=*/true);
        limit(S, N, /*IsTaken=*/false);
      }
      join(Target < 0 ? Behind : static_cast<uint64_t>(Target), Taken);
      if (IsJump)
        return;
    }
  }
}

void Follower::arithmetic(ProgramState &S, uint64_t At) {
  const Instruction &N = In->Instructions[At];
  const bool Is64 = (N.Code & ClassMask) == ClassAlu64;
  const TrackedValue &To = S.get(N.To);
  switch (N.Code) {
  case Move64:
    return S.set(N.To, {.Kind = TrackedValue::Constant, .Number = N.Immediate});
  case Move32:
    return S.set(N.To, {.Kind = TrackedValue::Constant,
                        .Number = static_cast<uint32_t>(N.Immediate)});
  case Move64Register:
    return S.set(N.To, N.Offset ? TrackedValue() : S.get(N.From));
  default:
    break;
  }
  const uint8_t Operation = N.Code & OperationMask;
  if (Operation == SwapBytes)
    return S.set(N.To, {});
  // Results of 32 bits clear what is above them.
  if (!Is64) {
    const TrackedValue &From = S.get(N.From);
    const bool IsMove = N.Code == Move32Register && !N.Offset;
    if (IsMove && From.Kind == TrackedValue::LowAtMost)
      return S.set(N.To, {.Kind = TrackedValue::AtMost, .Number = From.Number});
    const bool IsSmall = IsMove && ofBytes(4).meet(From) == ofBytes(4);
    return S.set(N.To, IsSmall ? From : ofBytes(4));
  }
  int64_t By = N.Immediate;
  if (N.Code & FromRegister) {
    if (S.get(N.From).Kind != TrackedValue::Constant)
      return S.set(N.To, {});
    By = S.get(N.From).Number;
  }
  if (Operation == And && By >= 0)
    return S.set(N.To, {.Kind = TrackedValue::AtMost, .Number = By});
  if (Operation != Add && Operation != Subtract)
    return S.set(N.To, {});
  S.set(N.To, To.moved(Operation == Add ? By : -By));
}

void Follower::load(ProgramState &S, const Instruction &N) {
  const uint32_t Size = bytesOf(N.Code);
  // Signs are extended by another mode.
  if ((N.Code & ModeMask) != ModeMemory)
    return S.set(N.To, {});
  S.set(N.To,
        Size == 8 ? S.spilled(S.get(N.From).moved(N.Offset)) : ofBytes(Size));
}

void Follower::store(ProgramState &S, const Instruction &N) {
  const bool IsImmediate = (N.Code & ClassMask) == ClassStoreImmediate;
  const bool IsAtomic = (N.Code & ModeMask) != ModeMemory;
  TrackedValue What;
  if (IsImmediate)
    What = {.Kind = TrackedValue::Constant, .Number = N.Immediate};
  else if (!IsAtomic)
    What = S.get(N.From);
  const TrackedValue Where = S.get(N.To).moved(N.Offset);
  const uint32_t Size = bytesOf(N.Code);
  S.store(Where, Size, What, IsBigEndian);
  if (!What.isZero())
    argumentIsWritten(Where, Size);
  // What was there before, for those that fetch it.
  if (IsAtomic) {
    S.set(N.From, {});
    S.set(0, {});
  }
  if (Where.Kind == TrackedValue::InMap && !What.isZero() &&
      Where.Number >= 0) {
    Handover H;
    H.What = Handover::InPlace;
    H.Map = Where.Name;
    H.From = static_cast<uint64_t>(Where.Number);
    H.To = H.From + Size;
    add(std::move(H));
  }
}

Handovers btf::handovers(std::span<const uint8_t> Content) {
  Handovers Nothing;
  Nothing.IsWhole = false;
  if (!ElfFile::isElf(Content))
    return Nothing;
  Expected<ElfFile> File = ElfFile::open(Content);
  if (!File || !File->is64Bit())
    return Nothing;
  const Program P = readProgram(*File);
  Follower::EffectsByStart Known;
  return Follower(P, File->isBigEndian(), Known).read();
}
