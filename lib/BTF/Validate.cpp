//===- Validate.cpp - What the types of a BTF blob say holds together -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass over all types, and a second look at those that refer to later ones.
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

template <bool SwapNow> std::optional<Error> TypeTable::findAndCheck() {
  Validator<SwapNow> V(*this);
  if (uint64_t Stop = V.find(); Stop != Types.size())
    return damagedAt(Stop);
  return V.checkRest();
}
template std::optional<Error> TypeTable::findAndCheck<false>();
template std::optional<Error> TypeTable::findAndCheck<true>();

template <bool Swap> uint64_t Validator<Swap>::find() {
  const uint8_t *const End = Types + T.Types.size();
  const uint8_t *At = Types;
  while (static_cast<size_t>(End - At) >= TypeHead) {
    const Ref Ty(At, {});
    const Kind K = Ty.kind();
    const KindShape Shape = T.Shapes[static_cast<size_t>(K)];
    const uint64_t Bytes = Shape.Head + uint64_t(Shape.Element) * Ty.vlen();
    if (Bytes == 0 || static_cast<size_t>(End - At) < Bytes)
      break;
    if (K == Kind::Int && Ty.size() == 4 && T.PointerBytes != 4 &&
        T.isLong(Ty.nameOffset())) {
      // A kernel of a 32-bit machine. What was found has other sizes there.
      T.PointerBytes = 4;
      Left.clear();
      Count = First;
      At = Types;
      continue;
    }
    const TypeId Id = Count++;
    Offsets[Id - First] = static_cast<uint32_t>(At - Types);
    Facts[Id - First] = {K, static_cast<uint8_t>(!Shape.IsNesting)};
    Sizes[Id - First] = Shape.HasSize    ? Ty.size()
                        : K == Kind::Ptr ? T.PointerBytes
                                         : TypeTable::UnknownSize;
    if (K == Kind::Int && !isPlainInt(Ty))
      Sizes[Id - First] = TypeTable::UnknownSize;
    At += Bytes;
    if (!check(Id, Ty, K))
      Left.push_back(Id);
  }
  T.Count = Count - First;
  return At - Types;
}

template <bool Swap> std::optional<Error> Validator<Swap>::checkRest() {
  HasAll = true;
  for (TypeId Id : Left)
    if (!check(Id, at(Id), kind(Id)))
      return describe(T, Found);
  return std::nullopt;
}

template <bool Swap>
bool Validator<Swap>::checkNameSlowly(TypeId Id, uint32_t Offset) {
  if (Offset >= T.stringEnd())
    return fail(Rule::NameInside, Id, Offset);
  if (T.isLongString(Offset))
    return fail(Rule::NameLength, Id);
  return true;
}

template <bool Swap> bool Validator<Swap>::visit(TypeId Id, unsigned Depth) {
  if (Depth > MaxDepth)
    return fail(Rule::Depth, Id, MaxDepth);
  TypeTable::Fact &Fact = Facts[Id - First];
  Fact.Height = InProgress;
  uint8_t Height = 1;
  bool Holds = checkNesting(Id, at(Id), Depth, Height) &&
               (Height <= MaxDepth + 1 || fail(Rule::Depth, Id, MaxDepth));
  Fact.Height = Holds ? Height : 0;
  return Holds;
}

/// Follows a by-value reference; \p Height becomes at least one more than what
/// is found there.
template <bool Swap>
[[gnu::always_inline]] inline bool
Validator<Swap>::visitTarget(TypeId From, TypeId To, unsigned Depth,
                             uint8_t &Height) {
  if (!checkType(From, To))
    return false;
  uint8_t Below = heightOf(To);
  if (Below == 0) {
    if (!HasAll || !visit(To, Depth + 1))
      return false;
    Below = heightOf(To);
  }
  if (Below == InProgress)
    return fail(Rule::NoCycle, From, To);
  if (Below >= Height)
    Height = Below + 1;
  return true;
}

/// Checks a type that isNesting().
template <bool Swap>
bool Validator<Swap>::checkNesting(TypeId Id, Ref Ty, unsigned Depth,
                                   uint8_t &Height) {
  if (isRecord(Ty.kind()))
    return checkRecord(Id, Ty, Depth, Height);
  if (!checkShape(Id, Ty))
    return false;
  if (Ty.kind() == Kind::Array)
    return checkArray(Id, Ty, Depth, Height);
  if (!visitTarget(Id, Ty.type(), Depth, Height))
    return false;
  Sizes[Id - First] = knownSize(Ty.type());
  return true;
}

/// Checks a type, unless a nesting one has been visited already.
template <bool Swap>
[[gnu::always_inline]] inline bool Validator<Swap>::check(TypeId Id, Ref Ty,
                                                          Kind K) {
  if (!checkName(Id, Ty.nameOffset()))
    return false;
  switch (K) {
  case Kind::Struct:
  case Kind::Union:
  case Kind::Array:
  case Kind::Typedef:
  case Kind::Volatile:
  case Kind::Const:
  case Kind::Restrict:
  case Kind::TypeTag:
    return heightOf(Id) != 0 || visit(Id, 0);
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

template <bool Swap> bool Validator<Swap>::checkFloat(TypeId Id, Ref Ty) {
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

template <bool Swap> bool Validator<Swap>::checkInt(TypeId Id, Ref Ty) {
  if (Ty.intEncoding() & ~(IntSigned | IntChar | IntBool))
    return fail(Rule::Encoding, Id);
  uint64_t End = uint64_t(Ty.intOffset()) + Ty.intBits();
  if (End > 128 || End > uint64_t(Ty.size()) * 8)
    return fail(Rule::Bits, Id, End);
  return true;
}

template <bool Swap>
bool Validator<Swap>::checkArray(TypeId Id, Ref Ty, unsigned Depth,
                                 uint8_t &Height) {
  if (!visitTarget(Id, Ty.arrayElement(), Depth, Height) ||
      !visitTarget(Id, Ty.arrayIndex(), Depth, Height))
    return false;
  TypeId Index = T.skipAliases(Ty.arrayIndex());
  if (Index && kind(Index) != Kind::Int)
    return fail(Rule::Index, Id, Index);
  TypeId Element = T.skipAliases(Ty.arrayElement());
  if (isIncomplete(Element, kind(Element)))
    return fail(Rule::ElementSize, Id);
  auto Bytes = checkedMul(T.sizeOf(Element), Ty.arrayCount());
  if (!Bytes)
    return fail(Rule::ArraySize, Id);
  if (knownSize(Element) != TypeTable::UnknownSize)
    Sizes[Id - First] = static_cast<uint32_t>(
        std::min<uint64_t>(*Bytes, TypeTable::UnknownSize));
  return true;
}

template <bool Swap>
bool Validator<Swap>::checkRecord(TypeId Id, Ref Ty, unsigned Depth,
                                  uint8_t &Height) {
  const uint64_t Bytes = Ty.size();
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    MemberRef M = memberAt(Ty, I);
    if (!checkName(Id, M.NameOffset) || !visitTarget(Id, M.Type, Depth, Height))
      return false;
    // Nearly all members are plain and of a known size.
    uint32_t Size = knownSize(M.Type);
    bool IsPlain = (M.BitOffset & 7) == 0 && M.BitWidth == 0 && Size != 0 &&
                   Size != TypeTable::UnknownSize;
    if (IsPlain && uint64_t(Size) + M.BitOffset / 8 <= Bytes)
      continue;
    if (!checkMember(Id, Bytes, I, M))
      return false;
  }
  return true;
}

template <bool Swap>
bool Validator<Swap>::checkMember(TypeId Id, uint64_t RecordBytes, uint32_t I,
                                  MemberRef M) {
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

template <bool Swap> bool Validator<Swap>::checkEnum(TypeId Id, Ref Ty) {
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

template <bool Swap> bool Validator<Swap>::checkParams(TypeId Id, Ref Ty) {
  if (!checkType(Id, Ty.type()))
    return false;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I)
    if (!checkName(Id, Ty.tail(I * size_t(2))) ||
        !checkType(Id, Ty.tail(I * size_t(2) + 1)))
      return false;
  return true;
}

template <bool Swap> bool Validator<Swap>::checkDataSec(TypeId Id, Ref Ty) {
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
