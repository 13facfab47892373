//===- Sections.h - The globals of each section -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_SECTIONS_H
#define HOSTLAYOUT_BTF_SECTIONS_H

#include "BTF/Elf.h"
#include "BTF/Object.h"

#include <vector>

namespace hostlayout::btf {

/// Sections and what their views point to.
struct SectionList {
  std::vector<SectionInfo> Sections;
  std::vector<SectionVar> Vars;
};

/// The sections of data that \p T describes, without its base's. \p Elf, if
/// there is one, completes what only linking would write into the BTF.
SectionList readSections(const TypeTable &T, const ElfFile *Elf);

} // namespace hostlayout::btf

#endif
