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

enum class Guard : uint8_t {
  None,
  Chosen,  ///< the caller's map may not be the one that the call is meant for
  NotMade, ///< this chain of calls never gets there
};

/// Whether \p Call, in the function of \p In, is reached only where a parameter
/// has some value that the chain of calls does not say. A test whether a
/// descriptor or pointer that \p Call gets is valid chooses nothing, nor does a
/// test whether something failed, or how far a loop has counted.
Guard guardOf(const clang::Expr &Call, const Frame &In, UseValues &Values);

} // namespace hostlayout::clangfe

#endif
