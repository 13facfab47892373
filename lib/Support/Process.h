//===- Process.h - Running another program ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_PROCESS_H
#define HOSTLAYOUT_SUPPORT_PROCESS_H

#include "Support/Expected.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout {

/// A program to be run, without input.
struct Program {
  /// The first is its file's name, looked up in PATH where it has no '/'.
  std::vector<std::string> Words;
  /// Where it runs; empty: where this program does.
  std::string Directory = {};
  /// Whether its standard error is read, too; else it is this program's.
  bool ReadsErrors = false;
  /// After so many it and what it has started is killed; 0: never.
  unsigned Seconds = 0;
};

struct ProgramEnd {
  /// Its exit code; negative where a signal ended it.
  int Exit = 0;
  bool IsTimedOut = false;
};

/// Runs \p P to its end and calls \p OnOutput with pieces of its output as they
/// come. Error: it could not be started; with its name in front.
Expected<ProgramEnd>
runProgram(Program P, const std::function<void(std::string_view)> &OnOutput);

/// The same, in whole lines, without their ends. An unfinished last one is
/// dropped.
Expected<ProgramEnd>
readLines(Program P, const std::function<void(std::string_view)> &OnLine);

} // namespace hostlayout

#endif
