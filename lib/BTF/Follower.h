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

#include <deque>
#include <map>

namespace hostlayout::btf {

class Follower {
public:
  explicit Follower(const ElfFile &File)
      : P(readProgram(File)), IsBigEndian(File.isBigEndian()) {}

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
  bool follow(uint64_t Limit);
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

  const Program P;
  const bool IsBigEndian;
  Handovers Found;
  uint64_t Steps = 0;

  // Of the function that is followed.
  const Code *In = nullptr;
  uint64_t Begin = 0, Behind = 0;
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
};

} // namespace hostlayout::btf

#endif
