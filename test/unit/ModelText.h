//===- ModelText.h - Layout models written as C, for tests ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// struct hdr { u32 a; }; struct event { struct hdr h; u64 ts align(4); ... };
//
// Types: u8..u64, s8..s64, char, byte, bool, float, double, long (a word),
// ptr, vec (16 bytes without a meaning), struct/union/enum NAME of an earlier definition or with a body.
// After a field: [N], :W, align(N), as(name). After a body: packed, align(N),
// system, library, nontrivial(words), cxx (1 byte where there is no field),
// unknown(N): N bytes, whose members BTF leaves out.
// After an enum's name: the bytes that it has, as in "enum k :1 { A }", or
// :bool.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_MODELTEXT_H
#define HOSTLAYOUT_TEST_MODELTEXT_H

#include "Layout/Arena.h"
#include "Layout/Type.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace hostlayout::test {

class ModelText {
public:
  ModelText(Arena &A, Target T) : A(A), T(T) {}

  /// Parses \p Text; returns the last type that it defines.
  const Type *parse(std::string_view Text) {
    Rest = Text;
    const Type *Last = nullptr;
    while (!peek().empty()) {
      Last = type();
      if (peek() == ";")
        next();
    }
    return Last;
  }

private:
  std::string_view peek() {
    while (!Rest.empty() && std::isspace((unsigned char)Rest[0]))
      Rest.remove_prefix(1);
    size_t N = 0;
    auto IsWord = [](char C) {
      return std::isalnum((unsigned char)C) || C == '_' || C == '-';
    };
    while (N < Rest.size() && IsWord(Rest[N]))
      ++N;
    return Rest.substr(0, N ? N : std::min<size_t>(1, Rest.size()));
  }
  std::string_view next() {
    std::string_view Token = peek();
    Rest.remove_prefix(Token.size());
    return Token;
  }
  void expect(std::string_view Token) {
    if (next() != Token)
      throw std::runtime_error("expected " + std::string(Token) + " before " +
                               std::string(Rest));
  }
  bool accept(std::string_view Token) {
    if (peek() != Token)
      return false;
    next();
    return true;
  }
  int64_t number() { return std::stoll(std::string(next())); }
  int64_t parenthesised() {
    expect("(");
    int64_t N = number();
    expect(")");
    return N;
  }

  const Type *scalar(TypeKind Kind, uint64_t Size, Signedness Sign,
                     IntegerRole Role = IntegerRole::Number) {
    Type *Ty =
        Kind == TypeKind::Pointer ? A.make<PointerType>() : A.make<Type>();
    Ty->Kind = Kind;
    Ty->Size = Size;
    Ty->Sign = Sign;
    Ty->Role = Role;
    Ty->Align = Size == 8 && Kind != TypeKind::Pointer ? T.Int64Align : Size;
    return Ty;
  }

  const Type *type() {
    std::string Name(next());
    if (Name == "struct" || Name == "union")
      return record(Name == "union");
    if (Name == "enum")
      return enumeration();
    if (Name == "char")
      return scalar(TypeKind::Integer, 1, Signedness::Neutral,
                    IntegerRole::Character);
    if (Name == "byte")
      return scalar(TypeKind::Integer, 1, Signedness::Neutral,
                    IntegerRole::Byte);
    if (Name == "bool")
      return scalar(TypeKind::Integer, 1, Signedness::Unsigned,
                    IntegerRole::Bool);
    if (Name == "float")
      return scalar(TypeKind::Float, 4, Signedness::Signed);
    if (Name == "double")
      return scalar(TypeKind::Float, 8, Signedness::Signed);
    if (Name == "ptr")
      return scalar(TypeKind::Pointer, T.PointerBytes, Signedness::Unsigned);
    if (Name == "vec")
      return scalar(TypeKind::Opaque, 16, Signedness::Unsigned);
    if (Name == "long") {
      Type *Ty = A.make<Type>(
          *scalar(TypeKind::Integer, T.PointerBytes, Signedness::Signed));
      Ty->IsWordSized = true;
      return Ty;
    }
    if (Name[0] == 'u' || Name[0] == 's')
      return scalar(TypeKind::Integer, std::stoi(Name.substr(1)) / 8,
                    Name[0] == 'u' ? Signedness::Unsigned : Signedness::Signed,
                    Name.substr(1) == "8" ? IntegerRole::Character
                                          : IntegerRole::Number);
    throw std::runtime_error("unknown type " + Name);
  }

  const Type *enumeration() {
    EnumType *E = A.make<EnumType>();
    E->Kind = TypeKind::Enum;
    E->Size = E->Align = 4;
    if (peek() != "{") {
      E->Name = A.copy(next());
      if (peek() != "{" && peek() != ":")
        return Known.at("enum " + std::string(E->Name));
    }
    if (accept(":")) {
      if (accept("bool")) {
        E->Size = E->Align = 1;
        E->Role = IntegerRole::Bool;
      } else {
        E->Size = E->Align = number();
      }
    }
    expect("{");
    std::vector<Enumerator> List;
    for (int64_t Value = 0; !accept("}"); ++Value) {
      Enumerator One{};
      One.Name = A.copy(next());
      One.Where = {A.make<int>()};
      if (accept("as")) {
        expect("(");
        std::vector<std::string_view> Names{A.copy(next())};
        One.Counterparts = A.list(Names);
        expect(")");
      }
      if (accept("="))
        Value = number();
      One.Value = uint64_t(Value);
      if (Value < 0)
        E->Sign = Signedness::Signed;
      List.push_back(One);
      accept(",");
    }
    E->Enumerators = A.copy(std::span<const Enumerator>(List));
    E->Where = {E};
    Known["enum " + std::string(E->Name)] = E;
    return E;
  }

  struct Pending {
    Field F;
    uint32_t Align;
  };

  const Type *record(bool IsUnion) {
    std::string Key = IsUnion ? "union " : "struct ";
    RecordType *R = A.make<RecordType>();
    R->Kind = TypeKind::Record;
    R->Tag = IsUnion ? RecordTag::Union : RecordTag::Struct;
    if (peek() != "{") {
      R->Name = A.copy(next());
      Key += R->Name;
      if (peek() != "{")
        return Known.at(Key);
    }
    expect("{");
    std::vector<Pending> Fields;
    while (!accept("}"))
      Fields.push_back(field());
    uint32_t MinAlign = 1;
    uint64_t Least = 0;
    for (;;) {
      if (accept("packed"))
        R->IsPacked = true;
      else if (accept("system"))
        R->FromSystemHeader = true;
      else if (accept("library"))
        R->IsLibraryClass = true;
      else if (accept("cxx"))
        Least = 1;
      else if (accept("align"))
        MinAlign = parenthesised();
      else if (accept("unknown")) {
        Least = parenthesised();
        R->HasUnknownMembers = true;
      } else if (accept("nontrivial")) {
        expect("(");
        size_t End = Rest.find(')');
        R->NotTrivialBecause = A.copy(Rest.substr(0, End));
        Rest.remove_prefix(End + 1);
      } else
        break;
    }
    layOut(*R, Fields, MinAlign);
    R->Size = std::max(R->Size, Least);
    R->Where = {R};
    Known[Key] = R;
    return R;
  }

  Pending field() {
    bool IsBase = accept("base");
    const Type *Ty = type();
    Field F{};
    F.IsBase = IsBase;
    F.Where = {A.make<int>()};
    if (peek() != ";" && peek() != "align")
      F.Name = A.copy(next());
    uint32_t Align = Ty->Align;
    std::vector<int64_t> Dimensions;
    for (;;) {
      if (accept("[")) {
        Dimensions.push_back(peek() == "]" ? -1 : number());
        expect("]");
      } else if (accept(":")) {
        F.IsBitField = true;
        F.BitWidth = number();
      } else if (accept("align")) {
        Align = std::max<uint32_t>(Align, parenthesised());
      } else if (accept("marked")) {
        F.IsMarked = true;
      } else if (accept("as")) {
        expect("(");
        std::vector<std::string_view> Names;
        while (!accept(")"))
          Names.push_back(A.copy(next()));
        F.Counterparts = A.list(Names);
        F.IsMarked = true;
      } else
        break;
    }
    for (auto It = Dimensions.rbegin(); It != Dimensions.rend(); ++It) {
      ArrayType *Array = A.make<ArrayType>();
      Array->Kind = TypeKind::Array;
      Array->Element = Ty;
      Array->Flexible = *It <= 0;
      Array->Count = *It < 0 ? 0 : *It;
      Array->Size = Array->Count * Ty->Size;
      Array->Align = Ty->Align;
      Ty = Array;
    }
    expect(";");
    F.Ty = Ty;
    return {F, Align};
  }

  void layOut(RecordType &R, std::vector<Pending> &Fields, uint32_t MinAlign) {
    uint64_t Bit = 0, Size = 0;
    R.Align = MinAlign;
    std::vector<Field> Done;
    for (Pending &P : Fields) {
      uint64_t AlignBits = (R.IsPacked ? 1 : P.Align) * 8;
      if (R.isUnion())
        Bit = 0;
      if (!P.F.IsBitField)
        Bit = (Bit + AlignBits - 1) / AlignBits * AlignBits;
      else if (!R.IsPacked && Bit / (P.F.Ty->Size * 8) !=
                                  (Bit + P.F.BitWidth - 1) / (P.F.Ty->Size * 8))
        Bit = (Bit + AlignBits - 1) / AlignBits * AlignBits;
      P.F.BitOffset = Bit;
      Bit += P.F.bits();
      Size = std::max(Size, (Bit + 7) / 8);
      R.Align = std::max(R.Align, R.IsPacked ? 1 : P.Align);
      Done.push_back(P.F);
    }
    R.Size = (Size + R.Align - 1) / R.Align * R.Align;
    R.Fields = A.copy(std::span<const Field>(Done));
  }

  Arena &A;
  Target T;
  std::string_view Rest;
  std::map<std::string, const Type *> Known;
};

inline constexpr Target X86_64{"x86_64", 8, 8, false};
inline constexpr Target I386{"i386", 4, 4, false};
inline constexpr Target Arm{"arm", 4, 8, false};
inline constexpr Target Bpf{"BPF", 8, 8, false};

} // namespace hostlayout::test

#endif
