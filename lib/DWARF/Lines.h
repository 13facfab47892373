//===- Lines.h - The files of a compile unit --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Only the names in the header of a line table. LLVM's own reader of it, up to
// 22 at least, ends the process where the header contradicts itself.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_LINES_H
#define HOSTLAYOUT_DWARF_LINES_H

#include "llvm/DebugInfo/DWARF/DWARFDie.h"

#include <string>

namespace hostlayout::dwarf {

/// Where \p Die was declared, "ev.bpf.c:12", or empty.
std::string declaredAt(llvm::DWARFDie Die);

} // namespace hostlayout::dwarf

#endif
