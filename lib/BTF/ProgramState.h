//===- ProgramState.h - What a program has done on its way ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What registers and the stack hold at one place in a function, and which bytes
// of its stack and of its records are 0 there, whichever way led to it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_PROGRAMSTATE_H
#define HOSTLAYOUT_BTF_PROGRAMSTATE_H

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hostlayout::btf {

struct TrackedValue {
  enum Kinds : uint8_t {
    Unknown,
    Constant,
    AtMost, ///< a number from 0 to Number: of a few bytes, or of several ways
    LowAtMost, ///< the low 32 bits are AtMost, and nothing is known of the rest
    Stack,     ///< an address, Number bytes from the stack's end: below 0
    Record,    ///< an address in what was reserved at Site
    Symbol,    ///< of a map or a variable, by Name
    InMap,     ///< an address in a value of the map Name
    Argument,  ///< an address in what the argument Site points to
  };
  Kinds Kind = Unknown;
  int64_t Number = 0;
  uint64_t Site = 0;
  std::string_view Name = {};

  bool operator==(const TrackedValue &) const = default;
  bool isAddress() const {
    return Kind == Stack || Kind == Record || Kind == Symbol || Kind == InMap ||
           Kind == Argument;
  }
  bool isZero() const { return Kind == Constant && Number == 0; }
  /// What holds of this and of \p Other.
  TrackedValue meet(const TrackedValue &Other) const;
  /// Number more of it.
  TrackedValue moved(int64_t By) const;
};

class ProgramState {
public:
  static constexpr int64_t StackBytes = 512;

  const TrackedValue &get(uint8_t Register) const {
    return Registers[Register % Registers.size()];
  }
  void set(uint8_t Register, const TrackedValue &V) {
    Registers[Register % Registers.size()] = V;
  }
  void forget(uint8_t First, uint8_t Last) {
    for (uint8_t I = First; I <= Last; ++I)
      set(I, {});
  }

  /// The 8 bytes at \p From, as they were stored there.
  TrackedValue spilled(const TrackedValue &From) const;
  void store(const TrackedValue &To, uint32_t Size, const TrackedValue &What,
             bool IsBigEndian);
  /// Somebody else writes; no size: as much as there is.
  void overwrite(const TrackedValue &From, std::optional<uint32_t> Size);
  void reserve(uint64_t Site, uint32_t Size);

  /// The bytes from \p From on that are 0, and that have been 0 once.
  void cleared(const TrackedValue &From, std::vector<bool> &Now,
               std::vector<bool> &Once) const;

  /// Whether registers and the stack hold the same addresses here and in \p
  /// Other.
  bool pointsAlike(const ProgramState &Other) const;
  /// Keeps what holds here and in \p Other. Whether anything was lost.
  bool meet(const ProgramState &Other);

private:
  struct Zeros {
    std::vector<bool> Now, Once;
  };
  /// What has the byte at \p At, and its place there.
  Zeros *zerosAt(const TrackedValue &At, int64_t &Place);

  std::array<TrackedValue, 11> Registers;
  std::array<TrackedValue, StackBytes / 8> Slots;
  Zeros OfStack = {std::vector<bool>(StackBytes),
                   std::vector<bool>(StackBytes)};
  std::map<uint64_t, Zeros> OfRecords;
};

} // namespace hostlayout::btf

#endif
