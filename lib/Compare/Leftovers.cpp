//===- Leftovers.cpp - What no name pairs, leaf by leaf -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Within nested records and unions, members without a partner are compared leaf
// by leaf: each run of bytes that both sides still have is laid over the other
// one's.
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"
#include "Compare/OverlayPieces.h"

#include <algorithm>
#include <iterator>

namespace hostlayout {

namespace {

/// A leftover field, or a whole union none of whose arms was chosen.
struct Leftover {
  Piece P;
  std::vector<const Field *> Fields;
  bool IsUnion = false;
};

std::vector<Leftover> collect(const std::vector<FlatField> &Fields,
                              const RecordFaults::ChosenArms &Chosen,
                              bool IsNameless) {
  std::vector<Leftover> All;
  std::map<std::pair<const RecordType *, uint64_t>, size_t> Unions;
  for (const FlatField &F : Fields) {
    if (F.bits() == 0 || Chosen.notChosen(F))
      continue;
    const UnionArm *Whole = nullptr;
    for (const UnionArm *Arm = F.Arm; Arm; Arm = Arm->Outer)
      if (!Chosen.Arms.count(Arm))
        Whole = Arm;
    size_t At = All.size();
    if (Whole)
      At =
          Unions.try_emplace({Whole->Union, Whole->UnionBit}, At).first->second;
    if (At == All.size()) {
      Piece P = Piece::of(*F.F, F.Bit);
      if (Whole) {
        P = Piece::of(*Whole->Union);
        if (IsNameless)
          P.Bits = Whole->Union->Size * 8; // padding at its end is a name, too
        P.Bit = Whole->UnionBit;
      }
      P.IsNameless = IsNameless;
      All.push_back({P, {}, Whole != nullptr});
    }
    All[At].Fields.push_back(F.F);
  }
  std::stable_sort(
      All.begin(), All.end(),
      [](const Leftover &A, const Leftover &B) { return A.P.Bit < B.P.Bit; });
  return All;
}

/// Beside fields of \p Left, what pads a struct or an arm of a union in BPF.
void addPaddingOverRecords(const std::vector<FlatField> &Fields,
                           const std::vector<Leftover> &Bpf,
                           std::vector<FlatField> &Left) {
  std::vector<FlatField> Pads;
  for (const Leftover &B : Bpf) {
    auto IsOver = [&](const FlatField &F) {
      return F.overlaps(B.P.Bit, B.P.end());
    };
    if ((B.IsUnion || as<RecordType>(B.P.Ty)) &&
        std::ranges::any_of(Left, IsOver))
      std::ranges::copy_if(
          Fields, std::back_inserter(Pads),
          [&](const FlatField &F) { return F.IsPadding && IsOver(F); });
  }
  Left.insert(Left.end(), Pads.begin(), Pads.end());
}

std::vector<Piece> pieces(const std::vector<Leftover> &All, size_t From,
                          size_t To) {
  std::vector<Piece> Pieces;
  for (size_t I = From; I != To; ++I)
    Pieces.push_back(All[I].P);
  return Pieces;
}

} // namespace

/// Where host padding lies over an arm of a union, that one counts: the fields
/// of the others are not missing.
void Comparison::unionsUnderPadding(RecordFaults &R) {
  std::vector<FlatField> InUnions = R.Missing;
  std::erase_if(InUnions, [](const FlatField &F) { return !F.Arm; });
  for (const Leftover &Left : collect(InUnions, R.BpfChosen, false)) {
    const int64_t Shift = R.shiftBefore(&FieldPair::Bpf, Left.P.Bit);
    std::vector<Piece> Pads;
    std::vector<FlatField> Covering;
    for (const FlatField &H : R.Padding) {
      Pads.push_back(Piece::of(*H.F, uint64_t(int64_t(H.Bit) - Shift)));
      if (Pads.back().end() <= Left.P.Bit || Pads.back().Bit >= Left.P.end())
        Pads.pop_back();
      else
        Covering.push_back(H);
    }
    if (Pads.empty() || !Overlay(Pads, {Left.P}).agree(Pads, {Left.P}))
      continue;
    std::erase_if(R.Missing, [&](const FlatField &F) {
      const uint64_t Bit = uint64_t(int64_t(F.Bit) + Shift);
      return std::find(Left.Fields.begin(), Left.Fields.end(), F.F) !=
                 Left.Fields.end() &&
             !isCovered(Bit, Bit + F.bits(), Covering);
    });
  }
}

/// \p OnlyUnions: only where both sides have a union without a name.
void Comparison::overlayLeftovers(RecordFaults &R, bool OnlyUnions) {
  // Where names do not count, padding is a name like any other.
  const bool IsNameless = R.Host.FromSystemHeader;
  std::vector<FlatField> HostLeft, BpfLeft = R.Missing;
  for (const FlatField &F : R.Extra)
    // One without members has a byte in C++, and none in C.
    if (F.F->Counterparts.empty() && (F.Arm || !isEmptyRecord(*F.F->Ty)))
      HostLeft.push_back(F);
  if (IsNameless) {
    for (const FlatField &F : R.HostFields)
      if (F.IsPadding)
        HostLeft.push_back(F);
    for (const FlatField &F : R.BpfFields)
      if (F.IsPadding)
        BpfLeft.push_back(F);
  }
  if (HostLeft.empty() || BpfLeft.empty())
    return;
  const std::vector<Leftover> Bpf = collect(BpfLeft, R.BpfChosen, IsNameless);
  if (!IsNameless)
    addPaddingOverRecords(R.HostFields, Bpf, HostLeft);
  const std::vector<Leftover> Host =
      collect(HostLeft, R.HostChosen, IsNameless);
  const uint64_t HostEnd =
      R.Match == MatchMode::Prefix ? R.prefixEnd() : ~uint64_t(0);

  Overlay Over(pieces(Host, 0, Host.size()), pieces(Bpf, 0, Bpf.size()));
  std::set<const Field *> Agreed;
  size_t H = 0, B = 0;
  while (H != Host.size() && B != Bpf.size()) {
    // The next run of leftovers that touch each other.
    const size_t FirstH = H, FirstB = B;
    const uint64_t Begin = std::min(Host[H].P.Bit, Bpf[B].P.Bit);
    uint64_t End = Begin;
    bool HasHostUnion = !OnlyUnions, HasBpfUnion = !OnlyUnions;
    for (;;) {
      // What holds nothing takes what stands at its place.
      auto Touches = [&](const Piece &P) {
        return P.Bit < End || P.Bit == Begin;
      };
      const bool MoreHost = H != Host.size() && Touches(Host[H].P),
                 MoreBpf = B != Bpf.size() && Touches(Bpf[B].P);
      if (!MoreHost && !MoreBpf)
        break;
      const bool TakeHost =
          MoreHost && (!MoreBpf || Host[H].P.Bit <= Bpf[B].P.Bit);
      const Leftover &Next = TakeHost ? Host[H++] : Bpf[B++];
      End = std::max(End, Next.P.end());
      (TakeHost ? HasHostUnion : HasBpfUnion) |= Next.IsUnion;
    }
    if (FirstH == H || FirstB == B || !HasHostUnion || !HasBpfUnion ||
        !Over.agree(pieces(Host, FirstH, H), pieces(Bpf, FirstB, B), HostEnd))
      continue;
    for (size_t I = FirstH; I != H; ++I)
      Agreed.insert(Host[I].Fields.begin(), Host[I].Fields.end());
    for (size_t I = FirstB; I != B; ++I)
      Agreed.insert(Bpf[I].Fields.begin(), Bpf[I].Fields.end());
    auto Tell = [&](const Overlay::Match &M, DifferenceKind K) {
      Difference D = make(R, K);
      D.Host = M.Host.Named;
      D.Bpf = M.Bpf.Named;
      D.HostBit = M.Host.Bit;
      D.BpfBit = M.Bpf.Bit;
      add(std::move(D));
    };
    for (const Overlay::Match &M : Over.Renamed)
      Tell(M, DifferenceKind::Renamed);
    for (const Overlay::Match &M : Over.Reserved)
      Tell(M, DifferenceKind::ReservedUsed);
  }
  auto HasAgreed = [&](const FlatField &F) { return Agreed.count(F.F) != 0; };
  std::erase_if(R.Extra, HasAgreed);
  std::erase_if(R.Missing, HasAgreed);
}

} // namespace hostlayout
