//===- Validate.cpp - The rules that the types of a blob keep -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a type contains by value (member, element, target of an alias) is
// checked before it, depth first. Such nesting is never deeper than the kernel
// allows, so recursion is bounded however a file chains its types.
//
// Stricter than libbpf, and where compilers are, more lenient than the kernel:
// clang writes type 0 for what BTF cannot say (_Atomic before 19, _Complex,
// references), and enums of 0 bytes for those only declared.
//
//===----------------------------------------------------------------------===//

#include "BTF/Validator.h"
#include "Support/CheckedMath.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

template <bool Swap, bool HasBase>
std::optional<Error> Validator<Swap, HasBase>::check() {
  for (TypeId Id = First; Id != Count; ++Id) {
    // What contains others may have been checked with one that contains it.
    const bool IsChecked = isNesting(kind(Id)) && entry(Id).Height != 0;
    if (!IsChecked && !visit(Id, 0))
      return describe(T, Found);
  }
  return std::nullopt;
}

/// Checks a type, and what it contains. \p Depth: how many contain it.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::visit(TypeId Id, unsigned Depth) {
  if (Depth > TypeTable::DeepestNesting)
    return fail(Rule::Depth, Id, TypeTable::DeepestNesting);
  const Ref Ty = at(Id);
  return checkName(Id, Ty.nameOffset()) && checkKind(Id, Ty, Depth);
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkKind(TypeId Id, Ref Ty, unsigned Depth) {
  switch (kind(Id)) {
  case Kind::Struct:
  case Kind::Union:
    return checkRecord(Id, Ty, Depth);
  case Kind::Array:
    return checkShape(Id, Ty) && checkArray(Id, Ty, Depth);
  case Kind::Typedef:
  case Kind::Volatile:
  case Kind::Const:
  case Kind::Restrict:
  case Kind::TypeTag:
    return checkShape(Id, Ty) && checkAlias(Id, Ty, Depth);
  case Kind::FuncProto:
    return checkParams(Id, Ty);
  case Kind::Func: // its vlen is a linkage
    return (Ty.type() < Count && kind(Ty.type()) == Kind::FuncProto) ||
           fail(Rule::Prototype, Id);
  case Kind::Ptr:
  case Kind::Var:
    return checkShape(Id, Ty) && checkType(Id, Ty.type());
  case Kind::DeclTag:
    return checkShape(Id, Ty) &&
           (Ty.type() < Count || fail(Rule::Reference, Id, Ty.type()));
  case Kind::Enum:
  case Kind::Enum64:
    return checkEnum(Id, Ty);
  case Kind::Int:
    return checkShape(Id, Ty) && checkInt(Id, Ty);
  case Kind::Float:
    return checkShape(Id, Ty) && checkFloat(Id, Ty);
  case Kind::Fwd:
    return checkShape(Id, Ty);
  case Kind::DataSec:
    return checkDataSec(Id, Ty);
  default:
    // Kinds of a later kernel are never followed.
    return true;
  }
}

template <bool Swap, bool HasBase>
inline bool Validator<Swap, HasBase>::checkName(TypeId Id, uint32_t Offset) {
  if (Offset >= NameEnd)
    return fail(Rule::NameInside, Id, Offset);
  if (MayHaveLongNames && T.isLongString(Offset))
    return fail(Rule::NameLength, Id);
  return true;
}

/// \p To exists and is a type.
template <bool Swap, bool HasBase>
inline bool Validator<Swap, HasBase>::checkType(TypeId Id, TypeId To) {
  return (To < Count && isType(kind(To))) || fail(Rule::Reference, Id, To);
}

/// Kinds without elements have one shape, whatever vlen says.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkShape(TypeId Id, Ref Ty) {
  return Ty.vlen() == 0 || fail(Rule::NoElements, Id);
}

/// \p Id may contain \p To, which is checked.
template <bool Swap, bool HasBase>
inline bool Validator<Swap, HasBase>::checkContained(TypeId Id, TypeId To,
                                                     unsigned Depth) {
  if (!checkType(Id, To))
    return false;
  const uint32_t Height = entry(To).Height;
  if (Height == InProgress)
    return fail(Rule::NoCycle, Id, To);
  return Height != 0 || visit(To, Depth + 1);
}

/// \p Below: the greatest height of what \p Id contains.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::setHeight(TypeId Id, uint32_t Below) {
  if (Below > TypeTable::DeepestNesting)
    return fail(Rule::Depth, Id, TypeTable::DeepestNesting);
  own(Id).Height = Below + 1;
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkFloat(TypeId Id, Ref Ty) {
  switch (Ty.size()) {
  case 2:
  case 4:
  case 8:
  case 12:
  case 16:
    return true;
  }
  return fail(Rule::Size, Id);
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkInt(TypeId Id, Ref Ty) {
  if (Ty.intEncoding() & ~(IntSigned | IntChar | IntBool))
    return fail(Rule::Encoding, Id);
  uint64_t End = uint64_t(Ty.intOffset()) + Ty.intBits();
  if (End > 128 || End > uint64_t(Ty.size()) * 8)
    return fail(Rule::Bits, Id, End);
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkAlias(TypeId Id, Ref Ty, unsigned Depth) {
  own(Id).Height = InProgress;
  if (!checkContained(Id, Ty.type(), Depth))
    return false;
  const TypeTable::Entry &Target = entry(Ty.type());
  own(Id).Leaf = Target.Leaf;
  own(Id).Size = Target.Size;
  return setHeight(Id, Target.Height);
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkArray(TypeId Id, Ref Ty, unsigned Depth) {
  const TypeId Element = Ty.arrayElement(), Index = Ty.arrayIndex();
  own(Id).Height = InProgress;
  if (!checkContained(Id, Element, Depth) || !checkContained(Id, Index, Depth))
    return false;
  const Kind IndexKind = leaf(Index);
  if (IndexKind != Kind::Int && IndexKind != Kind::Void)
    return fail(Rule::Index, Id, T.skipAliases(Index));
  const Kind K = leaf(Element);
  const uint64_t ElementBytes = sizeOf(Element);
  if (K == Kind::Fwd || K == Kind::FuncProto || (isEnum(K) && !ElementBytes))
    return fail(Rule::ElementSize, Id);
  auto Bytes = checkedMul(ElementBytes, Ty.arrayCount());
  if (!Bytes)
    return fail(Rule::ArraySize, Id);
  own(Id).setSize(*Bytes);
  return setHeight(Id, std::max(entry(Element).Height, entry(Index).Height));
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkRecord(TypeId Id, Ref Ty, unsigned Depth) {
  own(Id).Height = InProgress;
  uint32_t Below = 0;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    const MemberRef M = memberAt(Ty, I);
    if (!checkName(Id, M.NameOffset) || !checkContained(Id, M.Type, Depth) ||
        !checkMember(Id, Ty.size(), I, M))
      return false;
    Below = std::max<uint32_t>(Below, entry(M.Type).Height);
  }
  return setHeight(Id, Below);
}

template <bool Swap, bool HasBase>
inline bool Validator<Swap, HasBase>::checkMember(TypeId Id,
                                                  uint64_t RecordBytes,
                                                  uint32_t I, MemberRef M) {
  uint64_t Begin = M.BitOffset, Bits = M.BitWidth;
  bool IsBitField = Bits != 0;
  switch (const Kind K = leaf(M.Type)) {
  case Kind::Int:
    if (IsBitField)
      break;
    Bits = sizeOf(M.Type) * 8;
    if (entry(M.Type).Size == TypeTable::AskForSize)
      if (const Ref Int = at(T.skipAliases(M.Type)); !isPlainInt(Int)) {
        Begin += Int.intOffset();
        Bits = Int.intBits();
        IsBitField = true;
      }
    break;
  case Kind::Enum:
  case Kind::Enum64:
    if (sizeOf(M.Type) == 0)
      return fail(Rule::MemberSize, Id, 0, I);
    if (!IsBitField)
      Bits = sizeOf(M.Type) * 8;
    break;
  case Kind::Ptr:
  case Kind::Struct:
  case Kind::Union:
  case Kind::Array:
  case Kind::Float:
    if (IsBitField)
      return fail(Rule::MemberInteger, Id, 0, I);
    Bits = sizeOf(M.Type);
    if (K != Kind::Ptr && Bits > RecordBytes)
      return fail(Rule::MemberFits, Id, Bits, I);
    Bits *= 8;
    break;
  case Kind::Fwd:
  case Kind::FuncProto:
    return fail(Rule::MemberSize, Id, 0, I);
  default:
    // Void, or of a later kernel. Where it is means nothing, either: clang
    // puts C++ member functions among the members.
    return true;
  }
  if (Begin % 8 && !IsBitField)
    return fail(Rule::MemberByte, Id, Begin, I);
  if (Begin + Bits > RecordBytes * 8)
    return fail(Rule::MemberInside, Id, Begin + Bits, I);
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkEnum(TypeId Id, Ref Ty) {
  const uint32_t Size = Ty.size(), Values = Ty.vlen();
  bool IsDeclaredOnly = Size == 0 && Values == 0;
  if (!IsDeclaredOnly && Size != 1 && Size != 2 && Size != 4 && Size != 8)
    return fail(Rule::Size, Id);
  const size_t Words = Ty.kind() == Kind::Enum64 ? 3 : 2;
  for (uint32_t I = 0; I != Values; ++I)
    if (!checkName(Id, Ty.tail(I * Words)))
      return false;
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkParams(TypeId Id, Ref Ty) {
  if (!checkType(Id, Ty.type()))
    return false;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I)
    if (!checkName(Id, Ty.tail(I * size_t(2))) ||
        !checkType(Id, Ty.tail(I * size_t(2) + 1)))
      return false;
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkDataSec(TypeId Id, Ref Ty) {
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    SecVarRef V = secVarAt(Ty, I);
    // The functions of .ksyms stand among the variables.
    if (V.Var >= Count ||
        (kind(V.Var) != Kind::Var && kind(V.Var) != Kind::Func))
      return fail(Rule::Variable, Id, V.Var);
    // The sizes of sections are known only once the object is linked.
    if (Ty.size() != 0 && uint64_t(V.Offset) + V.Size > Ty.size())
      return fail(Rule::VariableInside, Id, uint64_t(V.Offset) + V.Size, I);
  }
  return true;
}

template class btf::Validator<false, false>;
template class btf::Validator<false, true>;
template class btf::Validator<true, false>;
template class btf::Validator<true, true>;
