//===- Generate.h - Types as source text ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The door of the room: types of the neutral model go in, a C++ or C header or
// a Go file comes out. The text depends on the types alone: not on their order
// in the object, on time or on paths.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_GENERATE_H
#define HOSTLAYOUT_GENERATE_GENERATE_H

#include "Generate/MapDecl.h"
#include "Layout/MapRole.h"
#include "Layout/Type.h"
#include "Support/Expected.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::generate {

enum class Language : uint8_t { Cpp, C, Go, Rust };

/// Go 1.23 has structs.HostLayout. Generated methods need Go 1.17.
constexpr unsigned GoOfMarker = 23, OldestGo = 17;

/// What to write: these types and all that they need. Types may nest by value
/// at most some dozens deep.
struct Selection {
  /// Records, enums and typedefs, in any order; duplicates do no harm.
  std::vector<const Type *> Types;
  /// The globals of a section, the record's name being the section's: ".bss".
  std::vector<const RecordType *> Sections;
  std::vector<MapRole> Roles;
  /// The names of those that were asked for: Go has no others.
  std::vector<std::string_view> AskedFor;
  /// For typed maps. The roles of each are among Roles.
  std::vector<MapDecl> Maps;
  /// All types of a kernel or an object: then nothing is taken from a system's
  /// headers, which declare many of the same names.
  bool Everything = false;
};

struct WriterOptions {
  Language Lang = Language::Cpp;
  std::string Namespace;  ///< C++: "a::b"; empty for none
  std::string Package;    ///< Go
  std::string Prefix;     ///< goes before the name of each type
  /// Goes before the name of each enumerator, which is not scoped in C.
  std::string EnumeratorPrefix;
  /// Go: the minor version that the file must compile with, 21 for Go 1.21.
  unsigned GoMinor = GoOfMarker;
  bool Maps = false; ///< C++, C: typed maps
  /// C: what bpftool called the skeleton, and what functions begin with.
  std::string ObjectName;
  std::string Skeleton;   ///< C, with maps: the header that has the skeleton
  bool Asserts = false;   ///< C++, C: static_assert each size and offset
  bool BigEndian = false; ///< the byte order of the object
};

/// Takes the text, piece by piece. After an error it gets no more.
using Sink = std::function<std::optional<Error>(std::string_view)>;

/// Error: a namespace, package or prefix that the language does not allow, in
/// which case nothing has been written, or that of \p To.
std::optional<Error> generate(const Selection &S, const WriterOptions &O,
                              const Sink &To);

} // namespace hostlayout::generate

#endif
