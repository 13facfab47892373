//===- UseGuards.h - Whether a caller chooses the call ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef HOSTLAYOUT_CLANG_USEGUARDS_H
#define HOSTLAYOUT_CLANG_USEGUARDS_H

#include "Clang/UseValues.h"

namespace hostlayout::clangfe {

/// Whether \p Call, in the function of \p In, is reached only where a parameter
/// has some value: then the caller's map may not be the one it is meant for. A
/// test whether a descriptor or pointer that \p Call gets is valid chooses
/// nothing, nor does a test of what a call of libbpf returned.
bool isChosenByCaller(const clang::Expr &Call, const Frame &In,
                      UseValues &Values);

} // namespace hostlayout::clangfe

#endif
