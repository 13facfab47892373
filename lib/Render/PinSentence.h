//===- PinSentence.h - The words for pinned maps ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_PINSENTENCE_H
#define HOSTLAYOUT_RENDER_PINSENTENCE_H

#include "Compare/PinFacts.h"

#include <string>
#include <vector>

namespace hostlayout {

/// What becomes of the map, without a tag.
std::string pinSentence(const PinFacts &P);

/// What to do, and what else must be known.
std::vector<std::string> pinNotes(const PinFacts &P);

} // namespace hostlayout

#endif
