//===- Live.h - Objects that the kernel holds -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layout of a map that is already there, which an agent that starts anew
// will meet: libbpf takes a pinned map over if the sizes agree, in silence.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_LIVE_H
#define HOSTLAYOUT_BTF_LIVE_H

#include "BTF/Object.h"

namespace hostlayout::btf {

/// Whether \p Name is "map:ID" or "prog:ID", or the path of something pinned.
bool isLive(const std::string &Name);

/// The types that the map or program \p Name was loaded with. A map's object
/// has this one map, or for a program's globals this one section.
/// \p Map: what the map is called, where the caller knows; the kernel cuts
/// names, and BTF has the whole ones only of maps that were loaded with it.
/// Error: why the kernel does not hand them out, with the name in front.
Expected<std::shared_ptr<const Object>> openLive(const std::string &Name,
                                                 std::string_view Map = {});

/// Whether what is pinned at \p Path is a map; programs and links are not.
/// Error: it cannot be opened.
Expected<bool> isPinnedMap(const std::string &Path);

/// Whether \p O is a map's, which knows nothing of the rest of its program.
bool isLiveMap(const Object &O);

/// The numbers of the map \p O, where it is a section of a program; else null.
const MapInfo *liveSection(const Object &O);

} // namespace hostlayout::btf

#endif
