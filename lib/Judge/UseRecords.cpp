//===- UseRecords.cpp - What a callback takes a record for ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/FindingLog.h"
#include "Judge/UsesImpl.h"
#include "Layout/Print.h"

#include <algorithm>

namespace hostlayout::judge {

static std::string_view nameOf(const Type &Ty) {
  const std::string_view Tag = strip(&Ty)->Name;
  return Tag.empty() ? Ty.Name : Tag;
}

/// \p Ty and whatever starts at its first byte.
static void startsOf(const Type &Ty, std::vector<const Type *> &To) {
  constexpr size_t Most = 64;
  if (To.size() == Most)
    return;
  To.push_back(strip(&Ty));
  if (const auto *Array = as<ArrayType>(&Ty)) {
    startsOf(*Array->Element, To);
  } else if (const auto *R = as<RecordType>(&Ty)) {
    for (const Field &F : R->Fields)
      if (F.BitOffset == 0 && !F.IsBitField)
        startsOf(*F.Ty, To);
  }
}

const std::vector<btf::RecordSend> &UseJudge::Impl::sendsOf(const Source &S) {
  auto [Known, IsNew] = Sends.try_emplace(&S);
  if (IsNew)
    Known->second = btf::recordSends(S.Types->content());
  return Known->second;
}

const surface::SentTypes &UseJudge::Impl::sentOf(const Source &S) {
  auto Known = Sent.find(&S);
  if (Known == Sent.end()) {
    surface::Surface Of(*S.Types, Memory, Dwarf);
    Known = Sent.emplace(&S, surface::SentTypes(Of, Dwarf)).first;
  }
  return Known->second;
}

bool UseJudge::Impl::fits(const Type &Host, const Type &Bpf) const {
  std::vector<const Type *> Here, There;
  startsOf(Host, Here);
  startsOf(Bpf, There);
  CompareOptions Options;
  Options.Match = MatchMode::Prefix;
  Options.Host = this->Host;
  for (const Type *B : There) {
    // Bytes may be anything.
    const auto *Bytes = as<ArrayType>(B);
    if (Bytes && strip(Bytes->Element)->Size == 1 &&
        B->Size == strip(&Bpf)->Size)
      return true;
    for (const Type *H : Here)
      if (as<RecordType>(H) && as<RecordType>(B) &&
          ((!H->Name.empty() && H->Name == B->Name) ||
           !hasErrors(compare(*H, *B, Options, hostlayout::Policy()))))
        return true;
  }
  return false;
}

bool UseJudge::Impl::isMeantElsewhere(const RecordUse &U, bool HasOtherSize) {
  const bool TellsApart =
      U.TestsOthers || U.Others.size() > 1 || (U.TestsSize && HasOtherSize);
  return TellsApart &&
         std::ranges::any_of(U.Elsewhere, [&](const UsedMap &Map) {
           return std::ranges::any_of(facts(Map), [&](const MapFacts &M) {
             const std::vector<const Type *> &There =
                 sentOf(*M.From).to(M.Name);
             return There.empty() ||
                    std::ranges::any_of(There, [&](const Type *Ty) {
                      return fits(*U.Ty, *Ty);
                    });
           });
         });
}

/// Silent unless the types of all records that go to the map are known, and the
/// struct is none of them but that of another buffer's.
std::optional<Finding> UseJudge::Impl::otherBuffer(const MapFacts &M,
                                                   const RecordUse &U) {
  if (!as<RecordType>(U.Ty) || U.TypeName.empty() ||
      level(DifferenceKind::WrongKind) == Severity::Off)
    return std::nullopt;
  const auto IsBuffer = [](const btf::MapInfo &Map) {
    return surface::mapKind(Map.Type).Buffer != surface::BufferKind::None;
  };
  if (std::ranges::count_if(M.From->Types->maps(), IsBuffer) < 2)
    return std::nullopt;
  const surface::SentTypes &All = sentOf(*M.From);
  const std::vector<const Type *> &Here = All.to(M.Name);
  const auto IsIt = [&](const Type *Ty) { return nameOf(*Ty) == U.TypeName; };
  // One that has nothing else tells the most.
  auto Other = std::ranges::find_if(All.all(), [&](const auto &Each) {
    return std::ranges::all_of(Each.second, IsIt);
  });
  if (Other == All.all().end())
    Other = std::ranges::find_if(All.all(), [&](const auto &Each) {
      return std::ranges::any_of(Each.second, IsIt);
    });
  if (Here.empty() || Other == All.all().end())
    return std::nullopt;
  for (const Type *Bpf : Here) {
    if (nameOf(*Bpf) == U.TypeName || fits(*U.Ty, *Bpf) ||
        std::ranges::any_of(U.Others,
                            [&](const Type *Ty) { return fits(*Ty, *Bpf); }))
      return std::nullopt;
  }
  const bool HasOtherSize = std::ranges::none_of(Here, [&](const Type *Bpf) {
    return strip(Bpf)->Size == strip(U.Ty)->Size;
  });
  if (isMeantElsewhere(U, HasOtherSize))
    return std::nullopt;
  HostBytes B;
  B.Element = U.Ty;
  B.Name = U.TypeName;
  Finding F = make(M, B, DifferenceKind::WrongKind, Variant::OtherBuffer, 0, 0);
  F.Bpf = Here.front();
  F.Diff.HostIn = strip(U.Ty);
  F.Diff.BpfIn = strip(Here.front());
  F.Use.emplace().OtherMap = Other->first;
  for (const Type *Bpf : Here)
    if (std::string Name = typeName(*Bpf);
        std::ranges::find(F.Nearest, Name) == F.Nearest.end())
      F.Nearest.push_back(std::move(Name));
  return F;
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
      level(DifferenceKind::RecordSize) == Severity::Off ||
      isMeantElsewhere(U, /*HasOtherSize=*/true))
    return std::nullopt;
  HostBytes B;
  B.Element = U.Ty;
  B.Name = U.TypeName;
  Finding F =
      make(M, B, DifferenceKind::RecordSize, Variant::Plain, End, Longest);
  for (std::string &Each : By)
    F.Nearest.push_back(std::move(Each));
  for (const btf::RecordSend &S : sendsOf(*M.From))
    if (S.Map != M.Name && S.Size == strip(U.Ty)->Size)
      F.Use.emplace().OtherMap = S.Map;
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
    if (Of.empty() && !U.IsSentByHost)
      if (std::optional<Finding> F = P->otherBuffer(M, U))
        Of.push_back(std::move(*F));
    for (Finding &F : Of) {
      if (!F.Use)
        F.Use.emplace();
      F.Use->Map = M.Name;
      F.Use->KernelWrites = !U.IsSentByHost;
      F.Use->Why = Why(Impl::mapText(M));
    }
    return Of;
  });
}

} // namespace hostlayout::judge
