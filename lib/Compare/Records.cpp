//===- Records.cpp - Which fields belong together -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Comparison.h"
#include "Compare/Leaves.h"
#include "Support/Spelling.h"

#include <algorithm>
#include <unordered_map>

namespace hostlayout {

namespace {

const FlatField *findName(const std::vector<FlatField> &Fields,
                          std::string_view Name) {
  for (const FlatField &F : Fields)
    if (F.name() == Name)
      return &F;
  return nullptr;
}

/// Whether the bits [From, To) lie within \p Fields taken together.
bool covered(uint64_t From, uint64_t To, std::vector<FlatField> Fields) {
  std::sort(
      Fields.begin(), Fields.end(),
      [](const FlatField &A, const FlatField &B) { return A.Bit < B.Bit; });
  for (const FlatField &F : Fields)
    if (F.Bit <= From && F.end() > From)
      From = F.end();
  return From >= To;
}

/// How far places on the host lie behind those in BPF, judged by the pairs that
/// end in front of \p Bit on the side that \p Side selects.
int64_t shiftBefore(const RecordFaults &R, FlatField FieldPair::*Side,
                    uint64_t Bit) {
  uint64_t HostEnd = 0, BpfEnd = 0;
  for (const FieldPair &P : R.Pairs)
    if ((P.*Side).end() <= Bit) {
      HostEnd = std::max(HostEnd, P.Host.end());
      BpfEnd = std::max(BpfEnd, P.Bpf.end());
    }
  return int64_t(HostEnd) - int64_t(BpfEnd);
}

void erase(std::vector<FlatField> &Fields, const Field *F) {
  std::erase_if(Fields, [F](const FlatField &X) { return X.F == F; });
}

} // namespace

void Comparison::records(const RecordType &Host, const RecordType &Bpf,
                         MatchMode Match) {
  RecordFaults R(Host, Bpf, Match);
  size_t From = Found.size();
  if (Host.isUnion() != Bpf.isUnion() && R.HostFields.size() > 1 &&
      R.BpfFields.size() > 1) {
    add(make(R, DifferenceKind::WrongKind));
    return;
  }
  pairFields(R);
  if (Match == MatchMode::Named) {
    namedFields(R);
  } else {
    pairBases(R);
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
  if (WithFixes)
    addFixes(Host, Bpf, Match, From);
}

void Comparison::pairFields(RecordFaults &R) {
  std::unordered_map<std::string_view, const FlatField *> ByName;
  for (const FlatField &F : R.BpfFields)
    ByName.try_emplace(F.name(), &F);
  std::vector<const Field *> Taken;
  auto Pair = [&](const FlatField &H, const FlatField &B) {
    R.Pairs.push_back({H, B});
    Taken.push_back(B.F);
    ByName.erase(B.name());
  };

  std::vector<FlatField> Rest;
  for (const FlatField &H : R.HostFields) {
    const FlatField *Match = nullptr;
    for (std::string_view Name : H.F->Counterparts)
      if (auto It = ByName.find(Name); !Match && It != ByName.end())
        Match = It->second;
    if (Match)
      Pair(H, *Match);
    else
      Rest.push_back(H);
  }
  for (const FlatField &H : Rest) {
    auto It = ByName.end();
    if (!H.IsPadding && H.F->Counterparts.empty())
      It = ByName.find(H.name());
    if (It != ByName.end())
      Pair(H, *It->second);
    else if (!H.IsPadding)
      R.Extra.push_back(H);
  }
  std::sort(Taken.begin(), Taken.end());
  for (const FlatField &B : R.BpfFields)
    if (!B.IsPadding && !std::binary_search(Taken.begin(), Taken.end(), B.F))
      R.Missing.push_back(B);
}

/// `struct event : hdr` here against `struct event { struct hdr h; }` there:
/// where none of a base's fields has a partner, the base itself may have one.
void Comparison::pairBases(RecordFaults &R) {
  for (const Field &Base : R.Host.Fields) {
    const auto *Record = as<RecordType>(Base.Ty);
    if (!Base.IsBase || !Record)
      continue;
    std::vector<FlatField> Inner = flatten(*Record);
    bool AllExtra = !Inner.empty();
    for (const FlatField &F : Inner)
      AllExtra &= F.IsPadding ||
                  std::any_of(R.Extra.begin(), R.Extra.end(),
                              [&](const FlatField &E) { return E.F == F.F; });
    auto Partner = std::find_if(
        R.Missing.begin(), R.Missing.end(), [&](const FlatField &B) {
          return B.Bit == Base.BitOffset && as<RecordType>(B.F->Ty) &&
                 B.bits() == Base.bits();
        });
    if (!AllExtra || Partner == R.Missing.end())
      continue;
    for (const FlatField &F : Inner)
      erase(R.Extra, F.F);
    R.Pairs.push_back({{&Base, Base.BitOffset, false, false}, *Partner});
    R.Missing.erase(Partner);
  }
}

void Comparison::judgeUnpaired(RecordFaults &R) {
  std::vector<FlatField> Extra = R.Extra;
  for (const FlatField &F : Extra)
    if (pairRenamed(R, F))
      erase(R.Extra, F.F);
  std::erase_if(R.Extra, [&](const FlatField &F) { return !judgeExtra(R, F); });
  std::vector<FlatField> Missing = R.Missing;
  for (const FlatField &F : Missing)
    judgeMissing(R, F);
}

/// Pairs \p F with a BPF field of its place and type, and says so.
bool Comparison::pairRenamed(RecordFaults &R, const FlatField &F) {
  if (!F.F->Counterparts.empty() || findName(R.BpfFields, F.name()))
    return false;
  int64_t Shift = shiftBefore(R, &FieldPair::Host, F.Bit);
  auto Partner =
      std::find_if(R.Missing.begin(), R.Missing.end(), [&](const FlatField &B) {
        if (B.bits() != F.bits() || B.bits() == 0 ||
            findName(R.HostFields, B.name()) ||
            (B.Bit != F.Bit && int64_t(B.Bit) + Shift != int64_t(F.Bit)))
          return false;
        // Raw bytes may hold anything: no sign that the same was meant.
        return strip(F.F->Ty)->Kind == strip(B.F->Ty)->Kind &&
               isByteArray(*F.F->Ty) == isByteArray(*B.F->Ty) &&
               Comparison(Options, Rules, false).agree(*F.F, *B.F);
      });
  if (Partner == R.Missing.end())
    return false;
  FieldPair P{F, *Partner};
  add(make(R, P, DifferenceKind::Renamed));
  R.Pairs.push_back(P);
  R.Missing.erase(Partner);
  return true;
}

/// Returns whether \p F is at fault.
bool Comparison::judgeExtra(RecordFaults &R, const FlatField &F) {
  bool MayCover = F.bits() == 0 || isByteArray(*F.F->Ty);
  if (F.bits() == 0)
    return false;
  if (!F.F->Counterparts.empty()) {
    Difference D = make(R, DifferenceKind::ExtraField, Variant::NoCounterpart);
    D.Host = F.F;
    D.HostBit = F.Bit;
    for (std::string_view Name : F.F->Counterparts)
      D.Other += (D.Other.empty() ? "'" : ", '") + std::string(Name) + "'";
    NearestName Nearest(F.F->Counterparts.front());
    for (const FlatField &B : R.BpfFields)
      Nearest.consider(B.name());
    D.Suggestion = Nearest.best();
    add(std::move(D));
    return true;
  }
  if (R.Match == MatchMode::Prefix && (MayCover || F.Bit >= R.Bpf.Size * 8))
    return false;
  if (F.InUnion)
    for (const FieldPair &P : R.Pairs)
      if (P.Host.InUnion && P.Host.Bit <= F.Bit && P.Host.end() >= F.end() &&
          (MayCover ||
           (P.Host.bits() == F.bits() && !F.F->IsBitField &&
            !P.Bpf.F->IsBitField && leavesAgree(*F.F->Ty, *P.Bpf.F->Ty))))
        return false;

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
  for (const FlatField &B : R.BpfFields)
    if (B.overlaps(F.Bit, F.end()) && !B.IsPadding &&
        D.Form != Variant::OverField) {
      D.Form = Variant::OverField;
      D.Other = B.name();
      if (findName(R.Missing, B.name()))
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
  if (const FlatField *B = findName(R.Missing, D.Suggestion))
    erase(R.Missing, B->F);
  int Index = add(std::move(D));
  R.Shifts.push_back({F.Bit, 0, true, size_t(Index)});
  return true;
}

void Comparison::judgeMissing(RecordFaults &R, const FlatField &F) {
  if (F.bits() == 0)
    return;
  std::vector<FlatField> Named;
  for (const FieldPair &P : R.Pairs)
    Named.push_back(P.Bpf);
  if (covered(F.Bit, F.end(), Named))
    return; // another arm of a union names these bytes

  int64_t Shift = shiftBefore(R, &FieldPair::Bpf, F.Bit);
  uint64_t HostBit = uint64_t(std::max<int64_t>(0, int64_t(F.Bit) + Shift));
  if (R.Match == MatchMode::Prefix) {
    uint64_t HostEnd = 0;
    for (const FlatField &H : R.HostFields)
      HostEnd = std::max(HostEnd, H.end());
    std::vector<FlatField> Cover = R.HostFields;
    std::erase_if(Cover, [](const FlatField &H) {
      return !H.IsPadding && !isByteArray(*H.F->Ty);
    });
    if (HostBit >= HostEnd ||
        covered(HostBit, std::min(HostBit + F.bits(), HostEnd), Cover))
      return;
  }

  std::vector<FlatField> Padding;
  for (const FlatField &H : R.HostFields)
    if (H.IsPadding && H.F->Counterparts.empty())
      Padding.push_back(H);
  if (covered(HostBit, HostBit + F.bits(), Padding)) {
    Difference D = make(R, DifferenceKind::ReservedUsed);
    for (const FlatField &H : Padding)
      if (!D.Host && H.overlaps(HostBit, HostBit + F.bits()))
        D.Host = H.F, D.HostBit = H.Bit;
    D.Bpf = F.F;
    D.BpfBit = F.Bit;
    add(std::move(D));
    return;
  }
  if (covered(HostBit, HostBit + F.bits(), R.Extra))
    return; // told as the extra field that took its place

  Difference D = make(R, DifferenceKind::MissingField);
  D.Bpf = F.F;
  D.BpfBit = F.Bit;
  D.BpfNumber = (F.bits() + 7) / 8;
  const FieldPair *Before = nullptr;
  for (const FieldPair &P : R.Pairs)
    if (P.Bpf.end() <= F.Bit && (!Before || P.Bpf.Bit >= Before->Bpf.Bit))
      Before = &P;
  if (Before)
    D.Other = Before->Host.name();
  int Index = add(std::move(D));
  R.Shifts.push_back({0, F.Bit, false, size_t(Index)});
}

/// match=named: what carries a marker is the contract, the rest is opaque.
void Comparison::namedFields(RecordFaults &R) {
  bool Any = false;
  for (const FlatField &H : R.HostFields)
    Any |= H.F->IsMarked;
  if (!Any)
    add(make(R, DifferenceKind::NotChecked, Variant::NoMarkedField));
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
