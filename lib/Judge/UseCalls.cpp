//===- UseCalls.cpp - Calls that a map's kind refuses ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What libbpf or the kernel refuses for a kind of map by its nature. What a
// newer kernel may learn, as batches of more kinds, is not here.
//
//===----------------------------------------------------------------------===//

#include "Judge/UsesImpl.h"
#include "Surface/MapKinds.h"

#include <algorithm>

namespace hostlayout::judge {

namespace {

using surface::BufferKind;
using surface::MapKind;

/// Of linux/bpf.h's enum bpf_map_type, those that a rule is for.
enum : uint32_t {
  StructOps = 26,
  TypeArray = 2,
  PerfEventArray = 4,
  PerCpuArray = 6,
  CgroupArray = 8,
  XskMap = 17,
  RingBuffer = 27,
  UserRingBuffer = 31,
  Arena = 33,
};

/// The kind that \p Does opens; none: it opens nothing.
std::optional<uint32_t> opened(MapCall Does) {
  switch (Does) {
  case MapCall::OpenRing:
    return RingBuffer;
  case MapCall::OpenPerf:
    return PerfEventArray;
  case MapCall::OpenUserRing:
    return UserRingBuffer;
  default:
    return std::nullopt;
  }
}

bool isRefused(uint32_t Type, MapCall Does) {
  const MapKind Kind = surface::mapKind(Type);
  // A kind newer than the table may be a buffer; 0 is not declared.
  if (Kind.Name.empty() || Type == 0)
    return false;
  if (std::optional<uint32_t> Only = opened(Does))
    return Type != *Only;
  const bool IsMapped =
      Type == RingBuffer || Type == UserRingBuffer || Type == Arena;
  if (Does == MapCall::Map)
    return Type < StructOps ? Type != TypeArray
                            : Type != StructOps && Type <= Arena && !IsMapped;
  if (Does == MapCall::Other)
    return false;
  // These have no elements.
  if (IsMapped)
    return true;
  const bool IsLookup = Does == MapCall::Lookup || Does == MapCall::TakeOut;
  switch (Type) {
  case PerfEventArray:
  case CgroupArray:
  case XskMap:
    return IsLookup;
  case TypeArray:
  case PerCpuArray:
    return Does == MapCall::Delete || Does == MapCall::TakeOut;
  default:
    // Queues, stacks and Bloom filters.
    return !Kind.HasKeys &&
           (Does == MapCall::Delete || Does == MapCall::NextKey);
  }
}

} // namespace

bool UseJudge::opens(const CallUse &U) const {
  return std::ranges::any_of(P->facts(U.Map), [&](const MapFacts &M) {
    return opened(U.Does) == M.Type;
  });
}

std::vector<Finding> UseJudge::judge(const CallUse &U) {
  if (U.Map.HasOtherType)
    return {};
  return P->forAll(U.Map, [&](const MapFacts &M) -> std::vector<Finding> {
    if (!isRefused(M.Type, U.Does) ||
        P->level(DifferenceKind::CallMap) == Severity::Off)
      return {};
    HostBytes B;
    B.Name = U.Function;
    Finding F = P->make(M, B, DifferenceKind::CallMap, Variant::Plain, 0, 0);
    F.Use.emplace().Map = M.Name;
    F.Use->Kind = surface::mapKindName(M.Type);
    F.Use->Why = "of " + Impl::mapText(M);
    if (std::optional<uint32_t> Kind = opened(U.Does)) {
      F.Use->WantedKind = surface::mapKindName(*Kind);
      for (const btf::MapInfo &Other : M.From->Types->maps())
        if (Other.Type == *Kind)
          F.Nearest.emplace_back(Other.Name);
    }
    return {std::move(F)};
  });
}

} // namespace hostlayout::judge
