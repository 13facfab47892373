//===- Names.cpp - Each declaration under a name of its own ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Names.h"

#include "Generate/Model.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

namespace hostlayout::generate {

template <typename Word> static uint64_t wordAt(const char *At) {
  Word W;
  std::memcpy(&W, At, sizeof(W));
  return W;
}

/// The last bytes of \p Name, which has at least one, or all of it: what is
/// read twice does no harm, and to read so many bytes takes a call.
static uint64_t lastWord(std::string_view Name) {
  const char *At = Name.data(), *End = At + Name.size();
  if (Name.size() >= 8)
    return wordAt<uint64_t>(End - 8);
  if (Name.size() >= 4)
    return wordAt<uint32_t>(At) << 32 | wordAt<uint32_t>(End - 4);
  return wordAt<uint8_t>(At) << 16 |
         wordAt<uint8_t>(At + Name.size() / 2) << 8 | wordAt<uint8_t>(End - 1);
}

uint32_t NameTable::hashOf(std::string_view Name) {
  constexpr uint64_t Factor = 0x9E3779B97F4A7C15ull;
  uint64_t Hash = Name.size() * Factor;
  for (size_t I = 0; I + 8 < Name.size(); I += 8) {
    Hash = (Hash ^ wordAt<uint64_t>(Name.data() + I)) * Factor;
    Hash ^= Hash >> 29;
  }
  if (!Name.empty())
    Hash = (Hash ^ lastWord(Name)) * Factor;
  return static_cast<uint32_t>(Hash >> 32);
}

/// The slot that holds \p Name, or the one where it belongs.
size_t NameTable::slotOf(std::string_view Name, uint32_t Hash) const {
  size_t Mask = Slots.size() - 1;
  size_t I = Hash & Mask;
  while (Slots[I].Number != 0 &&
         (Slots[I].Hash != Hash || Entries[Slots[I].Number - 1].Name != Name))
    I = (I + 1) & Mask;
  return I;
}

void NameTable::rehash(size_t SlotCount) {
  Slots.assign(SlotCount, Slot());
  size_t Mask = Slots.size() - 1;
  for (uint32_t Number = 1; Number <= Entries.size(); ++Number) {
    uint32_t Hash = Entries[Number - 1].Hash;
    size_t I = Hash & Mask;
    while (Slots[I].Number != 0)
      I = (I + 1) & Mask;
    Slots[I] = {Hash, Number};
  }
}

bool NameTable::insert(std::string_view Name) {
  uint32_t Hash = hashOf(Name);
  size_t I = slotOf(Name, Hash);
  if (Slots[I].Number != 0)
    return false;
  Entries.push_back({Name, Hash});
  Slots[I] = {Hash, static_cast<uint32_t>(Entries.size())};
  if (Entries.size() * 4 > Slots.size() * 3)
    rehash(Slots.size() * 2);
  return true;
}

void NameTable::reserve(size_t Count) {
  Entries.reserve(Count);
  rehash(std::max(Slots.size(), std::bit_ceil(Count + Count / 3)));
}

std::string_view NameTable::add(std::string_view Name) {
  if (insert(Name))
    return Name;
  size_t First = Slots[slotOf(Name, hashOf(Name))].Number - 1;
  for (;;) {
    unsigned Number = Entries[First].Next++;
    std::string Other = std::string(Name) + "__" + std::to_string(Number);
    if (contains(Other))
      continue;
    std::string_view Kept = Memory->copy(std::string_view(Other));
    insert(Kept);
    return Kept;
  }
}

void NameTable::clear() {
  // A table that was large once would take long to sweep for each small scope.
  if (Slots.size() > Entries.size() * 16) {
    for (uint32_t Number = 1; Number <= Entries.size(); ++Number) {
      size_t I = Entries[Number - 1].Hash & (Slots.size() - 1);
      while (Slots[I].Number != Number)
        I = (I + 1) & (Slots.size() - 1);
      Slots[I] = Slot();
    }
  } else {
    std::fill(Slots.begin(), Slots.end(), Slot());
  }
  Entries.clear();
}

void MemberNames::clear() {
  All.clear();
  Seen.fill(0);
  MayRepeat = HasRepeats = false;
  if (Filled)
    Table.clear();
  Filled = 0;
}

uint64_t &MemberNames::bits(std::string_view Name, uint64_t &Mask) {
  uint32_t Hash = NameTable::hashOf(Name);
  Mask = uint64_t(1) << (Hash % 64);
  return Seen[Hash / 64 % Seen.size()];
}

void MemberNames::insert(std::string_view Name) {
  uint64_t Mask;
  uint64_t &Bits = bits(Name, Mask);
  MayRepeat |= (Bits & Mask) != 0;
  Bits |= Mask;
  All.push_back(Name);
}

void MemberNames::fillTable() {
  for (; Filled != All.size(); ++Filled)
    HasRepeats |= !Table.insert(All[Filled]);
}

bool MemberNames::contains(std::string_view Name) {
  uint64_t Mask;
  if (!(bits(Name, Mask) & Mask))
    return false;
  fillTable();
  return Table.contains(Name);
}

bool MemberNames::hasRepeats() {
  if (MayRepeat)
    fillTable();
  return HasRepeats;
}

namespace {

/// Entities of one kind that would have one name, in the model's order.
struct Group {
  std::vector<Entity *> Entities;
  /// One of them, rather than another kind of entity, has the plain name.
  bool HasPlain = false;
};

/// An alias that only drops its target's tag shares the target's name.
const Entity *sharedName(const Model &M, const Entity &E) {
  if (E.What < Entity::Alias || !E.Ty)
    return nullptr;
  const Entity *Target = M.find(*strip(E.Ty));
  return Target && Target->BtfName == E.BtfName ? Target : nullptr;
}

} // namespace

void nameEntities(
    Model &M, NameTable &Names,
    const std::function<std::string_view(std::string_view)> &Spell) {
  for (auto What :
       {Entity::Record, Entity::Enum, Entity::Alias, Entity::Role}) {
    std::map<std::string_view, Group> Groups;
    for (Entity &E : M.Entities) {
      if (E.What != What)
        continue;
      if (const Entity *Target = sharedName(M, E)) {
        E.Name = Target->Name;
        continue;
      }
      E.Name = Spell(E.BtfName);
      if (!Names.insert(E.Name))
        Groups[E.Name].Entities.push_back(&E);
    }
    if (Groups.empty())
      continue;
    // Who came first has the plain name by chance: it joins the others.
    for (Entity &E : M.Entities) {
      if (E.What != What || sharedName(M, E))
        continue;
      auto Known = Groups.find(E.Name);
      if (Known == Groups.end() || &E >= Known->second.Entities.front())
        continue;
      Known->second.Entities.insert(Known->second.Entities.begin(), &E);
      Known->second.HasPlain = true;
    }
    for (auto &[Name, G] : Groups) {
      std::ranges::stable_sort(
          G.Entities, [](auto *A, auto *B) { return precedes(*A, *B); });
      for (Entity *E : G.Entities) {
        E->Name = G.HasPlain ? Name : Names.add(Name);
        G.HasPlain = false;
      }
    }
  }
}

} // namespace hostlayout::generate
