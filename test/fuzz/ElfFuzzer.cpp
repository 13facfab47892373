//===- ElfFuzzer.cpp - Whole files, as a front end would be given them ----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTFExercise.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  hostlayout::test::exercise({Data, Size});
  return 0;
}
