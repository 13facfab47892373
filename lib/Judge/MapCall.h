//===- MapCall.h - What a call does with its map ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the table of libbpf's functions and the rules for kinds of maps share.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_MAPCALL_H
#define HOSTLAYOUT_JUDGE_MAPCALL_H

#include <cstdint>

namespace hostlayout::judge {

/// What a call does with its map, as far as it is refused by the map's kind.
enum class MapCall : uint8_t {
  Other,
  Lookup,
  Update,
  Delete,
  TakeOut, ///< lookup_and_delete
  NextKey,
  Map, ///< mmap
  OpenRing,
  OpenPerf,
  OpenUserRing,
};

} // namespace hostlayout::judge

#endif
