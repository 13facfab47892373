//===- Lookup.h - The sources of a judge ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_LOOKUP_H
#define HOSTLAYOUT_JUDGE_LOOKUP_H

#include "Judge/Judge.h"
#include "Surface/Surface.h"

namespace hostlayout::judge {

/// One source, and what it shares with user space.
class SourceTypes {
public:
  SourceTypes(const Source &S, Arena &Memory,
              surface::DwarfTypes *Dwarf = nullptr)
      : S(S) {
    if (S.Types)
      Shared.emplace(*S.Types, Memory, Dwarf);
  }

  const Source &source() const { return S; }
  const btf::Object &object() const { return *S.Types; }
  bool isReadable() const { return S.Types != nullptr; }
  /// Only of what is readable.
  surface::Surface &surface() { return *Shared; }
  /// Whether object= names this source: its base name, a suffix of its path at
  /// a '/', or the whole of it; a skeleton also by the name it has inside.
  bool isCalled(std::string_view Name) const;

private:
  const Source &S;
  std::optional<surface::Surface> Shared;
};

} // namespace hostlayout::judge

#endif
