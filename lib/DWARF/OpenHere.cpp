//===- OpenHere.cpp - The reader that is linked in ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/DwarfReader.h"
#include "DWARF/Open.h"

using namespace hostlayout;

std::unique_ptr<surface::DwarfTypes> dwarf::open() {
  return std::make_unique<DwarfReader>();
}
