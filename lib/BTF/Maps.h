//===- Maps.h - The maps that .maps declares --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_MAPS_H
#define HOSTLAYOUT_BTF_MAPS_H

#include "BTF/Object.h"

#include <deque>
#include <vector>

namespace hostlayout::btf {

/// What a map's definition says besides its types; 0 where it says nothing.
struct MapLimits {
  std::string_view Map;
  uint32_t MaxEntries = 0, Flags = 0;
  uint32_t InnerMaxEntries = 0, InnerFlags = 0; ///< of a map that it holds
};

/// Maps and what their views point to.
struct MapList {
  std::vector<MapInfo> Maps;
  std::deque<MapInfo> Inners;
  std::vector<MapLimits> Limits; ///< as many as Maps
};

/// The limits of the maps that \p O declares, in their order.
std::vector<MapLimits> mapLimits(const Object &O);

/// What libbpf would read of the map definitions of \p T, without its base. A
/// definition that makes no sense lacks the information; it is no error.
MapList readMaps(const TypeTable &T);

} // namespace hostlayout::btf

#endif
