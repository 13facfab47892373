//===- ParseTypes.cpp - The types of a lock -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Parser.h"
#include "Support/CheckedMath.h"

#include <algorithm>
#include <bit>

using namespace hostlayout;
using namespace hostlayout::lock;

static Origin originOf(unsigned Line) {
  return {reinterpret_cast<const void *>(uintptr_t(Line))};
}

std::string_view Parser::tag(Cursor &C) {
  for (std::string_view Tag : {"struct", "union", "enum"})
    if (C.eatWord(Tag))
      return Tag;
  return {};
}

std::optional<std::string> Parser::reference(Cursor &C, std::string_view Tag,
                                             std::string_view *Name) {
  auto Word = C.name();
  if (!Word)
    return std::nullopt;
  unsigned Number = 1;
  if (C.eat("#")) {
    auto N = C.number<unsigned>();
    if (!N || *N < 2)
      return std::nullopt;
    Number = *N;
  }
  if (Name)
    *Name = *Word;
  return std::string(*Word) + '\0' + std::string(Tag) + '\0' +
         std::to_string(Number);
}

Type *Parser::sized(Cursor &C, std::string_view Tag) {
  auto Size = C.eat(",") ? C.number<uint64_t>() : std::nullopt;
  if (!Size || *Size > MostBytes || !C.eatWord("bytes")) {
    fail("expected a size: ', 16 bytes'");
    return nullptr;
  }
  Type *Ty;
  if (Tag == "enum") {
    auto *E = Memory.make<EnumType>();
    E->Kind = TypeKind::Enum;
    if (*Size == 0 || *Size > 8) {
      fail("an enum has 1 to 8 bytes");
      return nullptr;
    }
    if (C.eat(","))
      E->Sign = C.eatWord("signed") ? Signedness::Signed : E->Sign;
    E->Align = std::has_single_bit(*Size) ? uint32_t(*Size) : 1;
    Ty = E;
  } else {
    auto *R = Memory.make<RecordType>();
    R->Kind = TypeKind::Record;
    R->Tag = Tag == "union" ? RecordTag::Union : RecordTag::Struct;
    if (C.eat(","))
      R->IsPacked = C.eatWord("packed");
    Ty = R;
  }
  Ty->Size = *Size;
  Ty->Where = originOf(line().Number);
  return Ty;
}

bool Parser::declare() {
  Cursor C(line().Text, Memory);
  std::string_view Tag = tag(C);
  if (Tag.empty())
    return true;
  std::string_view Name;
  auto Key = reference(C, Tag, &Name);
  if (!Key)
    return fail("expected the type's name");
  Type *Ty = sized(C, Tag);
  if (!Ty)
    return false;
  if (!C.isEnd())
    return fail("unexpected text behind the size");
  Ty->Name = Name;
  if (!Named.emplace(*Key, Ty).second)
    return fail("this type stands twice: " + printable(Name));
  return true;
}

bool Parser::body(Type &Ty, uint64_t Base, bool IsNested) {
  std::vector<Enumerator> Enumerators;
  std::vector<Field> Fields;
  auto *E = Ty.Kind == TypeKind::Enum ? static_cast<EnumType *>(&Ty) : nullptr;
  while (isInside() && !line().Text.starts_with('}'))
    if (!(E ? enumerator(*E, Enumerators) : field(Ty, Base, Fields)))
      return false;
  if (IsNested && !isInside())
    return fail("expected '}'");
  if (!IsNested && isInside())
    return fail("'}' without '{'");
  if (E) {
    E->Enumerators = Memory.copy(std::span<const Enumerator>(Enumerators));
    return true;
  }
  auto &R = static_cast<RecordType &>(Ty);
  R.Fields = Memory.copy(std::span<const Field>(Fields));
  return true;
}

bool Parser::enumerator(EnumType &E, std::vector<Enumerator> &Out) {
  Cursor C(line().Text, Memory);
  Enumerator V;
  auto Name = C.name();
  if (!Name || !C.eat("="))
    return fail("expected an enumerator: 'NAME = 1'");
  // Of smaller ones all bits are known.
  if (C.eatWord("low") && E.Size > 4)
    E.ValueBits = 32;
  auto Value = C.number<int64_t>();
  if (!Value || !C.isEnd())
    return fail("expected the enumerator's value");
  V.Name = *Name;
  V.Value = static_cast<uint64_t>(*Value);
  V.Where = originOf(line().Number);
  Out.push_back(V);
  ++At;
  return true;
}

bool Parser::field(const Type &In, uint64_t Base, std::vector<Field> &Out) {
  Cursor C(line().Text, Memory);
  Field F;
  F.Where = originOf(line().Number);
  std::string_view Place = C.word();
  uint64_t Byte = 0, Bit = 0;
  const char *End = Place.data() + Place.size();
  auto Read = std::from_chars(Place.data(), End, Byte);
  if (Read.ec == std::errc() && Read.ptr != End && *Read.ptr == '.')
    Read = std::from_chars(Read.ptr + 1, End, Bit);
  if (Place.empty() || Read.ec != std::errc() || Read.ptr != End ||
      Byte > MostBytes || Bit > 7 || Byte * 8 + Bit < Base)
    return fail("expected the place of a field in bytes: '8' or '8.3'");
  F.BitOffset = Byte * 8 + Bit - Base;
  F.Ty = declaration(C, Byte * 8 + Bit, &F);
  if (!F.Ty)
    return false;
  if (F.BitOffset + F.bits() > In.Size * 8)
    return fail("the field before does not fit into its type");
  Out.push_back(F);
  return true;
}

const Type *Parser::declaration(Cursor &C, uint64_t Base, Field *F) {
  std::string_view Tag = tag(C);
  const Type *Ty = nullptr;
  Cursor Nested = C;
  if (!Tag.empty() && Nested.eat(",")) {
    Type *Made = sized(C, Tag);
    if (!Made)
      return nullptr;
    if (!C.eat("{") || !C.isEnd() || ++Depth > MostDepth) {
      fail("expected '{', and at most " + std::to_string(MostDepth) +
           " levels");
      return nullptr;
    }
    ++At;
    if (!body(*Made, Base, true))
      return nullptr;
    --Depth;
    C = Cursor(line().Text.substr(1), Memory);
    Ty = Made;
  } else if (!Tag.empty()) {
    auto Key = reference(C, Tag);
    auto Known = Key ? Named.find(*Key) : Named.end();
    if (Known == Named.end()) {
      fail("there is no such type in this lock");
      return nullptr;
    }
    Ty = Known->second;
  } else {
    Ty = scalar(C.word());
    if (Ty && Ty->Kind == TypeKind::Forward) {
      auto Name = C.name();
      const_cast<Type *>(Ty)->Name = Name.value_or("");
    }
  }
  if (!Ty || !(Ty = dimensions(C, Ty))) {
    fail("expected a type: u32, struct event, u8[16]");
    return nullptr;
  }
  if (F) {
    if (C.eat(":")) {
      auto Width = C.number<uint8_t>(); // as wide as BTF's
      if (!Width || !*Width) {
        fail("expected the width of a bit-field");
        return nullptr;
      }
      F->BitWidth = *Width;
      F->IsBitField = true;
    }
    if (!C.isEnd())
      F->Name = C.name().value_or("");
  }
  if (!C.isEnd()) {
    fail("unexpected text at the end of the line");
    return nullptr;
  }
  ++At;
  Used.push_back(Ty);
  return Ty;
}

const Type *Parser::dimensions(Cursor &C, const Type *Element) {
  std::vector<std::optional<uint64_t>> Counts;
  while (C.eat("[")) {
    Counts.push_back(C.number<uint64_t>());
    if (!C.eat("]") || Counts.size() > MostDepth)
      return nullptr;
  }
  for (size_t I = Counts.size(); I-- != 0;) {
    auto *A = Memory.make<ArrayType>();
    A->Kind = TypeKind::Array;
    A->Element = Element;
    A->Align = Element->Align;
    A->Flexible = !Counts[I];
    A->Count = Counts[I].value_or(0);
    auto Size = checkedMul(A->Count, Element->Size);
    // A damaged object may have larger ones than the kernel takes.
    if (A->Count > MostBytes || !Size || *Size > UINT64_MAX / 8)
      return nullptr;
    A->Size = *Size;
    Element = A;
  }
  return Element;
}

const Type *Parser::scalar(std::string_view Word) {
  size_t Digits = Word.size();
  while (Digits && Word[Digits - 1] >= '0' && Word[Digits - 1] <= '9')
    --Digits;
  std::string_view Name = Word.substr(0, Digits);
  uint64_t Bits = 8;
  if (Digits != Word.size())
    std::from_chars(Word.data() + Digits, Word.data() + Word.size(), Bits);
  if (Bits % 8 || Bits / 8 > MostBytes)
    return nullptr;
  const bool IsPointer = Name == "ptr";
  Type *Ty = IsPointer ? Memory.make<PointerType>() : Memory.make<Type>();
  Ty->Size = Bits / 8;
  const bool HasNature =
      Ty->Size == 2 || Ty->Size == 4 || Ty->Size == 8 || Ty->Size == 16;
  Ty->Align = HasNature ? uint32_t(Ty->Size) : 1;
  Ty->Where = originOf(line().Number);
  Ty->Kind = TypeKind::Integer;
  auto Is = [&](std::string_view What, Signedness Sign, IntegerRole Role) {
    if (Name != What)
      return false;
    Ty->Sign = Sign;
    Ty->Role = Role;
    return true;
  };
  using enum Signedness;
  const IntegerRole Plain =
      Ty->Size == 1 ? IntegerRole::Character : IntegerRole::Number;
  if (Is("u", Unsigned, Plain) || Is("s", Signed, Plain) ||
      Is("char", Neutral, IntegerRole::Character) ||
      Is("schar", Signed, IntegerRole::Character) ||
      Is("uchar", Unsigned, IntegerRole::Character) ||
      Is("bool", Unsigned, IntegerRole::Bool) ||
      Is("byte", Unsigned, IntegerRole::Byte))
    return Ty->Size && Ty->Size <= 16 ? Ty : nullptr;
  if (Name == "float" || IsPointer) {
    Ty->Kind = IsPointer ? TypeKind::Pointer : TypeKind::Float;
    return Ty->Size && Ty->Size <= 16 ? Ty : nullptr;
  }
  Ty->Kind = Name == "unknown" ? TypeKind::Opaque : TypeKind::Forward;
  if (Name == "declared")
    Ty->Size = 0;
  return Name == "unknown" || Name == "declared" ? Ty : nullptr;
}

std::optional<unsigned> Parser::settle(const Type &Ty, unsigned Level) {
  if (Level > MostDepth)
    return std::nullopt;
  if (Ty.Kind == TypeKind::Array) {
    auto &A = const_cast<ArrayType &>(static_cast<const ArrayType &>(Ty));
    auto Height = settle(*A.Element, Level);
    A.Align = A.Element->Align;
    return Height;
  }
  if (Ty.Kind != TypeKind::Record)
    return 0;
  auto [Known, IsNew] = Heights.try_emplace(&Ty, 0);
  // What is being settled holds itself, and so gets too deep.
  if (!IsNew && Known->second)
    return Level + Known->second <= MostDepth ? std::optional(Known->second)
                                              : std::nullopt;
  auto &R = const_cast<RecordType &>(static_cast<const RecordType &>(Ty));
  unsigned Height = 0;
  for (const Field &F : R.Fields) {
    auto Below = settle(*F.Ty, Level + 1);
    if (!Below)
      return std::nullopt;
    Height = std::max(Height, *Below);
    if (!R.IsPacked)
      R.Align = std::max(R.Align, F.Ty->Align);
  }
  return Heights[&Ty] = Height + 1;
}
