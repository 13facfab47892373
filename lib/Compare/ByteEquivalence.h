//===- ByteEquivalence.h - What bytes may be read as ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_BYTEEQUIVALENCE_H
#define HOSTLAYOUT_COMPARE_BYTEEQUIVALENCE_H

#include "Layout/Type.h"

namespace hostlayout {

/// An array of char, unsigned char or std::byte, of any number of dimensions:
/// stands for raw bytes.
bool isByteArray(const Type &Ty);

/// Whether the host may read raw bytes of BPF as \p Host: as bytes, integers,
/// enums, and records, unions (one arm is enough) and arrays of these. Not as
/// pointers, floats, bools, or classes that a library keeps for itself.
bool isReadFromBytes(const Type &Host);

/// A struct or union without members: it reads nothing.
bool isEmptyRecord(const Type &Ty);

/// Why two scalars differ; same if they do not.
enum class ScalarVerdict : uint8_t { Same, Type, Sign, Pointer, NotScalars };

/// Host reads BPF: the direction counts for bool. Enumerators do not count.
ScalarVerdict compareScalars(const Type &Host, const Type &Bpf);

/// Whether \p Host is a word (long, size_t) of 4 bytes where BPF has 8.
bool isShortWord(const Type &Host, const Type &Bpf);

/// The one integer, enum, float or pointer that \p Ty is or wraps, however
/// often, from its first byte on; null if it holds something else as well.
const Type *loneScalar(const Type &Ty);

/// The bits of \p Ty up to the padding at its end. Arrays have none: what lies
/// behind an element belongs to the distance between two.
uint64_t contentBits(const Type &Ty);

} // namespace hostlayout

#endif
