//===- TypeFacts.h - What is asked of a type most often ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_TYPEFACTS_H
#define HOSTLAYOUT_BTF_TYPEFACTS_H

#include "BTF/Format.h"

#include <cstdint>

namespace hostlayout::btf {

/// What whoever refers to a type must know of it, in one word: a bit-field of
/// the compiler's would be read and written part by part.
class TypeFacts {
public:
  /// No size that is known is as large.
  static constexpr uint32_t UnknownSize = (1 << 17) - 1;

  TypeFacts() = default;
  /// What the kind alone says.
  explicit constexpr TypeFacts(Kind K)
      : Word(static_cast<uint32_t>(K) | (isType(K) ? TypeBit : 0) |
             (isType(K) && !isNesting(K) ? 1 << HeightAt : 0) |
             UnknownSize << SizeAt) {}

  constexpr Kind kind() const { return static_cast<Kind>(Word & KindMask); }
  /// isType(kind())
  constexpr bool isAnyType() const { return Word & TypeBit; }
  /// Whether it is an INT or ENUM that is sound, or stands for one.
  constexpr bool isInteger() const { return Word & IntegerBit; }
  /// 1 + how deep types are nested by value below this one. 0: no value has
  /// this type, or it is nesting and not checked yet.
  constexpr uint32_t height() const { return Word >> HeightAt & MaxHeight; }
  /// Bytes of a value, or UnknownSize: there are many, or none where C wants
  /// some, or it is not known yet.
  constexpr uint32_t size() const { return Word >> SizeAt; }

  constexpr void setInteger() { Word |= IntegerBit; }
  constexpr void setHeight(uint32_t Height) {
    Word = (Word & ~(MaxHeight << HeightAt)) | Height << HeightAt;
  }
  constexpr void setSize(uint64_t Bytes) {
    const auto Known =
        static_cast<uint32_t>(Bytes < UnknownSize ? Bytes : UnknownSize);
    Word = (Word & ~(UnknownSize << SizeAt)) | Known << SizeAt;
  }
  /// Stands for \p Target: same size, integer where that is one.
  constexpr void setTarget(TypeFacts Target) {
    constexpr uint32_t Same = IntegerBit | UnknownSize << SizeAt;
    Word = (Word & ~Same) | (Target.Word & Same);
  }

  static constexpr uint32_t MaxHeight = 0x3f;

private:
  static constexpr uint32_t KindMask = KindCount - 1;
  static constexpr uint32_t TypeBit = 1 << 7;
  static constexpr uint32_t IntegerBit = 1 << 8;
  static constexpr unsigned HeightAt = 9;
  static constexpr unsigned SizeAt = 15;

  uint32_t Word;
};

} // namespace hostlayout::btf

#endif
