//===- Usage.h - What is wrong with a command line --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_USAGE_H
#define HOSTLAYOUT_USAGE_H

#include <CLI/CLI.hpp>

#include <string>

namespace hostlayout::command {

/// What \p E, which \p Top threw, says to a user: names the word that is wrong
/// and the one that it may have been meant to be.
std::string usageError(const CLI::App &Top, const CLI::ParseError &E);

} // namespace hostlayout::command

#endif
