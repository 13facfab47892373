//===- PlainShape.cpp - Records in languages of plain structs -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/PlainShape.h"

#include <algorithm>

namespace hostlayout::generate {

bool isFlexible(const Type &Ty) {
  const auto *Array = as<ArrayType>(&Ty);
  return Array && Array->Count == 0 && Array->Element->Size != 0;
}

uint32_t PlainShapes::alignOf(const Type &Ty) {
  const Type &Leaf = *leafOf(&Ty);
  switch (M.TheShapes.spelled(Leaf)) {
  case Spelled::Scalar:
  case Spelled::Pointer:
  case Spelled::Enum:
    return static_cast<uint32_t>(Leaf.Size);
  case Spelled::Record:
    return (*this)[static_cast<const RecordType &>(Leaf)].Align;
  case Spelled::Kernel:
  case Spelled::Bytes:
  case Spelled::Unknown:
    break;
  }
  return 1;
}

bool PlainShapes::isAligned(const Type &Ty, uint64_t Offset, uint64_t Size) {
  uint32_t Align = alignOf(Ty);
  return Offset % Align == 0 && Size % Align == 0;
}

const PlainShape &PlainShapes::operator[](const RecordType &R) {
  if (const PlainShape *S = Known.find(&R))
    return *S;
  PlainShape S = shapeOf(R);
  Known.insert(&R, S);
  return *Known.find(&R);
}

PlainShape PlainShapes::shapeOf(const RecordType &R) {
  PlainShape S;
  if (M.TheShapes[R].isOpaque()) {
    S.Align = S.AlignOfBytes = bytesAlign(R);
    return S;
  }
  S.NeedsMethods = R.isUnion();
  for (const PlainMember &Member : membersOf(R)) {
    const Type &Ty = *Member.F->Ty;
    const bool HasBytes = Member.F->bits() != 0;
    const bool IsPlain =
        !Member.F->IsBitField && isAligned(Ty, Member.byteOffset(), R.Size);
    S.NeedsMethods |=
        Member.F->Name.empty() || (HasBytes ? !IsPlain : isFlexible(Ty));
    if (!IsPlain)
      continue;
    S.Align = std::max(S.Align, alignOf(Ty));
    if (HasBytes)
      S.AlignOfBytes = std::max(S.AlignOfBytes, alignOf(Ty));
  }
  return S;
}

std::vector<PlainMember> PlainShapes::membersOf(const RecordType &R) {
  std::vector<PlainMember> Members;
  Members.reserve(R.Fields.size());
  flatten(R, 0, Members);
  return Members;
}

/// Whether the members of \p Inner, which has no name, are members of \p Outer,
/// as they are for a C program.
bool PlainShapes::isPart(const RecordType &Inner, const RecordType &Outer) {
  if (M.TheShapes[Inner].isOpaque())
    return false;
  // In a struct, a union's members need one member that has the bytes of all.
  if (!Outer.isUnion())
    return !Inner.isUnion();
  // In a union, a struct's members are not all at the start: methods reach
  // them, but a declared union has no place for them.
  return Inner.isUnion() || !HasUnions;
}

void PlainShapes::flatten(const RecordType &R, uint64_t BaseBits,
                          std::vector<PlainMember> &Members) {
  for (const Field &F : R.Fields) {
    const auto *Inner = F.Name.empty() ? as<RecordType>(F.Ty) : nullptr;
    if (Inner && isPart(*Inner, R))
      flatten(*Inner, BaseBits + F.BitOffset, Members);
    else
      Members.push_back({&F, BaseBits + F.BitOffset});
  }
}

std::span<const PlainMember> firstBitRun(std::span<const PlainMember> Members) {
  size_t Count = 0;
  for (uint64_t EndBit = 0; Count != Members.size(); ++Count) {
    const PlainMember &Next = Members[Count];
    if (!Next.F->IsBitField || (Count && Next.byteOffset() > (EndBit + 7) / 8))
      break;
    EndBit = Next.bitEnd();
  }
  return Members.first(Count);
}

} // namespace hostlayout::generate
