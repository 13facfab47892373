//===- OwnProgram.h - Where this program is installed -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_OWNPROGRAM_H
#define HOSTLAYOUT_SUPPORT_OWNPROGRAM_H

#include <filesystem>
#include <span>

namespace hostlayout {

/// The running program's file, without symbolic links. Empty where /proc is not
/// mounted.
std::filesystem::path ownProgram();

/// The first of \p Places that is a regular file, or nothing. They are relative
/// to the directory of ownProgram(): as installed, and as built.
std::filesystem::path findOwnFile(std::span<const char *const> Places);

} // namespace hostlayout

#endif
