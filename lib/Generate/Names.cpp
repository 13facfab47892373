//===- Names.cpp - Each declaration under a name of its own -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Names.h"

#include "Generate/Model.h"

#include <algorithm>
#include <cstring>
#include <map>

namespace hostlayout::generate {

namespace {

uint64_t hashOf(std::string_view Name) {
  constexpr uint64_t Factor = 0x9E3779B97F4A7C15ull;
  uint64_t Hash = Name.size() * Factor;
  const char *At = Name.data();
  size_t Left = Name.size();
  for (; Left >= 8; At += 8, Left -= 8) {
    uint64_t Word;
    std::memcpy(&Word, At, 8);
    Hash = (Hash ^ Word) * Factor;
    Hash ^= Hash >> 29;
  }
  uint64_t Word = 0;
  std::memcpy(&Word, At, Left);
  Hash = (Hash ^ Word) * Factor;
  return Hash ^ Hash >> 32;
}

} // namespace

/// The slot that holds \p Name, or the one where it belongs.
size_t NameTable::slotOf(std::string_view Name) const {
  size_t Mask = Slots.size() - 1;
  size_t I = hashOf(Name) & Mask;
  while (Slots[I].Generation == Generation && Slots[I].Name != Name)
    I = (I + 1) & Mask;
  return I;
}

void NameTable::insert(std::string_view Name) {
  if (++Count * 2 > Slots.size()) {
    std::vector<Slot> Old(Slots.size() * 2);
    Old.swap(Slots);
    for (const Slot &S : Old)
      if (S.Generation == Generation)
        Slots[slotOf(S.Name)] = S;
  }
  Slots[slotOf(Name)] = {Name, Generation, 2};
}

std::string_view NameTable::add(std::string_view Name) {
  if (!contains(Name)) {
    insert(Name);
    return Name;
  }
  for (;;) {
    unsigned Number = Slots[slotOf(Name)].Next++;
    std::string Other = std::string(Name) + "__" + std::to_string(Number);
    if (contains(Other))
      continue;
    std::string_view Kept = Memory.copy(std::string_view(Other));
    insert(Kept);
    return Kept;
  }
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
      if (Names.contains(E.Name))
        Groups[E.Name].Entities.push_back(&E);
      else
        Names.add(E.Name);
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
