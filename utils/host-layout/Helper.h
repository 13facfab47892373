//===- Helper.h - Running host-layout-check ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What needs LLVM, another program does: it prints lines for this one to read.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HELPER_H
#define HOSTLAYOUT_HELPER_H

#include "Support/Expected.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::command {

/// Where host-layout-check is. Error: where it should be.
Expected<std::string> findHelper();

/// Runs \p Words, the first of which is findHelper()'s, and calls \p OnLine
/// with each whole line of its standard output. Returns what waitpid() said of
/// its end.
Expected<int> runHelper(std::vector<std::string> Words,
                        const std::function<void(std::string_view)> &OnLine);

} // namespace hostlayout::command

#endif
