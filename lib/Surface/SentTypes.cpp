//===- SentTypes.cpp - The types of the records that are sent -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Surface/SentTypes.h"

#include "BTF/Handovers.h"
#include "BTF/Sends.h"

#include <algorithm>
#include <set>

using namespace hostlayout;
using namespace hostlayout::surface;

/// The type of what \p H sends; null: not known.
static const Type *typeOf(const btf::Handover &H, Surface &S,
                          DwarfTypes *Dwarf) {
  const btf::Object &O = S.object();
  const Type *Ty = nullptr;
  if (!H.InMap.empty()) {
    if (H.InMapAt == 0)
      for (const btf::MapInfo &Map : O.maps())
        if (Map.Name == H.InMap && Map.Value)
          Ty = S.layout(Map.Value);
  } else if (H.IsInVariable) {
    for (const btf::SectionInfo &Section : O.sections())
      for (const btf::SectionVar &V : Section.Vars)
        if (!H.Variable.empty() && V.Name == H.Variable)
          Ty = Ty ? nullptr : S.layout(V.Type);
  } else if (Dwarf) {
    Ty = Dwarf->variableAt(O, H.Places, *H.Size, S.memory());
  }
  return Ty && as<RecordType>(Ty) && strip(Ty)->Size == *H.Size ? Ty : nullptr;
}

SentTypes::SentTypes(Surface &S, DwarfTypes *Dwarf) {
  const std::span<const uint8_t> Content = S.object().content();
  const btf::Handovers Code = btf::handovers(Content);
  if (!Code.IsWhole)
    return;
  std::set<std::string> Unknown;
  // Of some sends this says that they are there, and no more.
  for (const btf::RecordSend &Each : btf::recordSends(Content)) {
    if (Each.Map.empty())
      return;
    // One that is not followed up to where it is sent may be of any type.
    if (!Each.Size ||
        std::ranges::none_of(Code.All, [&](const btf::Handover &H) {
          return H.What == btf::Handover::Record && H.Map == Each.Map &&
                 H.Size == Each.Size && H.Function == Each.Function;
        }))
      Unknown.insert(Each.Map);
  }
  for (const btf::Handover &H : Code.All) {
    if (H.What != btf::Handover::Record)
      continue;
    if (H.Map.empty()) {
      ByMap.clear();
      return;
    }
    const Type *Ty = H.Size ? typeOf(H, S, Dwarf) : nullptr;
    if (!Ty)
      Unknown.insert(H.Map);
    else if (std::vector<const Type *> &Known = ByMap[H.Map];
             std::ranges::find(Known, Ty) == Known.end())
      Known.push_back(Ty);
  }
  for (const std::string &Map : Unknown)
    ByMap.erase(Map);
}

const std::vector<const Type *> &SentTypes::to(std::string_view Map) const {
  static const std::vector<const Type *> None;
  auto Known = ByMap.find(Map);
  return Known == ByMap.end() ? None : Known->second;
}
