//===- ChangeCounter.h - Files that were written, as a file -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd asks of each file in a preamble whether its time and size are still
// the same, before anything of ours runs. A build may give a new object both of
// the old one. So the preamble gets one file more: one without a name, whose
// size grows whenever somebody writes to an object.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_CHANGECOUNTER_H
#define HOSTLAYOUT_CLANG_CHANGECOUNTER_H

#include <cstdint>
#include <ctime>
#include <string>

namespace hostlayout::clangfe {

/// Never goes away. Thread-safe.
class ChangeCounter {
public:
  static ChangeCounter &process();

  /// What the file is like at this moment. Path is empty where the system has
  /// no way to tell who writes to a file.
  struct State {
    std::string Path;
    int64_t Size = 0;
    time_t Modified = 0;
  };
  State state() const;

  /// Counts what happens to the file at \p Path from now on, until it is
  /// replaced: that counts as well.
  void watch(const std::string &Path);

private:
  ChangeCounter();
  /// Reads events for ever.
  static void *run(void *Self);

  int Events = -1, File = -1;
};

} // namespace hostlayout::clangfe

#endif
