//===- UseRecords.cpp - What a callback takes a record for ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/UsesImpl.h"

#include <algorithm>

namespace hostlayout::judge {

const std::vector<btf::RecordSend> &UseJudge::Impl::sendsOf(const Source &S) {
  auto [Known, IsNew] = Sends.try_emplace(&S);
  if (IsNew)
    Known->second = btf::recordSends(S.Types->content());
  return Known->second;
}

/// Silent unless every record that goes to the map is known and too short.
std::optional<Finding> UseJudge::Impl::recordSize(const MapFacts &M,
                                                  const RecordUse &U) {
  const auto *R = as<RecordType>(U.Ty);
  uint64_t End = strip(U.Ty)->Size;
  if (R) {
    End = 0;
    for (const Field &F : R->Fields)
      End = std::max(End, (F.BitOffset + F.bits() + 7) / 8);
  }
  uint64_t Longest = 0;
  bool Any = false;
  std::vector<std::string> By;
  for (const btf::RecordSend &S : sendsOf(*M.From)) {
    if (S.Map.empty())
      return std::nullopt;
    if (S.Map != M.Name)
      continue;
    if (!S.Size)
      return std::nullopt;
    Any = true;
    // A perf record is padded up to 4 modulo 8.
    uint64_t Size = *S.Size;
    if (M.IsPerfBuffer)
      Size = MapFacts::stride(Size + 4) - 4;
    Longest = std::max(Longest, Size);
    By.push_back(S.Function + " sends " + std::to_string(*S.Size) + " bytes");
  }
  if (!Any || Longest >= End ||
      level(DifferenceKind::RecordSize) == Severity::Off)
    return std::nullopt;
  HostBytes B;
  B.Element = U.Ty;
  B.Name = U.TypeName;
  Finding F =
      make(M, B, DifferenceKind::RecordSize, Variant::Plain, End, Longest);
  for (std::string &Each : By)
    F.Nearest.push_back(std::move(Each));
  return F;
}

std::vector<Finding> UseJudge::judge(const RecordUse &U) {
  auto Why = [&](std::string Of) {
    if (U.IsSentByHost)
      return "the result of " + U.Function + "() of " + std::move(Of);
    std::string Text = "'data' of a callback for " + std::move(Of);
    return U.GivenAt.empty() ? Text : Text + ", given at " + U.GivenAt;
  };
  return P->forAll(U.Map, [&](const MapFacts &M) {
    // An unnamed struct has a size alone.
    std::vector<Finding> Of;
    if (!U.TypeName.empty())
      Of = P->named(*M.From, U.TypeName, *U.Ty, U.TypeName, MatchMode::Exact);
    if (Of.empty() && !U.IsSentByHost && !U.IsPart)
      if (std::optional<Finding> F = P->recordSize(M, U))
        Of.push_back(std::move(*F));
    for (Finding &F : Of) {
      F.Use.emplace().Map = M.Name;
      F.Use->KernelWrites = !U.IsSentByHost;
      F.Use->Why = Why(Impl::mapText(M));
    }
    return Of;
  });
}

} // namespace hostlayout::judge
