//===- OverlayPieces.cpp - What the pieces of an overlay are --------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/OverlayPieces.h"

#include "Compare/ByteEquivalence.h"
#include "Compare/Names.h"

#include <algorithm>
#include <set>

namespace hostlayout {

/// Arrays of more elements are opened only against one of the same count.
static constexpr uint64_t MaxOpenedElements = 4096;

static bool startsBefore(const Piece &A, const Piece &B) {
  return A.Bit < B.Bit;
}

const RecordType *asUnion(const Piece &P) {
  const auto *R = P.IsBitField ? nullptr : as<RecordType>(P.Ty);
  return R && R->isUnion() ? R : nullptr;
}

bool isLeaf(const Piece &P) {
  return P.IsBitField ||
         (P.Ty->Kind != TypeKind::Record && P.Ty->Kind != TypeKind::Array);
}

bool isBytes(const Piece &P) { return !P.IsBitField && isByteArray(*P.Ty); }

static bool isPadding(const Field &F) {
  return !F.IsMarked && isPaddingName(F.Name);
}

bool isPadding(const Piece &P) { return P.Named && isPadding(*P.Named); }

std::string keyOf(const Field *F) {
  return !F || isPadding(*F) ? std::string() : withoutStyle(F->Name);
}

static bool sharesItsStyle(const Piece &Arm, const std::vector<Piece> &Arms) {
  const std::string Key = keyOf(Arm.Named);
  return std::ranges::any_of(Arms, [&](const Piece &Other) {
    return Other.Named != Arm.Named && keyOf(Other.Named) == Key;
  });
}

bool goesOn(const std::vector<Piece> &Side, const Piece &Over) {
  return asUnion(Over) && Side.size() > 1 &&
         Side[Side.size() - 2].Bit < Over.end();
}

void takePadding(std::vector<Piece> &Host, Piece &Pad) {
  do {
    const Piece Next = Host.back();
    Host.pop_back();
    if (Next.end() <= Pad.end())
      continue;
    if (Pad.Ty && Next.Bit <= Pad.end())
      Pad.Bits = Next.end() - Pad.Bit;
    else
      Pad = Next;
  } while (!Host.empty() && isPadding(Host.back()) &&
           Host.back().Bit <= Pad.end());
}

Piece Piece::of(const Field &F, uint64_t Bit) {
  return {strip(F.Ty),  Bit,  F.bits(), F.Name.empty() ? nullptr : &F,
          F.IsBitField, false};
}

Piece Piece::of(const Type &Ty) {
  return {strip(&Ty), 0, contentBits(Ty), nullptr, false, false};
}

Piece Piece::element(uint64_t I) const {
  const ArrayType &A = *as<ArrayType>(Ty);
  Piece P = *this;
  P.Ty = strip(A.Element);
  P.Bits = A.Element->Size * 8;
  P.Bit = Bit + I * P.Bits;
  P.Element = (Element ? Element - 1 : 0) * A.Count + I + 1;
  return P;
}

static std::string inElement(const std::string &Key, uint64_t Element) {
  return Element ? Key + "[" + std::to_string(Element) + "]" : Key;
}

/// The names of the members in \p P, at any depth, its own included.
void Overlay::addNames(const Piece &P, Names &Out) {
  std::set<const RecordType *> Seen;
  auto Note = [&](const Field *F) {
    if (std::string Key = keyOf(F); !Key.empty())
      if (auto [It, IsNew] = Out.try_emplace(std::move(Key), F->Name);
          !IsNew && It->second != F->Name)
        It->second = {};
  };
  auto Walk = [&](auto &Again, const Type &Ty) -> void {
    const auto *R = as<RecordType>(leafOf(&Ty));
    if (!R || !Seen.insert(R).second)
      return;
    for (const Field &F : R->Fields) {
      Note(&F);
      if (!F.IsBitField && !isPadding(F))
        Again(Again, *F.Ty);
    }
  };
  Note(P.Named);
  if (!P.IsBitField && !isPadding(P))
    Walk(Walk, *P.Ty);
}

/// Where the members of \p P stand, but for those within unions: which arm
/// counts is not known yet.
void Overlay::addPlaces(const Piece &P, Places &Out, bool Remove) {
  unsigned Members = 0;
  auto Note = [&](const Piece &Of) {
    const std::string Key = keyOf(Of.Named);
    if (Key.empty() || Of.IsUnheard)
      return;
    std::vector<Place> &All = Out[inElement(Key, Of.Element)];
    const Place Here{Of.Bit, Of.Named->Name};
    if (!Remove)
      All.push_back(Here);
    else if (auto It = std::find(All.begin(), All.end(), Here); It != All.end())
      All.erase(It);
  };
  auto Walk = [&](auto &Again, const Piece &Of) -> void {
    if (isPadding(Of))
      return; // what padding holds has no name
    if (const auto *A = Of.IsBitField ? nullptr : as<ArrayType>(Of.Ty)) {
      // Without records in it, it has no names.
      const uint64_t Opened = as<RecordType>(leafOf(A)) ? A->Count : 0;
      for (uint64_t I = 0; I != Opened && I != MaxOpenedElements; ++I)
        if (++Members <= MaxSteps)
          Again(Again, Of.element(I));
    }
    const auto *R = Of.IsBitField ? nullptr : as<RecordType>(Of.Ty);
    if (!R || R->isUnion())
      return;
    for (const Field &F : R->Fields) {
      if (++Members > MaxSteps)
        return; // aligning it takes too long, too
      Piece Inner = Piece::of(F, Of.Bit + F.BitOffset);
      Inner.Element = Of.Element;
      Note(Inner);
      Again(Again, Inner);
    }
  };
  Note(P);
  Walk(Walk, P);
  Steps += Members / 16;
}

/// Whether the name of \p P stands at another place on the other side: the two
/// changed places. Where a field here has that very name, or its place, that
/// one is meant.
bool Overlay::standsElsewhere(const Piece &P, const Places &Here,
                              const Places &There) {
  std::string Key = keyOf(P.Named);
  if (Key.empty() || P.IsUnheard)
    return false;
  auto Theirs = There.end();
  if (P.Element)
    Theirs = There.find(inElement(Key, P.Element));
  if (Theirs != There.end())
    Key = Theirs->first;
  else
    Theirs = There.find(Key);
  if (Theirs == There.end())
    return false;
  auto Ours = Here.find(Key);
  bool IsElsewhere = false;
  for (const Place &T : Theirs->second) {
    if (T.Bit == P.Bit)
      return false;
    // That of another field here?
    IsElsewhere |=
        Ours == Here.end() ||
        std::none_of(Ours->second.begin(), Ours->second.end(),
                     [&](const Place &O) {
                       return T.Name == P.Named->Name
                                  ? O == T
                                  : O.Name == T.Name || O.Bit == T.Bit;
                     });
  }
  return IsElsewhere;
}

/// Whether the names of two leaves let them be the same; notes other names.
bool Overlay::names(const Piece &Host, const Piece &Bpf) {
  const std::string HostKey = keyOf(Host.Named), BpfKey = keyOf(Bpf.Named);
  if (HostKey.empty())
    return true;
  if (standsElsewhere(Host, HostPlaces, BpfPlaces) ||
      standsElsewhere(Bpf, BpfPlaces, HostPlaces))
    return false;
  if (!BpfKey.empty() && HostKey != BpfKey && !Host.IsNameless &&
      !Bpf.IsNameless && !isBytes(Bpf) &&
      (Renamed.empty() || Renamed.back().Host.Named != Host.Named ||
       Renamed.back().Bpf.Named != Bpf.Named))
    Renamed.push_back({Host, Bpf});
  return true;
}

bool Overlay::leaves(const Piece &Host, const Piece &Bpf) {
  if (Host.IsBitField || Bpf.IsBitField) {
    const Piece &Whole = Host.IsBitField ? Bpf : Host;
    if (Host.IsBitField != Bpf.IsBitField &&
        (Host.Bit % 8 ||
         (Whole.Ty->Kind != TypeKind::Integer &&
          Whole.Ty->Kind != TypeKind::Enum) ||
         (&Whole == &Host && Whole.Ty->Role == IntegerRole::Bool)))
      return false;
  } else if (compareScalars(*Host.Ty, *Bpf.Ty) != ScalarVerdict::Same) {
    return false;
  } else if (Host.Ty->Kind == TypeKind::Enum &&
             Bpf.Ty->Kind == TypeKind::Enum) {
    Steps += unsigned(as<EnumType>(Host.Ty)->Enumerators.size());
    if (!enumsAgree(*Host.Ty, *Bpf.Ty))
      return false;
  }
  return names(Host, Bpf);
}

/// Adds the members or elements of \p P, the first one last.
bool Overlay::open(const Piece &P, Pieces &Out) {
  const size_t From = Out.size();
  const auto *R = as<RecordType>(P.Ty);
  if (P.IsBitField || (R && (R->isUnion() || R->IsLibraryClass))) {
    return false;
  } else if (const auto *A = as<ArrayType>(P.Ty)) {
    if (A->Count > MaxOpenedElements)
      return false;
    for (uint64_t I = 0; I != A->Count && A->Element->Size; ++I)
      Out.push_back(P.element(I));
  } else if (R) {
    for (const Field &F : R->Fields) {
      if (!F.bits())
        continue;
      Piece Inner = Piece::of(F, P.Bit + F.BitOffset);
      Inner.IsNameless = P.IsNameless || R->FromSystemHeader;
      Inner.Element = P.Element;
      if (!Inner.Named) {
        Inner.Named = P.Named;
        Inner.IsUnheard = P.IsUnheard;
      }
      Out.push_back(Inner);
    }
  } else {
    return false;
  }
  Steps += unsigned(Out.size() - From);
  std::stable_sort(Out.begin() + long(From), Out.end(), startsBefore);
  std::reverse(Out.begin() + long(From), Out.end());
  return true;
}

/// The arms of \p Union that may count: those with one of the \p Others' names;
/// if there are none, all. Bytes never stand in for an arm that has a name.
Overlay::Choice Overlay::arms(const Piece &Union, const Names &Others,
                              bool InBpf) {
  Pieces All, Sharing;
  const RecordType &R = *asUnion(Union);
  for (const Field &F : R.Fields) {
    if (!F.bits() || isEmptyRecord(*F.Ty))
      continue; // reads nothing
    Piece Arm = Piece::of(F, Union.Bit);
    Arm.IsNameless = Union.IsNameless || InBpf || R.FromSystemHeader;
    Arm.Element = Union.Element;
    if (!Arm.Named) {
      Arm.Named = Union.Named;
      Arm.IsUnheard = Union.IsUnheard;
    }
    All.push_back(Arm);
  }
  for (Piece &Arm : All) {
    Arm.IsUnheard |= !InBpf && sharesItsStyle(Arm, All);
    Names Own;
    Piece Alone = Arm;
    if (Arm.Named == Union.Named)
      Alone.Named = nullptr;
    addNames(Alone, Own);
    if (Arm.IsUnheard)
      Own.erase(keyOf(Arm.Named));
    Steps += unsigned(Own.size());
    if (std::ranges::any_of(Own, [&](const auto &Name) {
          const auto Other = Others.find(Name.first);
          return !Name.second.empty() && Other != Others.end() &&
                 !Other->second.empty();
        }))
      Sharing.push_back(Arm);
  }
  if (Sharing.empty()) {
    // Padding is no way to read what the other arms have.
    auto IsAlone = [](const Piece &P) {
      return isPadding(P) || (!P.IsBitField && contentBits(*P.Ty) == 0);
    };
    if (!std::ranges::all_of(All, IsAlone))
      std::erase_if(All, IsAlone);
    return {std::move(All), false};
  }
  if (!std::all_of(Sharing.begin(), Sharing.end(), isBytes))
    std::erase_if(Sharing, isBytes);
  return {std::move(Sharing), true};
}

} // namespace hostlayout
