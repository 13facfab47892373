//===- Validator.h - The checks on the types of one blob --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_VALIDATOR_H
#define HOSTLAYOUT_BTF_VALIDATOR_H

#include "BTF/Fault.h"
#include "BTF/TypeTable.h"

#include <optional>
#include <type_traits>
#include <vector>

namespace hostlayout::btf {

/// Made for one byte order: vmlinux has a million words to read.
template <bool Swap> class Validator {
  using Ref = BasicTypeRef<std::bool_constant<Swap>>;

public:
  explicit Validator(TypeTable &T)
      : T(T), First(T.First), Count(T.First),
        FastNameEnd(T.HasLongStrings ? 0 : T.stringEnd()),
        Offsets(T.Offsets.get()), Facts(T.Facts.get()), Sizes(T.Sizes.get()),
        Types(T.Types.data()) {}

  /// Finds the types up to the end of their section, which is returned, or to
  /// the first that is damaged. On the way, checks those that refer only to
  /// types before them, which are most.
  uint64_t find();

  /// Checks the others.
  std::optional<Error> checkRest();

private:
  /// Deeper nesting is what the kernel refuses, too.
  static constexpr unsigned MaxDepth = 32;
  static constexpr uint8_t InProgress = 0xff;

  bool visit(TypeId Id, unsigned Depth);
  bool visitTarget(TypeId From, TypeId To, unsigned Depth, uint8_t &Height);
  bool checkNesting(TypeId Id, Ref Ty, unsigned Depth, uint8_t &Height);
  bool check(TypeId Id, Ref Ty, Kind K);
  bool checkFloat(TypeId Id, Ref Ty);
  bool checkInt(TypeId Id, Ref Ty);
  bool checkArray(TypeId Id, Ref Ty, unsigned Depth, uint8_t &Height);
  bool checkRecord(TypeId Id, Ref Ty, unsigned Depth, uint8_t &Height);
  bool checkMember(TypeId Id, uint64_t RecordBytes, uint32_t I, MemberRef M);
  bool checkEnum(TypeId Id, Ref Ty);
  bool checkParams(TypeId Id, Ref Ty);
  bool checkDataSec(TypeId Id, Ref Ty);
  bool checkNameSlowly(TypeId Id, uint32_t Offset);

  [[gnu::cold, gnu::noinline]] bool
  fail(Rule Broken, TypeId Id, uint64_t Value = 0, uint32_t Member = 0) {
    Found = {Broken, Id, Value, Member};
    return false;
  }

  Ref at(TypeId Id) const {
    return Ref(Id < First ? T.addressOf(Id) : Types + Offsets[Id - First], {});
  }
  Kind kind(TypeId Id) const {
    return Id < First ? T.kind(Id) : Facts[Id - First].TheKind;
  }
  uint8_t heightOf(TypeId Id) const {
    return Id < First ? T.heightOf(Id) : Facts[Id - First].Height;
  }
  uint32_t knownSize(TypeId Id) const {
    return Id < First ? TypeTable::UnknownSize : Sizes[Id - First];
  }
  /// Whether \p To exists and is a type; says so otherwise.
  bool checkType(TypeId Id, TypeId To) {
    if (To < Count && isType(kind(To))) [[likely]]
      return true;
    return fail(Rule::Reference, Id, To);
  }
  /// Kinds without elements have one shape, whatever vlen says.
  bool checkShape(TypeId Id, Ref Ty) {
    return Ty.vlen() == 0 || fail(Rule::NoElements, Id);
  }
  bool checkName(TypeId Id, uint32_t Offset) {
    if (Offset < FastNameEnd) [[likely]]
      return true;
    return checkNameSlowly(Id, Offset);
  }
  /// Whether C has no values of that type; \p Id is no alias.
  bool isIncomplete(TypeId Id, Kind K) const {
    return K == Kind::Fwd || K == Kind::FuncProto ||
           (isEnum(K) && at(Id).size() == 0);
  }

  TypeTable &T;
  const TypeId First;
  /// Ids below this are of types that have been found.
  TypeId Count;
  /// False while types are being found: one that cannot be checked yet is then
  /// among those that are left.
  bool HasAll = false;
  std::vector<TypeId> Left;
  const uint32_t FastNameEnd;
  uint32_t *const Offsets;
  TypeTable::Fact *const Facts;
  uint32_t *const Sizes;
  const uint8_t *const Types;
  Fault Found = {};
};

} // namespace hostlayout::btf

#endif
