//===- ProgramState.cpp - What a program has done on its way --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/ProgramState.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

TrackedValue TrackedValue::moved(int64_t By) const {
  TrackedValue V = *this;
  // Wraps as the machine does.
  V.Number = static_cast<int64_t>(static_cast<uint64_t>(Number) +
                                  static_cast<uint64_t>(By));
  return Kind == Constant || isAddress() ? V : TrackedValue();
}

TrackedValue TrackedValue::meet(const TrackedValue &Other) const {
  if (*this == Other)
    return *this;
  auto IsNumber = [](const TrackedValue &V) {
    return (V.Kind == Constant || V.Kind == AtMost) && V.Number >= 0;
  };
  if (!IsNumber(*this) || !IsNumber(Other))
    return {};
  TrackedValue V = {.Kind = AtMost, .Number = std::max(Number, Other.Number)};
  // A loop counts on: its limit grows in few steps.
  if (Kind == AtMost && V.Number != Number) {
    for (int64_t Limit :
         {int64_t(UINT8_MAX), int64_t(UINT16_MAX), int64_t(UINT32_MAX)})
      if (V.Number <= Limit)
        return {.Kind = AtMost, .Number = Limit};
    return {};
  }
  return V;
}

/// Whether the byte of \p Weight 256^Weight is 0.
static bool isZeroByte(const TrackedValue &V, uint32_t Weight) {
  const uint64_t Above = static_cast<uint64_t>(V.Number) >> (Weight * 8);
  if (V.Kind == TrackedValue::Constant)
    return (Above & 0xff) == 0;
  return V.Kind == TrackedValue::AtMost && Above == 0;
}

ProgramState::Zeros *ProgramState::zerosAt(const TrackedValue &At,
                                           int64_t &Place) {
  if (At.Kind == TrackedValue::Stack) {
    Place = At.Number >= -StackBytes && At.Number < 0 ? At.Number + StackBytes
                                                      : StackBytes;
    return &OfStack;
  }
  if (At.Kind != TrackedValue::Record)
    return nullptr;
  auto Known = OfRecords.find(At.Site);
  if (Known == OfRecords.end())
    return nullptr;
  const auto Size = static_cast<int64_t>(Known->second.Now.size());
  Place = At.Number >= 0 && At.Number < Size ? At.Number : Size;
  return &Known->second;
}

TrackedValue ProgramState::spilled(const TrackedValue &From) const {
  if (From.Kind != TrackedValue::Stack || From.Number < -StackBytes ||
      From.Number >= 0 || From.Number % 8)
    return {};
  return Slots[static_cast<size_t>(From.Number + StackBytes) / 8];
}

void ProgramState::store(const TrackedValue &To, uint32_t Size,
                         const TrackedValue &What, bool IsBigEndian) {
  int64_t Place = 0;
  Zeros *Z = zerosAt(To, Place);
  if (!Z)
    return;
  const uint64_t Begin = static_cast<uint64_t>(Place);
  const uint64_t End = std::min<uint64_t>(Begin + Size, Z->Now.size());
  for (uint64_t I = Begin; I != End; ++I) {
    const auto Place = static_cast<uint32_t>(I - Begin);
    const bool IsZero =
        isZeroByte(What, IsBigEndian ? Size - 1 - Place : Place);
    Z->Now[I] = IsZero;
    if (IsZero)
      Z->Once[I] = true;
  }
  if (Z != &OfStack)
    return;
  const bool IsSlot = Size == 8 && Begin % 8 == 0;
  for (uint64_t Slot = Begin / 8; Slot * 8 < End; ++Slot)
    Slots[Slot] = IsSlot ? What : TrackedValue();
}

void ProgramState::overwrite(const TrackedValue &From,
                             std::optional<uint32_t> Size) {
  int64_t Place = 0;
  Zeros *Z = zerosAt(From, Place);
  if (!Z)
    return;
  const uint64_t Begin = static_cast<uint64_t>(Place);
  const uint64_t End =
      Size ? std::min<uint64_t>(Begin + *Size, Z->Now.size()) : Z->Now.size();
  for (uint64_t I = Begin; I < End; ++I)
    Z->Now[I] = Z->Once[I] = false;
  if (Z == &OfStack)
    for (uint64_t Slot = Begin / 8; Slot * 8 < End; ++Slot)
      Slots[Slot] = {};
}

void ProgramState::reserve(uint64_t Site, uint32_t Size) {
  OfRecords[Site] = {std::vector<bool>(Size), std::vector<bool>(Size)};
  // Those of an earlier turn of a loop were sent.
  auto IsOld = [Site](const TrackedValue &V) {
    return V.Kind == TrackedValue::Record && V.Site == Site;
  };
  std::ranges::replace_if(Registers, IsOld, TrackedValue());
  std::ranges::replace_if(Slots, IsOld, TrackedValue());
}

void ProgramState::cleared(const TrackedValue &From, std::vector<bool> &Now,
                           std::vector<bool> &Once) const {
  int64_t Place = 0;
  const Zeros *Z = const_cast<ProgramState *>(this)->zerosAt(From, Place);
  if (!Z)
    return;
  Now.assign(Z->Now.begin() + Place, Z->Now.end());
  Once.assign(Z->Once.begin() + Place, Z->Once.end());
}

bool ProgramState::pointsAlike(const ProgramState &Other) const {
  auto IsAlike = [](const TrackedValue &A, const TrackedValue &B) {
    return A == B || (!A.isAddress() && !B.isAddress());
  };
  return std::ranges::equal(Registers, Other.Registers, IsAlike) &&
         std::ranges::equal(Slots, Other.Slots, IsAlike);
}

/// Keeps the bits that both have. Whether any was lost.
static bool keepCommon(std::vector<bool> &Of, const std::vector<bool> &And) {
  bool HasLost = false;
  for (size_t I = 0; I != Of.size(); ++I)
    if (Of[I] && (I >= And.size() || !And[I])) {
      Of[I] = false;
      HasLost = true;
    }
  return HasLost;
}

bool ProgramState::meet(const ProgramState &Other) {
  bool HasLost = false;
  auto MeetValues = [&HasLost](auto &Mine, const auto &Theirs) {
    for (size_t I = 0; I != Mine.size(); ++I)
      if (TrackedValue Both = Mine[I].meet(Theirs[I]); Both != Mine[I]) {
        Mine[I] = Both;
        HasLost = true;
      }
  };
  MeetValues(Registers, Other.Registers);
  MeetValues(Slots, Other.Slots);
  HasLost |= keepCommon(OfStack.Now, Other.OfStack.Now);
  HasLost |= keepCommon(OfStack.Once, Other.OfStack.Once);
  for (auto At = OfRecords.begin(); At != OfRecords.end();) {
    auto There = Other.OfRecords.find(At->first);
    if (There == Other.OfRecords.end()) {
      At = OfRecords.erase(At);
      HasLost = true;
      continue;
    }
    HasLost |= keepCommon(At->second.Now, There->second.Now);
    HasLost |= keepCommon(At->second.Once, There->second.Once);
    ++At;
  }
  return HasLost;
}
