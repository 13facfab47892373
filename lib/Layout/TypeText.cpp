//===- TypeText.cpp - Types from one process to another -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A line is a list of words: "type", then the head of a type and what its kind
// adds; or "item", the number of a type, and its place. Types are numbered from
// 0 in their order, and refer to smaller numbers only.
//
//===----------------------------------------------------------------------===//

#include "Layout/TypeText.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

using namespace hostlayout;

namespace {

constexpr char Hex[] = "0123456789abcdef";

class Words {
public:
  void add(std::string_view Text) {
    Line += Line.empty() ? "" : " ";
    // A word is never empty, and a blank never part of one.
    Line += '=';
    for (char C : Text) {
      const auto Byte = static_cast<uint8_t>(C);
      if (Byte > ' ' && Byte < 0x7f && C != '%')
        Line += C;
      else
        Line.append({'%', Hex[Byte >> 4], Hex[Byte & 15]});
    }
  }
  void add(uint64_t Number) {
    Line += Line.empty() ? "" : " ";
    Line += std::to_string(Number);
  }
  std::string Line;
};

/// Takes words off a line. After one that is not there all are empty.
class WordReader {
public:
  explicit WordReader(std::string_view Line) : Rest(Line) {}

  uint64_t number(uint64_t Most = std::numeric_limits<uint64_t>::max()) {
    std::string_view Word = next();
    uint64_t Number = 0;
    auto [End, Wrong] = std::from_chars(Word.begin(), Word.end(), Number);
    if (Wrong != std::errc() || End != Word.end() || Number > Most)
      Failed = true;
    return Failed ? 0 : Number;
  }

  template <typename T> T choice(T Last) {
    return static_cast<T>(number(static_cast<uint64_t>(Last)));
  }

  std::string_view text(Arena &Memory) {
    std::string_view Word = next();
    if (!Word.starts_with('='))
      Failed = true;
    std::string Text;
    for (size_t I = 1; I < Word.size(); ++I) {
      if (Word[I] != '%') {
        Text += Word[I];
        continue;
      }
      unsigned Byte = 0;
      auto [End, Wrong] =
          std::from_chars(Word.data() + I + 1,
                          Word.data() + std::min(I + 3, Word.size()), Byte, 16);
      if (Wrong != std::errc() || End != Word.data() + I + 3)
        Failed = true;
      Text += static_cast<char>(Byte);
      I += 2;
    }
    return Failed ? std::string_view() : Memory.copy(std::string_view(Text));
  }

  bool isWhole() const { return !Failed && Rest.empty(); }
  bool hasFailed() const { return Failed; }

private:
  std::string_view next() {
    std::string_view Word = Rest.substr(0, Rest.find(' '));
    Rest.remove_prefix(std::min(Rest.size(), Word.size() + 1));
    if (Word.empty())
      Failed = true;
    return Word;
  }

  std::string_view Rest;
  bool Failed = false;
};

constexpr unsigned IsBitField = 1, IsBase = 2; // a field, in one number

} // namespace

size_t TypeWriter::number(const Type &Ty) {
  if (auto At = Known.find(&Ty); At != Known.end())
    return At->second;
  Words W;
  W.Line = "type";
  W.add(static_cast<uint64_t>(Ty.Kind));
  W.add(static_cast<uint64_t>(Ty.Sign));
  W.add(static_cast<uint64_t>(Ty.Role));
  W.add(Ty.Align);
  W.add(Ty.Size);
  W.add(Ty.Name);
  switch (Ty.Kind) {
  case TypeKind::Pointer:
    W.add(static_cast<const PointerType &>(Ty).Pointee);
    break;
  case TypeKind::Array: {
    const auto &A = static_cast<const ArrayType &>(Ty);
    W.add(number(*A.Element));
    W.add(A.Count);
    W.add(A.Flexible);
    break;
  }
  case TypeKind::Typedef:
    W.add(number(*static_cast<const TypedefType &>(Ty).Target));
    break;
  case TypeKind::Enum: {
    const auto &E = static_cast<const EnumType &>(Ty);
    W.add(E.ValueBits);
    W.add(E.Enumerators.size());
    for (const Enumerator &Value : E.Enumerators) {
      W.add(Value.Name);
      W.add(Value.Value);
    }
    break;
  }
  case TypeKind::Record: {
    const auto &R = static_cast<const RecordType &>(Ty);
    W.add(static_cast<uint64_t>(R.Tag));
    W.add(R.IsPacked);
    W.add(R.Fields.size());
    for (const Field &F : R.Fields) {
      W.add(F.Name);
      W.add(number(*F.Ty));
      W.add(F.BitOffset);
      W.add(F.BitWidth);
      W.add((F.IsBitField ? IsBitField : 0u) | (F.IsBase ? IsBase : 0u));
    }
    break;
  }
  default:
    break;
  }
  To(W.Line);
  return Known.emplace(&Ty, Known.size()).first->second;
}

void TypeWriter::write(const Type &Ty, std::string_view Place) {
  Words W;
  W.Line = "item";
  W.add(number(Ty));
  W.add(Place);
  To(W.Line);
}

bool TypeReader::read(std::string_view Line) {
  const bool IsItem = Line.starts_with("item ");
  if (!IsItem && !Line.starts_with("type "))
    return false;
  WordReader W(Line.substr(5));
  auto Reference = [&]() -> const Type * {
    uint64_t Number = W.number();
    return !W.hasFailed() && Number < Types.size() ? Types[Number] : nullptr;
  };
  if (IsItem) {
    const Type *Ty = Reference();
    std::string_view Place = W.text(Memory);
    if (!Ty || !W.isWhole())
      return false;
    Items.push_back({Ty, Place});
    return true;
  }

  constexpr uint64_t MostAlign = uint64_t(1) << 31;
  const auto Kind = W.choice(TypeKind::Opaque);
  const auto Sign = W.choice(Signedness::Neutral);
  const auto Role = W.choice(IntegerRole::Byte);
  const auto Align = static_cast<uint32_t>(W.number(MostAlign));
  const uint64_t Size = W.number();
  const std::string_view Name = W.text(Memory);
  if (W.hasFailed() || Align == 0)
    return false;
  auto Add = [&](Type *Ty) {
    Ty->Kind = Kind;
    Ty->Sign = Sign;
    Ty->Role = Role;
    Ty->Align = Align;
    Ty->Size = Size;
    Ty->Name = Name;
    Types.push_back(Ty);
    return true;
  };
  switch (Kind) {
  case TypeKind::Pointer: {
    auto *P = Memory.make<PointerType>();
    P->Pointee = W.text(Memory);
    return W.isWhole() && Add(P);
  }
  case TypeKind::Array: {
    auto *A = Memory.make<ArrayType>();
    A->Element = Reference();
    A->Count = W.number();
    A->Flexible = W.number(1);
    return A->Element && W.isWhole() && Add(A);
  }
  case TypeKind::Typedef: {
    auto *T = Memory.make<TypedefType>();
    T->Target = Reference();
    return T->Target && W.isWhole() && Add(T);
  }
  case TypeKind::Enum: {
    auto *E = Memory.make<EnumType>();
    E->ValueBits = static_cast<uint32_t>(W.number(64));
    std::vector<Enumerator> Values;
    for (uint64_t Left = W.number(Line.size()); Left && !W.hasFailed();
         --Left) {
      Enumerator Value;
      Value.Name = W.text(Memory);
      Value.Value = W.number();
      Values.push_back(Value);
    }
    E->Enumerators = Memory.copy(std::span<const Enumerator>(Values));
    return W.isWhole() && Add(E);
  }
  case TypeKind::Record: {
    auto *R = Memory.make<RecordType>();
    R->Tag = W.choice(RecordTag::Union);
    R->IsPacked = W.number(1);
    std::vector<Field> Fields;
    for (uint64_t Left = W.number(Line.size()); Left && !W.hasFailed();
         --Left) {
      Field F;
      F.Name = W.text(Memory);
      F.Ty = Reference();
      F.BitOffset = W.number();
      F.BitWidth = static_cast<uint32_t>(W.number(128));
      const uint64_t Flags = W.number(IsBitField | IsBase);
      F.IsBitField = Flags & IsBitField;
      F.IsBase = Flags & IsBase;
      if (!F.Ty)
        return false;
      Fields.push_back(F);
    }
    R->Fields = Memory.copy(std::span<const Field>(Fields));
    return W.isWhole() && Add(R);
  }
  default:
    return W.isWhole() && Add(Memory.make<Type>());
  }
}
