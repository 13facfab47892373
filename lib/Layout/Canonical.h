//===- Canonical.h - A type as a line of text -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a comparison could tell apart has different lines. Nothing of how a
// producer stores a type is in them: no ids, no order of types, no place in a
// source, nor what a pointer points to.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LAYOUT_CANONICAL_H
#define HOSTLAYOUT_LAYOUT_CANONICAL_H

#include "Layout/Type.h"

#include <set>
#include <string>
#include <unordered_map>

namespace hostlayout {

/// Writes types that outlive it. One thread at a time.
class Canonical {
public:
  /// Adds the lines of \p Ty and of all that it is made of.
  void add(const Type &Ty);

  /// \p Ty within a line. A record or enum is the digest of its own line, so
  /// that lines stay short; that line is added.
  std::string reference(const Type &Ty);

  void addLine(std::string Line) { Lines.insert(std::move(Line)); }
  const std::set<std::string> &lines() const { return Lines; }

private:
  std::string record(const RecordType &R);
  std::string enumeration(const EnumType &E);

  std::set<std::string> Lines;
  std::unordered_map<const Type *, std::string> Digests;
};

} // namespace hostlayout

#endif
