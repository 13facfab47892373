//===- Validate.cpp - What the types of a BTF blob say holds together -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// By-value nesting (member, element, alias) is followed depth first, never
// deeper than the kernel would, so recursion is bounded however a file chains
// its types.
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
bool Validator<Swap, HasBase>::settle(TypeId Id) {
  // A copy that nothing else can change is not read again for each member.
  const auto Ask = Quick;
  return Ask.settle(ownFacts(Id), at(Id), Count);
}

/// Checks a nesting type, and what it contains before.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::descend(TypeId Id, unsigned Depth) {
  if (Depth > TypeTable::DeepestNesting)
    return fail(Rule::Depth, Id, TypeTable::DeepestNesting);
  const Ref Ty = at(Id);
  if (!checkName(Id, Ty.nameOffset()))
    return false;
  ownFacts(Id).setHeight(InProgress);
  return visitContained(Id, Ty, Depth + 1) && (settle(Id) || check(Id, Ty));
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::visitContained(TypeId Id, Ref Ty,
                                              unsigned Depth) {
  if (Ty.kind() == Kind::Array)
    return visitTarget(Id, Ty.arrayElement(), Depth) &&
           visitTarget(Id, Ty.arrayIndex(), Depth);
  if (!isRecord(Ty.kind()))
    return visitTarget(Id, Ty.type(), Depth);
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I)
    if (!visitTarget(Id, memberAt(Ty, I).Type, Depth))
      return false;
  return true;
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::visitTarget(TypeId From, TypeId To,
                                           unsigned Depth) {
  if (!checkType(From, To))
    return false;
  const unsigned Height = facts(To).height();
  if (Height == InProgress)
    return fail(Rule::NoCycle, From, To);
  return Height != 0 || visit(To, Depth);
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkName(TypeId Id, uint32_t Offset) {
  if (Offset >= T.stringEnd())
    return fail(Rule::NameInside, Id, Offset);
  if (T.MayHaveLongStrings && T.isLongString(Offset))
    return fail(Rule::NameLength, Id);
  return true;
}

/// \p Below: the greatest height of what nesting type \p Id contains.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkNested(TypeId Id, unsigned Below) {
  if (Below > TypeTable::DeepestNesting)
    return fail(Rule::Depth, Id, TypeTable::DeepestNesting);
  ownFacts(Id).setHeight(Below + 1);
  return true;
}

/// Checks a type but for its name; what it contains has been visited.
template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::check(TypeId Id, Ref Ty) {
  switch (Ty.kind()) {
  case Kind::Struct:
  case Kind::Union:
    return checkRecord(Id, Ty);
  case Kind::Array:
    return checkShape(Id, Ty) && checkArray(Id, Ty);
  case Kind::Typedef:
  case Kind::Volatile:
  case Kind::Const:
  case Kind::Restrict:
  case Kind::TypeTag:
    return checkShape(Id, Ty) && checkAlias(Id, Ty);
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
bool Validator<Swap, HasBase>::checkAlias(TypeId Id, Ref Ty) {
  const TypeFacts Target = facts(Ty.type());
  ownFacts(Id).setTarget(Target);
  return checkNested(Id, Target.height());
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkArray(TypeId Id, Ref Ty) {
  TypeId Index = T.skipAliases(Ty.arrayIndex());
  if (Index && kind(Index) != Kind::Int)
    return fail(Rule::Index, Id, Index);
  TypeId Element = T.skipAliases(Ty.arrayElement());
  if (isIncomplete(Element, kind(Element)))
    return fail(Rule::ElementSize, Id);
  auto Bytes = checkedMul(T.sizeOf(Element), Ty.arrayCount());
  if (!Bytes)
    return fail(Rule::ArraySize, Id);
  if (facts(Element).size() != TypeFacts::UnknownSize)
    ownFacts(Id).setSize(*Bytes);
  return checkNested(Id, std::max(facts(Ty.arrayElement()).height(),
                                  facts(Ty.arrayIndex()).height()));
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkRecord(TypeId Id, Ref Ty) {
  unsigned Below = 0;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    MemberRef M = memberAt(Ty, I);
    if (!checkName(Id, M.NameOffset) || !checkMember(Id, Ty.size(), I, M))
      return false;
    Below = std::max(Below, facts(M.Type).height());
  }
  return checkNested(Id, Below);
}

template <bool Swap, bool HasBase>
bool Validator<Swap, HasBase>::checkMember(TypeId Id, uint64_t RecordBytes,
                                           uint32_t I, MemberRef M) {
  TypeId Type = M.Type;
  Kind K = kind(Type);
  for (; isModifier(K) || K == Kind::Typedef; K = kind(Type))
    Type = at(Type).type();
  uint64_t Begin = M.BitOffset, Bits = M.BitWidth;
  bool IsBitField = Bits != 0;
  switch (K) {
  case Kind::Ptr:
    Bits = T.PointerBytes * 8;
    if (IsBitField)
      return fail(Rule::MemberInteger, Id, 0, I);
    break;
  case Kind::Int: {
    if (IsBitField)
      break;
    Ref Int = at(Type);
    Bits = uint64_t(Int.size()) * 8;
    if (!isPlainInt(Int)) {
      Begin += Int.intOffset();
      Bits = Int.intBits();
      IsBitField = true;
    }
    break;
  }
  case Kind::Enum:
  case Kind::Enum64: {
    uint64_t Size = at(Type).size();
    if (Size == 0)
      return fail(Rule::MemberSize, Id, 0, I);
    if (!IsBitField)
      Bits = Size * 8;
    break;
  }
  case Kind::Struct:
  case Kind::Union:
  case Kind::Array:
  case Kind::Float: {
    if (IsBitField)
      return fail(Rule::MemberInteger, Id, 0, I);
    uint64_t Size = K == Kind::Array ? T.sizeOf(Type) : at(Type).size();
    if (Size > RecordBytes)
      return fail(Rule::MemberFits, Id, Size, I);
    Bits = Size * 8;
    break;
  }
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
