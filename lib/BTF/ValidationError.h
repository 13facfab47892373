//===- ValidationError.h - What can be wrong with a type --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules of validation, and their sentences away from the code that runs
// over every type of a file that has no fault.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_VALIDATIONERROR_H
#define HOSTLAYOUT_BTF_VALIDATIONERROR_H

#include "BTF/TypeTable.h"

namespace hostlayout::btf {

enum class Rule : uint8_t {
  NameInside,     ///< Value: the name's offset
  NameLength,     ///
  Reference,      ///< Value: the id that does not exist or is no type
  Depth,          ///< Value: the limit
  NoCycle,        ///< Value: the id through which it contains itself
  NoElements,     ///
  Encoding,       ///
  Size,           ///
  Bits,           ///< Value: their end
  Index,          ///< Value: the id that is no integer
  ElementSize,    ///
  ArraySize,      ///
  Prototype,      ///
  Variable,       ///< Value: the id that is no variable
  VariableInside, ///
  MemberSize,     ///
  MemberInteger,  ///
  MemberByte,     ///< Value: the bit it starts at
  MemberFits,     ///< Value: its bytes
  MemberInside,   ///< Value: the bit it ends at
};

/// A rule that the type \p Id breaks.
struct ValidationError {
  Rule Broken;
  TypeId Id;
  uint64_t Value = 0;
  uint32_t Member = 0; ///< of a struct or section
};

Error describe(const TypeTable &T, const ValidationError &F);

} // namespace hostlayout::btf

#endif
