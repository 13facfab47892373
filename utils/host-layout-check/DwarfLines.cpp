//===- DwarfLines.cpp - What only an object's DWARF has -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DwarfLines.h"

#include "BTF/Object.h"
#include "DWARF/DwarfReader.h"
#include "Layout/TypeText.h"
#include "Support/ReadFile.h"

#include <cstdio>

using namespace hostlayout;

std::optional<Error> check::printDwarfLines(const std::string &Path) {
  Expected<Bytes> Content = readFile(Path);
  if (!Content)
    return Content.takeError();
  auto Object = btf::Object::parse(Path, std::move(*Content));
  if (!Object)
    return Object.takeError().in(Path);
  bool Failed = false;
  auto Print = [&Failed](const std::string &Line) {
    Failed |= std::fprintf(stdout, "%s\n", Line.c_str()) < 0;
  };
  Arena Memory;
  TypeWriter Types(Print);
  dwarf::DwarfReader Dwarf;
  for (const surface::ForeignType &One : Dwarf.all(**Object, Memory))
    Types.write(*One.Ty, One.DeclaredAt);
  for (const std::string &Name : Dwarf.usedInFunctions(**Object))
    Print("used " + Name);
  // Without it, the list was cut short.
  Print("end");
  if (Failed)
    return Error("cannot be written to").in("standard output");
  return std::nullopt;
}
