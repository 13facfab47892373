//===- Offsets.cpp - Why a field stands elsewhere -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One fault moves everything behind it. The pairs are walked in the order of
// the BPF type; where the distance between host and BPF place changes, the
// cause lies in front of that pair: a field missing or extra, another width,
// or, if nothing else, padding.
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"

#include <algorithm>

namespace hostlayout {

namespace {

int64_t shiftOf(const FieldPair &P) {
  return int64_t(P.Host.Bit) - int64_t(P.Bpf.Bit);
}

/// The longest run of pairs (in BPF order) whose host places do not fall.
/// Returns for each pair whether it belongs to the run.
std::vector<bool> longestInOrder(const std::vector<FieldPair> &Pairs) {
  size_t N = Pairs.size();
  std::vector<size_t> Tails, Previous(N, N);
  auto Place = [&](size_t I) { return Pairs[I].Host.Bit; };
  for (size_t I = 0; I != N; ++I) {
    auto At = std::upper_bound(
        Tails.begin(), Tails.end(), I,
        [&](size_t A, size_t B) { return Place(A) < Place(B); });
    if (At != Tails.begin())
      Previous[I] = *std::prev(At);
    if (At == Tails.end())
      Tails.push_back(I);
    else
      *At = I;
  }
  std::vector<bool> InRun(N, false);
  for (size_t I = Tails.empty() ? N : Tails.back(); I != N; I = Previous[I])
    InRun[I] = true;
  return InRun;
}

/// The host-earlier and the host-later of two pairs whose exchange alone gives
/// the BPF order.
std::optional<std::pair<size_t, size_t>>
findSwap(const std::vector<FieldPair> &Pairs) {
  std::vector<size_t> ByHost(Pairs.size());
  for (size_t I = 0; I != ByHost.size(); ++I)
    ByHost[I] = I;
  std::stable_sort(ByHost.begin(), ByHost.end(), [&](size_t A, size_t B) {
    return Pairs[A].Host.Bit < Pairs[B].Host.Bit;
  });
  std::vector<size_t> Off;
  for (size_t I = 0; I != ByHost.size(); ++I)
    if (ByHost[I] != I)
      Off.push_back(I);
  if (Off.size() != 2)
    return std::nullopt;
  return std::pair(ByHost[Off[0]], ByHost[Off[1]]);
}

/// Where the padding at the end of \p F begins.
uint64_t contentEnd(const FlatField &F) {
  return F.F->IsBitField ? F.end() : F.Bit + contentBits(*F.F->Ty);
}

/// Whether \p F stands where the fields in front of it let its alignment put
/// it.
bool standsByAlignment(const FlatField &F,
                       const std::vector<FlatField> &Fields) {
  uint64_t End = 0, Align = uint64_t(strip(F.F->Ty)->Align) * 8;
  for (const FlatField &Before : Fields)
    if (Before.Bit < F.Bit)
      End = std::max(End, Before.end());
  return !F.F->IsBitField && Align && F.Bit % Align == 0 && F.Bit >= End &&
         F.Bit - End < Align;
}

/// The bits of padding with a name directly in front of \p F.
uint64_t namedPaddingBefore(const FlatField &F,
                            const std::vector<FlatField> &Fields) {
  uint64_t Named = 0, All = 0;
  for (const FlatField &Before : Fields)
    if (Before.Bit < F.Bit) {
      All = std::max(All, Before.end());
      if (!Before.IsPadding)
        Named = std::max(Named, Before.end());
    }
  return All - Named;
}

/// Whether nothing but its alignment moves \p P further than what stands in
/// front of it, and has been moved already.
bool isAlignedAnew(const RecordFaults &R, const FieldPair &P) {
  return !P.Host.isPacked() && !P.Bpf.isPacked() &&
         strip(P.Host.F->Ty)->Align == strip(P.Bpf.F->Ty)->Align &&
         namedPaddingBefore(P.Host, R.HostFields) ==
             namedPaddingBefore(P.Bpf, R.BpfFields) &&
         standsByAlignment(P.Host, R.HostFields) &&
         standsByAlignment(P.Bpf, R.BpfFields);
}

} // namespace

/// Returns whether fields stand in another order; tells it then, once.
bool Comparison::order(RecordFaults &R) {
  std::vector<bool> InRun = longestInOrder(R.Pairs);
  size_t Fault = std::find(InRun.begin(), InRun.end(), false) - InRun.begin();
  if (Fault == R.Pairs.size())
    return false;
  // Of two fields in another order, report the one whose place differs.
  for (size_t I = Fault; I != R.Pairs.size(); ++I)
    if (!InRun[I] && shiftOf(R.Pairs[I]) != 0) {
      Fault = I;
      break;
    }

  std::optional<Fix> Remedy;
  if (auto Swap = findSwap(R.Pairs)) {
    Remedy = Fix{Fix::SwapFields,
                 &R.Host,
                 nullptr,
                 R.Pairs[Swap->first].Host.F,
                 R.Pairs[Swap->second].Host.F,
                 {},
                 0};
  } else {
    const Field *Behind = Fault ? R.Pairs[Fault - 1].Host.F : nullptr;
    Remedy = Fix{Fix::MoveField, &R.Host, nullptr, R.Pairs[Fault].Host.F,
                 Behind,         {},      0};
  }
  if (shiftOf(R.Pairs[Fault]) == 0)
    Fault = std::find_if(R.Pairs.begin(), R.Pairs.end(),
                         [](const FieldPair &P) { return shiftOf(P) != 0; }) -
            R.Pairs.begin();
  const FieldPair &P = R.Pairs[Fault];
  bool IsBits = P.Host.F->IsBitField || P.Bpf.F->IsBitField;
  Difference D =
      make(R, P, IsBits ? DifferenceKind::BitField : DifferenceKind::Reordered);
  for (bool In : InRun)
    D.LaterFields += !In;
  --D.LaterFields;
  D.Remedy = std::move(Remedy);
  R.Silenced |= add(std::move(D)) < 0;
  return true;
}

void Comparison::offsets(RecordFaults &R) {
  if (order(R)) {
    R.SizeExplained = true;
    return;
  }
  int64_t Current = 0;
  const FieldPair *Before = nullptr;
  for (size_t I = 0; I != R.Pairs.size(); ++I) {
    const FieldPair &P = R.Pairs[I];
    int64_t Shift = shiftOf(P);
    if (Shift == 0 && R.Silenced)
      Current = 0; // nothing that was not told goes on here
    if (Shift != Current) {
      // Which told fault lies between Before and P?
      int Cause = Before ? Before->WidthFault : -1;
      bool Told = Before && R.isOtherWidth(*Before);
      if (!Told && R.isOtherWidth(P)) {
        // Another width is aligned elsewhere: one cause.
        Cause = P.WidthFault;
        Told = true;
      }
      for (const RecordFaults::Shift &S : R.Shifts) {
        bool Between = S.InHost ? S.HostBit < P.Host.end() &&
                                      (!Before || S.HostBit >= Before->Host.Bit)
                                : S.BpfBit < P.Bpf.end() &&
                                      (!Before || S.BpfBit >= Before->Bpf.Bit);
        if (Between && !Told)
          Cause = int(S.Index);
        Told |= Between;
      }
      if (!Told && Before && R.coversMore(*Before)) {
        // It does not cover what follows: that moved.
        const size_t At = Found.size();
        values(R, *Before, *strip(Before->Host.F->Ty),
               *strip(Before->Bpf.F->Ty));
        Cause = Found.size() > At ? int(At) : -1;
        Told = true;
      }
      if (Told && Cause < 0) {
        R.Silenced = true;
        if (!R.MovedBySilenced && Shift != 0)
          R.MovedBySilenced = &P;
      } else if (Told) {
        // Up to where the bytes meet again.
        Found[Cause].LaterFields = 0;
        for (size_t J = I; J != R.Pairs.size(); ++J) {
          if (shiftOf(R.Pairs[J]) == Current)
            break;
          ++Found[Cause].LaterFields;
        }
        Found[Cause].LaterBits = Shift - Current;
      } else if (Current == 0 || !isAlignedAnew(R, P)) {
        moved(R, Before, P, Shift, Shift - Current);
      } else if (R.Silenced && !R.MovedBySilenced && Shift != 0) {
        R.MovedBySilenced = &P; // by what is not told
      }
      Current = Shift;
    }
    // Of arms that end at once, one of another width explains the rest.
    if (!Before || P.Host.end() > Before->Host.end() ||
        (P.Host.end() == Before->Host.end() && !R.isOtherWidth(*Before)))
      Before = &P;
  }
  // What lies behind the last pair explains the total too.
  const bool IsOther = Before && R.isOtherWidth(*Before);
  R.SizeExplained = Current != 0 || IsOther;
  R.Silenced |= IsOther && Before->WidthFault < 0;
  for (const RecordFaults::Shift &S : R.Shifts)
    if (!Before || (S.InHost ? S.HostBit >= Before->Host.Bit
                             : S.BpfBit >= Before->Bpf.Bit)) {
      R.SizeExplained = true;
      R.Silenced |= int(S.Index) < 0;
    }
}

/// \p P stands elsewhere and no other fault explains it.
void Comparison::moved(RecordFaults &R, const FieldPair *Before,
                       const FieldPair &P, int64_t Shift, int64_t Change) {
  auto GapBefore = [](const std::vector<FlatField> &Fields, uint64_t Bit) {
    uint64_t End = 0;
    for (const FlatField &F : Fields)
      if (F.Bit < Bit && !F.IsPadding)
        End = std::max(End, std::min(contentEnd(F), Bit));
    return (Bit - End) / 8;
  };
  const Type &HostTy = *strip(P.Host.F->Ty), &BpfTy = *strip(P.Bpf.F->Ty);
  Difference D = make(R, P, DifferenceKind::Padding);
  D.HostNumber = GapBefore(R.HostFields, P.Host.Bit);
  D.BpfNumber = GapBefore(R.BpfFields, P.Bpf.Bit);
  if (Before)
    D.Before = Before->Host.name();

  const bool IsBits = P.Host.F->IsBitField || P.Bpf.F->IsBitField;
  const auto *Shorter = Before ? as<RecordType>(Before->Host.F->Ty) : nullptr,
             *Longer = Before ? as<RecordType>(Before->Bpf.F->Ty) : nullptr;
  if (Shorter && Longer && isShortByAbi(*Shorter, *Longer) &&
      Change == (int64_t(Shorter->Size) - int64_t(Longer->Size)) * 8) {
    // What moves P is the end of the struct in front of it.
    D = shortByAbi(*Shorter, *Longer);
    D.Chain.push_back({&R.Host, Before->Host.F});
    add(std::move(D));
    return;
  }
  if (!IsBits && Options.Host.Int64Align < 8 && HostTy.Align == 4 &&
      BpfTy.Align == 8 && Change == -32 && !P.Host.isPacked()) {
    D.Kind = DifferenceKind::Abi;
    D.Remedy = Fix{Fix::AlignField, &R.Host, nullptr, P.Host.F, nullptr, {}, 8};
  } else if (R.Match == MatchMode::Named) {
    D.Kind = DifferenceKind::Reordered;
  } else if (IsBits) {
    D.Kind = DifferenceKind::BitField;
  } else if (P.Host.InUnion != P.Bpf.InUnion || D.HostNumber == D.BpfNumber) {
    D.Kind = DifferenceKind::WrongKind;
    D.Form = Variant::Overlap;
  } else if (D.HostNumber > D.BpfNumber) {
    D.Form = R.Bpf.IsPacked ? Variant::BpfPacked : Variant::HostHole;
    D.Remedy = Fix{Fix::PackRecord, &R.Host, nullptr, nullptr, nullptr, {}, 0};
  } else {
    D.Form = R.Host.IsPacked ? Variant::HostPacked : Variant::BpfHole;
  }
  // The bytes meet again; what kept them apart was told in front of it.
  if (Shift == 0 &&
      (D.Kind == DifferenceKind::Reordered || D.Form == Variant::Overlap))
    return;
  for (const FieldPair &Later : R.Pairs)
    D.LaterFields += Later.Bpf.Bit > P.Bpf.Bit && shiftOf(Later) == Shift;
  D.LaterBits = Change;
  if (add(std::move(D)) >= 0)
    return;
  // What was not told in front of it has moved it, too.
  if (R.Silenced && Shift != Change && !R.MovedBySilenced)
    R.MovedBySilenced = &P;
  R.Silenced = true;
  for (const FieldPair &Later : R.Pairs)
    if (!R.MovedBySilenced && Shift != 0 && Later.Bpf.Bit > P.Bpf.Bit &&
        shiftOf(Later) == Shift)
      R.MovedBySilenced = &Later;
}

/// Whether the host's record lacks the end that 8-byte integers have in BPF.
bool Comparison::isShortByAbi(const RecordType &Host,
                              const RecordType &Bpf) const {
  return Options.Host.Int64Align < 8 && Bpf.Align == 8 && !Host.IsPacked &&
         perCpuStride(Host.Size) == Bpf.Size &&
         Rules[DifferenceKind::Abi] != Severity::Off;
}

Difference Comparison::shortByAbi(const RecordType &Host,
                                  const RecordType &Bpf) const {
  Difference D{};
  D.Kind = DifferenceKind::Abi;
  D.Form = Variant::TailPadding;
  D.HostIn = &Host;
  D.BpfIn = &Bpf;
  D.Chain = Chain;
  D.HostNumber = Host.Size;
  D.BpfNumber = Bpf.Size;
  D.Remedy = Fix{Fix::AlignRecord, &Host, nullptr, nullptr, nullptr, {}, 8};
  return D;
}

/// The total, where no reported fault explains it.
void Comparison::size(RecordFaults &R) {
  if (R.Host.Size == R.Bpf.Size || R.Match == MatchMode::Prefix ||
      !R.WithTail || (Chain.empty() && isPerCpuSize(R.Host.Size, R.Bpf.Size))) {
    if (R.MovedBySilenced)
      add(make(R, *R.MovedBySilenced, DifferenceKind::Reordered));
    return;
  }
  if (R.SizeExplained && !R.Silenced)
    return;
  if (isShortByAbi(R.Host, R.Bpf)) {
    add(shortByAbi(R.Host, R.Bpf));
    return;
  }
  Difference D =
      make(R, DifferenceKind::Size,
           R.HostFields.empty() && R.BpfFields.empty() ? Variant::EmptyRecord
                                                       : Variant::Plain);
  D.HostNumber = R.Host.Size;
  D.BpfNumber = R.Bpf.Size;
  uint64_t Align = R.Host.Align * 2;
  while (Align < 4096 && (R.Host.Size + Align - 1) / Align * Align < R.Bpf.Size)
    Align *= 2;
  D.Remedy = Fix{R.Host.Size < R.Bpf.Size ? Fix::AlignRecord : Fix::PackRecord,
                 &R.Host,
                 nullptr,
                 nullptr,
                 nullptr,
                 {},
                 R.Host.Size < R.Bpf.Size ? Align : 0};
  add(std::move(D));
}

} // namespace hostlayout
