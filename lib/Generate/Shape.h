//===- Shape.h - How a record must be declared in C and C++ -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A declaration has the right bytes on every host if each hole in it is a
// member of its own: then no ABI has padding to add. What is left to decide is
// whether the record must be packed, and whether it needs an alignas for a host
// that aligns 8-byte integers to 4.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_SHAPE_H
#define HOSTLAYOUT_GENERATE_SHAPE_H

#include "Generate/PointerMap.h"
#include "Layout/Type.h"

#include <cstdint>
#include <string>

namespace hostlayout::generate {

/// How a type's own declaration is chosen, by its kind and size.
enum class Spelled : uint8_t {
  Scalar,  ///< an integer, float or bool that C names
  Pointer, ///< an integer of a pointer's size
  Enum,    ///< the enum's name
  Record,  ///< the record's name or body
  Kernel,  ///< a type of <linux/bpf.h>
  Bytes,   ///< no portable type has these bytes: an array of them
  Unknown, ///< the object does not say what is there
};

/// Why a record's fields cannot be declared.
enum class Obstacle : uint8_t {
  None,
  Overlap,
  OutOfPlace, ///< a union's member is not at its start
  PastEnd,
  InsideByte,
  WideBitField,
};

/// "The fields cannot be declared: its fields overlap."
std::string sentence(Obstacle O);

struct Shape {
  /// Alignment as declared, on a 64-bit host and on i386.
  uint16_t Align = 1, Align32 = 1;
  bool IsPacked = false;
  /// Needs an alignas(8) to have Align on i386, too.
  bool NeedsAlignas = false;
  Obstacle Why = Obstacle::None;
  bool isOpaque() const { return Why != Obstacle::None; }
};

class Shapes {
public:
  /// Where types come from that <linux/bpf.h> has.
  enum class Source : uint8_t {
    Object, ///< all are declared like any other
    Opaque, ///< the header has those that only the kernel looks into
    Header, ///< the header has all that it has
  };
  explicit Shapes(Source From) : From(From) {}

  /// Makes room for so many records.
  void reserve(size_t Records) { Known.reserve(Records); }

  /// \p Leaf is neither a typedef nor an array.
  Spelled spelled(const Type &Leaf) const;

  /// Computed once, with those of all records that \p R holds by value.
  const Shape &operator[](const RecordType &R);

private:
  /// Alignment of a member whose leaf is \p Leaf, on a 64-bit host and on i386.
  std::pair<uint16_t, uint16_t> alignOf(const Type &Leaf, Spelled How);
  Shape shapeOf(const RecordType &R);
  void addMember(Shape &S, const Field &F, const RecordType &R);

  bool isFromHeader(const Type &Leaf) const;

  Source From;
  PointerMap<Shape> Known;
};

/// Width in bits of the integer that the bit-field \p F is declared as; 0 if
/// there is none.
uint32_t bitFieldUnit(const Field &F);

/// The alignment that a byte array gets in order to stand for \p Ty.
uint16_t bytesAlign(const Type &Ty);

/// The same for a member \p F of \p R that is declared as bytes; 1 where its
/// place or the size of \p R says that it is not aligned.
uint16_t bytesAlign(const Field &F, const RecordType &R);

} // namespace hostlayout::generate

#endif
