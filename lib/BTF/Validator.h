//===- Validator.h - The checks on the types of one blob --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_VALIDATOR_H
#define HOSTLAYOUT_BTF_VALIDATOR_H

#include "BTF/QuickCheck.h"
#include "BTF/ValidationError.h"

namespace hostlayout::btf {

template <bool Swap, bool HasBase> class Validator {
  using Ref = typename QuickCheck<Swap, HasBase>::Ref;

public:
  /// All types of \p T have been found.
  explicit Validator(TypeTable &T)
      : T(T), Quick(T), Count(T.count()), Types(T.Types.data()),
        Entries(T.Entries.get()) {}

  /// Whether type \p Id and what it contains keep all rules.
  bool isSound(TypeId Id) {
    if (isNesting(kind(Id)))
      return facts(Id).height() != 0 || visit(Id, 0);
    const Ref Ty = at(Id);
    return settle(Id) || (checkName(Id, Ty.nameOffset()) && check(Id, Ty));
  }
  /// What was wrong where isSound() said no.
  Error failure() const { return describe(T, Found); }

private:
  static constexpr unsigned InProgress = TypeFacts::MaxHeight;

  bool settle(TypeId Id);
  bool visit(TypeId Id, unsigned Depth) {
    return settle(Id) || descend(Id, Depth);
  }
  bool descend(TypeId Id, unsigned Depth);
  bool visitContained(TypeId Id, Ref Ty, unsigned Depth);
  bool visitTarget(TypeId From, TypeId To, unsigned Depth);
  bool check(TypeId Id, Ref Ty);
  bool checkNested(TypeId Id, unsigned Below);
  bool checkFloat(TypeId Id, Ref Ty);
  bool checkInt(TypeId Id, Ref Ty);
  bool checkAlias(TypeId Id, Ref Ty);
  bool checkArray(TypeId Id, Ref Ty);
  bool checkRecord(TypeId Id, Ref Ty);
  bool checkMember(TypeId Id, uint64_t RecordBytes, uint32_t I, MemberRef M);
  bool checkEnum(TypeId Id, Ref Ty);
  bool checkParams(TypeId Id, Ref Ty);
  bool checkDataSec(TypeId Id, Ref Ty);
  bool checkName(TypeId Id, uint32_t Offset);

  [[gnu::cold, gnu::noinline]] bool
  fail(Rule Broken, TypeId Id, uint64_t Value = 0, uint32_t Member = 0) {
    Found = {Broken, Id, Value, Member};
    return false;
  }

  Ref at(TypeId Id) const {
    return Ref(HasBase ? T.addressOf(Id) : Types + Entries[Id + 1].Offset, {});
  }
  Kind kind(TypeId Id) const { return facts(Id).kind(); }
  TypeFacts facts(TypeId Id) const {
    return HasBase ? T.facts(Id) : Entries[Id + 1].Facts;
  }
  /// \p Id is not of the base.
  TypeFacts &ownFacts(TypeId Id) { return Entries[T.slotOf(Id)].Facts; }
  /// Whether \p To exists and is a type; says so otherwise.
  bool checkType(TypeId Id, TypeId To) {
    if (To < Count && isType(kind(To)))
      return true;
    return fail(Rule::Reference, Id, To);
  }
  /// Kinds without elements have one shape, whatever vlen says.
  bool checkShape(TypeId Id, Ref Ty) {
    return Ty.vlen() == 0 || fail(Rule::NoElements, Id);
  }
  /// Whether C has no values of that type; \p Id is no alias.
  bool isIncomplete(TypeId Id, Kind K) const {
    return K == Kind::Fwd || K == Kind::FuncProto ||
           (isEnum(K) && at(Id).size() == 0);
  }

  TypeTable &T;
  const QuickCheck<Swap, HasBase> Quick;
  const TypeId Count;
  const uint8_t *const Types;
  TypeTable::Entry *const Entries;
  ValidationError Found = {};
};

} // namespace hostlayout::btf

#endif
