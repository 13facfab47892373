//===- MapDecl.h - What a program must know of a map ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_MAPDECL_H
#define HOSTLAYOUT_GENERATE_MAPDECL_H

#include "Layout/MapInterface.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace hostlayout::generate {

/// A map of the object. The types of its keys and values are among the roles of
/// the selection: "counts.key", "counts.value".
struct MapDecl {
  std::string_view Name; ///< of an inner map: "values"
  uint32_t Kind = 0;     ///< BPF_MAP_TYPE_*
  MapInterface Interface = MapInterface::None;
  uint64_t KeySize = 0, ValueSize = 0; ///< bytes; 0: none, or unknown
  uint64_t MaxEntries = 0, Flags = 0;  ///< as declared
  /// What a map in a map is like; null for all other maps.
  std::shared_ptr<const MapDecl> Inner = nullptr;
};

} // namespace hostlayout::generate

#endif
