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
  std::vector<TypeId> Unsettled;
  // As many as vmlinux has.
  Unsettled.reserve(Types.size() / 100);
  Named.reserve(Types.size() / 160);
  if (uint64_t Stop = find<SwapNow, HasBase>(Unsettled); Stop != Types.size())
    return damagedAt(Stop);
  Validator<SwapNow, HasBase> Validate(*this);
  for (TypeId Id : Unsettled)
    if (!Validate.isSound(Id))
      return Validate.failure();
  return std::nullopt;
}
template std::optional<Error> TypeTable::findAndCheck<false, false>();
template std::optional<Error> TypeTable::findAndCheck<false, true>();
template std::optional<Error> TypeTable::findAndCheck<true, false>();
template std::optional<Error> TypeTable::findAndCheck<true, true>();

/// Fills Entries up to the end of the section, which is returned, or to the
/// first type that is damaged.
template <bool SwapNow, bool HasBase>
uint64_t TypeTable::find(std::vector<TypeId> &Unsettled) {
  const QuickCheck<SwapNow, HasBase> Quick(*this);
  const uint8_t *const Begin = Types.data(), *const End = Begin + Types.size();
  const uint8_t *At = Begin;
  TypeId Id = First;
  Entry *E = &Entries[slotOf(Id)];
  const bool Ask = AskAlways;
  const uint32_t OldPointerBytes = PointerBytes;
  bool Fits = true;
  while (Fits && static_cast<size_t>(End - At) >= TypeHead) {
    const BasicTypeRef<std::bool_constant<SwapNow>> Ty(At, {});
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
        PointerBytes = 4;
        Fits = false;
        return;
      }
      TypeFacts Facts;
      if (isRecord(K) || Ask) {
        Facts = TypeFacts(Ty.kind());
        Unsettled.push_back(Id);
      } else if (!Quick.template settle<K>(Facts, Ty, Id)) {
        Unsettled.push_back(Id);
      }
      if (isNamed(K))
        Named.push_back(Id);
      *E++ = {static_cast<uint32_t>(At - Begin), Facts};
      ++Id;
      At += Bytes;
    });
  }
  if (PointerBytes != OldPointerBytes) {
    // A kernel of a 32-bit machine. What was found has other sizes there.
    Unsettled.clear();
    Named.clear();
    return find<SwapNow, HasBase>(Unsettled);
  }
  Count = Id - First;
  return At - Begin;
}
