//===- Records.cpp - Fields that one side has alone -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"
#include "Compare/Names.h"
#include "Compare/OverlayPieces.h"
#include "Support/Spelling.h"

#include <algorithm>

namespace hostlayout {

/// Whether one side is a union and the other one takes it for a struct, and not
/// for one of its arms.
static bool isOtherKind(const RecordFaults &R) {
  if (R.Host.isUnion() == R.Bpf.isUnion() || R.HostFields.size() < 2 ||
      R.BpfFields.size() < 2)
    return false;
  const auto &Chosen = R.Host.isUnion() ? R.HostChosen : R.BpfChosen;
  return std::count_if(Chosen.Arms.begin(), Chosen.Arms.end(),
                       [](const UnionArm *Arm) { return !Arm->Outer; }) != 1;
}

void Comparison::records(const RecordType &Host, const RecordType &Bpf,
                         MatchMode Match, bool WithTail) {
  RecordFaults R(Host, Bpf, Match);
  R.WithTail = WithTail;
  pairFields(R);
  if (Match == MatchMode::Named) {
    namedFields(R);
  } else {
    pairBases(R);
    R.chooseArms();
    judgeUnpaired(R);
  }
  std::stable_sort(R.Pairs.begin(), R.Pairs.end(),
                   [](const FieldPair &A, const FieldPair &B) {
                     return A.Bpf.Bit != B.Bpf.Bit ? A.Bpf.Bit < B.Bpf.Bit
                                                   : A.Host.Bit < B.Host.Bit;
                   });
  for (FieldPair &P : R.Pairs)
    fieldTypes(R, P);
  offsets(R);
  size(R);
  missingForNoReason(R);
  if (Match != MatchMode::Named && isOtherKind(R) && hasErrors()) {
    Found.clear();
    add(make(R, DifferenceKind::WrongKind));
  }
  if (WithFixes)
    addFixes(Host, Bpf, Match);
}

void Comparison::judgeUnpaired(RecordFaults &R) {
  // Below the checked type names may differ: libc has its own.
  const bool MayDiffer = !Chain.empty() || R.Host.isUnion() || R.Bpf.isUnion();
  if (MayDiffer)
    overlayLeftovers(R);
  std::vector<FlatField> Extra = R.Extra;
  for (const FlatField &F : Extra)
    if (pairRenamed(R, F))
      eraseField(R.Extra, F.F);
  if (!MayDiffer)
    overlayLeftovers(R, true);
  std::erase_if(R.Extra, [&](const FlatField &F) { return !judgeExtra(R, F); });
  R.coverByPairs();
  unionsUnderPadding(R);
  std::vector<FlatField> Missing = R.Missing;
  for (const FlatField &F : Missing)
    judgeMissing(R, F);
}

void RecordFaults::coverByPairs() {
  auto ByPlace = [](const FlatField &A, const FlatField &B) {
    return A.Bit < B.Bit;
  };
  for (const FieldPair &P : Pairs)
    Named.push_back(P.Bpf);
  std::sort(Named.begin(), Named.end(), ByPlace);
  for (const FlatField &H : HostFields)
    if (H.IsPadding)
      Padding.push_back(H);
}

/// Whether the bytes under an arm of the host's, which BPF does not name, may
/// be read as it reads them.
bool Comparison::isArmInBpf(const RecordFaults &R, const UnionArm &Arm) const {
  const int64_t Shift = R.shiftBefore(&FieldPair::Host, Arm.UnionBit);
  Piece Here = Piece::of(*Arm.F, uint64_t(int64_t(Arm.UnionBit) - Shift));
  Here.IsNameless = R.Host.FromSystemHeader;
  // Its name may be that of a pair, or of another field here, in another style:
  // then it means nothing.
  const std::string Key = keyOf(Arm.F);
  if (std::ranges::any_of(
          R.Pairs,
          [&](const FieldPair &P) { return sameName(*Arm.F, *P.Bpf.F); }) ||
      std::ranges::any_of(R.HostFields, [&](const FlatField &H) {
        return !Key.empty() && H.F != Arm.F && keyOf(H.F) == Key;
      }))
    Here.Named = nullptr;
  std::vector<Piece> There;
  auto Collect = [&](auto &Again, const RecordType &In, uint64_t Bit) -> void {
    for (const Field &F : In.Fields) {
      const Piece P = Piece::of(F, Bit + F.BitOffset);
      const auto *Inner = as<RecordType>(F.Ty);
      if (P.Bit >= Here.end() || P.end() <= Here.Bit)
        continue;
      if (F.Name.empty() && Inner && !Inner->isUnion())
        Again(Again, *Inner, P.Bit);
      else
        There.push_back(P);
    }
  };
  if (R.Bpf.isUnion())
    There.push_back(Piece::of(R.Bpf));
  else
    Collect(Collect, R.Bpf, 0);
  std::stable_sort(
      There.begin(), There.end(),
      [](const Piece &A, const Piece &B) { return A.Bit < B.Bit; });
  if (!There.empty() && isByteArray(*Arm.F->Ty))
    return Here.end() <= R.Bpf.Size * 8 || There.front().Bits >= Here.Bits;
  return Overlay({Here}, There).agree({Here}, There, Here.end(), Here.Bit);
}

static bool holdsPaddingAlone(const FlatField &F) {
  return !F.F->IsBitField && !contentBits(*leafOf(F.F->Ty));
}

/// Returns whether \p F is at fault.
bool Comparison::judgeExtra(RecordFaults &R, const FlatField &F) {
  const bool MayCover = isByteArray(*F.F->Ty);
  std::vector<std::string_view> Meant(F.F->Counterparts.begin(),
                                      F.F->Counterparts.end());
  if (F.bits() == 0 && R.Match == MatchMode::Named && Meant.empty())
    Meant.push_back(F.name());
  if (!Meant.empty()) {
    Difference D = make(R, DifferenceKind::ExtraField, Variant::NoCounterpart);
    D.Host = F.F;
    D.HostBit = F.Bit;
    D.Wanted.assign(Meant.begin(), Meant.end());
    NearestName Nearest(Meant.front());
    for (const FlatField &B : R.BpfFields)
      Nearest.consider(B.name());
    D.Suggestion = Nearest.best();
    add(std::move(D));
    return true;
  }
  if (F.bits() == 0)
    return false;
  if (R.Match == MatchMode::Prefix && (MayCover || F.Bit >= R.Bpf.Size * 8))
    return false;
  // Of a union some arm may be the host's own; a marked one is not.
  if (R.Match != MatchMode::Named) {
    // Who reads nothing reads nothing wrong; but an empty struct has a byte.
    const bool IsEmpty = isEmptyRecord(*F.F->Ty);
    if (F.Arm ? IsEmpty || holdsPaddingAlone(F)
              : !Chain.empty() && !IsEmpty && holdsPaddingAlone(F))
      return false;
    // The stride of a per-CPU map is the kernel's, too.
    const uint64_t Size = Chain.empty() && isPerCpuSize(R.Host.Size, R.Bpf.Size)
                              ? R.Host.Size
                              : R.Bpf.Size;
    const bool LiesOverFields =
        MayCover && F.end() <= Size * 8 &&
        std::ranges::any_of(R.BpfFields, [&](const FlatField &B) {
          return B.overlaps(F.Bit, F.end());
        });
    if (const UnionArm *Arm = R.HostChosen.notChosen(F);
        Arm && (LiesOverFields || isArmInBpf(R, *Arm)))
      return false;
  }

  for (const FlatField &B : R.Replaced)
    if (B.Bit <= F.Bit && F.end() <= B.end())
      return true; // one of several that stand where BPF has one
  Difference D = make(R, DifferenceKind::ExtraField, Variant::PastEnd);
  D.Host = F.F;
  D.HostBit = F.Bit;
  D.HostNumber = F.bits() / 8;
  D.BpfNumber = R.Bpf.Size;
  if (F.Bit < R.Bpf.Size * 8)
    D.Form = Variant::OverPadding;
  for (const FlatField &B : R.BpfFields) {
    if (!B.overlaps(F.Bit, F.end()) || B.IsPadding)
      continue;
    if (D.Form != Variant::OverField) {
      D.Form = Variant::OverField;
      D.Bpf = B.F;
      D.BpfBit = B.Bit;
    }
    if (findField(R.Missing, B.name()))
      R.Replaced.push_back(B);
  }
  NearestName Nearest(F.name());
  for (const FlatField &B : R.Missing)
    Nearest.consider(B.name());
  D.Suggestion = Nearest.best();
  // What was only misspelt is one fault, not a missing field as well.
  for (const FlatField &B : R.Missing)
    if (D.Suggestion.empty() && B.Bit == F.Bit && B.bits() == F.bits())
      D.Suggestion = B.name();
  if (const FlatField *B = findField(R.Missing, D.Suggestion))
    eraseField(R.Missing, B->F);
  int Index = add(std::move(D));
  R.Shifts.push_back({F.Bit, 0, true, size_t(Index)});
  return true;
}

/// The union without a name that has \p F, where nothing of it is paired; null
/// if there is none.
static const Field *missingUnion(const RecordFaults &R, const FlatField &F) {
  auto OutermostOf = [](const FlatField &F) {
    const UnionArm *Arm = F.Arm;
    while (Arm && Arm->Outer)
      Arm = Arm->Outer;
    return Arm ? std::pair(Arm->Union, Arm->UnionBit)
               : std::pair<const RecordType *, uint64_t>(nullptr, 0);
  };
  const auto Whole = OutermostOf(F);
  if (!Whole.first || std::ranges::any_of(R.Pairs, [&](const FieldPair &P) {
        return OutermostOf(P.Bpf) == Whole;
      }))
    return nullptr;
  for (const Field &Member : R.Bpf.Fields)
    if (Member.Name.empty() && !Member.IsBase &&
        strip(Member.Ty) == Whole.first && Member.BitOffset == Whole.second)
      return &Member;
  return nullptr;
}

void Comparison::judgeMissing(RecordFaults &R, const FlatField &F) {
  // What has no bytes is covered; else another arm of a union counts.
  if (isCovered(F.Bit, F.end(), R.Named) || R.BpfChosen.notChosen(F))
    return;
  // Leaf by leaf there is nothing in it.
  if (isByLeaves(F) && holdsPaddingAlone(F))
    return;

  const int64_t Shift = R.shiftBefore(&FieldPair::Bpf, F.Bit);
  judgeMissingAt(R, F, uint64_t(std::max<int64_t>(0, int64_t(F.Bit) + Shift)));
}

/// \p HostBit: where BPF's \p F would stand on the host.
void Comparison::judgeMissingAt(RecordFaults &R, const FlatField &F,
                                uint64_t HostBit) {
  if (R.Match == MatchMode::Prefix) {
    const uint64_t HostEnd = R.prefixEnd();
    std::vector<FlatField> Cover = R.HostFields;
    std::erase_if(Cover, [](const FlatField &H) {
      return !H.IsPadding && !isByteArray(*H.F->Ty);
    });
    if (F.Bit >= HostEnd ||
        isCovered(HostBit, std::min(HostBit + F.bits(), HostEnd), Cover)) {
      if (F.Bit < HostEnd && HostBit != F.Bit)
        R.UnderMovedPadding.push_back(F);
      return;
    }
  }

  // Where BPF has the field; else where an earlier finding moved it to. Leaf by
  // leaf, what pads its end may be a hole here.
  const uint64_t Bits =
      isByLeaves(F) && !F.F->IsBitField ? contentBits(*F.F->Ty) : F.bits();
  auto IsPadding = [&](uint64_t Bit) {
    return isCovered(Bit, Bit + Bits, R.Padding);
  };
  uint64_t PadBit = F.Bit;
  if (!IsPadding(PadBit))
    PadBit = HostBit;
  if (IsPadding(PadBit)) {
    if (PadBit != F.Bit)
      R.UnderMovedPadding.push_back(F);
    if (R.Host.FromSystemHeader && !Chain.empty())
      return; // names do not count there
    Difference D = make(R, DifferenceKind::ReservedUsed);
    for (const FlatField &H : R.Padding)
      if (!D.Host && H.overlaps(PadBit, PadBit + F.bits()))
        D.Host = H.F, D.HostBit = H.Bit;
    D.Bpf = F.F;
    D.BpfBit = F.Bit;
    add(std::move(D));
    return;
  }
  // The field in whose place an extra field stands was reported with that one.
  if (isCovered(HostBit, HostBit + F.bits(), R.Extra) ||
      findField(R.Replaced, F.name()))
    return;

  Difference D = make(R, DifferenceKind::MissingField);
  D.Bpf = F.F;
  D.BpfBit = F.Bit;
  if (const Field *Union = missingUnion(R, F)) {
    if (!R.MissingUnions.insert(Union).second)
      return;
    D.Bpf = Union;
    D.BpfBit = Union->BitOffset;
  }
  D.BpfNumber = (D.Bpf->bits() + 7) / 8;
  const FieldPair *Before = nullptr;
  for (const FieldPair &P : R.Pairs)
    if (P.Bpf.end() <= F.Bit && (!Before || P.Bpf.Bit >= Before->Bpf.Bit))
      Before = &P;
  if (Before)
    D.Before = Before->Host.name();
  int Index = add(std::move(D));
  R.Shifts.push_back({0, F.Bit, false, size_t(Index)});
}

/// Where the fault that moved them was not told, fields count as missing where
/// they are.
void Comparison::missingForNoReason(RecordFaults &R) {
  if (hasErrors())
    return;
  const std::vector<FlatField> Moved = std::move(R.UnderMovedPadding);
  for (const FlatField &F : Moved) {
    std::erase_if(Found, [&](const Difference &D) {
      return D.Kind == DifferenceKind::ReservedUsed && D.Bpf == F.F &&
             D.BpfIn == &R.Bpf;
    });
    judgeMissingAt(R, F, F.Bit);
  }
}

/// match=named: what carries a marker is the contract, the rest is opaque.
void Comparison::namedFields(RecordFaults &R) {
  std::erase_if(R.Pairs,
                [](const FieldPair &P) { return !P.Host.F->IsMarked; });
  R.Missing.clear();
  std::erase_if(R.Extra, [](const FlatField &F) { return !F.F->IsMarked; });
  std::vector<FlatField> Extra = R.Extra;
  for (const FlatField &F : Extra)
    judgeExtra(R, F);
  R.Shifts.clear();
}

} // namespace hostlayout
