//===- TypeTable.cpp - The types of one BTF blob, read in place -----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/TypeTable.h"

#include "BTF/FreshMemory.h"
#include "BTF/Header.h"

#include <cstring>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {
Error damaged(std::string What) {
  return Error(std::move(What) + "; the BTF is damaged");
}

/// Of a kernel's types; small programs' have some more.
constexpr size_t BytesPerType = 25;
} // namespace

Expected<TypeTable> TypeTable::read(std::span<const uint8_t> Blob,
                                    const TypeTable *Base, bool AskAlways) {
  auto Sections = readHeader(Blob);
  if (!Sections)
    return Sections.takeError();
  TypeTable T;
  T.AskAlways = AskAlways;
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
  Entries = makeRoom<Entry>(MaxCount + 2, Types.size() / BytesPerType);
  Entries[0] = {0, TypeFacts(Kind::DeclTag)}; // which is no type
  Entries[1] = {0, TypeFacts(Kind::Void)};
  if (Base)
    return Swap ? findAndCheck<true, true>() : findAndCheck<false, true>();
  return Swap ? findAndCheck<true, false>() : findAndCheck<false, false>();
}

/// What is wrong with the first type that is damaged, which starts at \p Stop.
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

template <bool SwapNow>
void TypeTable::findNamedIn(std::string_view Name,
                            std::vector<TypeId> &To) const {
  using Ref = BasicTypeRef<std::bool_constant<SwapNow>>;
  const uint8_t *const Begin = Types.data();
  const Entry *const Own = &Entries[slotOf(First)];
  for (TypeId Id : Named.ids())
    if (stringIs(Ref(Begin + Own[Id - First].Offset, {}).nameOffset(), Name))
      To.push_back(Id);
}

void TypeTable::findNamed(std::string_view Name,
                          std::vector<TypeId> &To) const {
  Swap ? findNamedIn<true>(Name, To) : findNamedIn<false>(Name, To);
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
  if (uint32_t Known = facts(Id).size(); Known != TypeFacts::UnknownSize)
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
