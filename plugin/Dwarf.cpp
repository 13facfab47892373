//===- Dwarf.cpp - The module that reads DWARF ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the other modules load when they need a type that only DWARF has: see
// DWARF/Open.h.
//
//===----------------------------------------------------------------------===//

#include "DWARF/DwarfReader.h"

/// The caller owns the reader.
extern "C" __attribute__((visibility("default")))
hostlayout::surface::DwarfTypes *
hostlayoutOpenDwarf() {
  return new hostlayout::dwarf::DwarfReader;
}
