//===- Overlay.cpp - The same leaves under another shape? -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Overlay.h"

#include "Compare/ByteEquivalence.h"
#include "Compare/OverlayPieces.h"
#include "Layout/KernelOwned.h"

#include <algorithm>

namespace hostlayout {

Overlay::Overlay(const Pieces &Host, const Pieces &Bpf) {
  for (const Piece &P : Host) {
    addNames(P, AllHostNames);
    addPlaces(P, HostPlaces);
  }
  for (const Piece &P : Bpf) {
    addNames(P, AllBpfNames);
    addPlaces(P, BpfPlaces);
  }
}

bool Overlay::agree(Pieces Host, Pieces Bpf, uint64_t End, uint64_t Begin) {
  Renamed.clear();
  Reserved.clear();
  HostBegin = Begin;
  HostEnd = End;
  std::reverse(Host.begin(), Host.end());
  std::reverse(Bpf.begin(), Bpf.end());
  return align(std::move(Host), std::move(Bpf));
}

bool Overlay::anyBpfArm(const Pieces &Host, Pieces Bpf, const Names &HostNames,
                        const Field *Named, const Piece &Pad) {
  const Piece Union = Bpf.back();
  Bpf.pop_back();
  Pieces Arms = arms(Union, HostNames, true).Arms;
  // An arm of the host's name is meant by it.
  if (const std::string Key = keyOf(Named); !Key.empty()) {
    auto IsMeant = [&](const Piece &Arm) { return keyOf(Arm.Named) == Key; };
    if (std::count_if(Arms.begin(), Arms.end(), IsMeant) == 1)
      std::erase_if(Arms, [&](const Piece &Arm) { return !IsMeant(Arm); });
  }
  return std::ranges::any_of(Arms, [&](const Piece &Arm) {
    return alignsWith(Arm, Bpf, BpfPlaces, Host, Bpf, Pad);
  });
}

bool Overlay::anyHostArm(Pieces Host, const Pieces &Bpf, const Piece &Pad) {
  const Piece Union = Host.back();
  Host.pop_back();
  auto Fits = [&](const Piece &Arm) {
    return alignsWith(Arm, Host, HostPlaces, Host, Bpf, Pad);
  };
  const Choice Chosen = arms(Union, AllBpfNames, false);
  // What the host reads by a name of BPF's must be that.
  return Chosen.IsByName ? std::ranges::all_of(Chosen.Arms, Fits)
                         : std::ranges::any_of(Chosen.Arms, Fits);
}

bool Overlay::alignsWith(const Piece &Arm, Pieces &Side, Places &Of,
                         const Pieces &Host, const Pieces &Bpf,
                         const Piece &Pad) {
  Steps += unsigned(Host.size() + Bpf.size()); // copied
  const size_t Told = Renamed.size(), Hidden = Reserved.size();
  Side.push_back(Arm);
  addPlaces(Arm, Of);
  const bool Fits = align(Host, Bpf, Pad);
  addPlaces(Arm, Of, true);
  Side.pop_back();
  if (!Fits) {
    Renamed.resize(Told);
    Reserved.resize(Hidden);
  }
  return Fits;
}

/// The next piece of one side or of both is a union.
bool Overlay::unions(Pieces Host, Pieces Bpf, const Piece &Pad) {
  // A union over another one and what stands behind that is over a struct.
  if (!asUnion(Bpf.back()) || goesOn(Bpf, Host.back()))
    return anyHostArm(std::move(Host), Bpf, Pad);
  if (!asUnion(Host.back()) || goesOn(Host, Bpf.back()))
    return anyBpfArm(Host, std::move(Bpf), AllHostNames, nullptr, Pad);
  // All that the host may read must be there in some arm.
  const Piece Here = Host.back(), There = Bpf.back();
  const Pieces Arms = arms(Here, {}, false).Arms;
  Host.pop_back();
  if (!Arms.empty() &&
      std::ranges::all_of(Arms, [](const Piece &P) { return isPadding(P); })) {
    Host.push_back(*std::ranges::max_element(Arms, {}, &Piece::Bits));
    return align(std::move(Host), std::move(Bpf), Pad);
  }
  Bpf.pop_back();
  for (const Piece &Arm : Arms) {
    if (isPadding(Arm) || (isBytes(Arm) && Arm.Bits <= There.Bits))
      continue;
    Names Own;
    addNames(Arm, Own);
    addPlaces(Arm, HostPlaces);
    if (Arm.IsUnheard)
      Own.erase(keyOf(Arm.Named));
    // Nor do the names of the other arms choose one in BPF's, however deep:
    // what fits under those is not known to fit under these.
    decltype(Known) OwnKnown;
    std::swap(AllHostNames, Own);
    std::swap(Known, OwnKnown);
    const bool Fits = anyBpfArm({Arm}, {There}, AllHostNames,
                                Arm.IsUnheard ? nullptr : Arm.Named, Pad);
    std::swap(Known, OwnKnown);
    std::swap(AllHostNames, Own);
    addPlaces(Arm, HostPlaces, true);
    if (!Fits)
      return false;
  }
  return align(std::move(Host), std::move(Bpf), Pad);
}

/// Two pieces of one place and width, neither of them a union.
bool Overlay::compare(const Piece &Host, const Piece &Bpf) {
  if (isLeaf(Host) && isLeaf(Bpf))
    return leaves(Host, Bpf);
  auto PartsAgree = [&] {
    auto Parts = [&](const Piece &P, Pieces &To) {
      if (!isLeaf(P))
        return open(P, To);
      To.push_back(P);
      return true;
    };
    Pieces HostParts, BpfParts;
    return Parts(Host, HostParts) && Parts(Bpf, BpfParts) &&
           align(std::move(HostParts), std::move(BpfParts));
  };
  // A bit-field may fill what a struct, or an array of one element, holds.
  if (Host.IsBitField || Bpf.IsBitField)
    return PartsAgree();
  if (isSizeOnly(*Host.Ty) || isSizeOnly(*Bpf.Ty))
    return true;
  const auto *H = as<ArrayType>(Host.Ty), *B = as<ArrayType>(Bpf.Ty);
  if (H && B && H->Count == B->Count && H->Count)
    return H->Element->Size == B->Element->Size &&
           align({Host.element(0)}, {Bpf.element(0)});
  auto Memo = Known[Host.IsNameless || Bpf.IsNameless]
                  .try_emplace({Host.Ty, Bpf.Ty}, false)
                  .first;
  if (Memo->second)
    return true;
  auto Told = [this] { return std::pair(Renamed.size(), Reserved.size()); };
  const auto Before = Told();
  const bool Fits = PartsAgree();
  Memo->second = Fits && Before == Told();
  return Fits;
}

/// The host's bytes lie over whole members of any kind: takes both.
bool Overlay::bytesHere(Pieces &Host, Pieces &Bpf) {
  const Piece Bytes = Host.back();
  Host.pop_back();
  bool IsOverPaddingAlone = true;
  while (!Bpf.empty() && Bpf.back().Bit < Bytes.end()) {
    ++Steps;
    const Piece B = Bpf.back();
    Bpf.pop_back();
    if (B.end() > Bytes.end() && isBytes(B)) {
      Piece Rest = B;
      Rest.Bit = Bytes.end();
      Rest.Bits = B.end() - Bytes.end();
      Rest.IsRest = true;
      Bpf.push_back(Rest);
    } else if (B.end() > Bytes.end() && asUnion(B)) {
      // Some arm may end there: with what is left of the bytes.
      Piece Left = Bytes;
      Left.Bit = B.Bit;
      Left.Bits = Bytes.end() - B.Bit;
      Host.push_back(Left);
      Bpf.push_back(B);
      return true;
    } else if (B.end() > Bytes.end()) {
      // Behind the last member there may be padding.
      if (!open(B, Bpf))
        return false;
      continue;
    }
    IsOverPaddingAlone &= isPadding(B);
    if (B.Bit == Bytes.Bit && !names(Bytes, B))
      return false;
  }
  return (!IsOverPaddingAlone || Bytes.IsNameless) &&
         !standsElsewhere(Bytes, HostPlaces, BpfPlaces);
}

/// BPF's bytes are read as whole members of the host.
bool Overlay::bytesInBpf(Pieces &Host, Pieces &Bpf) {
  const Piece Bytes = Bpf.back();
  Bpf.pop_back();
  while (!Host.empty() && Host.back().Bit < Bytes.end()) {
    ++Steps;
    const Piece H = Host.back();
    if (isBytes(H) && H.end() > Bytes.end()) {
      // They may go on behind BPF's: see bytesHere().
      Piece Rest = Bytes;
      Rest.Bit = H.Bit;
      Rest.Bits = Bytes.end() - H.Bit;
      Rest.IsRest = true;
      Bpf.push_back(Rest);
      return true;
    }
    Host.pop_back();
    if (isPadding(H)) {
      // It may lie over what is behind them, too.
      if (H.end() <= Bytes.end())
        continue;
      Piece Rest = H;
      Rest.Bit = Bytes.end();
      Rest.Bits = H.end() - Bytes.end();
      Host.push_back(Rest);
    } else if (H.end() > Bytes.end() ||
               (as<RecordType>(H.Ty) && !asUnion(H) && !H.IsBitField)) {
      // A struct's own names may stand elsewhere.
      if (!open(H, Host))
        return false;
    } else if ((!H.IsBitField && !isReadFromBytes(*H.Ty)) || !names(H, Bytes)) {
      return false;
    }
  }
  return true;
}

/// The host's next piece begins where BPF has a hole.
bool Overlay::hostAlone(Pieces &Host, Piece &Pad) {
  if (isPadding(Host.back())) {
    takePadding(Host, Pad);
    return true;
  }
  const Piece P = Host.back();
  Host.pop_back();
  return !isBytes(P) && open(P, Host);
}

/// BPF's next piece begins where the host has a hole, or \p Pad.
bool Overlay::bpfAlone(Pieces &Bpf, const Piece *Pad) {
  const Piece P = Bpf.back();
  Bpf.pop_back();
  if (isPadding(P) || P.IsRest || isOutside(P))
    return true;
  if (!Pad || Pad->end() < P.end())
    return !isBytes(P) && open(P, Bpf);
  // An arm's names are known only once it was chosen.
  if (standsElsewhere(P, BpfPlaces, HostPlaces))
    return false;
  if (!Pad->IsNameless && P.Named)
    Reserved.push_back({*Pad, P});
  return true;
}

bool Overlay::align(Pieces Host, Pieces Bpf, Piece Pad) {
  while (!Host.empty() || !Bpf.empty()) {
    if (++Steps > MaxSteps)
      return false;
    if (!Host.empty() && isEmptyRecord(*Host.back().Ty)) {
      Host.pop_back(); // who reads nothing reads nothing wrong
      continue;
    }
    const bool HasHost =
        !Host.empty() && (Bpf.empty() || Host.back().Bit <= Bpf.back().Bit);
    const bool HasBpf =
        !Bpf.empty() && (Host.empty() || Bpf.back().Bit <= Host.back().Bit);
    // Bytes that begin in the other side's hole may go on behind it.
    auto BeginInAHole = [](const Pieces &Bytes, const Pieces &Other) {
      return isBytes(Bytes.back()) && !Other.empty() &&
             Other.back().Bit < Bytes.back().end();
    };
    const bool AreHostsAhead = !HasBpf && BeginInAHole(Host, Bpf) &&
                               !isPadding(Host.back()),
               AreBpfsAhead =
                   !HasHost && BeginInAHole(Bpf, Host) &&
                   !isPadding(Host.back()) &&
                   (Host.back().IsNameless || !isPadding(Bpf.back())),
               AreBytesAhead = AreHostsAhead || AreBpfsAhead;
    if (!AreBytesAhead && (!HasHost || !HasBpf)) {
      const Pieces &One = HasHost ? Host : Bpf;
      const bool IsUnion =
          asUnion(One.back()) &&
          !(HasBpf && (isOutside(One.back()) || Pad.end() >= One.back().end()));
      if (IsUnion)
        return HasHost ? anyHostArm(std::move(Host), Bpf, Pad)
                       : anyBpfArm(Host, std::move(Bpf), AllHostNames, nullptr,
                                   Pad);
      if (HasHost ? !hostAlone(Host, Pad)
                  : !bpfAlone(Bpf, Pad.Ty ? &Pad : nullptr))
        return false;
      continue;
    }
    const Piece H = Host.back(), B = Bpf.back();
    // To a struct of a system header, padding is a name like any other.
    const bool HostPads = isPadding(H),
               BpfPads = isPadding(B) && (HostPads || !H.IsNameless);
    if ((HostPads || BpfPads) && !AreBytesAhead) {
      if (HostPads)
        takePadding(Host, Pad);
      if (BpfPads)
        Bpf.pop_back();
      if (BpfPads && H.IsNameless && isBytes(B) && B.end() > Pad.end()) {
        // What the host names behind its own padding may lie over the rest.
        Piece Rest = B;
        Rest.Bit = Pad.end();
        Rest.Bits = B.end() - Pad.end();
        Bpf.push_back(Rest);
      }
      continue;
    }
    if (isBytes(H) && !AreBpfsAhead && !(asUnion(B) && B.end() > H.end())) {
      if (!bytesHere(Host, Bpf))
        return false;
    } else if (isBytes(B) && !(asUnion(H) && H.end() > B.end())) {
      if (!bytesInBpf(Host, Bpf))
        return false;
    } else if (asUnion(H) || asUnion(B)) {
      return unions(std::move(Host), std::move(Bpf), Pad);
    } else if (H.Bits == B.Bits) {
      if (!compare(H, B))
        return false;
      Host.pop_back();
      Bpf.pop_back();
    } else {
      Pieces &Longer = H.Bits > B.Bits ? Host : Bpf;
      const Piece P = Longer.back();
      Longer.pop_back();
      if (!open(P, Longer))
        return false;
    }
  }
  return true;
}

bool leavesAgree(const Type &Host, const Type &Bpf, uint64_t HostEnd) {
  const Piece H = Piece::of(Host), B = Piece::of(Bpf);
  // What holds padding alone, or an array of such, reads nothing.
  if (!H.Bits || !B.Bits || !contentBits(*leafOf(&Host)))
    return false;
  return Overlay({H}, {B}).agree({H}, {B}, HostEnd);
}

} // namespace hostlayout
