//===- Format.h - BTF as it is written in files -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The numbers of the BTF format, from Documentation/bpf/btf.rst and the kernel
// that made info's fields wider (vlen has 24 bits, the kind 7) and the header
// longer (the layout section). Both are supersets of what came before.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_FORMAT_H
#define HOSTLAYOUT_BTF_FORMAT_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hostlayout::btf {

enum class Kind : uint8_t {
  Void = 0, ///< type id 0; never written
  Int = 1,
  Ptr = 2,
  Array = 3,
  Struct = 4,
  Union = 5,
  Enum = 6,
  Fwd = 7,
  Typedef = 8,
  Volatile = 9,
  Const = 10,
  Restrict = 11,
  Func = 12,
  FuncProto = 13,
  Var = 14,
  DataSec = 15,
  Float = 16,
  DeclTag = 17,
  TypeTag = 18,
  Enum64 = 19,
  LocParam = 20,
  LocProto = 21,
  LocSec = 22,
};

inline constexpr uint16_t Magic = 0xeb9f;
inline constexpr uint8_t Version = 1;
/// The header up to and including str_len.
inline constexpr uint32_t ShortHeader = 24;
/// The header that also has layout_off and layout_len.
inline constexpr uint32_t LayoutHeader = 32;

inline constexpr unsigned KindCount = 128;
/// struct btf_type: name_off, info, size or type.
inline constexpr uint32_t TypeHead = 12;
inline constexpr uint32_t MemberBytes = 12;
inline constexpr uint32_t EnumeratorBytes = 8;
inline constexpr uint32_t Enumerator64Bytes = 12;
inline constexpr uint32_t ParamBytes = 8;
inline constexpr uint32_t SecVarBytes = 12;

inline constexpr uint32_t IntSigned = 1;
inline constexpr uint32_t IntChar = 2;
inline constexpr uint32_t IntBool = 4;

inline constexpr uint32_t LinkageStatic = 0;
inline constexpr uint32_t LinkageGlobal = 1;
inline constexpr uint32_t LinkageExtern = 2;

constexpr bool isRecord(Kind K) {
  return K == Kind::Struct || K == Kind::Union;
}
constexpr bool isEnum(Kind K) { return K == Kind::Enum || K == Kind::Enum64; }

/// A kind that stands for its target: same bytes, no name of its own.
constexpr bool isModifier(Kind K) {
  return K == Kind::Const || K == Kind::Volatile || K == Kind::Restrict ||
         K == Kind::TypeTag;
}

/// A kind that a user may look up by name.
constexpr bool isNamed(Kind K) {
  return isRecord(K) || isEnum(K) || K == Kind::Typedef;
}

/// A kind whose bytes are those of other types.
constexpr bool isNesting(Kind K) {
  return isRecord(K) || isModifier(K) || K == Kind::Array || K == Kind::Typedef;
}

/// A kind that states the bytes of its values.
constexpr bool hasSize(Kind K) {
  return isRecord(K) || isEnum(K) || K == Kind::Int || K == Kind::Float;
}

/// A kind that later kernels may write and whose meaning is not known here. As
/// a type it is as good as void.
constexpr bool isForeign(Kind K) { return K > Kind::LocSec; }

/// Whether a value, a pointer or an alias may have this kind, that is, whether
/// it is a type rather than a declaration.
constexpr bool isType(Kind K) {
  switch (K) {
  case Kind::Func:
  case Kind::Var:
  case Kind::DataSec:
  case Kind::DeclTag:
  case Kind::LocParam:
  case Kind::LocProto:
  case Kind::LocSec:
    return false;
  default:
    return true;
  }
}

/// The bytes of a type: Head, and Element for each of vlen.
struct KindShape {
  uint16_t Head = 0; ///< 0: the kind is not known
  uint8_t Element = 0;
};
using KindShapes = std::array<KindShape, KindCount>;

constexpr KindShapes standardShapes() {
  KindShapes Shapes = {};
  auto Set = [&Shapes](Kind K, uint16_t Tail, uint8_t Element = 0) {
    Shapes[static_cast<size_t>(K)] = {static_cast<uint16_t>(TypeHead + Tail),
                                      Element};
  };
  Set(Kind::Int, 4);
  Set(Kind::Ptr, 0);
  Set(Kind::Array, 12);
  Set(Kind::Struct, 0, MemberBytes);
  Set(Kind::Union, 0, MemberBytes);
  Set(Kind::Enum, 0, EnumeratorBytes);
  Set(Kind::Fwd, 0);
  Set(Kind::Typedef, 0);
  Set(Kind::Volatile, 0);
  Set(Kind::Const, 0);
  Set(Kind::Restrict, 0);
  Set(Kind::Func, 0);
  Set(Kind::FuncProto, 0, ParamBytes);
  Set(Kind::Var, 4);
  Set(Kind::DataSec, 0, SecVarBytes);
  Set(Kind::Float, 0);
  Set(Kind::DeclTag, 4);
  Set(Kind::TypeTag, 0);
  Set(Kind::Enum64, 0, Enumerator64Bytes);
  Set(Kind::LocParam, 4, 4);
  Set(Kind::LocProto, 0, 4);
  Set(Kind::LocSec, 0, 12);
  return Shapes;
}

inline constexpr KindShapes StandardShapes = standardShapes();

/// What to call \p K in a message: "struct", "typedef", ...
std::string_view spelling(Kind K);

} // namespace hostlayout::btf

#endif
