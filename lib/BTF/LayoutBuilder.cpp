//===- LayoutBuilder.cpp - BTF types as the neutral model -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// BTF has no alignments. They are those that the type's bytes would have by
// nature on BPF; where a record's offsets or size contradict that, the record
// is packed.
//
//===----------------------------------------------------------------------===//

#include "BTF/Object.h"
#include "BTF/PointeeName.h"
#include "BTF/Skeleton.h"
#include "BTF/TypeTable.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

struct Free {
  void operator()(void *P) const { std::free(P); }
};

Origin originOf(TypeId Id) {
  return {reinterpret_cast<const void *>(static_cast<uintptr_t>(Id))};
}

} // namespace

struct LayoutBuilder::Impl {
  Impl(const Object &O, Arena &A, WideEnums Wide)
      : T(O.types()), A(A), Wide(std::move(Wide)),
        Distilled(O.base() ? 0 : T.first()),
        Done(static_cast<const Type **>(
            std::calloc(T.count(), sizeof(const Type *)))) {
    if (!Done)
      throw std::bad_alloc();
  }

  const Type *layout(TypeId Id) {
    assert(Id < T.count() && "id of another object");
    Id = T.skipModifiers(Id);
    const Type *&Known = Done[Id];
    if (!Known)
      Known = build(Id);
    return Known;
  }

  const RecordType *layout(const SectionInfo &Section, const RecordType *Host);

private:
  const Type *build(TypeId Id);
  const Type *buildInt(TypeId Id, TypeRef Ty);
  const Type *buildPointer(TypeId Id, TypeRef Ty);
  const Type *buildArray(TypeId Id, TypeRef Ty);
  const Type *buildRecord(TypeId Id, TypeRef Ty);
  const Type *buildEnum(TypeId Id, TypeRef Ty);
  bool readField(TypeRef Record, uint32_t I, Field &F);

  template <typename TypeT>
  TypeT *make(TypeId Id, TypeKind K, uint64_t Size, uint32_t Align) {
    TypeT *Made = A.make<TypeT>();
    Made->Kind = K;
    Made->Size = Size;
    Made->Align = Align;
    Made->Name = T.name(Id);
    Made->Where = originOf(Id);
    return Made;
  }

  uint32_t alignOf(uint64_t Size) const {
    switch (Size) {
    case 2:
      return 2;
    case 4:
    case 12: // long double of i386
      return 4;
    case 8:
      return T.pointerBytes();
    case 16:
      return 16;
    }
    return 1;
  }

  const TypeTable &T;
  Arena &A;
  const WideEnums Wide;
  /// Types below are of .BTF.base, where a named record has no members:
  /// Documentation/bpf/btf.rst, "BTF base".
  const TypeId Distilled;
  /// By id. Zeroed pages of ids that are never asked for stay untouched.
  std::unique_ptr<const Type *[], Free> Done;
};

LayoutBuilder::LayoutBuilder(const Object &O, Arena &A, WideEnums Wide)
    : P(std::make_unique<Impl>(O, A, std::move(Wide))) {}
LayoutBuilder::~LayoutBuilder() = default;

const Type *LayoutBuilder::layout(TypeId Id) { return P->layout(Id); }

const RecordType *LayoutBuilder::layout(const SectionInfo &Section,
                                        const RecordType *Host) {
  return P->layout(Section, Host);
}

const Type *LayoutBuilder::Impl::build(TypeId Id) {
  Kind K = T.kind(Id);
  if (K == Kind::Void)
    return make<Type>(0, TypeKind::Opaque, 0, 1);
  TypeRef Ty = T[Id];
  switch (K) {
  case Kind::Int:
    return buildInt(Id, Ty);
  case Kind::Float:
    return make<Type>(Id, TypeKind::Float, Ty.size(), alignOf(Ty.size()));
  case Kind::Ptr:
    return buildPointer(Id, Ty);
  case Kind::Array:
    return buildArray(Id, Ty);
  case Kind::Struct:
  case Kind::Union:
    return buildRecord(Id, Ty);
  case Kind::Enum:
  case Kind::Enum64:
    return buildEnum(Id, Ty);
  case Kind::Typedef: {
    const Type *Target = layout(Ty.type());
    auto *Alias =
        make<TypedefType>(Id, TypeKind::Typedef, Target->Size, Target->Align);
    Alias->Target = Target;
    return Alias;
  }
  case Kind::Fwd:
    return make<Type>(Id, TypeKind::Forward, 0, 1);
  default:
    return make<Type>(Id, TypeKind::Opaque, 0, 1);
  }
}

const Type *LayoutBuilder::Impl::buildInt(TypeId Id, TypeRef Ty) {
  uint64_t Size = Ty.size();
  // Tools that know no floats write _Complex long double as an integer, too.
  bool IsInteger =
      Size == 1 || Size == 2 || Size == 4 || Size == 8 || Size == 16;
  auto *Int = make<Type>(Id, IsInteger ? TypeKind::Integer : TypeKind::Opaque,
                         Size, alignOf(Size));
  uint32_t Encoding = Ty.intEncoding();
  Int->Sign = Encoding & IntSigned ? Signedness::Signed : Signedness::Unsigned;
  if (Encoding & IntBool) {
    Int->Role = IntegerRole::Bool;
    Int->Sign = Signedness::Unsigned;
  } else if (Size == 1) {
    // clang's BPF char is signed, the kernel's is not; C knows no difference.
    if (Int->Name == "char") {
      Int->Role = IntegerRole::Character;
      Int->Sign = Signedness::Neutral;
    } else if (Encoding & IntChar || Int->Name == "unsigned char" ||
               Int->Name == "signed char") {
      Int->Role = IntegerRole::Character;
    }
  }
  return Int;
}

const Type *LayoutBuilder::Impl::buildPointer(TypeId Id, TypeRef Ty) {
  auto *Pointer = make<PointerType>(Id, TypeKind::Pointer, T.pointerBytes(),
                                    T.pointerBytes());
  Pointer->Pointee = pointeeName(T, Ty.type(), A);
  return Pointer;
}

const Type *LayoutBuilder::Impl::buildArray(TypeId Id, TypeRef Ty) {
  const Type *Element = layout(Ty.arrayElement());
  uint64_t Count = Ty.arrayCount();
  auto *Array = make<ArrayType>(Id, TypeKind::Array, Element->Size * Count,
                                Element->Align);
  Array->Element = Element;
  Array->Count = Count;
  Array->Flexible = Count == 0;
  return Array;
}

/// Whether \p Whole has the names of \p E, and the halves of its values that
/// are known.
static bool isSameButWider(const EnumType &E, const EnumType &Whole) {
  return E.Size == Whole.Size &&
         std::ranges::equal(E.Enumerators, Whole.Enumerators,
                            [](const Enumerator &A, const Enumerator &B) {
                              return A.Name == B.Name &&
                                     static_cast<uint32_t>(A.Value) ==
                                         static_cast<uint32_t>(B.Value);
                            });
}

const Type *LayoutBuilder::Impl::buildEnum(TypeId Id, TypeRef Ty) {
  uint64_t Size = Ty.size();
  if (Size == 0)
    return make<Type>(Id, TypeKind::Forward, 0, 1);
  auto *Enum = make<EnumType>(Id, TypeKind::Enum, Size, alignOf(Size));
  bool IsSigned = Ty.kindFlag();
  Enum->Sign = IsSigned ? Signedness::Signed : Signedness::Unsigned;
  bool IsWide = Ty.kind() == Kind::Enum64;
  const uint32_t Count = Ty.vlen();
  auto *Values = A.room<Enumerator>(Count);
  for (uint32_t I = 0; I != Count; ++I) {
    size_t At = I * (IsWide ? 3 : 2);
    uint64_t Value = Ty.tail(At + 1);
    if (IsWide)
      Value |= static_cast<uint64_t>(Ty.tail(At + 2)) << 32;
    else if (IsSigned)
      Value = static_cast<uint64_t>(
          static_cast<int64_t>(static_cast<int32_t>(Value)));
    Enumerator &Made = *new (Values + I) Enumerator();
    Made.Name = T.string(Ty.tail(At));
    Made.Value = Value;
  }
  Enum->Enumerators = {Values, Count};
  if (IsWide)
    return Enum;
  Enum->ValueBits = 32;
  if (Size > 4 && Wide && !Enum->Name.empty())
    if (const EnumType *Whole = Wide(Enum->Name);
        Whole && isSameButWider(*Enum, *Whole)) {
      Enum->Sign = Whole->Sign;
      Enum->Enumerators = Whole->Enumerators;
      Enum->ValueBits = 64;
    }
  return Enum;
}

/// Fills \p F with member \p I. False: it is padding, or means nothing.
bool LayoutBuilder::Impl::readField(TypeRef Record, uint32_t I, Field &F) {
  MemberRef M = memberAt(Record, I);
  F.Name = T.string(M.NameOffset);
  F.Ty = layout(M.Type);
  F.BitOffset = M.BitOffset;
  F.BitWidth = M.BitWidth;
  const Type *Bare = strip(F.Ty);
  if (TypeId Id = idOf(*Bare); T.kind(Id) == Kind::Int && !M.BitWidth) {
    TypeRef Int = T[Id];
    if (!isPlainInt(Int)) {
      F.BitOffset += Int.intOffset();
      F.BitWidth = Int.intBits();
    }
  }
  F.IsBitField = F.BitWidth != 0;
  // BTF need not say what it is a bit-field of.
  if (F.IsBitField && F.Ty->Size == 0)
    F.Ty = make<Type>(0, TypeKind::Opaque, std::bit_ceil((F.BitWidth + 7u) / 8),
                      1);
  if (F.Name.empty())
    return Bare->Kind == TypeKind::Record && !F.IsBitField;
  // Only what BTF cannot say may have a place outside, or between bytes: C++
  // member functions, and whatever else validation has not looked at.
  return (F.IsBitField || F.BitOffset % 8 == 0) &&
         F.BitOffset + F.bits() <= static_cast<uint64_t>(Record.size()) * 8;
}

const Type *LayoutBuilder::Impl::buildRecord(TypeId Id, TypeRef Ty) {
  uint64_t Size = Ty.size();
  uint32_t Align = 1;
  bool IsPacked = false;
  auto *Fields = A.room<Field>(Ty.vlen());
  size_t Count = 0;
  for (uint32_t I = 0, E = Ty.vlen(); I != E; ++I) {
    // Nothing else has room behind it, however many there will be.
    Field &F = *new (Fields + Count) Field();
    if (!readField(Ty, I, F))
      continue;
    ++Count;
    Align = std::max(Align, F.Ty->Align);
    if (F.IsBitField) {
      // Only packing lets a bit-field cross the bounds of its type.
      uint64_t Unit = F.Ty->Size * 8;
      IsPacked |= F.BitWidth <= Unit && F.BitOffset % Unit + F.BitWidth > Unit;
    } else {
      IsPacked |= F.BitOffset % (F.Ty->Align * 8) != 0;
    }
  }
  IsPacked |= Size % Align != 0;

  auto *Record =
      make<RecordType>(Id, TypeKind::Record, Size, IsPacked ? 1 : Align);
  Record->Tag = Ty.kind() == Kind::Union ? RecordTag::Union : RecordTag::Struct;
  Record->IsPacked = IsPacked;
  Record->HasUnknownMembers = Id < Distilled && !Ty.vlen() && Size;
  Record->Fields = {Fields, Count};
  return Record;
}

const RecordType *LayoutBuilder::Impl::layout(const SectionInfo &Section,
                                              const RecordType *Host) {
  auto IsNamed = [Host](std::string_view Name) {
    return Host && std::any_of(Host->Fields.begin(), Host->Fields.end(),
                               [&](const Field &F) { return F.Name == Name; });
  };
  uint32_t Align = 1;
  uint64_t End = 0;
  std::vector<Field> Fields;
  for (const SectionVar &V : Section.Vars) {
    // What has no name has no field in a skeleton, either.
    if (V.Name.empty())
      continue;
    Field F;
    F.Name = V.Name;
    if (V.IsStatic) {
      // Inside a function: "function.variable".
      const std::string Sanitized = sanitizeIdentifier(V.Name);
      if (!IsNamed(Sanitized))
        continue;
      F.Name = A.copy(std::string_view(Sanitized));
    }
    F.Ty = layout(V.Type);
    F.BitOffset = V.Offset * 8;
    // A forged section is smaller than its variables: no field.
    if (F.Ty->Size > Section.Size - V.Offset)
      continue;
    Align = std::max(Align, F.Ty->Align);
    End = std::max(End, V.Offset + F.Ty->Size);
    Fields.push_back(F);
  }
  uint64_t Size = Section.Size;
  if (Host && Host->Size != Size) {
    auto Padded = [Align](uint64_t Bytes) {
      return (Bytes + Align - 1) / Align * Align;
    };
    // A skeleton's struct ends with the last variable. Behind it may be what
    // the compiler put there: tables of a switch, copies of literals.
    Size = Padded(End) == Host->Size ? Host->Size : Padded(Size);
  }
  auto *Record = make<RecordType>(0, TypeKind::Record, Size, Align);
  Record->Name = Section.Name;
  Record->Fields = A.copy(std::span<const Field>(Fields));
  return Record;
}
