//===- UseTypes.cpp - The type of what a call hands over ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/FindingLog.h"
#include "Judge/UsesImpl.h"

#include <algorithm>

namespace hostlayout::judge {

namespace {

bool isScalar(const Type &Ty) {
  switch (strip(&Ty)->Kind) {
  case TypeKind::Integer:
  case TypeKind::Float:
  case TypeKind::Pointer:
    return true;
  default:
    return false;
  }
}

/// What a use says nothing of, and what its own rules say better.
bool isLeftOut(const Difference &D, const Type &Host, const Type *Bpf) {
  if (groupOf(D.Kind) == KindGroup::Check)
    return true;
  switch (D.Kind) {
  case DifferenceKind::Renamed:
  case DifferenceKind::EnumMissing:
  case DifferenceKind::Hole:
  case DifferenceKind::Alignment:
  case DifferenceKind::PerCpu:
  case DifferenceKind::ReservedUsed:
    return true;
  case DifferenceKind::WrongKind:
    // A larger struct over a scalar has its first bytes filled.
    return as<RecordType>(&Host) && Bpf &&
           strip(&Host)->Size > strip(Bpf)->Size;
  default:
    return false;
  }
}

/// Ends in an array without a count: as many bytes as are allocated belong to
/// it, as to the kernel's own bpf_lpm_trie_key_u8.
bool isOpenEnded(const Type &Host) {
  const auto *R = as<RecordType>(&Host);
  if (!R || R->Fields.empty())
    return false;
  const Type *Last = strip(R->Fields.back().Ty);
  return Last->Kind == TypeKind::Array &&
         static_cast<const ArrayType *>(Last)->Flexible;
}

/// Whether only structs within \p Host's own are named otherwise, as in
/// { struct { u32 prefixlen; } hdr; u32 addr; }, and their leaves agree.
bool hasOnlyOtherNesting(const std::vector<Finding> &Found, const Type &Host,
                         const CompareOptions &Options, Arena &Memory) {
  if (Found.empty() ||
      !std::all_of(Found.begin(), Found.end(), [](const Finding &F) {
        const Difference &D = F.Diff;
        return D.Kind == DifferenceKind::ExtraField && F.Bpf && D.Host &&
               as<RecordType>(D.Host->Ty);
      }))
    return false;
  const Type &Bpf = *Found.front().Bpf;
  // What is behind BPF's bytes does not count.
  RecordType Front = *as<RecordType>(&Host);
  std::vector<Field> Fields(Front.Fields.begin(), Front.Fields.end());
  std::erase_if(Fields,
                [&](const Field &F) { return F.byteOffset() >= Bpf.Size; });
  Front.Fields = Memory.copy(std::span<const Field>(Fields));
  // Below the compared type, what is left over compares leaf by leaf.
  auto Within = [&](const Type &Ty) {
    Field F{};
    F.Name = "key";
    F.Ty = &Ty;
    RecordType R{};
    R.Kind = TypeKind::Record;
    R.Align = Ty.Align;
    R.Size = Ty.Size;
    R.Fields = Memory.copy(std::span<const Field>(&F, 1));
    return Memory.make<RecordType>(R);
  };
  // Whatever severities the user has set: they say nothing of what agrees.
  return !hasErrors(compare(*Within(*Memory.make<RecordType>(Front)),
                            *Within(*strip(&Bpf)), Options, Policy()));
}

/// Whether the only member of what \p Found compares is a struct that \p Host
/// agrees with: a section's only variable, or a struct in a wrapper.
bool agreesWithOnlyMember(const std::vector<Finding> &Found, const Type &Host,
                          const CompareOptions &Options) {
  const auto *Outer = Found.empty() || !Found.front().Bpf
                          ? nullptr
                          : as<RecordType>(Found.front().Bpf);
  return Outer && Outer->Fields.size() == 1 &&
         Outer->Fields.front().BitOffset == 0 &&
         as<RecordType>(Outer->Fields.front().Ty) &&
         !hasErrors(
             compare(Host, *Outer->Fields.front().Ty, Options, Policy()));
}

} // namespace

/// One of the types that the bytes can be taken for is enough.
std::vector<Finding> UseJudge::Impl::types(const MapFacts &M,
                                           const ElementUse &U, uint64_t Size) {
  std::vector<Finding> First = type(M, U, *U.Bytes.Element, Size);
  if (First.empty())
    return First;
  // So is one arm of a union: `union { struct in_addr v4; struct in6_addr v6;
  // }`.
  const auto *Union = as<RecordType>(U.Bytes.Element);
  if (Union && Union->isUnion() && !U.IsBatch && !U.IsMapping)
    for (const Field &Arm : Union->Fields)
      if (as<RecordType>(Arm.Ty) && strip(Arm.Ty)->Size == Size &&
          type(M, U, *Arm.Ty, Size).empty())
        return {};
  for (const Type *T : U.Bytes.Around) {
    std::vector<Finding> Found = type(M, U, *T, Size);
    if (Found.empty())
      return Found;
    // What has the right size is what was meant.
    if (strip(T)->Size == Size && strip(U.Bytes.Element)->Size != Size)
      First = std::move(Found);
  }
  return First;
}

std::vector<Finding> UseJudge::Impl::type(const MapFacts &M,
                                          const ElementUse &U, const Type &Ty,
                                          uint64_t Size) {
  const Type &T = *strip(&Ty);
  const bool IsKey = U.Part == UsePart::Key;
  if (T.Kind == TypeKind::Opaque || T.Kind == TypeKind::Forward || T.Size == 0)
    return {};
  auto Sized = [&](Variant Form) {
    return std::vector<Finding>{
        make(M, U.Bytes, DifferenceKind::Size, Form, T.Size, Size)};
  };
  // The kernel lays mapped values out at steps of 8.
  const uint64_t Wanted = U.IsMapping ? MapFacts::stride(Size) : Size;
  const bool IsShort = T.Size < Size;
  if (IsShort && !isOpenEnded(T))
    return Sized(Variant::BelowValue);
  if (!IsShort && (U.IsBatch || U.IsMapping) && T.Size != Wanted &&
      !stepsBy(T, Wanted,
               /*MayName=*/U.IsMapping || U.Bytes.Extent == T.Size))
    return {make(M, U.Bytes, DifferenceKind::Size, Variant::OffValue, T.Size,
                 Wanted)};
  if (M.HasFds && !IsKey)
    return {};
  const auto *HostRecord = as<RecordType>(&T);
  const auto *HostEnum = as<EnumType>(&T);
  const std::string &Role = IsKey ? M.KeyRole : M.ValueRole;
  if (!HostRecord && !HostEnum) {
    if (T.Size > Size && isScalar(T) && Host.IsBigEndian)
      return Sized(Variant::WiderValue);
    // Bytes say nothing, and what is larger has its first bytes filled; but the
    // bytes of a pointer are not what it points to.
    if ((T.Size != Size && T.Kind != TypeKind::Pointer) || !isScalar(T) ||
        Role.empty())
      return {};
  }
  if (HostEnum && T.Size > Size)
    return Host.IsBigEndian ? Sized(Variant::WiderValue)
                            : std::vector<Finding>();
  std::vector<Finding> Found;
  if (Role.empty())
    return Found;
  const Type *Named = strip(&Ty)->Name.empty() ? &Ty : strip(&Ty);
  const std::string Called((HostRecord || HostEnum) && !Named->Name.empty()
                               ? Named->Name
                               : std::string_view(U.Bytes.Name));
  for (Finding F : named(*M.From, Role, Ty, Called, MatchMode::Prefix)) {
    // Of scalars: the width, which agrees, and float against integer.
    if (isScalar(T) && T.Kind != TypeKind::Pointer) {
      const Type *Bpf = F.Bpf ? strip(F.Bpf) : nullptr;
      if (!Bpf || !isScalar(*Bpf) ||
          (T.Kind == TypeKind::Float) == (Bpf->Kind == TypeKind::Float))
        continue;
    }
    // A wider number in a struct is one, too: its first bytes are filled.
    if (HostRecord && F.Diff.Kind == DifferenceKind::Size &&
        F.Diff.Form == Variant::Scalars && !Host.IsBigEndian)
      continue;
    // Of what is behind the named fields, only how much there is counts.
    if (IsShort && (F.Diff.Kind == DifferenceKind::Size || !F.Diff.Host ||
                    F.Diff.Host == &HostRecord->Fields.back()))
      continue;
    Found.push_back(std::move(F));
  }
  CompareOptions Options;
  Options.Match = MatchMode::Prefix;
  Options.Host = Host;
  if (hasOnlyOtherNesting(Found, T, Options, Memory) ||
      agreesWithOnlyMember(Found, T, Options))
    Found.clear();
  return Found;
}

/// Compares as the marker \p Name on the type would.
const std::vector<Finding> &UseJudge::Impl::named(const Source &From,
                                                  const std::string &Name,
                                                  const Type &Ty,
                                                  const std::string &HostName,
                                                  MatchMode Match) {
  auto [Known, IsNew] =
      Compared.try_emplace({&From, Name, &Ty, HostName, Match});
  std::vector<Finding> &Found = Known->second;
  if (!IsNew)
    return Found;
  // Where one source alone is asked, it is the one that is meant.
  std::unique_ptr<Judge> &One = Judges[&From];
  if (!One)
    One = std::make_unique<Judge>(std::vector<Source>{From}, Host, Rules,
                                  Memory, Dwarf);
  One->leaveOutPlaces();
  One->forget();
  Subject S;
  S.Ty = &Ty;
  S.Name = HostName;
  Marker With;
  With.TypeName = Name;
  With.Match = Match;
  S.Markers.push_back(std::move(With));
  Found = One->judge(S).Findings;
  std::erase_if(Found, [&](const Finding &F) {
    return F.Diff.Level == Severity::Off || isLeftOut(F.Diff, Ty, F.Bpf);
  });
  for (Finding &F : Found) {
    F.Diff.Level = level(F.Diff.Kind);
    addPlace(F, *From.Types, Dwarf);
  }
  return Found;
}

} // namespace hostlayout::judge
