//===- FindTypes.cpp - Where each type starts, and that all are sound -----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass finds the types and settles those that are plain and refer to
// earlier ones while their words are at hand. Of vmlinux a tenth waits, most of
// it for types that follow soon: it is looked at again before its words have
// left the processor's nearest cache, for to bring them back takes longer than
// to look at them. A hundredth is left for when all are known.
//
//===----------------------------------------------------------------------===//

#include "BTF/QuickCheck.h"
#include "BTF/Validator.h"

using namespace hostlayout;
using namespace hostlayout::btf;

template <bool SwapNow, bool HasBase>
std::optional<Error> TypeTable::findAndCheck() {
  // As many as a kernel has.
  Named = IdList(Types.size() / TypeHead, Types.size() / 150);
  std::vector<TypeId> Left;
  if (uint64_t Stop = find<SwapNow, HasBase>(Left); Stop != Types.size())
    return damagedAt(Stop);
  Validator<SwapNow, HasBase> Validate(*this);
  for (TypeId Id : Left)
    if (!Validate.isSound(Id))
      return Validate.failure();
  return std::nullopt;
}
template std::optional<Error> TypeTable::findAndCheck<false, false>();
template std::optional<Error> TypeTable::findAndCheck<false, true>();
template std::optional<Error> TypeTable::findAndCheck<true, false>();
template std::optional<Error> TypeTable::findAndCheck<true, true>();

/// Settles those of \p Ids for which it is enough that the types before \p
/// Known are known; the others go to \p Left.
template <bool SwapNow, bool HasBase>
void TypeTable::lookAgain(std::span<const TypeId> Ids, TypeId Known,
                          std::vector<TypeId> &Left) {
  const QuickCheck<SwapNow, HasBase> Quick(*this);
  for (TypeId Id : Ids) {
    Entry &E = Entries[slotOf(Id)];
    const BasicTypeRef<std::bool_constant<SwapNow>> Ty(Types.data() + E.Offset,
                                                       {});
    if (!Quick.settle(E.Facts, Ty, Known))
      Left.push_back(Id);
  }
}

/// In bytes: a few dozen types.
static constexpr size_t FetchAhead = 1536;
/// A thousand types of vmlinux go by while as many as this wait.
static constexpr size_t MostWaiting = 128;

/// Fills Entries up to the end of the section, which is returned, or to the
/// first type that is damaged. \p Left: who is not settled, and Validator's.
template <bool SwapNow, bool HasBase>
uint64_t TypeTable::find(std::vector<TypeId> &Left) {
  const QuickCheck<SwapNow, HasBase> Quick(*this);
  const uint8_t *const Begin = Types.data(), *const End = Begin + Types.size();
  const uint8_t *At = Begin;
  const TypeId FirstId = HasBase ? First : 1;
  Entry *const Own = &Entries[slotOf(First)];
  TypeId Id = FirstId;
  TypeId Waiting[MostWaiting];
  TypeId *NextNamed = Named.data(), *NextWaiting = Waiting;
  Left.clear();
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
    if (NextWaiting == std::end(Waiting)) {
      TypeId *const Half = Waiting + MostWaiting / 2;
      lookAgain<SwapNow, HasBase>({Waiting, Half}, Id, Left);
      NextWaiting = std::copy(Half, std::end(Waiting), Waiting);
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
      if (!Quick.template settle<K>(Facts, Ty, Id))
        *NextWaiting++ = Id;
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
  lookAgain<SwapNow, HasBase>({Waiting, NextWaiting}, Id, Left);
  Count = Id - FirstId;
  return At - Begin;
}
