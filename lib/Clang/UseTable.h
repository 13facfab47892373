//===- UseTable.h - The functions of libbpf that move bytes -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which argument of which function is what. One table, which everything that
// looks for uses reads.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USETABLE_H
#define HOSTLAYOUT_CLANG_USETABLE_H

#include "Judge/MapCall.h"

#include <cstdint>
#include <optional>
#include <span>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// What a function of libbpf does with what it is given.
enum class UseForm : uint8_t {
  Element,      ///< moves one key, or one value, or both
  Batch,        ///< moves arrays of them
  Callback,     ///< hands records to a function
  Open,         ///< opens a buffer whose records are not seen
  Reserve,      ///< returns room for a record
  Mapping,      ///< mmap: returns a map's values
  SetSection,   ///< bpf_map__set_initial_value
  SectionBytes, ///< bpf_map__initial_value: returns a section's bytes
};

/// Arguments by their number, from 0; NoArgument where there is none.
struct UseFunction {
  static constexpr int8_t NoArgument = -1;

  const char *Name;
  UseForm Form;
  judge::MapCall Does;
  uint8_t Parameters;
  int8_t Map;
  int8_t Key = NoArgument;
  int8_t NextKey = NoArgument; ///< written by the kernel
  int8_t Value = NoArgument;
  int8_t Flags = NoArgument;
  int8_t KeySize = NoArgument;
  int8_t ValueSize = NoArgument;
  int8_t Callback = NoArgument;
  /// Which parameter of the callback has the record.
  int8_t Data = NoArgument;
  /// Whether the kernel writes the value, rather than reads it.
  bool WritesValue = false;
};

std::span<const UseFunction> useFunctions();

/// The row of \p Callee, or null.
const UseFunction *useFunction(const clang::FunctionDecl &Callee);

/// What a setter of libbpf takes away from what the object says of a map.
enum class MapSetter : uint8_t { Type, KeySize, ValueSize, All };
std::optional<MapSetter> mapSetter(const clang::FunctionDecl &Callee);

/// Whether \p Callee is a function of libbpf whose result only says whether it
/// failed, or how many CPUs there are.
bool returnsStatus(const clang::FunctionDecl &Callee);

/// Whether the unit declares a function of the table and calls it: without
/// one, nothing else is looked at. mmap alone does not count.
bool hasUses(const clang::ASTContext &Context);

/// Whether the unit asks of what kind a map is, and may choose calls by that.
bool asksForKinds(const clang::ASTContext &Context);

/// Whether the unit names maps at all, or has a skeleton, and so may hand maps
/// to other units.
bool namesMaps(const clang::ASTContext &Context);

} // namespace hostlayout::clangfe

#endif
