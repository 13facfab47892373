//===- GoShape.cpp - How a record must be declared in Go ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/GoShape.h"

#include <algorithm>

namespace hostlayout::generate {

bool isFlexible(const Type &Ty) {
  const auto *Array = as<ArrayType>(&Ty);
  return Array && Array->Count == 0 && Array->Element->Size != 0;
}

uint32_t GoShapes::alignOf(const Type &Ty) {
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

bool GoShapes::isAligned(const Type &Ty, uint64_t Offset, uint64_t Size) {
  uint32_t Align = alignOf(Ty);
  return Offset % Align == 0 && Size % Align == 0;
}

const GoShape &GoShapes::operator[](const RecordType &R) {
  if (const GoShape *S = Known.find(&R))
    return *S;
  GoShape S;
  if (!M.TheShapes[R].isOpaque())
    addMembers(S, R);
  else
    S.Align = bytesAlign(R);
  Known.insert(&R, S);
  return *Known.find(&R);
}

void GoShapes::addMembers(GoShape &S, const RecordType &R) {
  S.NeedsMethods = R.isUnion();
  for (const GoMember &Member : membersOf(R)) {
    const Type &Ty = *Member.F->Ty;
    if (!Member.F->IsBitField && Ty.Size == 0) {
      S.NeedsMethods |= isFlexible(Ty) || Member.F->Name.empty();
      continue;
    }
    bool IsAnonymousUnion = Member.F->Name.empty();
    bool IsPlain =
        !Member.F->IsBitField && isAligned(Ty, Member.byteOffset(), R.Size);
    S.NeedsMethods |= !IsPlain || IsAnonymousUnion;
    if (IsPlain)
      S.Align = std::max(S.Align, alignOf(Ty));
  }
}

std::vector<GoMember> GoShapes::membersOf(const RecordType &R) {
  std::vector<GoMember> Members;
  Members.reserve(R.Fields.size());
  flatten(R, 0, Members);
  return Members;
}

void GoShapes::flatten(const RecordType &R, uint64_t BaseBits,
                       std::vector<GoMember> &Members) {
  for (const Field &F : R.Fields) {
    const auto *Inner = F.Name.empty() ? as<RecordType>(F.Ty) : nullptr;
    // What a union in a union holds is as good as held by the outer one.
    bool IsPart = Inner && !M.TheShapes[*Inner].isOpaque() &&
                  (!Inner->isUnion() || R.isUnion());
    if (IsPart)
      flatten(*Inner, BaseBits + F.BitOffset, Members);
    else
      Members.push_back({&F, BaseBits + F.BitOffset});
  }
}

} // namespace hostlayout::generate
