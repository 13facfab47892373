//===- Effects.cpp - What functions of a program write --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Follower.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

/// Calls within calls that the kernel allows (MAX_CALL_FRAMES).
static constexpr unsigned MostDepth = 8;
/// Stores through one argument; a function that has more writes anything.
static constexpr size_t MostPieces = 64;

void Follower::write(ProgramState &S, const TrackedValue &To,
                     std::optional<uint64_t> Size) {
  if (Size && *Size > UINT32_MAX)
    Size.reset();
  S.overwrite(To, Size ? std::optional(static_cast<uint32_t>(*Size))
                       : std::nullopt);
  argumentIsWritten(To, Size);
  if (To.Kind != TrackedValue::InMap || To.Number < 0)
    return;
  Handover H;
  H.What = Handover::InPlace;
  H.Map = To.Name;
  H.From = static_cast<uint64_t>(To.Number);
  H.To = Size ? H.From + *Size : UINT64_MAX;
  add(std::move(H));
}

void Follower::argumentIsWritten(const TrackedValue &To,
                                 std::optional<uint64_t> Size) {
  if (!Seen || To.Kind != TrackedValue::Argument)
    return;
  const bool IsKnown = To.Number >= 0 && Size;
  const uint64_t From = IsKnown ? static_cast<uint64_t>(To.Number) : 0;
  const uint64_t Behind = IsKnown ? From + *Size : UINT64_MAX;
  std::vector<Written> &All = (*Seen)[To.Site];
  for (const Written &W : All)
    if (W.From <= From && Behind <= W.To)
      return;
  if (All.size() == MostPieces)
    All = {{0, UINT64_MAX}};
  else
    All.push_back({From, Behind});
}

Follower::Effects Follower::effectsOfCall(uint64_t At) {
  Effects Everything;
  Everything.fill({{0, UINT64_MAX}});
  const Instruction &N = In->Instructions[At];
  const Code *Target = In;
  int64_t Start = static_cast<int64_t>(At) + 1 + N.Immediate;
  if (auto R = In->Relocations.find(At); R != In->Relocations.end()) {
    if (R->second >= P.Symbols.size())
      return Everything;
    const Symbol &To = P.Symbols[R->second];
    auto Of =
        std::find_if(P.Sections.begin(), P.Sections.end(), [&](const Code &C) {
          return C.Section.Index == To.Section;
        });
    if (Of == P.Sections.end())
      return Everything;
    Target = &*Of;
    Start = static_cast<int64_t>(To.Value / InstructionBytes);
    // The rest of the way stands in the call.
    if (To.Type == TypeSection)
      Start += int64_t(N.Immediate) + 1;
  }
  if (Start < 0 || !Target->Functions.contains(static_cast<uint64_t>(Start)) ||
      Depth == MostDepth)
    return Everything;
  // Until it is known, for one that calls itself.
  const auto [Of, IsNew] =
      Known.try_emplace({Target, static_cast<uint64_t>(Start)}, Everything);
  if (!IsNew)
    return Of->second;
  Follower Inner(P, IsBigEndian, Known, Depth + 1);
  Inner.Steps = Steps;
  const Effects Found =
      Inner.followForEffects(*Target, static_cast<uint64_t>(Start));
  Steps = Inner.Steps;
  return Of->second = Found;
}
