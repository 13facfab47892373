//===- UseJoins.h - What units tell each other of uses ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A helper that is called from other files, a global or a member that others
// set, a function elsewhere that returns a map: where one unit's use depends on
// such a thing it says what it wants, by a key, and every unit says what it has
// to offer for keys. `host-layout check` brings them together and has the units
// that want something looked at again.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEJOINS_H
#define HOSTLAYOUT_CLANG_USEJOINS_H

#include "clang/Basic/SourceLocation.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
class ValueDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// How many there are of something.
struct Count {
  enum Kind : uint8_t { Constant, PossibleCpus, OnlineCpus, Unknown };
  Kind Of = Unknown;
  uint64_t Number = 0;
};

/// Where another unit has something.
struct JoinedPlace {
  std::string File; ///< absolute
  unsigned Line = 0, Column = 0;
};

/// A map that another unit names.
struct JoinedMap {
  std::string Name;     ///< as libbpf knows it, or a skeleton's field
  std::string Skeleton; ///< its struct; empty: any source that has the map
  /// The skeletons and objects that have it there; absolute.
  std::vector<std::string> Sources;
  JoinedPlace At;
  /// Of a function that returns it: the parameter that is handed its name, or
  /// the end of the path that it is pinned at; Name is empty then.
  std::optional<unsigned> NameParameter = std::nullopt;
  bool IsPinned = false;
  /// What is set of it there, as in a UsedMap.
  bool HasOtherType = false, HasOtherKey = false, HasOtherValue = false;
};

/// What a call in another unit hands over in one parameter.
struct JoinedArgument {
  unsigned Number = 0;
  /// The map that it is of; none where it is no map.
  std::vector<JoinedMap> Maps;
  /// A constant; of a pointer whether it points to something.
  std::optional<int64_t> Outcome;
  /// Bytes, as in a HostObject.
  std::optional<uint64_t> Extent;
  Count Things;
  uint64_t ThingSize = 0;
  /// What it points to, and the objects around that, as a TypeWriter writes
  /// them; empty: bytes without a type.
  std::string Types;
  std::string Text; ///< as the source has it
  JoinedPlace At;
};

struct JoinedCall {
  /// Those that are known; empty where the map is not known.
  std::vector<JoinedArgument> Arguments;
};

/// What another unit stores to a variable or member, or returns.
struct JoinedStore {
  /// The variable that the path starts at; empty: whatever a pointer points to.
  std::string Root;
  std::vector<std::string> Steps; ///< innermost first
  std::vector<JoinedMap> Maps;
  bool IsUnknown = false;
  /// Something that is no map, or a descriptor that is none yet.
  bool IsOther = false;
  /// The map whose name is in the member of that key, of the same object.
  std::string NamedBy;
};

struct UseJoins {
  std::map<std::string, std::vector<JoinedCall>> Calls;
  /// A key without stores: no other unit stores anything.
  std::map<std::string, std::vector<JoinedStore>> Stores;
};

/// One unit's part in it. A key ends in ':' and the name that the source has.
class UseJoining {
public:
  /// "agent.h:12:7" of a place, the same in all units.
  std::function<std::string(clang::SourceLocation)> PlaceText;

  UseJoins In;  ///< from the other units
  UseJoins Out; ///< for them
  /// Keys that it could use. "KEY\nOFFER": only to say what it offers for
  /// OFFER.
  std::set<std::string> Wants;
  std::set<std::string> Defines;
  /// "KEY\nOFFER": whatever is set on a map by KEY, this unit offers for OFFER.
  std::set<std::string> Implies;
  /// What it is about to make an offer for; empty: a use.
  std::string Offering;

  void want(const std::string &Key) {
    Wants.insert(Offering.empty() ? Key : Key + '\n' + Offering);
  }

  /// Heard of where no call of the function of \p Key is left out.
  static std::string keyOfAllCallers(const std::string &Key) {
    return "c" + Key.substr(1);
  }

  /// Empty for what no other unit can name.
  std::string key(const clang::FunctionDecl &F) const;
  std::string key(const clang::ValueDecl &D) const;
};

} // namespace hostlayout::clangfe

#endif
