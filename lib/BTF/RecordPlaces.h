//===- RecordPlaces.h - Where code has the records that it sends *- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_RECORDPLACES_H
#define HOSTLAYOUT_BTF_RECORDPLACES_H

#include "BTF/Handovers.h"
#include "BTF/Instructions.h"

namespace hostlayout::btf {

/// How much of the stack the function from \p Begin to \p Behind uses, in
/// bytes; a multiple of 8, as compilers make frames.
uint64_t frameSize(const Code &C, uint64_t Begin, uint64_t Behind);

/// The registers that hold at the call \p At what \p Register holds.
std::vector<RecordPlace> pointersBefore(const Code &C, uint64_t At,
                                        uint8_t Register);

/// Where, soon behind the call \p At, registers hold what it returned.
std::vector<RecordPlace> pointersBehind(const Code &C, uint64_t At);

} // namespace hostlayout::btf

#endif
