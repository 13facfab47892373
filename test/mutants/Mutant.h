//===- Mutant.h - Which mutant of a rewritten source runs -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Included in front of each source that rewrite.py has rewritten.
// HOSTLAYOUT_MUTANT is the number of the one that runs; without it, the sources
// do what they did, and HOSTLAYOUT_REACHED names a file that gets the numbers
// of all that were asked for.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_MUTANTS_MUTANT_H
#define HOSTLAYOUT_TEST_MUTANTS_MUTANT_H

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace hostlayout::mutants {

struct State {
  int Which = 0;
  const char *File = nullptr;
  std::vector<bool> Reached;

  State() {
    if (const char *Text = std::getenv("HOSTLAYOUT_MUTANT"))
      Which = std::atoi(Text);
    File = std::getenv("HOSTLAYOUT_REACHED");
  }
  ~State() {
    std::FILE *Out = File ? std::fopen(File, "w") : nullptr;
    if (!Out)
      return;
    for (std::size_t I = 0; I != Reached.size(); ++I)
      if (Reached[I])
        std::fprintf(Out, "%zu\n", I);
    std::fclose(Out);
  }
};

inline State TheState;

inline bool is(int N) {
  State &S = TheState;
  if (S.File) {
    if (S.Reached.size() <= std::size_t(N))
      S.Reached.resize(std::size_t(N) + 1);
    S.Reached[std::size_t(N)] = true;
  }
  return S.Which == N;
}

} // namespace hostlayout::mutants

#endif
