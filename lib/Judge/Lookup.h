//===- Lookup.h - The BPF types that a name stands for ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_LOOKUP_H
#define HOSTLAYOUT_JUDGE_LOOKUP_H

#include "Judge/Judge.h"

namespace hostlayout::judge {

/// What a name stands for in one object.
struct Candidate {
  /// Null where only the size is known.
  const Type *Ty = nullptr;
  uint64_t Size = 0; ///< bytes
  std::string DeclaredAt;
  /// The maps that move the type's bytes.
  std::vector<MapUse> Maps;
};

/// Why a name was not found in one object.
struct NotFound {
  Variant Why = Variant::Plain;
  /// The part that does not exist: a map's or a section's name.
  std::string Part;
};

/// One source and its types in the neutral model.
class SourceTypes {
public:
  SourceTypes(const Source &S, Arena &Memory);

  const Source &source() const { return S; }
  const btf::Object &object() const { return *S.Types; }
  bool isReadable() const { return S.Types != nullptr; }
  /// Whether object= names this source: its base name, a suffix of its path at
  /// a '/', or the whole of it; a skeleton also by the name it has inside.
  bool isCalled(std::string_view Name) const;
  bool onlyPerfEvents() const;

  /// Candidates for \p Name, of the tag class of \p Host where there are such.
  /// Several only where one object defines the name several times.
  std::vector<Candidate> find(std::string_view Name, const Type &Host,
                              NotFound &Why);
  /// The same from the object's DWARF.
  std::vector<Candidate> findInDwarf(std::string_view Name, DwarfTypes &Dwarf);
  /// Adds the names that a user could have meant.
  void forEachName(const std::function<void(std::string_view)> &Visit) const;

private:
  std::vector<Candidate> findType(std::string_view Name, const Type &Host,
                                  NotFound &Why);
  std::vector<Candidate> findRole(std::string_view Name, NotFound &Why);
  std::vector<Candidate> findSection(std::string_view Name, const Type &Host,
                                     NotFound &Why);
  std::vector<MapUse> usesOf(const Type &Ty);

  const Source &S;
  Arena &Memory;
  std::optional<btf::LayoutBuilder> Builder;
};

} // namespace hostlayout::judge

#endif
