//===- LayoutBytes.h - Any valid layout, out of bytes -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every input gives some type that a producer could have made: fields within
// their records, names once in a scope, sizes that fit. Names are those of
// strangers: any byte may be in them.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_FUZZ_LAYOUTBYTES_H
#define HOSTLAYOUT_TEST_FUZZ_LAYOUTBYTES_H

#include "Compare/ByteEquivalence.h"
#include "Layout/Arena.h"
#include "Layout/Type.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace hostlayout::test {

/// What kinds of type LayoutBytes may make.
struct LayoutLimits {
  bool Unions = true, Bools = true, Padding = true, Markers = true;
  uint32_t PointerBytes = 8;
};

class LayoutBytes {
public:
  LayoutBytes(std::span<const uint8_t> Data, Arena &A, LayoutLimits Allowed)
      : Data(Data), A(A), Allowed(Allowed) {}

  /// A record, or rarely an enum.
  const Type *top() {
    Scope Names;
    return next() % 16 == 0 ? enumeration(Names) : record(MaxDepth, Names);
  }

  /// Something in the type has no meaning that could be compared.
  bool HasOpaque = false;
  /// Bytes may be read as less in one direction.
  bool HasBytes = false;

private:
  using Scope = std::set<std::string>;
  static constexpr unsigned MaxDepth = 3, MaxFields = 40;

  uint8_t next() { return At < Data.size() ? Data[At++] : 0; }
  uint32_t next16() { return next() | static_cast<uint32_t>(next()) << 8; }

  std::string_view name(Scope &Taken) {
    static constexpr std::string_view Pool[] = {
        "pid",       "ts",  "comm", "flags",
        "saddr",     "len", "cpu",  "ret",
        "a",         "b",   "c",    "d",
        "e",         "f",   "tag",  "bpf_spin_lock",
        "x\x1b[31m", "\n",  "%s%n", "'",
        "\xff\xfe",  "x y", "pid2", "flag"};
    static constexpr std::string_view Pads[] = {"pad", "_", "__reserved1",
                                                "unused"};
    uint8_t Pick = next();
    std::string Name(Allowed.Padding && Pick >= 0xf0 ? Pads[Pick % 4]
                                                     : Pool[Pick % 24]);
    while (!Taken.insert(Name).second)
      Name += 'z';
    return A.copy(Name);
  }

  template <typename T> T *make(TypeKind Kind, uint64_t Size, uint32_t Align) {
    T *Made = A.make<T>();
    Made->Kind = Kind;
    Made->Size = Size;
    Made->Align = Align;
    Made->Where = {Made};
    return Made;
  }

  const Type *integer(uint8_t Pick) {
    const uint32_t Size = 1u << Pick % 5;
    Type *Ty = make<Type>(TypeKind::Integer, Size, Size);
    Ty->Sign = Pick & 8 ? Signedness::Signed : Signedness::Unsigned;
    Ty->IsWordSized = Pick & 16;
    if (Size == 1 && Pick & 32) {
      Ty->Role = Pick & 64 && Allowed.Bools ? IntegerRole::Bool
                                            : IntegerRole::Character;
      Ty->Sign = Ty->Role == IntegerRole::Bool ? Signedness::Unsigned
                                               : Signedness::Neutral;
    }
    return Ty;
  }

  const Type *enumeration(Scope &Taken) {
    const uint32_t Size = 1u << next() % 4;
    EnumType *E = make<EnumType>(TypeKind::Enum, Size, Size);
    E->Sign = next() & 1 ? Signedness::Signed : Signedness::Unsigned;
    E->Name = name(Taken);
    Scope Names;
    std::vector<Enumerator> Values(next() % 6);
    for (Enumerator &V : Values) {
      V.Name = name(Names);
      V.Value = static_cast<uint64_t>(static_cast<int8_t>(next()));
      V.Where = {A.make<int>()};
    }
    E->Enumerators = A.copy(std::span<const Enumerator>(Values));
    return E;
  }

  const Type *array(unsigned Depth, Scope &Taken) {
    static constexpr uint64_t Counts[] = {0, 1, 2, 3, 4, 16, 4097, 1u << 30};
    const uint64_t Count = Counts[next() % 8];
    const Type *Element = type(Depth ? Depth - 1 : 0, Taken);
    const bool Fits = Element->Size <= (uint64_t(1) << 28);
    ArrayType *Ty = make<ArrayType>(
        TypeKind::Array, Fits ? Element->Size * Count : 0, Element->Align);
    Ty->Element = Element;
    Ty->Count = Fits ? Count : 0;
    Ty->Flexible = Ty->Count == 0;
    HasBytes |= isByteArray(*Ty);
    return Ty;
  }

  const Type *type(unsigned Depth, Scope &Taken) {
    const uint8_t Kind = next() % 12, Pick = next();
    switch (Kind) {
    case 0:
      return make<Type>(TypeKind::Float, Pick & 1 ? 4 : 8, Pick & 1 ? 4 : 8);
    case 1: {
      auto *P = make<PointerType>(TypeKind::Pointer, Allowed.PointerBytes,
                                  Allowed.PointerBytes);
      P->Pointee = name(Taken);
      return P;
    }
    case 2:
      return enumeration(Taken);
    case 3:
    case 4:
      return array(Depth, Taken);
    case 5:
    case 6:
    case 7: {
      Scope Inner;
      if (Depth)
        return record(Depth - 1, Inner);
      return integer(Pick);
    }
    case 8: {
      const Type *Target = type(0, Taken);
      auto *Alias =
          make<TypedefType>(TypeKind::Typedef, Target->Size, Target->Align);
      Alias->Target = Target;
      return Alias;
    }
    case 9:
      HasOpaque |= Pick % 8 == 0;
      if (Pick % 8 == 0)
        return make<Type>(TypeKind::Opaque, Pick & 16, 1);
      [[fallthrough]];
    default:
      return integer(Pick);
    }
  }

  Field field(unsigned Depth, Scope &Names) {
    Field F{};
    const uint8_t Shape = next();
    F.Where = {A.make<int>()};
    if (Shape % 8 == 0 && Depth) {
      F.Ty = record(Depth - 1, Names); // anonymous: its names are ours
      return F;
    }
    F.Name = name(Names);
    if (Shape % 8 == 1) {
      F.Ty = integer(next());
      F.IsBitField = true;
      F.BitWidth = static_cast<uint32_t>(
          1 + next() % std::min<uint64_t>(64, F.Ty->Size * 8));
    } else {
      Scope Ignored;
      F.Ty = type(Depth, Ignored);
    }
    if (Allowed.Markers && Shape % 8 == 2) {
      Scope Ignored;
      std::vector<std::string_view> Marked(next() % 3);
      for (std::string_view &M : Marked)
        M = name(Ignored);
      F.Counterparts = A.list(Marked);
      F.IsMarked = true;
    }
    return F;
  }

  const Type *record(unsigned Depth, Scope &Names) {
    const uint8_t Shape = next();
    RecordType *R = make<RecordType>(TypeKind::Record, 0, 1);
    R->Tag =
        Allowed.Unions && Shape % 8 == 0 ? RecordTag::Union : RecordTag::Struct;
    R->IsPacked = Shape & 16;
    if (Allowed.Markers && Shape >= 0xf8)
      R->NotTrivialBecause = "has virtual\tfunctions";
    R->FromSystemHeader = Allowed.Unions && Shape & 32;
    Scope Ignored;
    R->Name = name(Ignored);
    uint64_t Bit = 0, Size = 0;
    std::vector<Field> Fields;
    for (unsigned I = 0, E = next() % MaxFields; I != E && At < Data.size();
         ++I) {
      Field F = field(Depth, Names);
      const uint64_t Align = F.IsBitField || R->IsPacked ? 1 : F.Ty->Align;
      if (!F.IsBitField)
        Bit = (Bit + 7) / 8 * 8;
      Bit = (Bit + Align * 8 - 1) / (Align * 8) * (Align * 8) * !R->isUnion();
      if (F.IsBitField)
        Bit = R->isUnion() ? 0 : Bit;
      // Any hole is somebody's layout.
      if (!R->isUnion() && next() % 16 == 0)
        Bit += next() % 8 * 8 * Align;
      F.BitOffset = Bit;
      Bit += F.bits();
      Size = std::max(Size, (Bit + 7) / 8);
      // What holds such a record is no better, whoever produced it.
      if (const RecordType *Held = as<RecordType>(leafOf(F.Ty));
          Held && !Held->NotTrivialBecause.empty())
        R->NotTrivialBecause = Held->NotTrivialBecause;
      R->Align = std::max(R->Align, R->IsPacked ? 1 : F.Ty->Align);
      Fields.push_back(F);
    }
    R->Size = (Size + R->Align - 1) / R->Align * R->Align;
    if (next() % 16 == 0)
      R->Size += R->Align * (next() % 8);
    R->Fields = A.copy(std::span<const Field>(Fields));
    return R;
  }

  std::span<const uint8_t> Data;
  size_t At = 0;
  Arena &A;
  LayoutLimits Allowed;
};

} // namespace hostlayout::test

#endif
