//===- Names.cpp - Each declaration under a name of its own -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/Names.h"

#include "Generate/Model.h"

#include <cstring>

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

void nameEntities(
    Model &M, NameTable &Names,
    const std::function<std::string_view(std::string_view)> &Spell) {
  for (auto What : {Entity::Record, Entity::Enum, Entity::Alias, Entity::Role})
    for (Entity &E : M.Entities) {
      if (E.What != What)
        continue;
      // An alias that only drops its target's tag shares the target's name.
      const Entity *Target = E.Ty ? M.find(*strip(E.Ty)) : nullptr;
      if (What >= Entity::Alias && Target && Target->BtfName == E.BtfName)
        E.Name = Target->Name;
      else
        E.Name = Names.add(Spell(E.BtfName));
    }
}

} // namespace hostlayout::generate
