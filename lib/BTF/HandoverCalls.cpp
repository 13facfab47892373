//===- HandoverCalls.cpp - Calls that take a program's bytes --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Follower.h"

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

// <linux/bpf.h>
enum Helper : int32_t {
  MapLookup = 1,
  MapUpdate = 2,
  MapDelete = 3,
  ProbeRead = 4,
  GetCurrentComm = 16,
  PerfEventOutput = 25,
  SkbLoadBytes = 26,
  ProbeReadStr = 45,
  MapPush = 87,
  ProbeReadUser = 112,
  ProbeReadKernel = 113,
  ProbeReadUserStr = 114,
  ProbeReadKernelStr = 115,
  RingbufOutput = 130,
  RingbufReserve = 131,
  RingbufSubmit = 132,
  MapLookupPerCpu = 195,
};
constexpr uint32_t LargestRecord = 1u << 14;

} // namespace

Handover Follower::made(const ProgramState &S, Handover::Part What, uint8_t Map,
                        uint8_t Pointer) const {
  Handover H;
  H.What = What;
  H.Function = In->Functions.at(Begin);
  if (S.get(Map).Kind == TrackedValue::Symbol)
    H.Map = S.get(Map).Name;
  const TrackedValue &At = S.get(Pointer);
  if (At.Kind == TrackedValue::Symbol)
    H.IsInVariable = true;
  if (At.Kind == TrackedValue::InMap && At.Number >= 0) {
    H.InMap = At.Name;
    H.InMapAt = static_cast<uint64_t>(At.Number);
  }
  S.cleared(At, H.Cleared, H.OnceCleared);
  return H;
}

void Follower::call(ProgramState &S, uint64_t At) {
  const Instruction &N = In->Instructions[At];
  TrackedValue Returned;
  if (N.From == 0) {
    auto Most = [&S](uint8_t Register) -> std::optional<uint32_t> {
      const TrackedValue &V = S.get(Register);
      if ((V.Kind != TrackedValue::Constant &&
           V.Kind != TrackedValue::AtMost) ||
          V.Number < 0 || V.Number > UINT32_MAX)
        return std::nullopt;
      return static_cast<uint32_t>(V.Number);
    };
    auto Size = [&](uint8_t Register) {
      return S.get(Register).Kind == TrackedValue::Constant
                 ? Most(Register)
                 : std::optional<uint32_t>();
    };
    auto Send = [&](uint8_t Map, uint8_t Data, uint8_t Bytes) {
      Handover H = made(S, Handover::Record, Map, Data);
      H.Size = Size(Bytes);
      add(std::move(H));
    };
    // The helper fills memory, and not only with zeros.
    auto Fill = [&](uint8_t Where, uint8_t Bytes) {
      const TrackedValue &To = S.get(Where);
      const std::optional<uint32_t> Limit = Most(Bytes);
      S.overwrite(To, Limit);
      if (To.Kind != TrackedValue::InMap || To.Number < 0)
        return;
      Handover H;
      H.What = Handover::InPlace;
      H.Map = To.Name;
      H.From = static_cast<uint64_t>(To.Number);
      H.To = Limit ? H.From + *Limit : UINT64_MAX;
      add(std::move(H));
    };
    switch (N.Immediate) {
    case MapLookup:
    case MapLookupPerCpu:
      add(made(S, Handover::Key, 1, 2));
      if (S.get(1).Kind == TrackedValue::Symbol)
        Returned = {.Kind = TrackedValue::InMap, .Name = S.get(1).Name};
      break;
    case MapUpdate:
      add(made(S, Handover::Key, 1, 2));
      add(made(S, Handover::Value, 1, 3));
      break;
    case MapDelete:
      add(made(S, Handover::Key, 1, 2));
      break;
    case MapPush:
      add(made(S, Handover::Value, 1, 2));
      break;
    case PerfEventOutput:
      Send(2, 4, 5);
      break;
    case RingbufOutput:
      Send(1, 2, 3);
      break;
    case RingbufReserve: {
      Reserve &R = Reserves[At];
      R.Map = S.get(1).Kind == TrackedValue::Symbol ? S.get(1).Name
                                                    : std::string_view();
      R.Size = Size(2).value_or(0);
      if (R.Size && R.Size <= LargestRecord) {
        S.reserve(At, R.Size);
        Returned = {.Kind = TrackedValue::Record, .Site = At};
      }
      break;
    }
    case RingbufSubmit: {
      Handover H = made(S, Handover::Record, 1, 1);
      H.Map.clear();
      if (const TrackedValue &R = S.get(1); R.Kind == TrackedValue::Record) {
        H.Map = Reserves[R.Site].Map;
        H.Size = Reserves[R.Site].Size;
      }
      add(std::move(H));
      break;
    }
    case ProbeRead:
    case ProbeReadStr:
    case ProbeReadUser:
    case ProbeReadKernel:
    case ProbeReadUserStr:
    case ProbeReadKernelStr:
    case GetCurrentComm:
      Fill(1, 2);
      break;
    case SkbLoadBytes:
      Fill(3, 4);
      break;
    default:
      break;
    }
  }
  S.forget(0, 5);
  S.set(0, Returned);
}
