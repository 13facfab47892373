//===- Type.h - The neutral model of a type's bytes -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a type looks like in memory, said the same way whether BTF, DWARF or a
// C++ AST said it first. Nothing here knows who produced a model; Origin is the
// producer's own handle, carried for it and never looked into.
//
// Units: sizes and alignments are bytes, offsets and widths of fields are bits
// counted from the start of the record as memory is laid out (bit 0 is the
// lowest bit of byte 0 on a little-endian target; on a big-endian target it is
// the highest bit of byte 0, as in BTF, see Documentation/bpf/btf.rst).
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_TYPE_H
#define HOSTLAYOUT_LAYOUT_TYPE_H

#include <cstdint>
#include <span>
#include <string_view>

namespace hostlayout {

/// A producer's handle for a declaration. Only the producer casts it back.
struct Origin {
  const void *Ptr = nullptr;
  explicit operator bool() const { return Ptr != nullptr; }
};

enum class TypeKind : uint8_t {
  Integer, ///< integers, char, bool, std::byte
  Float,   ///< float, double, long double, _Float16
  Pointer, ///< object and function pointers
  Enum,    ///< EnumType
  Array,   ///< ArrayType; also std::array
  Record,  ///< struct, class, union
  Typedef, ///< TypedefType: a name for another type, with that type's bytes
  Forward, ///< declared, never defined: size unknown
  Opaque,  ///< has a size but no meaning to us: vectors, member pointers, ...
};

enum class Signedness : uint8_t {
  Unsigned,
  Signed,
  Neutral, ///< plain char: agrees with either sign
};

/// What an integer is for, where that changes what its bytes may be read as.
enum class IntegerRole : uint8_t {
  Number,
  Bool,
  Character, ///< char, signed char, unsigned char
  Byte,      ///< std::byte
};

enum class RecordTag : uint8_t { Struct, Class, Union };

struct RecordType;

/// The head of every type. Always an object of the derived type that Kind says.
struct Type {
  TypeKind Kind;
  Signedness Sign = Signedness::Unsigned; ///< Integer, Enum
  IntegerRole Role = IntegerRole::Number; ///< Integer; Bool of an Enum over it
  /// Integer: its width follows the target's word (long, size_t).
  bool IsWordSized = false;
  /// Alignment in bytes, as the producer's ABI gives it; at least 1.
  uint32_t Align = 1;
  /// Size in bytes. 0 for Forward and for flexible arrays.
  uint64_t Size = 0;
  /// The tag or name as declared, without "struct"; empty if anonymous.
  std::string_view Name;
  Origin Where;
};

struct PointerType : Type {
  /// How the pointee is declared ("struct sock", "char", "int (void *)"), for
  /// people only. Empty where it has no name.
  std::string_view Pointee;
  /// Where the parameters of a function begin, "(void *)"; npos for all else.
  size_t parameters() const {
    size_t Space = Pointee.ends_with(')') ? Pointee.find(" (") : Pointee.npos;
    return Space == Pointee.npos ? Space : Space + 1;
  }
  bool isToFunction() const { return parameters() != Pointee.npos; }
};

struct ArrayType : Type {
  const Type *Element = nullptr;
  uint64_t Count = 0;
  /// `T x[]`, `T x[0]`: no bytes of its own, any number after the record.
  bool Flexible = false;
};

struct TypedefType : Type {
  const Type *Target = nullptr;
};

/// BTF names that a marker gives, in order of preference. One pointer: a kernel
/// has a hundred thousand fields and enumerators, and these have none.
class NameList {
public:
  using Names = std::span<const std::string_view>;
  NameList() = default;
  /// \p List, too, must live as long as the model.
  explicit NameList(const Names *List) : List(List) {}

  Names names() const { return List ? *List : Names(); }
  auto begin() const { return names().begin(); }
  auto end() const { return names().end(); }
  bool empty() const { return names().empty(); }
  std::string_view front() const { return names().front(); }

private:
  const Names *List = nullptr;
};

struct Enumerator {
  std::string_view Name;
  /// The value's bits, sign-extended to 64.
  uint64_t Value = 0;
  NameList Counterparts;
  Origin Where;
};

struct EnumType : Type {
  std::span<const Enumerator> Enumerators;
  /// Low bits of each value that are known. clang before 16 records 32 bits of
  /// the values of an 8-byte enum in BTF.
  uint32_t ValueBits = 64;
  /// Declared in a system header.
  bool FromSystemHeader = false;
  bool hasWholeValues() const { return ValueBits >= Size * 8; }
};

/// A member or a base class subobject.
struct Field {
  /// Empty for an anonymous struct or union member, and for a base class.
  std::string_view Name;
  const Type *Ty = nullptr;
  uint64_t BitOffset = 0;
  /// Width of a bit-field in bits. 0 for every other field. A bit-field's type
  /// has bytes: those of its storage unit.
  uint32_t BitWidth = 0;
  bool IsBitField = false;
  bool IsBase = false;
  /// Carries a marker of its own (with or without names); what
  /// `match=named` compares.
  bool IsMarked = false;
  NameList Counterparts;
  Origin Where;

  /// Bits the field occupies. 0 for flexible arrays and empty records.
  uint64_t bits() const { return IsBitField ? BitWidth : Ty->Size * 8; }
  uint64_t byteOffset() const { return BitOffset / 8; }
};

struct RecordType : Type {
  RecordTag Tag = RecordTag::Struct;
  /// Declared in a system header: a libc twin of a kernel struct.
  bool FromSystemHeader = false;
  /// A class of the host's library whose members are its own business, as
  /// std::optional: nothing but its own code may fill it.
  bool IsLibraryClass = false;
  /// Declared packed (host), or laid out as only a packed struct is (BTF).
  bool IsPacked = false;
  /// BTF has its size alone: of the kernel's types, the base that a module
  /// carries along (.BTF.base) leaves the members out.
  bool HasUnknownMembers = false;
  /// In order of offset as declared. Unnamed bit-fields are padding: not here.
  std::span<const Field> Fields;
  /// Why the host type cannot be filled from bytes, as the end of the sentence
  /// "'event' ..."; empty where it can.
  std::string_view NotTrivialBecause;
  /// The field at fault for NotTrivialBecause, if one is.
  Origin NotTrivialWhere;
  bool isUnion() const { return Tag == RecordTag::Union; }
};

/// \p Ty without typedefs. Never null for a non-null argument.
inline const Type *strip(const Type *Ty) {
  while (Ty->Kind == TypeKind::Typedef)
    Ty = static_cast<const TypedefType *>(Ty)->Target;
  return Ty;
}

/// \p Ty without typedefs as a T, or null if it is of another kind.
template <typename T> const T *as(const Type *Ty);
template <> inline const ArrayType *as<ArrayType>(const Type *Ty) {
  Ty = strip(Ty);
  return Ty->Kind == TypeKind::Array ? static_cast<const ArrayType *>(Ty)
                                     : nullptr;
}
template <> inline const RecordType *as<RecordType>(const Type *Ty) {
  Ty = strip(Ty);
  return Ty->Kind == TypeKind::Record ? static_cast<const RecordType *>(Ty)
                                      : nullptr;
}
template <> inline const EnumType *as<EnumType>(const Type *Ty) {
  Ty = strip(Ty);
  return Ty->Kind == TypeKind::Enum ? static_cast<const EnumType *>(Ty)
                                    : nullptr;
}
template <> inline const PointerType *as<PointerType>(const Type *Ty) {
  Ty = strip(Ty);
  return Ty->Kind == TypeKind::Pointer ? static_cast<const PointerType *>(Ty)
                                       : nullptr;
}

/// \p Ty without arrays and typedefs.
inline const Type *leafOf(const Type *Ty) {
  while (const auto *Array = as<ArrayType>(Ty))
    Ty = Array->Element;
  return strip(Ty);
}

/// The machine a type was laid out for.
struct Target {
  /// What to call it in a message: "i386", "x86_64", "BPF".
  std::string_view Name;
  uint32_t PointerBytes = 8;
  /// Alignment of an 8-byte integer as a struct member: 4 on i386, else 8.
  uint32_t Int64Align = 8;
  bool IsBigEndian = false;
};

} // namespace hostlayout

#endif
