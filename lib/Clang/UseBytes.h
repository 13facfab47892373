//===- UseBytes.h - Which bytes a call hands over ---------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What stands behind a pointer argument: of which type, and how many bytes are
// there. A bound is given only where it is certain.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEBYTES_H
#define HOSTLAYOUT_CLANG_USEBYTES_H

#include "Clang/UseValues.h"

namespace hostlayout::clangfe {

/// One object that an argument can point to.
struct HostObject {
  /// What the argument points to; null for bytes without a type.
  clang::QualType Element;
  /// The objects that begin where Element does, the smallest first: arrays of
  /// it, records it is the first member of.
  std::vector<clang::QualType> Around;
  /// No more bytes than these are there; none if that is not known.
  std::optional<uint64_t> Extent;
  /// Where the bytes are a number of things that is counted when the program
  /// runs: how many of which size.
  Count Things;
  uint64_t ThingSize = 0;
  /// A cast to a byte pointer says that the author knows.
  bool IsDeclaredBytes = false;
  bool IsNull = false;
  /// The argument, in the function of the chain that names the object; null
  /// where another unit does: then Handed is what that hands over.
  const clang::Expr *At = nullptr;
  const JoinedArgument *Handed = nullptr;
};

struct HostObjects {
  std::vector<HostObject> Objects;
  bool Unknown = false, NeedsCaller = false;
};

/// The objects that \p Argument, a pointer, can point to.
HostObjects objectsOf(const clang::Expr &Argument, const Frame &In,
                      UseValues &Values);

/// A number of bytes: Extent where it is a constant, else the count of things
/// it is a multiple of.
HostObject countedBytes(const clang::Expr &Size, const Frame &In,
                        UseValues &Values);

/// Whether bytes of this type say nothing of what they hold.
bool isByteType(clang::QualType T);

} // namespace hostlayout::clangfe

#endif
