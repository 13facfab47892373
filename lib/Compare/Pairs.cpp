//===- Pairs.cpp - Which fields belong together ---------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace hostlayout {

int64_t RecordFaults::shiftBefore(FlatField FieldPair::*Side,
                                  uint64_t Bit) const {
  uint64_t HostEnd = 0, BpfEnd = 0;
  for (const FieldPair &P : Pairs)
    if ((P.*Side).end() <= Bit) {
      // What covers more, or ends in padding, moves nothing.
      const uint64_t Bits = isOtherWidth(P) ? P.Host.bits() : P.Bpf.bits();
      HostEnd = std::max(HostEnd, P.Host.Bit + Bits);
      BpfEnd = std::max(BpfEnd, P.Bpf.end());
    }
  return int64_t(HostEnd) - int64_t(BpfEnd);
}

bool RecordFaults::coversMore(const FieldPair &P) const {
  return Match == MatchMode::Prefix && !P.Host.F->IsBitField &&
         !P.Bpf.F->IsBitField && isByteArray(*P.Host.F->Ty) &&
         P.Host.bits() > P.Bpf.bits();
}

bool RecordFaults::endsPrefix(const FieldPair &P) const {
  if (Match != MatchMode::Prefix || P.Host.F->IsBitField ||
      P.Bpf.F->IsBitField || P.Host.bits() >= P.Bpf.bits() ||
      P.Host.bits() == 0 || !as<RecordType>(P.Bpf.F->Ty))
    return false;
  return prefixEnd() <= P.Host.end();
}

uint64_t RecordFaults::prefixEnd() const {
  uint64_t End = 0;
  for (const FlatField &F : HostFields)
    if (!F.IsPadding)
      End = std::max(End, F.end());
  return End;
}

bool RecordFaults::isOtherWidth(const FieldPair &P) const {
  if (P.Host.bits() == P.Bpf.bits() || coversMore(P) || endsPrefix(P))
    return false;
  if (P.Host.F->IsBitField || P.Bpf.F->IsBitField)
    return true;
  const Type &H = *P.Host.F->Ty, &B = *P.Bpf.F->Ty;
  // What a bit-field leaves of its last byte is padding, too.
  const auto ContentBytes = [](const Type &Ty) {
    return (contentBits(Ty) + 7) / 8;
  };
  const uint64_t Contents = ContentBytes(H);
  return (!as<RecordType>(&H) && !as<RecordType>(&B)) || Contents == 0 ||
         Contents != ContentBytes(B);
}

void RecordFaults::ChosenArms::add(const UnionArm *Arm) {
  for (; Arm && Arms.insert(Arm).second; Arm = Arm->Outer)
    Unions.insert({Arm->Union, Arm->UnionBit});
}

const UnionArm *RecordFaults::ChosenArms::notChosen(const FlatField &F) const {
  const UnionArm *Outermost = nullptr;
  for (const UnionArm *Arm = F.Arm; Arm; Arm = Arm->Outer)
    if (!Arms.count(Arm) && Unions.count({Arm->Union, Arm->UnionBit}))
      Outermost = Arm;
  return Outermost;
}

void RecordFaults::chooseArms() {
  for (const FieldPair &P : Pairs) {
    HostChosen.add(P.Host.Arm);
    BpfChosen.add(P.Bpf.Arm);
  }
}

void Comparison::pairFields(RecordFaults &R) {
  std::unordered_map<std::string_view, const FlatField *> ByName;
  for (const FlatField &F : R.BpfFields)
    ByName.try_emplace(F.name(), &F);
  std::unordered_set<const Field *> Taken;
  auto Pair = [&](const FlatField &H, const FlatField &B) {
    R.Pairs.push_back({H, B});
    Taken.insert(B.F);
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
  for (const FlatField &B : R.BpfFields)
    if (!Taken.count(B.F))
      R.Missing.push_back(B);
  if (!R.Extra.empty() && !R.Missing.empty())
    pairStyles(R);
  std::erase_if(R.Missing, [](const FlatField &B) { return B.IsPadding; });
}

/// Of what is left, pairs what has a name in another style, where one field on
/// each side has it.
void Comparison::pairStyles(RecordFaults &R) {
  struct Meant {
    const FlatField *Host = nullptr, *Bpf = nullptr;
    bool IsOne = true;
  };
  std::unordered_map<std::string, Meant> ByName;
  auto Note = [&](const FlatField &F, const FlatField *Meant::*Side) {
    std::string Bare = withoutStyle(F.name());
    if (Bare.empty() || !F.F->Counterparts.empty())
      return;
    Meant &M = ByName[std::move(Bare)];
    M.IsOne &= !(M.*Side);
    M.*Side = &F;
  };
  for (const FlatField &H : R.Extra)
    Note(H, &Meant::Host);
  for (const FlatField &B : R.Missing)
    Note(B, &Meant::Bpf);
  std::unordered_set<const Field *> Paired;
  for (const FlatField &H : R.Extra) {
    auto It = ByName.find(withoutStyle(H.name()));
    if (It == ByName.end() || It->second.Host != &H || !It->second.Bpf ||
        !It->second.IsOne)
      continue;
    const FlatField &B = *It->second.Bpf;
    R.Pairs.push_back({H, B});
    Paired.insert(H.F);
    Paired.insert(B.F);
  }
  auto IsPaired = [&](const FlatField &F) { return Paired.count(F.F) != 0; };
  std::erase_if(R.Extra, IsPaired);
  std::erase_if(R.Missing, IsPaired);
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
          const auto *Whole = as<RecordType>(B.F->Ty);
          if (!Whole || B.Bit != Base.BitOffset || B.bits() != Base.bits())
            return false;
          // A base that only holds such a member under another name is not it.
          const std::vector<FlatField> Parts = flatten(*Whole);
          return std::any_of(
              Inner.begin(), Inner.end(), [&](const FlatField &F) {
                return !F.IsPadding && findField(Parts, F.name());
              });
        });
    if (!AllExtra || Partner == R.Missing.end())
      continue;
    for (const FlatField &F : Inner)
      eraseField(R.Extra, F.F);
    R.Pairs.push_back(
        {{&Base, Base.BitOffset, false, false, nullptr}, *Partner});
    R.Missing.erase(Partner);
  }
}

/// Pairs \p F with a BPF field of its place and type, and says so.
bool Comparison::pairRenamed(RecordFaults &R, const FlatField &F) {
  if (!F.F->Counterparts.empty() || findField(R.BpfFields, F.name()))
    return false;
  int64_t Shift = R.shiftBefore(&FieldPair::Host, F.Bit);
  auto Partner =
      std::find_if(R.Missing.begin(), R.Missing.end(), [&](const FlatField &B) {
        if (B.bits() != F.bits() || B.bits() == 0 ||
            (B.Bit != F.Bit && int64_t(B.Bit) + Shift != int64_t(F.Bit)) ||
            findField(R.HostFields, B.name()))
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
  // Within nested records and unions, leaves have been laid over each other.
  if (Chain.empty() && !R.Host.isUnion() && !R.Bpf.isUnion()) {
    R.HostChosen.add(P.Host.Arm);
    R.BpfChosen.add(P.Bpf.Arm);
  }
  R.Missing.erase(Partner);
  return true;
}

} // namespace hostlayout
