//===- CrashText.h - Why the program that parses died -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMMAND_CHECK_CRASHTEXT_H
#define HOSTLAYOUT_COMMAND_CHECK_CRASHTEXT_H

#include <string>
#include <string_view>

namespace hostlayout::command {

/// A sentence for a program that ended with \p Exit, as ProgramEnd has it.
/// \p Errors: what it printed; LLVM prints there what it was at.
std::string crashText(int Exit, std::string_view Errors);

} // namespace hostlayout::command

#endif
