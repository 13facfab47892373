//===- ByteEquivalence.cpp - What bytes may be read as --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"

#include "Compare/Names.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace hostlayout {

namespace {

bool isByte(const Type &Ty) {
  return Ty.Kind == TypeKind::Integer && Ty.Size == 1 &&
         Ty.Sign != Signedness::Signed &&
         (Ty.Role == IntegerRole::Character || Ty.Role == IntegerRole::Byte);
}

/// Bytes may hold anything, a bool only 0 and 1; an enum over bool is one.
bool isBool(const Type &Ty) {
  return (Ty.Kind == TypeKind::Integer || Ty.Kind == TypeKind::Enum) &&
         Ty.Role == IntegerRole::Bool;
}

bool isScalar(const Type &Ty) {
  return Ty.Kind == TypeKind::Integer || Ty.Kind == TypeKind::Enum ||
         Ty.Kind == TypeKind::Float || Ty.Kind == TypeKind::Pointer;
}

class ByteReader {
public:
  bool reads(const Type &Host) {
    const Type &Ty = *leafOf(&Host);
    if (const auto *R = as<RecordType>(&Ty))
      return record(*R);
    return (Ty.Kind == TypeKind::Integer || Ty.Kind == TypeKind::Enum) &&
           !isBool(Ty);
  }

private:
  bool record(const RecordType &R) {
    if (R.IsLibraryClass || Refused.count(&R))
      return false;
    if (!Accepted.insert(&R).second)
      return true;
    // Padding is no way to read what the other arms have.
    auto IsPadding = [](const Field &F) {
      return (!F.IsMarked && isPaddingName(F.Name)) ||
             (!F.IsBitField && contentBits(*F.Ty) == 0);
    };
    auto Reads = [this](const Field &F) {
      return F.IsBitField || reads(*F.Ty);
    };
    auto ReadsOrPads = [&](const Field &F) { return IsPadding(F) || Reads(F); };
    auto Holds = [&](const Field &F) { return !IsPadding(F) && Reads(F); };
    const bool All = R.isUnion() ? std::ranges::any_of(R.Fields, Holds) ||
                                       std::ranges::all_of(R.Fields, IsPadding)
                                 : std::ranges::all_of(R.Fields, ReadsOrPads);
    if (!All)
      Refused.insert(&R);
    return All;
  }

  std::set<const RecordType *> Accepted, Refused;
};

class Contents {
public:
  uint64_t end(const Type &Ty) {
    const auto *R = as<RecordType>(&Ty);
    if (!R || R->HasUnknownMembers || ++Steps > MaxSteps)
      return Ty.Size * 8;
    uint64_t End = 0;
    // From behind: what ends in front of the end so far need not be opened.
    for (size_t I = R->Fields.size(); I-- != 0;) {
      const Field &F = R->Fields[I];
      if (F.BitOffset + F.bits() <= End ||
          (!F.IsMarked && isPaddingName(F.Name)))
        continue;
      const uint64_t Bits = F.IsBitField ? F.bits() : end(*F.Ty);
      // A record of padding is padding; an array without a count has a place.
      if (Bits || !as<RecordType>(F.Ty))
        End = std::max(End, F.BitOffset + Bits);
    }
    return End;
  }

private:
  static constexpr unsigned MaxSteps = 1000;
  unsigned Steps = 0;
};

} // namespace

bool isByteArray(const Type &Ty) {
  const Type *Element = leafOf(&Ty);
  return Element != strip(&Ty) && isByte(*Element);
}

bool isReadFromBytes(const Type &Host) { return ByteReader().reads(Host); }

bool isEmptyRecord(const Type &Ty) {
  const auto *R = as<RecordType>(&Ty);
  return R && R->Fields.empty() && !R->HasUnknownMembers;
}

ScalarVerdict compareScalars(const Type &Host, const Type &Bpf) {
  const Type &H = *strip(&Host), &B = *strip(&Bpf);
  auto IsIntegral = [](const Type &Ty) {
    return Ty.Kind == TypeKind::Integer || Ty.Kind == TypeKind::Enum;
  };
  if (!isScalar(H) || !isScalar(B))
    return ScalarVerdict::NotScalars;

  if (H.Kind == TypeKind::Pointer && H.Size != 8 && B.Size == 8 &&
      (B.Kind == TypeKind::Pointer || IsIntegral(B)))
    return ScalarVerdict::Pointer;
  if (H.Size != B.Size)
    return ScalarVerdict::Type;
  if (H.Kind == TypeKind::Float || B.Kind == TypeKind::Float)
    return H.Kind == B.Kind ? ScalarVerdict::Same : ScalarVerdict::Type;
  if (H.Kind == TypeKind::Pointer || B.Kind == TypeKind::Pointer)
    return H.Kind == B.Kind || H.Size == 8 ? ScalarVerdict::Same
                                           : ScalarVerdict::Type;
  // A bool that holds anything but 0 and 1 is undefined behaviour on the host.
  if (isBool(H))
    return isBool(B) ? ScalarVerdict::Same : ScalarVerdict::Type;
  if (isBool(B) || H.Kind == TypeKind::Enum || B.Kind == TypeKind::Enum)
    return ScalarVerdict::Same;
  if (H.Sign == Signedness::Neutral || B.Sign == Signedness::Neutral ||
      H.Sign == B.Sign)
    return ScalarVerdict::Same;
  return ScalarVerdict::Sign;
}

bool isShortWord(const Type &Host, const Type &Bpf) {
  return Host.IsWordSized && Host.Size == 4 && Bpf.Size == 8 &&
         Bpf.Kind != TypeKind::Float;
}

const Type *loneScalar(const Type &Ty) {
  const Type *Inner = strip(&Ty);
  while (const auto *R = as<RecordType>(Inner)) {
    const Field *Only = nullptr;
    for (const Field &F : R->Fields) {
      if (!F.IsMarked && isPaddingName(F.Name))
        continue;
      if (Only || F.IsBitField || F.BitOffset)
        return nullptr;
      Only = &F;
    }
    if (!Only)
      return nullptr;
    Inner = strip(Only->Ty);
  }
  return isScalar(*Inner) ? Inner : nullptr;
}

uint64_t contentBits(const Type &Ty) { return Contents().end(Ty); }

} // namespace hostlayout
