//===- Restated.h - What a lock would state otherwise now -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// compare() asks whether one side may read the bytes of the other: it takes
// eight bytes for a number. A lock states what is shared, and a review must see
// that eight bytes have become a number. So here all that a lock says counts,
// except what compilers before some version do not record: that agrees with
// anything.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_LOCK_RESTATED_H
#define HOSTLAYOUT_LOCK_RESTATED_H

#include "Lock/Lock.h"

#include <string>
#include <vector>

namespace hostlayout::lock {

/// One thing of which two locks say different things.
struct Restated {
  /// What has it: "event", "counts.value", "global .bss dropped".
  std::string Of;
  /// The thing's name: "v". Empty: a member without one.
  std::string What;
  /// What each lock says of it: "is 'char[8]'", "is at byte 4". Empty where the
  /// lock does not have it.
  std::string Before, After;
  unsigned Line = 0; ///< in the first lock
};

/// What \p Before and \p After say differently of the maps, globals and types
/// that both have. Both come from parse(): their types have the names that
/// write() gives them.
std::vector<Restated> restatements(const Shared &Before, const Shared &After);

} // namespace hostlayout::lock

#endif
