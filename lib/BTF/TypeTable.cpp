//===- TypeTable.cpp - The types of one BTF blob, read in place -----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/TypeTable.h"

#include "BTF/Header.h"
#include "BTF/Validator.h"

#include <cstring>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {
Error damaged(std::string What) {
  return Error(std::move(What) + "; the BTF is damaged");
}
} // namespace

Expected<TypeTable> TypeTable::read(std::span<const uint8_t> Blob,
                                    const TypeTable *Base) {
  auto Sections = readHeader(Blob);
  if (!Sections)
    return Sections.takeError();
  TypeTable T;
  T.IsBigEndian = Sections->IsBigEndian;
  T.Swap = mustSwap(T.IsBigEndian);
  T.Types = Sections->Types;
  T.Strings = Sections->Strings;
  if (Base) {
    if (Base->IsBigEndian != T.IsBigEndian)
      return Error("it and its base have different byte orders");
    T.Base = Base;
    T.First = Base->count();
    T.FirstString = Base->stringEnd();
    T.PointerBytes = Base->PointerBytes;
    T.MayHaveLongStrings = Base->MayHaveLongStrings;
  }
  if (auto E = T.readShapes(Sections->Layout))
    return *E;
  if (auto E = T.checkStrings())
    return *E;
  if (auto E = T.findTypes())
    return *E;
  return T;
}

/// What the layout section says of kinds that came after this reader. Kinds it
/// knows keep the shape it knows.
std::optional<Error> TypeTable::readShapes(std::span<const uint8_t> Section) {
  if (Section.size() % 4)
    return damaged("the layout section has " + std::to_string(Section.size()) +
                   " bytes, not a multiple of 4");
  for (size_t K = 1; K < KindCount && K < Section.size() / 4; ++K)
    if (!Shapes[K].Head)
      Shapes[K] = {static_cast<uint16_t>(TypeHead + Section[K * 4]),
                   Section[K * 4 + 1]};
  return std::nullopt;
}

std::optional<Error> TypeTable::checkStrings() {
  if (Strings.size() > UINT32_MAX - FirstString)
    return damaged("it and its base have more than 4 GiB of strings");
  if (Strings.empty()) {
    if (Base)
      return std::nullopt;
    return damaged("the string section is empty");
  }
  if (!Base && Strings.front() != 0)
    return damaged("the string section does not start with an empty string");
  if (Strings.back() != 0)
    return damaged("the string section's last string has no end");
  // A longer one covers one of these blocks. Where none does that, a look at
  // the end of each has been enough, and none of them waited for another.
  constexpr size_t Block = LongestName / 2;
  for (size_t From = 0; Strings.size() - From >= Block; From += Block)
    if (!memrchr(Strings.data() + From, 0, Block))
      MayHaveLongStrings = true;
  return std::nullopt;
}

std::optional<Error> TypeTable::findTypes() {
  const uint64_t MaxCount = Types.size() / TypeHead;
  if (First + MaxCount > UINT32_MAX)
    return damaged("it has more types than ids");
  Entries = std::make_unique_for_overwrite<Entry[]>(MaxCount + 1);
  Entries[0] = {0, static_cast<uint32_t>(Kind::Void), 0, 1, 0};
  if (uint64_t Stop = Swap ? walk<true>() : walk<false>(); Stop != Types.size())
    return damagedAt(Stop);
  if (Base)
    return Swap ? Validator<true, true>(*this).check()
                : Validator<false, true>(*this).check();
  return Swap ? Validator<true, false>(*this).check()
              : Validator<false, false>(*this).check();
}

/// Fills Entries up to the end of the section, which is returned, or to the
/// first type that is damaged: where a type ends only its head says.
/// What a kind says of its types; the rest stands in each type's head.
constexpr TypeTable::KindEntries TypeTable::kindEntries() {
  KindEntries All = {};
  for (uint32_t I = 0; I != KindCount; ++I) {
    const Kind K = static_cast<Kind>(I);
    All[I] = {0, I, isForeign(K) ? static_cast<uint32_t>(Kind::Void) : I,
              !isNesting(K), isType(K) ? AskForSize : 0};
  }
  return All;
}

template <bool SwapNow> uint64_t TypeTable::walk() {
  static constexpr KindEntries ByKind = kindEntries();
  const uint8_t *const Begin = Types.data(), *const End = Begin + Types.size();
  const uint8_t *At = Begin;
  // As many as a kernel has.
  Named.reserve(Types.size() / 150);
  Entry *Next = &Entries[slotOf(First)];
  TypeId Id = First;
  for (; static_cast<size_t>(End - At) >= TypeHead; ++Id) {
    const BasicTypeRef<std::bool_constant<SwapNow>> Ty(At, {});
    const Kind K = Ty.kind();
    const KindShape Shape = Shapes[static_cast<size_t>(K)];
    const uint64_t Bytes = Shape.Head + uint64_t(Shape.Element) * Ty.vlen();
    if (Bytes == 0 || static_cast<size_t>(End - At) < Bytes)
      break;
    Entry E = ByKind[static_cast<size_t>(K)];
    E.Offset = static_cast<uint32_t>(At - Begin);
    if (hasSize(K))
      E.setSize(Ty.size());
    if (isNamed(K)) {
      Named.push_back({Id, Ty.nameOffset()});
    } else if (K == Kind::Int) {
      if (!isPlainInt(Ty))
        E.Size = AskForSize;
      // A kernel of a 32-bit machine.
      if (Ty.size() == 4 && isLong(Ty.nameOffset()))
        PointerBytes = 4;
    } else if (K == Kind::DataSec) {
      DataSections.push_back(Id);
    }
    *Next++ = E;
    At += Bytes;
  }
  Count = Id - First;
  return At - Begin;
}

Error TypeTable::damagedAt(uint64_t Stop) const {
  const std::string Where = "type " + std::to_string(count());
  if (Types.size() - Stop < TypeHead)
    return damaged("the end of the type section cuts it off").in(Where);
  TypeRef T(Types.data() + Stop, Swap);
  if (!Shapes[static_cast<size_t>(T.kind())].Head)
    return Error("kind " + std::to_string(static_cast<unsigned>(T.kind())) +
                 " is not known; the BTF is damaged, or newer than this "
                 "reader and without a layout section")
        .in(Where);
  return damaged("it goes past the end of the type section").in(Where);
}

/// Whether an integer of that name has as many bytes as a pointer.
bool TypeTable::isLong(uint32_t NameOffset) const {
  if (NameOffset >= stringEnd())
    return false;
  for (const char *Name :
       {"long", "unsigned long", "long int", "long unsigned int"})
    if (stringIs(NameOffset, Name))
      return true;
  return false;
}

bool TypeTable::isLongString(uint32_t Offset) const {
  if (Offset < FirstString)
    return Base->isLongString(Offset);
  const auto *S = reinterpret_cast<const char *>(Strings.data());
  return strnlen(S + (Offset - FirstString), LongestName + 1) > LongestName;
}

void TypeTable::findNamed(std::string_view Name,
                          std::vector<TypeId> &To) const {
  for (const NamedType &Type : Named)
    if (stringIs(Type.NameOffset, Name))
      To.push_back(Type.Id);
}

std::string_view TypeTable::strings() const {
  return {reinterpret_cast<const char *>(Strings.data()), Strings.size()};
}

TypeId TypeTable::skipAliases(TypeId Id) const {
  for (Kind K = kind(Id); isModifier(K) || K == Kind::Typedef; K = kind(Id))
    Id = (*this)[Id].type();
  return Id;
}

uint64_t TypeTable::sizeOf(TypeId Id) const {
  if (uint32_t Known = entry(Id).Size; Known != AskForSize)
    return Known;
  uint64_t Count = 1;
  for (;;) {
    Id = skipAliases(Id);
    switch (kind(Id)) {
    case Kind::Array:
      // Does not wrap: validate() has refused such arrays.
      Count *= (*this)[Id].arrayCount();
      Id = (*this)[Id].arrayElement();
      continue;
    case Kind::Ptr:
      return Count * PointerBytes;
    case Kind::Int:
    case Kind::Float:
    case Kind::Struct:
    case Kind::Union:
    case Kind::Enum:
    case Kind::Enum64:
      return Count * (*this)[Id].size();
    default:
      return 0;
    }
  }
}
