//===- Open.h - A reader of DWARF, where there is one -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program that links LLVM has a reader in itself (OpenHere.cpp). A module
// that a compiler loads cannot count on that: a clang that is linked statically
// exports only what it uses itself, and reading DWARF is no part of that. So
// the reader is a module of its own (OpenModule.cpp), which is loaded when
// DWARF is first asked for, and may be missing.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_OPEN_H
#define HOSTLAYOUT_DWARF_OPEN_H

#include "Surface/DwarfTypes.h"

#include <memory>

namespace hostlayout::dwarf {

/// Never null. What cannot read says so in failure().
std::unique_ptr<surface::DwarfTypes> open();

} // namespace hostlayout::dwarf

#endif
