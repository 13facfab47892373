//===- Triviality.h - Can a type be filled from bytes? ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_TRIVIALITY_H
#define HOSTLAYOUT_CLANG_TRIVIALITY_H

#include <map>
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

/// Why objects must not be filled from raw bytes. Remembers: types that hold
/// each other twice a level would be asked about a million times at level 20.
class Triviality {
public:
  /// \p R is complete.
  const Obstacle &obstacleToBytes(const clang::RecordDecl &R);

private:
  Obstacle find(const clang::RecordDecl &R);
  std::map<const clang::RecordDecl *, Obstacle> Known;
};

} // namespace hostlayout::clangfe

#endif
