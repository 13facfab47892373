//===- FindTypes.cpp - Where each type starts, and that all are sound -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass finds the types and settles those that are plain and refer to
// earlier ones while their words are at hand. A fifth of vmlinux is left for
// when all are known: records, most of which refer to later types, and what
// holds those.
//
//===----------------------------------------------------------------------===//

#include "BTF/QuickCheck.h"
#include "BTF/Validator.h"

using namespace hostlayout;
using namespace hostlayout::btf;

template <bool SwapNow, bool HasBase>
std::optional<Error> TypeTable::findAndCheck() {
  const size_t Most = Types.size() / TypeHead;
  // As many as a kernel has.
  Named = IdList(Most, Types.size() / 150);
  IdList Left(Most, Types.size() / 150);
  if (uint64_t Stop = find<SwapNow, HasBase>(Left); Stop != Types.size())
    return damagedAt(Stop);
  const QuickCheck<SwapNow, HasBase> Quick(*this);
  Validator<SwapNow, HasBase> Validate(*this);
  for (TypeId Id : Left.ids()) {
    Entry &E = Entries[slotOf(Id)];
    const BasicTypeRef<std::bool_constant<SwapNow>> Ty(Types.data() + E.Offset,
                                                       {});
    const bool IsSound =
        withKind(E.Facts.kind(), [&]<Kind K>(std::integral_constant<Kind, K>) {
          // What a type before it contains is settled with that.
          return (isNesting(K) && E.Facts.height() != 0) ||
                 Quick.template settle<K>(E.Facts, Ty, count());
        });
    if (!IsSound && !Validate.isSound(Id))
      return Validate.failure();
  }
  return std::nullopt;
}
template std::optional<Error> TypeTable::findAndCheck<false, false>();
template std::optional<Error> TypeTable::findAndCheck<false, true>();
template std::optional<Error> TypeTable::findAndCheck<true, false>();
template std::optional<Error> TypeTable::findAndCheck<true, true>();

/// In bytes: a few dozen types.
static constexpr size_t FetchAhead = 1536;

/// Fills Entries up to the end of the section, which is returned, or to the
/// first type that is damaged. \p Left: who is to be looked at again.
template <bool SwapNow, bool HasBase> uint64_t TypeTable::find(IdList &Left) {
  const QuickCheck<SwapNow, HasBase> Quick(*this);
  const uint8_t *const Begin = Types.data(), *const End = Begin + Types.size();
  const uint8_t *At = Begin;
  const TypeId FirstId = HasBase ? First : 1;
  Entry *const Own = &Entries[slotOf(First)];
  TypeId Id = FirstId;
  TypeId *NextNamed = Named.data(), *NextLeft = Left.data();
  DataSections.clear();
  bool Fits = true, IsOfOldMachine = false;
  while (Fits && static_cast<size_t>(End - At) >= TypeHead) {
    // The processor's own fetching stops at the end of each page.
    __builtin_prefetch(At + FetchAhead);
    const BasicTypeRef<std::bool_constant<SwapNow>> Ty(At, {});
    auto Take = [&](TypeFacts Facts, uint64_t Bytes) {
      Own[Id - FirstId] = {static_cast<uint32_t>(At - Begin), Facts};
      ++Id;
      At += Bytes;
    };
    TypeFacts Facts;
    // Nearly half of a kernel's types, many in a row.
    if (Ty.kind() == Kind::Func &&
        Quick.template settle<Kind::Func>(Facts, Ty, Id)) {
      Take(Facts, TypeHead);
      continue;
    }
    // Made for each kind: nothing waits for a length out of a table.
    withKind(Ty.kind(), [&]<Kind K>(std::integral_constant<Kind, K>) {
      const KindShape Shape = K == Kind::Void
                                  ? Shapes[static_cast<size_t>(Ty.kind())]
                                  : StandardShapes[static_cast<size_t>(K)];
      const uint64_t Bytes = Shape.Head + uint64_t(Shape.Element) * Ty.vlen();
      Fits = Bytes != 0 && static_cast<size_t>(End - At) >= Bytes;
      if (!Fits)
        return;
      if (K == Kind::Int && Ty.size() == 4 && PointerBytes != 4 &&
          isLong(Ty.nameOffset())) {
        IsOfOldMachine = true;
        Fits = false;
        return;
      }
      if (isRecord(K)) {
        Facts = TypeFacts(K);
        *NextLeft++ = Id;
      } else if (!Quick.template settle<K>(Facts, Ty, Id)) {
        *NextLeft++ = Id;
      }
      if (isNamed(K))
        *NextNamed++ = Id;
      if (K == Kind::DataSec)
        DataSections.push_back(TypeId(Id));
      Take(Facts, Bytes);
    });
  }
  if (IsOfOldMachine) {
    // A kernel of a 32-bit machine. What was found has other sizes there.
    PointerBytes = 4;
    return find<SwapNow, HasBase>(Left);
  }
  Named.setEnd(NextNamed);
  Left.setEnd(NextLeft);
  Count = Id - FirstId;
  return At - Begin;
}
