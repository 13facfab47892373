//===- DwarfLines.cpp - What only an object's DWARF has -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DwarfLines.h"

#include "BTF/Object.h"
#include "Layout/Canonical.h"
#include "Support/ReadFile.h"
#include "Clang/DwarfTypes.h"

#include <cstdio>

using namespace hostlayout;

std::optional<Error> check::printDwarfLines(const std::string &Path) {
  Expected<Bytes> Content = readFile(Path);
  if (!Content)
    return Content.takeError();
  auto Object = btf::Object::parse(Path, std::move(*Content));
  if (!Object)
    return Object.takeError().in(Path);
  Arena Memory;
  Canonical Lines;
  clangfe::DwarfReader Dwarf;
  for (const Type *Ty : Dwarf.all(**Object, Memory))
    Lines.add(*Ty);
  for (const std::string &Line : Lines.lines())
    if (std::fprintf(stdout, "%s\n", Line.c_str()) < 0)
      return Error("cannot be written to").in("standard output");
  return std::nullopt;
}
