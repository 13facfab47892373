//===- FieldTypes.cpp - Does a pair of fields mean the same? --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/ByteEquivalence.h"
#include "Compare/Comparison.h"
#include "Compare/Names.h"
#include "Compare/Overlay.h"
#include "Layout/KernelOwned.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace hostlayout {

namespace {

/// The dimensions of an array and what it is an array of.
struct Shape {
  std::vector<uint64_t> Dimensions;
  const Type *Element;

  explicit Shape(const ArrayType &A) : Element(&A) {
    while (const auto *Next = as<ArrayType>(Element)) {
      Dimensions.push_back(Next->Count);
      Element = Next->Element;
    }
  }
};

/// Whether \p Ty is what the array \p F is made of: the padding at its end is
/// the distance between two.
bool isElement(const Type &Ty, const FlatField &F) {
  return as<ArrayType>(F.F->Ty) && strip(F.F->Ty) != &Ty;
}

bool isComposite(const Type &Ty) {
  return Ty.Kind == TypeKind::Record || Ty.Kind == TypeKind::Array;
}

/// Whether the two have a member of one name, in any style.
bool shareName(const RecordType &A, const RecordType &B) {
  std::unordered_set<std::string> InB;
  for (const FlatField &F : flatten(B))
    if (!F.IsPadding)
      InB.insert(withoutStyle(F.name()));
  for (const FlatField &F : flatten(A))
    if (!F.IsPadding && InB.count(withoutStyle(F.name())))
      return true;
  return false;
}

} // namespace

bool Comparison::agree(const Field &Host, const Field &Bpf) {
  if (Host.bits() != Bpf.bits() || Host.IsBitField != Bpf.IsBitField)
    return false;
  RecordType Nothing{};
  Nothing.Kind = TypeKind::Record;
  RecordFaults R(Nothing, Nothing, MatchMode::Exact);
  FieldPair P{{&Host, 0, false, false, nullptr},
              {&Bpf, 0, false, false, nullptr}};
  fieldTypes(R, P);
  return !hasErrors();
}

void Comparison::fieldTypes(RecordFaults &R, FieldPair &P) {
  size_t Before = Found.size();
  if (P.Host.F->IsBitField || P.Bpf.F->IsBitField)
    bitFields(R, P);
  else if (!R.coversMore(P))
    values(R, P, *P.Host.F->Ty, *P.Bpf.F->Ty);
  if (R.isOtherWidth(P) && Found.size() > Before)
    P.WidthFault = int(Before);
}

/// \p HostType and \p BpfType are the fields' types, or those of their
/// elements.
void Comparison::values(RecordFaults &R, const FieldPair &P,
                        const Type &HostType, const Type &BpfType) {
  const Type &Host = *strip(&HostType), &Bpf = *strip(&BpfType);
  if (Host.Size == Bpf.Size && Host.Size) {
    if (isByteArray(Host) || isSizeOnly(Host) || isSizeOnly(Bpf))
      return;
    if (isByteArray(Bpf)) {
      if (!isReadFromBytes(Host))
        add(make(R, P, DifferenceKind::Type));
      return;
    }
  }
  const auto *HostArray = as<ArrayType>(&Host), *BpfArray = as<ArrayType>(&Bpf);
  const auto *HostRecord = as<RecordType>(&Host),
             *BpfRecord = as<RecordType>(&Bpf);
  if (HostArray && BpfArray)
    return arrays(R, P, *HostArray, *BpfArray);
  if (HostRecord && HostRecord->IsLibraryClass)
    return void(add(make(R, P, DifferenceKind::Type)));
  if (HostRecord && BpfRecord)
    return nested(R, P, *HostRecord, *BpfRecord);
  const auto *HostEnum = as<EnumType>(&Host), *BpfEnum = as<EnumType>(&Bpf);
  if (HostEnum && BpfEnum && Host.Size == Bpf.Size &&
      Host.Role != IntegerRole::Bool) {
    Chain.push_back({&R.Host, P.Host.F});
    enums(HostType, BpfType);
    Chain.pop_back();
  }
  if (isComposite(Host) || isComposite(Bpf)) {
    const bool MayEndInPadding = !R.isOtherWidth(P) && !isElement(Host, P.Host);
    if (Host.Size && Bpf.Size && !R.coversMore(P) &&
        (Host.Size == Bpf.Size || MayEndInPadding) &&
        leavesAgree(Host, Bpf, R.endsPrefix(P) ? P.Host.bits() : ~uint64_t(0)))
      return;
    if (wrapped(R, P, Host, Bpf))
      return;
    add(make(R, P,
             HostRecord && BpfEnum ? DifferenceKind::WrongKind
                                   : DifferenceKind::Type));
    return;
  }
  scalars(R, P, Host, Bpf);
}

/// A struct that wraps a scalar differs as the scalar does: in width or sign.
/// Returns whether it does.
bool Comparison::wrapped(RecordFaults &R, const FieldPair &P, const Type &Host,
                         const Type &Bpf) {
  const Type *H = loneScalar(Host), *B = loneScalar(Bpf);
  if (!H || !B)
    return false;
  if (H->Size != B->Size && Host.Size != Bpf.Size) {
    Difference D = make(R, P, DifferenceKind::Type, Variant::Scalars);
    D.HostNumber = Host.Size;
    D.BpfNumber = Bpf.Size;
    add(std::move(D));
    return true;
  }
  if (compareScalars(*H, *B) != ScalarVerdict::Sign)
    return false;
  add(make(R, P, DifferenceKind::Sign));
  return true;
}

void Comparison::scalars(RecordFaults &R, const FieldPair &P, const Type &Host,
                         const Type &Bpf) {
  switch (compareScalars(Host, Bpf)) {
  case ScalarVerdict::Same:
    return;
  case ScalarVerdict::Sign:
    add(make(R, P, DifferenceKind::Sign));
    return;
  case ScalarVerdict::Pointer:
    add(make(R, P, DifferenceKind::Pointer));
    return;
  case ScalarVerdict::NotScalars:
  case ScalarVerdict::Type:
    const bool IsWord = isShortWord(Host, Bpf);
    add(make(R, P, IsWord ? DifferenceKind::Abi : DifferenceKind::Type,
             IsWord ? Variant::WordSized : Variant::Plain));
    return;
  }
}

void Comparison::bitFields(RecordFaults &R, const FieldPair &P) {
  if (P.Host.F->IsBitField && P.Bpf.F->IsBitField) {
    // A place that differs is found with the offsets, unless nothing moved.
    if (P.Host.bits() != P.Bpf.bits())
      add(make(R, P, DifferenceKind::BitField));
    return;
  }
  const FlatField &Bits = P.Host.F->IsBitField ? P.Host : P.Bpf;
  const FlatField &Whole = P.Host.F->IsBitField ? P.Bpf : P.Host;
  const Type &Ty = *strip(Whole.F->Ty);
  bool Fills = (Ty.Kind == TypeKind::Integer || Ty.Kind == TypeKind::Enum ||
                isByteArray(Ty)) &&
               Bits.bits() == Whole.bits() && Bits.Bit % 8 == 0;
  if (!Fills)
    add(make(R, P, DifferenceKind::BitField, Variant::OneSideOnly));
  else if (&Whole == &P.Host && Ty.Role == IntegerRole::Bool)
    add(make(R, P, DifferenceKind::Type)); // not every byte is a bool
}

void Comparison::arrays(RecordFaults &R, const FieldPair &P,
                        const ArrayType &Host, const ArrayType &Bpf) {
  Shape H(Host), B(Bpf);
  if (H.Dimensions == B.Dimensions)
    return values(R, P, *H.Element, *B.Element);

  Comparison Elements(Options, Rules, false);
  Elements.Nested = Nested;
  Elements.values(R, P, *H.Element, *B.Element);
  if (Elements.hasErrors()) {
    // Records that stand for several elements each, or the other way round.
    if (Host.Size == Bpf.Size && leavesAgree(Host, Bpf))
      return;
    add(make(R, P, DifferenceKind::Type));
    return;
  }
  bool SameRank = H.Dimensions.size() == B.Dimensions.size();
  Difference D = make(R, P, DifferenceKind::Array,
                      SameRank && H.Dimensions.size() == 1 ? Variant::Plain
                                                           : Variant::Shape);
  D.HostNumber = Host.Count;
  D.BpfNumber = Bpf.Count;
  add(std::move(D));
}

void Comparison::nested(RecordFaults &R, const FieldPair &P,
                        const RecordType &Host, const RecordType &Bpf) {
  if (Host.Fields.empty() && Bpf.Fields.empty()) {
    if (Host.Size != Bpf.Size) {
      Difference D = make(R, P, DifferenceKind::Size, Variant::EmptyRecord);
      D.HostNumber = Host.Size;
      D.BpfNumber = Bpf.Size;
      add(std::move(D));
    }
    return;
  }
  std::vector<ChainStep> Inside = Chain;
  Inside.push_back({&R.Host, P.Host.F});
  const bool IsEnd = R.endsPrefix(P);
  const bool WithTail =
      Host.Size == Bpf.Size || R.isOtherWidth(P) || isElement(Host, P.Host);
  const NestedPairs::key_type Key{&Host, &Bpf,
                                  unsigned(WithFixes) | unsigned(IsEnd) << 1 |
                                      unsigned(WithTail) << 2};
  auto [Known, IsNew] = Nested->try_emplace(Key);
  if (!IsNew) {
    if (!Known->second)
      return;
    Difference Again = *Known->second;
    Again.Chain.insert(Again.Chain.begin(), Inside.begin(), Inside.end());
    Found.push_back(std::move(Again));
    return;
  }
  Comparison Inner(Options, Rules, WithFixes);
  Inner.Chain = Inside;
  Inner.Nested = Nested;
  Inner.records(Host, Bpf, IsEnd ? MatchMode::Prefix : MatchMode::Exact,
                WithTail);
  if (Inner.hasErrors() && !shareName(Host, Bpf) &&
      (Host.FromSystemHeader || Bpf.isUnion() || Host.Fields.empty() ||
       Bpf.Fields.empty())) {
    // Told of the field, and so of each that has the pair.
    Nested->erase(Key);
    add(make(R, P,
             Host.isUnion() != Bpf.isUnion() ? DifferenceKind::WrongKind
                                             : DifferenceKind::Type));
    return;
  }
  for (Difference &D : Inner.Found) {
    if (D.Level == Severity::Error && !Known->second) {
      Known->second = D;
      std::vector<ChainStep> &Steps = Known->second->Chain;
      Steps.erase(Steps.begin(), Steps.begin() + long(Inside.size()));
    }
    Found.push_back(std::move(D));
  }
}

} // namespace hostlayout
