//===- Program.h - Running another program -------------------- -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROGRAM_H
#define HOSTLAYOUT_PROGRAM_H

#include "Support/Expected.h"

#include <string>
#include <vector>

namespace hostlayout::command {

struct ProgramRun {
  /// Its exit code; negative where a signal ended it.
  int Exit = 0;
  bool IsTimedOut = false;
  /// Standard output and standard error as they came.
  std::string Output;
};

/// Runs \p Words, the first of which is looked up in PATH, in the directory
/// \p In, without input. It is killed when \p Seconds have passed.
/// Error: it could not be started; with its name in front.
Expected<ProgramRun> captureProgram(std::vector<std::string> Words,
                                    const std::string &In, int Seconds = 60);

/// \p Words, or an environment, as exec takes them. Points into them.
std::vector<char *> pointersTo(std::vector<std::string> &Words);

} // namespace hostlayout::command

#endif
