//===- CommandFuzzer.cpp - The commands, on objects in any state ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandUse.h"

using namespace hostlayout;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  static test::CommandUse Commands;
  const auto O = btf::Object::parse("x", {{Data, Size}, nullptr});
  Commands.run({Data, Size}, static_cast<unsigned>(Size), bool(O));
  return 0;
}
