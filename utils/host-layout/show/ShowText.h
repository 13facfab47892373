//===- ShowText.h - Types as pahole prints them -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SHOWTEXT_H
#define HOSTLAYOUT_SHOWTEXT_H

#include "Generate/Text.h"
#include "Layout/Type.h"
#include "Support/Printable.h"

#include <string>
#include <string_view>

namespace hostlayout::command {

/// A type as the BPF source declares it: "__u64" and "[4]".
struct Declared {
  std::string Type;
  std::string Dimensions;
  /// ")(int)" for a pointer to a function, else empty.
  std::string Parameters = {};
  /// The record or enum without a name that Type stands for, or null.
  const hostlayout::Type *InPlace = nullptr;

  /// Writes what stands behind Type: "name[4]", "(*name)(int)".
  void declare(generate::Text &Out, std::string_view Name) const {
    if (!Parameters.empty())
      Out << "(*";
    Out << printable(Name) << Dimensions << Parameters;
  }
  /// The type alone: "__u64[4]", "void (*)(int)".
  std::string text() const {
    return Type + (Parameters.empty() ? "" : " (*") + Dimensions + Parameters;
  }
};
Declared declaredType(const Type &Ty);

/// Writes \p Ty, a record, enum or typedef, with the offset and size of each
/// member, holes, padding and cachelines.
void showType(generate::Text &Out, const Type &Ty);

/// The same for a map's key or value, whatever its type is.
void showRole(generate::Text &Out, std::string_view Role, const Type &Ty);

} // namespace hostlayout::command

#endif
