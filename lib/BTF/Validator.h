//===- Validator.h - The rules that the types of a blob keep ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_VALIDATOR_H
#define HOSTLAYOUT_BTF_VALIDATOR_H

#include "BTF/TypeTable.h"
#include "BTF/ValidationError.h"

namespace hostlayout::btf {

/// Checks the types of one table and fills in what its entries say of them.
/// \p Swap: whether the file's words have the other byte order; a constant, for
/// a kernel has a million words.
template <bool Swap> class Validator {
public:
  /// All types of \p T have been found.
  explicit Validator(TypeTable &T) : T(T), Count(T.count()) {}

  /// Error: a type breaks a rule.
  std::optional<Error> check();

private:
  using Ref = BasicTypeRef<std::bool_constant<Swap>>;
  /// A height that no type has which is checked.
  static constexpr uint32_t InProgress = TypeTable::MaxHeight;

  bool visit(TypeId Id, unsigned Depth);
  bool checkKind(TypeId Id, Ref Ty, unsigned Depth);
  bool checkInt(TypeId Id, Ref Ty);
  bool checkFloat(TypeId Id, Ref Ty);
  bool checkAlias(TypeId Id, Ref Ty, unsigned Depth);
  bool checkArray(TypeId Id, Ref Ty, unsigned Depth);
  bool checkRecord(TypeId Id, Ref Ty, unsigned Depth);
  bool checkMember(TypeId Id, uint64_t RecordBytes, uint32_t I, MemberRef M);
  bool checkEnum(TypeId Id, Ref Ty);
  bool checkParams(TypeId Id, Ref Ty);
  bool checkDataSec(TypeId Id, Ref Ty);
  bool checkName(TypeId Id, uint32_t Offset);
  bool checkType(TypeId Id, TypeId To);
  bool checkShape(TypeId Id, Ref Ty);
  bool checkContained(TypeId Id, TypeId To, unsigned Depth);
  bool setHeight(TypeId Id, uint32_t Below);

  [[gnu::cold, gnu::noinline]] bool
  fail(Rule Broken, TypeId Id, uint64_t Value = 0, uint32_t Member = 0) {
    Found = {Broken, Id, Value, Member};
    return false;
  }

  Ref at(TypeId Id) const { return Ref(T.addressOf(Id), {}); }
  const TypeTable::Entry &entry(TypeId Id) const { return T.entry(Id); }
  /// \p Id is not of the base.
  TypeTable::Entry &own(TypeId Id) { return T.Entries[T.slotOf(Id)]; }

  TypeTable &T;
  const TypeId Count;
  ValidationError Found = {};
};

} // namespace hostlayout::btf

#endif
