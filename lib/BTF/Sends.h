//===- Sends.h - The records that a program sends ---------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read out of the object's instructions: at each call of a helper that sends a
// record, which map it goes to and how many bytes it has. Only what stands in
// front of the call in the same block counts, or in front of the calls of the
// function that has it; everything else is unknown.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_SENDS_H
#define HOSTLAYOUT_BTF_SENDS_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hostlayout::btf {

struct RecordSend {
  std::string Map;              ///< empty: not known
  std::optional<uint32_t> Size; ///< bytes; none: not known
  std::string Function;         ///< that sends it; may be empty
};

/// The sends of the ELF object \p Content, in its order, each once. A damaged
/// part of it is left out, and is then one send of which nothing is known.
std::vector<RecordSend> recordSends(std::span<const uint8_t> Content);

} // namespace hostlayout::btf

#endif
