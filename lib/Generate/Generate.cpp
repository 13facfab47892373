//===- Generate.cpp - Types as source text --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Generate.h"

#include "Generate/CWriter.h"
#include "Generate/GoWriter.h"
#include "Generate/Identifiers.h"
#include "Generate/ReservedNames.h"
#include "Generate/RustWriter.h"

namespace hostlayout::generate {

namespace {

bool isNamespace(std::string_view Name) {
  while (true) {
    size_t End = Name.find("::");
    std::string_view Part = Name.substr(0, End);
    if (!isIdentifier(Part) || isReservedInCpp(Part) || isDeclaredInC(Part))
      return false;
    if (End == std::string_view::npos)
      return true;
    Name.remove_prefix(End + 2);
  }
}

std::optional<Error> check(const WriterOptions &O) {
  if (!O.Prefix.empty() && !isIdentifier(O.Prefix))
    return Error("the prefix '" + O.Prefix + "' does not begin an identifier");
  if (!O.EnumeratorPrefix.empty() && !isIdentifier(O.EnumeratorPrefix))
    return Error("the prefix '" + O.EnumeratorPrefix +
                 "' does not begin an identifier");
  if (!O.EnumeratorPrefix.empty() && O.Lang == Language::Go)
    return Error("in Go, the name of an enumerator begins with its type's");
  if (!O.EnumeratorPrefix.empty() && O.Lang == Language::Rust)
    return Error("in Rust, an enumerator belongs to its type");
  if (O.Maps && O.Lang != Language::Cpp && O.Lang != Language::C)
    return Error("only C++ and C have typed maps");
  if (O.Maps && O.Lang == Language::C &&
      (!isIdentifier(O.ObjectName) || isReservedInC(O.ObjectName)))
    return Error("'" + O.ObjectName +
                 "' is not the name of a skeleton: give one with --name");
  if (O.GoMinor != GoOfMarker && O.Lang != Language::Go)
    return Error("only Go has a --go-version");
  if (O.GoMinor < OldestGo)
    return Error("Go 1." + std::to_string(O.GoMinor) +
                 " cannot compile what is generated: it needs 1." +
                 std::to_string(OldestGo) + " or later");
  if (!O.Namespace.empty()) {
    if (O.Lang != Language::Cpp)
      return Error("only C++ has namespaces");
    if (!isNamespace(O.Namespace))
      return Error("'" + O.Namespace + "' is not the name of a namespace");
  }
  if (O.Asserts && O.Lang == Language::Go)
    return Error("only C++ and C have static assertions");
  if (!O.Package.empty() && O.Lang != Language::Go)
    return Error("only Go has packages");
  if (O.Lang == Language::Go &&
      (!isIdentifier(O.Package) || isGoKeyword(O.Package) || O.Package == "_"))
    return Error("'" + O.Package + "' is not the name of a package");
  return std::nullopt;
}

} // namespace

std::optional<Error> generate(const Selection &S, const WriterOptions &O,
                              const Sink &To) {
  if (std::optional<Error> E = check(O))
    return E;
  Arena Memory;
  Model M(S, O.Lang);
  if (O.Lang == Language::Go)
    return To(GoWriter(M, O, Memory).write());
  if (O.Lang == Language::Rust)
    return To(RustWriter(M, O, Memory).write());
  return CWriter(M, O, Memory).write(To);
}

} // namespace hostlayout::generate
