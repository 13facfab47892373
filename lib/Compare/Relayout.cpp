//===- Relayout.cpp - Laying a record out anew ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Relayout.h"

#include <algorithm>

namespace hostlayout {

namespace {

struct PlainField {
  Field F;
  uint32_t Align;
};

struct PlainRecord {
  std::vector<PlainField> Fields;
  bool IsPacked;
  bool IsUnion;
  uint32_t MinAlign = 1;
};

uint64_t roundUp(uint64_t Value, uint64_t Align) {
  return (Value + Align - 1) / Align * Align;
}

/// Sets the fields' offsets; returns size and alignment in bytes.
std::pair<uint64_t, uint32_t> layOut(PlainRecord &R) {
  uint64_t End = 0, Size = 0; // End in bits
  uint32_t Align = R.MinAlign;
  for (PlainField &P : R.Fields) {
    uint32_t FieldAlign = R.IsPacked ? 1 : P.Align;
    uint64_t At = R.IsUnion ? 0 : End;
    if (!P.F.IsBitField)
      At = roundUp(At, uint64_t(FieldAlign) * 8);
    else if (!R.IsPacked &&
             At % (P.F.Ty->Size * 8) + P.F.BitWidth > P.F.Ty->Size * 8)
      // None lies across a boundary of its own type.
      At = roundUp(At, uint64_t(FieldAlign) * 8);
    P.F.BitOffset = At;
    End = At + P.F.bits();
    Size = std::max(Size, (End + 7) / 8);
    Align = std::max(Align, FieldAlign);
  }
  return {roundUp(Size, Align), Align};
}

std::optional<PlainRecord> asPlain(const RecordType &R) {
  PlainRecord Plain{{}, R.IsPacked, R.isUnion()};
  for (const Field &F : R.Fields) {
    if (F.IsBase || (F.IsBitField && F.Ty->Size == 0))
      return std::nullopt;
    Plain.Fields.push_back({F, F.Ty->Align});
  }
  PlainRecord Again = Plain;
  auto [Size, Align] = layOut(Again);
  if (Size != R.Size || Align != R.Align)
    return std::nullopt;
  for (size_t I = 0; I != Again.Fields.size(); ++I)
    if (Again.Fields[I].F.BitOffset != R.Fields[I].BitOffset)
      return std::nullopt;
  return Plain;
}

} // namespace

std::optional<RecordType> relayout(const RecordType &R, const Fix &Edit,
                                   const Type *NewType, Arena &Memory) {
  std::optional<PlainRecord> Plain = asPlain(R);
  if (!Plain)
    return std::nullopt;
  auto &Fields = Plain->Fields;
  auto IndexOf = [&](const Field *F) {
    return F ? size_t(F - R.Fields.data()) : size_t(-1);
  };
  size_t A = IndexOf(Edit.A), B = IndexOf(Edit.B);
  if ((Edit.A && A >= Fields.size()) || (Edit.B && B >= Fields.size()))
    return std::nullopt; // of an anonymous member

  switch (Edit.What) {
  case Fix::SwapFields:
    std::swap(Fields[A], Fields[B]);
    break;
  case Fix::MoveField: {
    PlainField Moved = Fields[A];
    Fields.erase(Fields.begin() + A);
    size_t To = !Edit.B ? 0 : B < A ? B + 1 : B;
    Fields.insert(Fields.begin() + To, Moved);
    break;
  }
  case Fix::InsertField: {
    Field New{};
    New.Name = Memory.copy(Edit.Text);
    New.Ty = NewType;
    Fields.insert(Fields.begin() + (Edit.B ? B + 1 : 0), {New, NewType->Align});
    break;
  }
  case Fix::ReplaceType:
    Fields[A].F.Ty = NewType;
    Fields[A].Align = NewType->Align;
    break;
  case Fix::AlignField:
    Fields[A].Align = std::max<uint32_t>(Fields[A].Align, Edit.Number);
    break;
  case Fix::AlignRecord:
    Plain->MinAlign = std::max<uint32_t>(R.Align, Edit.Number);
    break;
  case Fix::PackRecord:
    Plain->IsPacked = true;
    break;
  case Fix::MarkField:
  case Fix::AddEnumerators:
    return std::nullopt;
  }

  RecordType Edited = R;
  auto [Size, Align] = layOut(*Plain);
  std::vector<Field> Result;
  for (const PlainField &P : Fields)
    Result.push_back(P.F);
  Edited.Size = Size;
  Edited.Align = Align;
  Edited.IsPacked = Plain->IsPacked;
  Edited.Fields = Memory.copy(std::span<const Field>(Result));
  return Edited;
}

} // namespace hostlayout
