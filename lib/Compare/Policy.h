//===- Policy.h - Which kinds of difference count ---------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_POLICY_H
#define HOSTLAYOUT_COMPARE_POLICY_H

#include "Compare/Difference.h"
#include "Support/Expected.h"

#include <array>

namespace hostlayout {

/// A severity for each kind.
class Policy {
public:
  Policy();

  Severity operator[](DifferenceKind K) const {
    return Levels[static_cast<unsigned>(K)];
  }
  void set(DifferenceKind K, Severity S) {
    Levels[static_cast<unsigned>(K)] = S;
    Asked[static_cast<unsigned>(K)] = true;
  }
  /// Whether a user set the kind: then no exception to the default applies.
  bool isSet(DifferenceKind K) const { return Asked[static_cast<unsigned>(K)]; }

  /// Applies "slug=error|warning|off", several separated by commas.
  /// Error: what is unknown, with the nearest slug; nothing is applied then.
  std::optional<Error> parse(std::string_view Settings);

private:
  std::array<Severity, NumDifferenceKinds> Levels;
  std::array<bool, NumDifferenceKinds> Asked{};
};

/// "error", "warning" or "off". Error: what it is instead.
Expected<Severity> parseSeverity(std::string_view Text);

} // namespace hostlayout

#endif
