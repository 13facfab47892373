//===- CAsserts.cpp - Headers that check themselves -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For compilers that load no plugin: each size and offset as the object has it,
// said again behind the declaration.
//
//===----------------------------------------------------------------------===//

#include "Generate/CWriter.h"

namespace hostlayout::generate {

/// Adds the assertions for the members of \p E, which field() collected.
void CWriter::assertions(const Entity &E) {
  if (!O.Asserts)
    return;
  std::string_view Keyword = IsCpp ? "static_assert" : "_Static_assert";
  Out << Keyword << "(sizeof(";
  referTo(E);
  Out << ") == " << E.Size << ", \"" << E.Name << "\");\n";
  for (const Assertion &A : Assertions) {
    Out << Keyword << "(offsetof(";
    referTo(E);
    Out << ", " << A.Path << ") == " << A.Offset << ", \"" << E.Name << '.'
        << A.Path << "\");\n";
  }
}

/// Notes where the member \p Name of the current record is.
void CWriter::noteOffset(std::string_view Name, const Field &F) {
  if (!O.Asserts || F.IsBitField || IsNowhere)
    return;
  std::string Whole = Path;
  Whole += Name;
  Assertions.push_back(
      {Memory.copy(std::string_view(Whole)), Base + F.byteOffset()});
}

} // namespace hostlayout::generate
