//===- Triviality.h - Can a type be filled from bytes? ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_TRIVIALITY_H
#define HOSTLAYOUT_CLANG_TRIVIALITY_H

#include <string>

namespace clang {
class Decl;
class RecordDecl;
} // namespace clang

namespace hostlayout::clangfe {

struct Obstacle {
  /// How "'event' ..." goes on; empty if nothing is in the way.
  std::string Because;
  const clang::Decl *Where = nullptr;
};

/// Why an object of the complete type \p R must not be filled from raw bytes.
Obstacle obstacleToBytes(const clang::RecordDecl &R);

} // namespace hostlayout::clangfe

#endif
