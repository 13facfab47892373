//===- Difference.cpp - The table of kinds --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Difference.h"

#include <array>

namespace hostlayout {

namespace {

struct KindRow {
  std::string_view Slug;
  KindGroup About;
  Severity Default;
  std::string_view Summary;
};

constexpr std::array<KindRow, NumDifferenceKinds> Kinds = {{
#define HOSTLAYOUT_KIND(Name, Slug, About, Default, Summary)                   \
  {Slug, KindGroup::About, Severity::Default, Summary},
#include "Compare/DifferenceKinds.def"
}};

} // namespace

std::string_view slug(DifferenceKind K) {
  return Kinds[static_cast<unsigned>(K)].Slug;
}

std::string_view summary(DifferenceKind K) {
  return Kinds[static_cast<unsigned>(K)].Summary;
}

KindGroup groupOf(DifferenceKind K) {
  return Kinds[static_cast<unsigned>(K)].About;
}

Severity defaultSeverity(DifferenceKind K) {
  return Kinds[static_cast<unsigned>(K)].Default;
}

std::optional<DifferenceKind> kindOfSlug(std::string_view Slug) {
  for (unsigned I = 0; I != NumDifferenceKinds; ++I)
    if (Kinds[I].Slug == Slug)
      return static_cast<DifferenceKind>(I);
  return std::nullopt;
}

Origin Difference::where() const {
  if (HostEnumerator && HostEnumerator->Where)
    return HostEnumerator->Where;
  if (Host && Host->Where)
    return Host->Where;
  return HostIn ? HostIn->Where : Origin();
}

} // namespace hostlayout
