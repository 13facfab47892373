//===- CTypes.cpp - How a type is written in C and C++ --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

#include "Generate/Identifiers.h"

#include <algorithm>
#include <limits>

namespace hostlayout::generate {

namespace {

std::string_view tagOf(const Type &Ty) {
  if (Ty.Kind == TypeKind::Enum)
    return "enum ";
  if (Ty.Kind != TypeKind::Record)
    return {};
  return static_cast<const RecordType &>(Ty).isUnion() ? "union " : "struct ";
}

} // namespace

CWriter::Member CWriter::memberOf(const Type &Ty) {
  Member Result;
  const Type *T = &Ty;
  for (;;) {
    if (T->Kind == TypeKind::Typedef) {
      if (saysByteOrder(T->Name) && Result.ByteOrderName.empty())
        Result.ByteOrderName = T->Name;
      T = static_cast<const TypedefType *>(T)->Target;
    } else if (T->Kind == TypeKind::Array) {
      Result.Arrays.push_back(static_cast<const ArrayType *>(T));
      T = Result.Arrays.back()->Element;
    } else {
      Result.Leaf = T;
      return Result;
    }
  }
}

std::string_view CWriter::integerName(uint64_t Size, bool IsSigned) {
  switch (Size) {
  case 1:
    return IsSigned ? "int8_t" : "uint8_t";
  case 2:
    return IsSigned ? "int16_t" : "uint16_t";
  case 4:
    return IsSigned ? "int32_t" : "uint32_t";
  default:
    return IsSigned ? "int64_t" : "uint64_t";
  }
}

void CWriter::referTo(const Entity &E) {
  // In C++ a member of the type's own name would hide it, and it may have that
  // name for the same reason; and a line may not begin with a module's words.
  // In C what is only a typedef has no tag.
  if (IsCpp ? Members.contains(E.Name) || E.Name.ends_with('_') ||
                  E.Name == "module" || E.Name == "import"
            : !E.Ty->Name.empty())
    Out << tagOf(*E.Ty);
  Out << E.Name;
}

/// Whether \p Bits bits can hold each value.
static bool fits(const EnumType &E, uint32_t Bits) {
  unsigned Unused = 64 - std::clamp(Bits, 1u, 64u);
  return E.hasWholeValues() &&
         std::ranges::all_of(E.Enumerators, [&](const Enumerator &V) {
           uint64_t Kept = V.Value << Unused;
           return V.Value == (E.Sign == Signedness::Signed
                                  ? static_cast<uint64_t>(
                                        static_cast<int64_t>(Kept) >> Unused)
                                  : Kept >> Unused);
         });
}

bool CWriter::hasNaturalSize(const EnumType &E) {
  if (E.Enumerators.empty() || !E.hasWholeValues())
    return false;
  bool IsSigned = E.Sign == Signedness::Signed;
  bool FitsByte = true, FitsWord = true;
  for (const Enumerator &V : E.Enumerators) {
    auto Value = static_cast<int64_t>(V.Value);
    if (IsSigned) {
      FitsByte &= Value == static_cast<int8_t>(Value);
      FitsWord &= Value == static_cast<int32_t>(Value);
    } else {
      FitsByte &= V.Value <= std::numeric_limits<uint8_t>::max();
      FitsWord &= V.Value <= std::numeric_limits<uint32_t>::max();
    }
  }
  return E.Size == 4 ? FitsWord : E.Size == 1 ? FitsByte : !FitsWord;
}

bool CWriter::isEnumBitField(const Field &F) {
  const auto *E = as<EnumType>(F.Ty);
  // g++ finds fault with an enum that has more values than the field has bits.
  return E && IsCpp && std::as_const(M).find(*E) && fits(*E, F.BitWidth);
}

void CWriter::bitFieldType(const Field &F) {
  const Type &Ty = *strip(F.Ty);
  uint32_t Unit = bitFieldUnit(F);
  // gcc has a note, which nothing silences, for one byte's lying in two.
  if (Unit == 8 && F.BitOffset % 8 + F.BitWidth > 8) {
    Out << integerName(2, Ty.Sign == Signedness::Signed);
    return;
  }
  if (isEnumBitField(F))
    typeName(Ty, {});
  else if (Ty.Role == IntegerRole::Bool && Unit == 8)
    Out << "bool";
  else
    Out << integerName(Unit / 8, Ty.Sign == Signedness::Signed);
}

void CWriter::dimensions(const Member &D, bool MayBeOpen) {
  for (const ArrayType *A : D.Arrays) {
    Out << '[';
    if (A->Count || !MayBeOpen || A != D.Arrays.front())
      Out << A->Count;
    Out << ']';
  }
}

void CWriter::remark(const Member &D, Spelled How, const Field *F) {
  const Type &Leaf = *D.Leaf;
  bool IsHiddenEnum =
      Leaf.Kind == TypeKind::Enum && M.find(Leaf) &&
      (F && F->IsBitField
           ? !isEnumBitField(*F)
           : !IsCpp && !hasNaturalSize(static_cast<const EnumType &>(Leaf)));
  if (How != Spelled::Pointer && How != Spelled::Bytes && !IsHiddenEnum)
    return;
  Out << " // ";
  if (How == Spelled::Pointer) {
    pointerRemark(Out, static_cast<const PointerType &>(Leaf));
    return;
  }
  Out << tagOf(Leaf);
  comment(Out, Leaf.Name);
}

void CWriter::typeName(const Type &Leaf, std::string_view ByteOrderName) {
  switch (Leaf.Kind) {
  case TypeKind::Integer:
    if (!ByteOrderName.empty())
      Out << ByteOrderName;
    else if (Leaf.Role == IntegerRole::Bool && Leaf.Size == 1)
      Out << "bool";
    else if (Leaf.Sign == Signedness::Neutral && Leaf.Size == 1)
      Out << "char";
    else
      Out << integerName(Leaf.Size, Leaf.Sign == Signedness::Signed);
    return;
  case TypeKind::Float:
    Out << (Leaf.Size == 4 ? "float" : "double");
    return;
  case TypeKind::Enum: {
    const Entity *E = M.find(Leaf);
    if (M.TheShapes.spelled(Leaf) == Spelled::Kernel)
      Out << (IsCpp ? "::" : "enum ") << Leaf.Name;
    else if (E &&
             (IsCpp || hasNaturalSize(static_cast<const EnumType &>(Leaf))))
      referTo(*E);
    else
      Out << integerName(Leaf.Size, Leaf.Sign == Signedness::Signed);
    return;
  }
  case TypeKind::Record:
    if (const Entity *E = M.find(Leaf))
      referTo(*E);
    else
      Out << (IsCpp ? "::" : tagOf(Leaf)) << Leaf.Name;
    return;
  default:
    Out << integerName(Leaf.Size, false);
  }
}

} // namespace hostlayout::generate
