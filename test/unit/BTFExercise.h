//===- BTFExercise.h - Uses all that an object hands out --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The promise under test: what parse() lets through can be shown, compared and
// generated without a further check. This walks all of it, in linear time.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_BTFEXERCISE_H
#define HOSTLAYOUT_TEST_UNIT_BTFEXERCISE_H

#include "BTF/Handovers.h"
#include "BTF/Object.h"
#include "BTF/Sends.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace hostlayout::test {

[[noreturn]] inline void broken(const char *Promise, uint64_t Where) {
  std::fprintf(stderr, "broken promise at %llu: %s\n",
               static_cast<unsigned long long>(Where), Promise);
  std::abort();
}

class Exercise {
public:
  explicit Exercise(const btf::Object &O) : O(O), Layout(O, A) {}

  /// Aborts where a promise is broken. Returns something that depends on all
  /// that was read.
  uint64_t run() {
    for (btf::TypeId Id = 0; Id != O.typeCount(); ++Id) {
      Now = Id;
      const Type *Ty = Layout.layout(Id);
      require(Ty != nullptr, "a layout is never null");
      check(*Ty);
    }
    unsigned Asked = 0;
    O.forEachName([&](std::string_view Name) {
      touch(Name);
      require(!Name.empty(), "names are not empty");
      if (++Asked > 8)
        return;
      require(!O.find(Name).empty(), "each name is found");
      (void)O.mention(Name);
    });
    for (const btf::MapInfo &Map : O.maps())
      check(Map, true);
    for (const btf::SectionInfo &S : O.sections())
      check(S);
    return Sum;
  }

private:
  void require(bool Holds, const char *Promise) {
    if (!Holds)
      broken(Promise, Now);
  }
  void touch(std::string_view Text) {
    Sum += Text.size();
    if (!Text.empty())
      Sum += static_cast<unsigned char>(Text.front()) +
             static_cast<unsigned char>(Text.back());
  }

  void check(const Type &Ty) {
    touch(Ty.Name);
    Sum += Ty.Size;
    require(std::has_single_bit(Ty.Align), "alignments are powers of two");
    switch (Ty.Kind) {
    case TypeKind::Pointer:
      touch(static_cast<const PointerType &>(Ty).Pointee);
      require(Ty.Size == 8 || Ty.Size == 4, "pointers have 4 or 8 bytes");
      break;
    case TypeKind::Array: {
      const auto &Array = static_cast<const ArrayType &>(Ty);
      require(Array.Element, "arrays have elements");
      uint64_t Product = 0;
      require(
          !__builtin_mul_overflow(Array.Element->Size, Array.Count, &Product) &&
              Product == Ty.Size,
          "arrays are as large as their elements");
      break;
    }
    case TypeKind::Typedef:
      require(strip(&Ty)->Kind != TypeKind::Typedef, "typedefs end");
      require(strip(&Ty)->Size == Ty.Size, "typedefs are their target");
      break;
    case TypeKind::Enum:
      require(Ty.Size == 1 || Ty.Size == 2 || Ty.Size == 4 || Ty.Size == 8,
              "enums have the size of an integer");
      for (const Enumerator &E :
           static_cast<const EnumType &>(Ty).Enumerators) {
        touch(E.Name);
        Sum += E.Value;
      }
      break;
    case TypeKind::Record:
      for (const Field &F : static_cast<const RecordType &>(Ty).Fields)
        check(F, Ty.Size);
      break;
    case TypeKind::Integer:
    case TypeKind::Float:
      require(Ty.Size != 0 && Ty.Size <= 16, "numbers have 1 to 16 bytes");
      break;
    case TypeKind::Forward:
      require(Ty.Size == 0, "what is declared only has no bytes");
      break;
    case TypeKind::Opaque:
      break;
    }
  }

  void check(const Field &F, uint64_t RecordBytes) {
    touch(F.Name);
    require(F.Ty, "fields have types");
    require(F.IsBitField == (F.BitWidth != 0), "bit-fields have a width");
    require(!F.IsBitField || F.Ty->Size != 0, "bit-fields have a unit");
    require(F.IsBitField || F.BitOffset % 8 == 0, "fields start at bytes");
    require(F.BitOffset + F.bits() <= RecordBytes * 8,
            "fields are inside their record");
    require(!F.Name.empty() || strip(F.Ty)->Kind == TypeKind::Record,
            "fields without a name are records");
  }

  void check(const btf::MapInfo &Map, bool Outer) {
    touch(Map.Name);
    require(Map.Key < O.typeCount() && Map.Value < O.typeCount(),
            "maps have types");
    require(!Map.Key || Layout.layout(Map.Key)->Size == Map.KeySize,
            "keys have their type's size");
    require(!Map.Value || Layout.layout(Map.Value)->Size == Map.ValueSize,
            "values have their type's size");
    require(Outer || !Map.Inner, "maps in maps have no maps");
    if (Map.Inner)
      check(*Map.Inner, false);
  }

  void check(const btf::SectionInfo &S) {
    touch(S.Name);
    uint64_t Last = 0;
    for (const btf::SectionVar &V : S.Vars) {
      touch(V.Name);
      require(V.Offset >= Last, "variables stand in order");
      require(V.Size <= S.Size && V.Offset <= S.Size - V.Size,
              "variables are inside their section");
      Last = V.Offset;
    }
    const RecordType *Record = Layout.layout(S);
    require(Record && Record->Size == S.Size, "sections are records");
    for (const Field &F : Record->Fields)
      check(F, Record->Size);
  }

  const btf::Object &O;
  Arena A;
  btf::LayoutBuilder Layout;
  uint64_t Now = 0;
  uint64_t Sum = 0;
};

/// Parses \p Data, which must stay, and uses the result, then with \p More if
/// that is given. False: an error, which must be a sentence with nothing but
/// ASCII.
inline bool
exercise(std::span<const uint8_t> Data,
         std::shared_ptr<const btf::Object> Base = nullptr,
         const std::function<void(const btf::Object &)> &More = nullptr) {
  bool Split = btf::Object::needsBase(Data);
  auto O = btf::Object::parse("x", {Data, nullptr}, Split ? Base : nullptr);
  if (!O) {
    std::string Message = O.takeError().message();
    if (Message.empty() || Message.size() > 2000)
      broken("errors are sentences", Message.size());
    for (char C : Message)
      if (C < 0x20 || C > 0x7e)
        broken("errors are printable", static_cast<unsigned char>(C));
    return false;
  }
  if (!*O)
    broken("success has an object", 0);
  Exercise(**O).run();
  for (const btf::RecordSend &S : btf::recordSends(Data))
    if (S.Size && S.Map.size() > Data.size())
      broken("names are part of the file", S.Map.size());
  for (const btf::Handover &H : btf::handovers(Data).All)
    if (H.Map.size() > Data.size() || H.Cleared.size() > Data.size() + 16384)
      broken("names are part of the file", H.Map.size());
  if (More)
    More(**O);
  return true;
}

} // namespace hostlayout::test

#endif
