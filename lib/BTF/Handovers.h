//===- Handovers.h - The bytes that a program hands over --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Keys, values and records that a program makes, and which of their bytes it
// has set to 0 on every way to the call that takes them. A hole that is not set
// holds what was on the stack before.
//
// Read out of the instructions, as the kernel's verifier does: all ways through
// a function are followed, and where they meet only what all of them did
// counts. What cannot be followed has cleared nothing.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_HANDOVERS_H
#define HOSTLAYOUT_BTF_HANDOVERS_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hostlayout::btf {

/// Where code has a record, or a pointer to it: a debugger finds the variable
/// there.
struct RecordPlace {
  uint32_t Section = 0; ///< its index in the ELF file
  uint64_t Address = 0; ///< in the section, in bytes
  /// The register that points to it; none: it is on the stack.
  std::optional<uint8_t> Pointer = std::nullopt;
  int64_t Stack = 0;      ///< bytes from the frame's end, below 0
  uint64_t FrameSize = 0; ///< bytes of it that the function uses
};

struct Handover {
  enum Part : uint8_t {
    Key,    ///< of a lookup, an update or a delete
    Value,  ///< of an update or a push
    Record, ///< sent to a buffer
    InPlace ///< a store into a value that is in the map already
  };
  Part What = Key;
  std::string Map;              ///< empty: not known
  std::optional<uint32_t> Size; ///< bytes of a Record; none: not known
  std::string Function;         ///< that does it; may be empty
  /// By byte, from the start: 0 on every way. As long as is known.
  std::vector<bool> Cleared;
  /// The same, of bytes that something was stored into after that: the bits of
  /// it that no bit-field has are still 0.
  std::vector<bool> OnceCleared;
  /// The bytes lie in a variable of the program, which was 0 when it was
  /// loaded.
  bool IsInVariable = false;
  /// Its name, where the bytes are what it starts with.
  std::string Variable;
  /// The bytes lie in a value of this map, from this byte on.
  std::string InMap;
  uint64_t InMapAt = 0;
  /// InPlace: the bytes that are stored, of which something may not be 0.
  uint64_t From = 0, To = 0;
  /// A Record that is in no map and no variable of the program.
  std::vector<RecordPlace> Places;
};

struct Handovers {
  std::vector<Handover> All;
  /// All code could be followed. Else there may be others.
  bool IsWhole = true;
};

/// Those of the ELF object \p Content.
Handovers handovers(std::span<const uint8_t> Content);

} // namespace hostlayout::btf

#endif
