//===- main.cpp - host-layout ---------------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include <algorithm>

int main(int Argc, char **Argv) {
  return hostlayout::command::runCommand(
      {Argv + std::min(Argc, 1), Argv + Argc});
}
