//===- Variables.h - Variables by where they are ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_VARIABLES_H
#define HOSTLAYOUT_DWARF_VARIABLES_H

#include "BTF/Handovers.h"

#include "llvm/DebugInfo/DWARF/DWARFDie.h"

#include <span>
#include <vector>

namespace hostlayout::dwarf {

/// The types of the variables of \p Unit that are at one of \p Places on the
/// stack; for those in one of the registers, what they point to.
std::vector<llvm::DWARFDie>
variablesAt(llvm::DWARFDie Unit, std::span<const btf::RecordPlace> Places);

} // namespace hostlayout::dwarf

#endif
