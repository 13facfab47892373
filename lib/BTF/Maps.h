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

/// Maps and what their views point to.
struct MapList {
  std::vector<MapInfo> Maps;
  std::deque<MapInfo> Inners;
};

/// What libbpf would read of the map definitions of \p T, without its base. A
/// definition that makes no sense lacks the information; it is no error.
MapList readMaps(const TypeTable &T);

} // namespace hostlayout::btf

#endif
