//===- ApplyFixes.h - Applying the fixes of findings ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_APPLYFIXES_H
#define HOSTLAYOUT_APPLYFIXES_H

#include "Render/Report.h"
#include "Support/Expected.h"

#include <set>
#include <string>

namespace hostlayout::command {

struct Applied {
  size_t Fixes = 0;
  std::set<std::string> Files;
};

/// Applies to each struct the first fix of its findings: another one was made
/// for the struct as it was, and has to be looked at again. Nothing is written
/// where a file is not as it was when it was parsed.
Expected<Applied> applyFixes(const report::Report &R);

} // namespace hostlayout::command

#endif
