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
/// \p Swap: whether the file's words have the other byte order. \p HasBase:
/// whether some of the types are those of another table. Both are constants,
/// for a kernel has a million words.
template <bool Swap, bool HasBase> class Validator {
public:
  /// All types of \p T have been found.
  explicit Validator(TypeTable &T)
      : T(T), First(T.First), Count(T.count()), NameEnd(T.stringEnd()),
        MayHaveLongNames(T.MayHaveLongStrings), Types(T.Types.data()),
        Entries(T.Entries.get()) {}

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
  [[gnu::always_inline]] bool checkMember(TypeId Id, uint64_t RecordBytes,
                                          uint32_t I, MemberRef M);
  bool checkEnum(TypeId Id, Ref Ty);
  bool checkParams(TypeId Id, Ref Ty);
  bool checkDataSec(TypeId Id, Ref Ty);
  [[gnu::always_inline]] bool checkName(TypeId Id, uint32_t Offset);
  [[gnu::always_inline]] bool checkType(TypeId Id, TypeId To);
  bool checkShape(TypeId Id, Ref Ty);
  [[gnu::always_inline]] bool checkContained(TypeId Id, TypeId To,
                                             unsigned Depth);
  bool setHeight(TypeId Id, uint32_t Below);

  [[gnu::cold, gnu::noinline]] bool
  fail(Rule Broken, TypeId Id, uint64_t Value = 0, uint32_t Member = 0) {
    Found = {Broken, Id, Value, Member};
    return false;
  }

  Ref at(TypeId Id) const {
    return Ref(isInBase(Id) ? T.addressOf(Id) : Types + own(Id).Offset, {});
  }
  const TypeTable::Entry &entry(TypeId Id) const {
    return isInBase(Id) ? T.entry(Id) : own(Id);
  }
  Kind kind(TypeId Id) const { return static_cast<Kind>(entry(Id).K); }
  Kind leaf(TypeId Id) const { return static_cast<Kind>(entry(Id).Leaf); }
  uint64_t sizeOf(TypeId Id) const {
    const uint32_t Size = entry(Id).Size;
    return Size != TypeTable::AskForSize ? Size : T.sizeOf(Id);
  }
  /// \p Id is not of the base.
  TypeTable::Entry &own(TypeId Id) const {
    return Entries[HasBase ? Id - First + 1 : Id];
  }
  bool isInBase(TypeId Id) const { return HasBase && Id < First; }

  TypeTable &T;
  // Copies, which no write to an entry can change.
  const TypeId First, Count;
  const uint32_t NameEnd;
  const bool MayHaveLongNames;
  const uint8_t *const Types;
  TypeTable::Entry *const Entries;
  ValidationError Found = {};
};

} // namespace hostlayout::btf

#endif
