//===- Helper.h - Where host-layout-check is --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HELPER_H
#define HOSTLAYOUT_HELPER_H

#include "Support/Expected.h"

#include <string>

namespace hostlayout::command {

/// The program that does what needs LLVM, and prints lines for this one to
/// read. Error: where it should be.
Expected<std::string> findHelper();

} // namespace hostlayout::command

#endif
