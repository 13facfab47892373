//===- QuickCheck.h - Which types are plainly sound -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nearly all types keep all rules, and to see that takes less than to find out
// which rule one breaks: what there is of it is gathered and judged at the end,
// for a processor foresees few of the branches between. Validator is asked
// about the others.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_QUICKCHECK_H
#define HOSTLAYOUT_BTF_QUICKCHECK_H

#include "BTF/TypeTable.h"

#include <algorithm>
#include <type_traits>

namespace hostlayout::btf {

/// Made for one byte order, and for BTF with or without a base: vmlinux has a
/// million words to read.
template <bool Swap, bool HasBase> class QuickCheck {
public:
  using Ref = BasicTypeRef<std::bool_constant<Swap>>;

  explicit QuickCheck(const TypeTable &T)
      : Base(T.Base), First(T.First), PointerBytes(T.PointerBytes),
        NameEnd(T.MayHaveLongStrings || T.AskAlways ? 0 : T.stringEnd()),
        Own(&T.Entries[T.slotOf(HasBase ? T.First : 0)]) {}

  /// The facts of \p Ty, which is of kind \p K and sound, or nothing. Nothing
  /// does not say that it breaks a rule. Types from id \p Count are not known
  /// yet.
  template <Kind K>
  [[gnu::always_inline]] bool settle(TypeFacts &F, Ref Ty, TypeId Count) const {
    F = TypeFacts(K == Kind::Void ? Ty.kind() : K);
    if (Ty.nameOffset() >= NameEnd)
      return false;
    if constexpr (K == Kind::Func) { // its vlen is a linkage
      return facts(Ty.type(), Count).kind() == Kind::FuncProto;
    } else if constexpr (K == Kind::FuncProto) {
      return areParams(Ty, Count);
    } else if constexpr (K == Kind::Ptr) {
      F.setSize(PointerBytes);
      return all(Ty.vlen() == 0, facts(Ty.type(), Count).isAnyType());
    } else if constexpr (isRecord(K)) {
      return Ty.kindFlag() ? settleMembers<true>(F, Ty, Count)
                           : settleMembers<false>(F, Ty, Count);
    } else if constexpr (K == Kind::Array) {
      return settleArray(F, Ty, Count);
    } else if constexpr (isNesting(K)) {
      const TypeFacts To = facts(Ty.type(), Count);
      if (!all(Ty.vlen() == 0, canNest(To.height())))
        return false;
      F.setTarget(To);
      F.setHeight(To.height() + 1);
      return true;
    } else if constexpr (isEnum(K)) {
      return settleEnum(F, Ty);
    } else if constexpr (K == Kind::Int) {
      if (!isPlainInt(Ty))
        return false;
      F.setSize(Ty.size());
      F.setInteger();
      return Ty.vlen() == 0 && Ty.size() <= 16 && Ty.intOffset() == 0 &&
             !(Ty.intEncoding() & ~(IntSigned | IntChar | IntBool));
    } else {
      if (K == Kind::Float)
        F.setSize(Ty.size());
      return false;
    }
  }

  /// The same where only \p F say which kind it is.
  [[gnu::always_inline]] bool settle(TypeFacts &F, Ref Ty, TypeId Count) const {
    return withKind(F.kind(), [&]<Kind K>(std::integral_constant<Kind, K>) {
      return settle<K>(F, Ty, Count);
    });
  }

private:
  /// \p Id's. No type where it is not known.
  [[gnu::always_inline]] TypeFacts facts(TypeId Id, TypeId Count) const {
    if constexpr (HasBase)
      if (Id < First)
        return Base->facts(Id);
    // In front of all stands that of no type.
    constexpr ptrdiff_t None = HasBase ? -2 : -1;
    return Own[Id < Count ? ptrdiff_t(HasBase ? Id - First : Id) : None].Facts;
  }

  /// Whether all are true. The processor need not guess which.
  template <typename... Bools> static bool all(Bools... Is) {
    return (static_cast<unsigned>(Is) & ...);
  }

  static bool canNest(uint32_t Height) {
    return all(Height != 0, Height <= TypeTable::DeepestNesting);
  }

  [[gnu::always_inline]] bool areParams(Ref Ty, TypeId Count) const {
    bool AreTypes = facts(Ty.type(), Count).isAnyType();
    uint32_t LastName = 0;
    for (uint32_t I = 0, End = Ty.vlen(); I != End; ++I) {
      LastName = std::max(LastName, Ty.tail(I * size_t(2)));
      AreTypes &= facts(Ty.tail(I * size_t(2) + 1), Count).isAnyType();
    }
    return all(AreTypes, LastName < NameEnd);
  }

  template <bool HasWidths>
  [[gnu::always_inline]] bool settleMembers(TypeFacts &F, Ref Ty,
                                            TypeId Count) const {
    uint32_t LastName = Ty.nameOffset(), Below = 0, Uneven = 0;
    uint64_t LastBit = 0;
    bool AreIntegers = true;
    for (uint32_t I = 0, End = Ty.vlen(); I != End; ++I) {
      const uint32_t Offset = Ty.tail(I * size_t(3) + 2);
      const TypeFacts To = facts(Ty.tail(I * size_t(3) + 1), Count);
      LastName = std::max(LastName, Ty.tail(I * size_t(3)));
      Below = std::max(Below, To.height());
      // What is not known, or cannot be a member, has the greatest size.
      uint64_t Bits = uint64_t(To.size()) * 8;
      if (HasWidths && Offset >> 24) {
        AreIntegers &= To.isInteger();
        Bits = Offset >> 24;
      } else {
        Uneven |= Offset;
      }
      LastBit =
          std::max(LastBit, (HasWidths ? Offset & 0xffffff : Offset) + Bits);
    }
    const bool IsSound = all(LastName < NameEnd, Uneven % 8 == 0, AreIntegers,
                             LastBit <= uint64_t(Ty.size()) * 8,
                             Ty.size() < TypeFacts::UnknownSize,
                             Below <= TypeTable::DeepestNesting);
    if (IsSound) {
      F.setSize(Ty.size());
      F.setHeight(Below + 1);
    }
    return IsSound;
  }

  bool settleArray(TypeFacts &F, Ref Ty, TypeId Count) const {
    const TypeFacts Element = facts(Ty.arrayElement(), Count);
    const TypeFacts Index = facts(Ty.arrayIndex(), Count);
    if (!all(Ty.vlen() == 0, Element.size() != TypeFacts::UnknownSize,
             canNest(Element.height()), Index.kind() == Kind::Int))
      return false;
    F.setSize(uint64_t(Element.size()) * Ty.arrayCount());
    F.setHeight(Element.height() + 1);
    return true;
  }

  bool settleEnum(TypeFacts &F, Ref Ty) const {
    const uint32_t Size = Ty.size();
    if (Size != 1 && Size != 2 && Size != 4 && Size != 8)
      return false;
    const size_t Words = Ty.kind() == Kind::Enum64 ? 3 : 2;
    uint32_t LastName = 0;
    for (uint32_t I = 0, End = Ty.vlen(); I != End; ++I)
      LastName = std::max(LastName, Ty.tail(I * Words));
    F.setSize(Size);
    F.setInteger();
    return LastName < NameEnd;
  }

  const TypeTable *const Base;
  const TypeId First;
  const uint32_t PointerBytes;
  /// Names before this are in the string section and not too long.
  const uint32_t NameEnd;
  /// Of type First, or of void where there is no base.
  const TypeTable::Entry *const Own;
};

} // namespace hostlayout::btf

#endif
