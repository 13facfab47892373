//===- Preamble.h - What clangd keeps between two edits ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd compiles the includes at the top of a file into a preamble, and the
// rest of the file at every edit. Structs in headers are judged when the
// preamble is built, and what was found stays as long as clangd keeps it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_PREAMBLE_H
#define HOSTLAYOUT_CLANG_PREAMBLE_H

#include "Compare/Finding.h"
#include "Judge/Judge.h"
#include "Clang/ChangeCounter.h"

#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// Whether this is the compile of a preamble.
bool isPreamble(const clang::Preprocessor &PP);

/// At the start of judging a preamble: what the last one reported is forgotten.
void startPreamble(clang::Preprocessor &PP);

/// From before the first object of a preamble is read.
class PreambleWatch {
public:
  explicit PreambleWatch(clang::Preprocessor &PP);

  /// Has clangd build this preamble anew at the first edit after one of
  /// \p Objects was written again since then, or now exists.
  void add(const std::vector<judge::Source> &Objects);

private:
  clang::Preprocessor &PP;
  ChangeCounter::State Before;
};

/// Whether \p F, which is about the build and not the text, was reported for
/// this file's preamble already, so that it is not reported for the rest of
/// the file. Thread-safe.
bool isToldByPreamble(clang::Preprocessor &PP, const Finding &F);

} // namespace hostlayout::clangfe

#endif
