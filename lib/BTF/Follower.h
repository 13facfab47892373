//===- Follower.h - Follows all ways through a program ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_FOLLOWER_H
#define HOSTLAYOUT_BTF_FOLLOWER_H

#include "BTF/Handovers.h"
#include "BTF/Instructions.h"
#include "BTF/ProgramState.h"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hostlayout::btf {

class Follower {
public:
  /// The bytes behind a function's argument that it may write something else
  /// than 0 to.
  struct Written {
    uint64_t From = 0, To = 0; ///< To: UINT64_MAX where it is not known
  };
  using Effects = std::array<std::vector<Written>, 6>; ///< by register
  using EffectsByStart = std::map<std::pair<const Code *, uint64_t>, Effects>;

  /// \p Known is shared by all that follow the program \p P.
  Follower(const Program &P, bool IsBigEndian, EffectsByStart &Known,
           unsigned Depth = 0)
      : P(P), IsBigEndian(IsBigEndian), Known(Known), Depth(Depth) {}

  Handovers read() {
    Found.IsWhole = P.IsWhole;
    for (const Code &C : P.Sections)
      for (auto F = C.Functions.begin(); F != C.Functions.end(); ++F) {
        auto Next = std::next(F);
        function(C, F->first,
                 Next == C.Functions.end() ? C.Instructions.size()
                                           : Next->first);
      }
    return std::move(Found);
  }

private:
  void function(const Code &C, uint64_t Start, uint64_t End);
  /// False: it took more steps than \p Limit, all that were made together.
  bool follow(uint64_t Limit, const ProgramState &Entry);
  /// What the function at \p Start writes.
  Effects followForEffects(const Code &C, uint64_t Start);
  /// Of the function that the call at \p At leads to.
  Effects effectsOfCall(uint64_t At);
  /// Some memory gets bytes that may not be 0; none: as many as there are.
  void write(ProgramState &S, const TrackedValue &To,
             std::optional<uint64_t> Size);
  void argumentIsWritten(const TrackedValue &To, std::optional<uint64_t> Size);
  /// From \p At to where ways meet or end. Returns where it goes on.
  void block(uint64_t At, ProgramState S);
  void join(uint64_t At, const ProgramState &S);
  void arithmetic(ProgramState &S, uint64_t At);
  void load(ProgramState &S, const Instruction &N);
  void store(ProgramState &S, const Instruction &N);
  void call(ProgramState &S, uint64_t At);
  Handover made(const ProgramState &S, Handover::Part What, uint8_t Map,
                uint8_t Pointer) const;
  void add(Handover H) {
    if (IsRecording)
      Found.All.push_back(std::move(H));
  }

  const Program &P;
  const bool IsBigEndian;
  EffectsByStart &Known;
  const unsigned Depth; ///< of calls within calls
  Handovers Found;
  uint64_t Steps = 0;

  // Of the function that is followed.
  const Code *In = nullptr;
  uint64_t Begin = 0, Behind = 0, FrameSize = 0;
  bool IsRecording = false;
  /// What holds where ways meet. Ways on which pointers point elsewhere are
  /// followed apart, up to MostWays of them.
  std::map<uint64_t, std::vector<ProgramState>> Joins;
  std::deque<std::pair<uint64_t, size_t>> Waiting; ///< of Joins
  size_t States = 0, MostWays = 0;
  struct Reserve {
    std::string_view Map;
    uint32_t Size = 0;
  };
  std::map<uint64_t, Reserve> Reserves;
  Effects *Seen = nullptr; ///< where they are asked for
};

} // namespace hostlayout::btf

#endif
