//===- RecordPlaces.cpp - Where code has the records that it sends --------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/RecordPlaces.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

constexpr uint8_t AddImmediate64 = 0x07, FrameEnd = 10, LastOfCalls = 5;
/// Behind a reservation, the pointer is where it stays after a few.
constexpr uint64_t MostBehind = 16;

bool writesRegister(const Instruction &N) {
  switch (N.Code & ClassMask) {
  case ClassLoadWide:
  case ClassLoad:
  case ClassAlu:
  case ClassAlu64:
    return true;
  default:
    return false;
  }
}

bool isMove(const Instruction &N) {
  return N.Code == Move64Register && N.Offset == 0;
}

RecordPlace pointer(const Code &C, uint64_t At, uint8_t Register) {
  return {.Section = C.Section.Index,
          .Address = At * InstructionBytes,
          .Pointer = Register};
}

} // namespace

uint64_t btf::frameSize(const Code &C, uint64_t Begin, uint64_t Behind) {
  int64_t Lowest = 0;
  uint16_t Ends = 1u << FrameEnd; // registers that hold the frame's end
  for (uint64_t I = Begin; I < Behind; ++I) {
    const Instruction &N = C.Instructions[I];
    if (C.IsSecond[I])
      continue;
    const uint8_t Class = N.Code & ClassMask;
    const bool IsStore = Class == ClassStore || Class == ClassStoreImmediate;
    if (Class == ClassLoad || IsStore)
      if (const uint8_t Base = IsStore ? N.To : N.From; Ends >> Base & 1)
        Lowest = std::min<int64_t>(Lowest, N.Offset);
    if (!writesRegister(N) || N.To == FrameEnd)
      continue;
    const bool IsEnd = Ends >> N.To & 1;
    if (N.Code == AddImmediate64 && IsEnd)
      Lowest = std::min<int64_t>(Lowest, N.Immediate);
    Ends &= static_cast<uint16_t>(~(1u << N.To));
    if (isMove(N) && (Ends >> N.From & 1))
      Ends |= static_cast<uint16_t>(1u << N.To);
  }
  return (static_cast<uint64_t>(-Lowest) + 7) / 8 * 8;
}

std::vector<RecordPlace> btf::pointersBefore(const Code &C, uint64_t At,
                                             uint8_t Register) {
  std::vector<RecordPlace> Found = {pointer(C, At, Register)};
  uint16_t Written = 0;
  for (uint64_t I = At; I != 0 && !C.IsTarget[I] && !C.Functions.contains(I);) {
    const Instruction &N = C.Instructions[--I];
    if (C.IsSecond[I])
      continue;
    if (N.Code == Exit || N.Code == Jump || N.Code == JumpLong)
      break;
    if (N.Code == Call && Register <= LastOfCalls)
      break;
    if (!writesRegister(N))
      continue;
    if (N.To == Register) {
      if (!isMove(N) || (Written >> N.From & 1))
        break;
      Register = N.From;
      Found.push_back(pointer(C, At, Register));
    }
    Written |= static_cast<uint16_t>(1u << N.To);
  }
  return Found;
}

std::vector<RecordPlace> btf::pointersBehind(const Code &C, uint64_t At) {
  std::vector<RecordPlace> Found;
  uint16_t Holds = 1; // what a call returns is in register 0
  const uint64_t End =
      std::min<uint64_t>(At + 1 + MostBehind, C.Instructions.size());
  for (uint64_t I = At + 1; I < End && Holds; ++I) {
    const Instruction &N = C.Instructions[I];
    if (C.IsTarget[I] || C.Functions.contains(I))
      break;
    if (C.IsSecond[I])
      continue;
    for (uint8_t Register = 0; Register != FrameEnd; ++Register)
      if (Holds >> Register & 1)
        Found.push_back(pointer(C, I, Register));
    if (N.Code == Exit || N.Code == Jump || N.Code == JumpLong)
      break;
    if (N.Code == Call)
      Holds &= static_cast<uint16_t>(~((2u << LastOfCalls) - 1));
    if (!writesRegister(N))
      continue;
    const bool IsCopy = isMove(N) && (Holds >> N.From & 1);
    Holds &= static_cast<uint16_t>(~(1u << N.To));
    if (IsCopy)
      Holds |= static_cast<uint16_t>(1u << N.To);
  }
  return Found;
}
