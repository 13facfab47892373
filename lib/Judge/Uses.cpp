//===- Uses.cpp - What libbpf is given, against what it takes -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/UsesImpl.h"

#include "Support/Printable.h"

#include <algorithm>

namespace hostlayout::judge {

namespace {

/// Below that, a count that somebody chose is soon too small.
constexpr uint64_t FewCpus = 128;

} // namespace

/// Those of the skeleton, if it has an object; else of all that know the name,
/// if these agree.
std::vector<MapFacts> UseJudge::Impl::facts(const UsedMap &Map) const {
  std::vector<MapFacts> Found;
  auto Collect = [&](bool OfSkeleton) {
    for (const Source &S : Sources) {
      if (OfSkeleton && (S.Rank != Tier::Skeleton || S.Name != Map.Skeleton))
        continue;
      if (!OfSkeleton && Map.Among &&
          std::ranges::find(*Map.Among, &S) == Map.Among->end())
        continue;
      if (S.Types && S.Types->isBigEndian() != Host.IsBigEndian)
        continue;
      if (std::optional<MapFacts> M = findMap(S, Map.Name))
        Found.push_back(std::move(*M));
    }
  };
  if (!Map.Skeleton.empty())
    Collect(true);
  if (Found.empty())
    Collect(false);
  for (MapFacts &M : Found) {
    const MapFacts &First = Found.front();
    if (M.Type != First.Type || M.KeySize != First.KeySize ||
        M.ValueSize != First.ValueSize)
      return {};
    if (Map.IsPinned && !M.PinsByName)
      return {};
    if (Map.HasOtherKey)
      M.KeySize = 0;
    if (Map.HasOtherValue || Map.HasOtherType)
      M.ValueSize = 0;
  }
  return Found;
}

bool UseJudge::knows(const UsedMap &Map) const {
  return !P->facts(Map).empty();
}

std::vector<const Source *> UseJudge::sourcesOf(const UsedMap &Map) const {
  std::vector<const Source *> Found;
  for (const MapFacts &M : P->facts(Map))
    Found.push_back(M.From);
  return Found;
}

Severity UseJudge::Impl::level(DifferenceKind K) const {
  Severity Own = Rules[K];
  if (Own == Severity::Off)
    return Own;
  if (K == DifferenceKind::Overrun || K == DifferenceKind::CallSize ||
      K == DifferenceKind::CallMap)
    return std::min(Own, Level.value_or(Severity::Error));
  return Level.value_or(Severity::Warning);
}

Finding UseJudge::Impl::make(const MapFacts &M, const HostBytes &B,
                             DifferenceKind K, Variant Form, uint64_t Here,
                             uint64_t There) const {
  Finding F;
  F.Diff.Kind = K;
  F.Diff.Form = Form;
  F.Diff.Level = level(K);
  F.Diff.HostNumber = Here;
  F.Diff.BpfNumber = There;
  Type Unknown{};
  Unknown.Kind = TypeKind::Opaque;
  F.Host = B.Element ? B.Element : Memory.make<Type>(Unknown);
  F.HostName = B.Name;
  F.BpfName = M.Name;
  F.Object = M.From->Path;
  F.HostTarget = Host;
  return F;
}

std::vector<Finding> UseJudge::Impl::judge(const MapFacts &M,
                                           const ElementUse &U) {
  const bool IsKey = U.Part == UsePart::Key;
  const uint64_t Size = IsKey ? M.KeySize : M.ValueSize;
  if (Size == 0)
    return {};
  std::vector<Finding> Found;
  const bool ByCpu = M.PerCpu && !IsKey && !U.MayBeOneCpu && !U.IsMapping;
  if (U.IsBatch && ByCpu)
    return {};
  if (ByCpu)
    Found = perCpu(M, U, Size);
  else if (U.Bytes.Extent && *U.Bytes.Extent < Size)
    Found.push_back(make(M, U.Bytes, DifferenceKind::Overrun, Variant::Plain,
                         *U.Bytes.Extent, Size));
  // Under one CPU's flag the bytes may also be those of all of them.
  if (Found.empty() && U.Bytes.Element && !(M.PerCpu && !IsKey && !ByCpu))
    Found = types(M, U, Size);
  for (Finding &F : Found) {
    F.Use.emplace().Map = M.Name;
    F.Use->IsKey = IsKey;
    F.Use->KernelWrites = U.KernelWrites;
    F.Use->Why = (U.IsMapping ? "mapped as the values of "
                              : std::string("passed as the ") +
                                    (IsKey ? "key of " : "value of ")) +
                 mapText(M);
  }
  std::erase_if(Found,
                [](const Finding &F) { return F.Diff.Level == Severity::Off; });
  return Found;
}

/// The kernel moves a value for each possible CPU, at steps of the stride.
std::vector<Finding>
UseJudge::Impl::perCpu(const MapFacts &M, const ElementUse &U, uint64_t Size) {
  const HostBytes &B = U.Bytes;
  const uint64_t Stride = MapFacts::stride(Size);
  const uint64_t Each = B.Element ? strip(B.Element)->Size : 0;
  auto One = [&](DifferenceKind K, Variant Form, uint64_t Here) {
    return std::vector<Finding>{make(M, B, K, Form, Here, Stride)};
  };
  if (B.Extent && *B.Extent < 2 * Stride)
    return One(DifferenceKind::Overrun, Variant::ForEachCpu, *B.Extent);
  if (B.Count == CountOf::PossibleCpus && B.EachSize && B.EachSize < Stride)
    return One(DifferenceKind::Overrun, Variant::BelowStride, B.EachSize);
  if (B.Count == CountOf::OnlineCpus)
    return One(DifferenceKind::PerCpu, Variant::OnlineCpus, 0);
  const bool Steps =
      !Each || stepsBy(*B.Element, Stride, /*MayName=*/false) ||
      std::any_of(B.Around.begin(), B.Around.end(), [&](const Type *T) {
        return as<RecordType>(T) && stepsBy(*T, Stride, /*MayName=*/false);
      });
  if (!Steps && Each < Size && !B.Extent && B.Count == CountOf::Unknown)
    return One(DifferenceKind::Size, Variant::BelowValue, Each);
  if (!Steps)
    return One(DifferenceKind::PerCpu, Variant::OffStride, Each);
  if (B.Extent && *B.Extent / Stride < FewCpus)
    return One(DifferenceKind::PerCpu, Variant::FewCpus, *B.Extent / Stride);
  return {};
}

std::vector<Finding> UseJudge::judge(const ElementUse &U) {
  if (U.Bytes.IsDeclared)
    return {};
  return P->forAll(U.Map, [&](const MapFacts &M) { return P->judge(M, U); });
}

std::vector<Finding> UseJudge::judge(const SizeUse &U) {
  return P->forAll(U.Map, [&](const MapFacts &M) -> std::vector<Finding> {
    const bool IsKey = U.Part == UsePart::Key;
    uint64_t Size = IsKey ? M.KeySize : M.ValueSize;
    if (Size == 0 || P->level(DifferenceKind::CallSize) == Severity::Off)
      return {};
    HostBytes B;
    B.Name = U.Argument;
    Variant Form = Variant::Plain;
    uint64_t Here = U.Bytes.value_or(0);
    if (M.PerCpu && !IsKey && !U.MayBeOneCpu) {
      Size = MapFacts::stride(Size);
      Form = Variant::ForEachCpu;
      if (U.Bytes) {
        if (*U.Bytes % Size == 0 && *U.Bytes > Size)
          return {};
      } else if (U.Count == CountOf::PossibleCpus && U.EachSize) {
        if (U.EachSize == Size)
          return {};
        Form = Variant::BelowStride;
        Here = U.EachSize;
      } else {
        return {};
      }
    } else if ((M.PerCpu && !IsKey) || !U.Bytes || *U.Bytes == Size) {
      return {};
    }
    Finding F = P->make(M, B, DifferenceKind::CallSize, Form, Here, Size);
    F.Use.emplace().Map = M.Name;
    F.Use->IsKey = IsKey;
    F.Use->Why = "of " + Impl::mapText(M);
    return {std::move(F)};
  });
}

std::string UseJudge::Impl::mapText(const MapFacts &M) {
  return "map '" + printable(M.Name) + "' (" + printable(M.From->Path) + ")";
}

/// Whether \p Ty, which is longer, begins with an array of such elements.
static bool beginsWithSteps(const Type &Ty, uint64_t Size, bool MayName) {
  if (const auto *Array = as<ArrayType>(&Ty))
    return strip(Array->Element)->Size == Size ||
           beginsWithSteps(*Array->Element, Size, MayName);
  const auto *R = as<RecordType>(&Ty);
  return R &&
         std::any_of(R->Fields.begin(), R->Fields.end(), [&](const Field &F) {
           return F.BitOffset == 0 && !F.IsBitField &&
                  ((MayName && !R->isUnion() && strip(F.Ty)->Size == Size) ||
                   beginsWithSteps(*F.Ty, Size, MayName));
         });
}

bool UseJudge::Impl::stepsBy(const Type &Ty, uint64_t Size, bool MayName) {
  return strip(&Ty)->Size == Size || beginsWithSteps(Ty, Size, MayName);
}

UseJudge::UseJudge(const std::vector<Source> &Sources, Target Host,
                   const Policy &Rules, std::optional<Severity> Level,
                   Arena &Memory, surface::DwarfTypes *Dwarf)
    : P(new Impl{Sources, Host, Rules, Level, Memory, Dwarf}) {}

UseJudge::~UseJudge() = default;

} // namespace hostlayout::judge
