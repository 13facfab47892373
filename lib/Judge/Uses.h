//===- Uses.h - What libbpf is given, against what it takes -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules for unmarked calls: a call of libbpf hands over bytes, and the
// kernel moves as many as the map says. Front ends say which map and which
// bytes; here stands what that is worth. Where an object does not know the map,
// or two objects disagree, nothing is said.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_USES_H
#define HOSTLAYOUT_JUDGE_USES_H

#include "Judge/Judge.h"
#include "Judge/MapCall.h"

namespace hostlayout::judge {

/// How many of something there are.
enum class CountOf : uint8_t { Constant, PossibleCpus, OnlineCpus, Unknown };

/// What a call hands over.
struct HostBytes {
  /// The type that the argument points to; null: bytes without one.
  const Type *Element = nullptr;
  /// Objects that begin at the same byte: arrays of it, records around it.
  std::vector<const Type *> Around;
  /// There are no more bytes than these; none: not known.
  std::optional<uint64_t> Extent;
  CountOf Count = CountOf::Unknown;
  /// Bytes of each of what is counted, where that is known.
  uint64_t EachSize = 0;
  /// A cast to a byte pointer says that the author knows.
  bool IsDeclared = false;
  std::string Name; ///< as the source has it: "n"
};

/// Which of a map's parts an argument is.
enum class UsePart : uint8_t { Key, Value };

/// A map as the host names it, and what the host changes of it.
struct UsedMap {
  std::string Name;
  std::string Skeleton; ///< its struct's name; empty: any source that has it
  /// Where no skeleton is named: the only sources that count; none: all.
  std::optional<std::vector<const Source *>> Among = std::nullopt;
  /// Known by a path that it is pinned at: it must pin itself by its name.
  bool IsPinned = false;
  bool HasOtherType = false, HasOtherKey = false, HasOtherValue = false;
};

struct ElementUse {
  UsedMap Map;
  UsePart Part = UsePart::Value;
  HostBytes Bytes;
  bool KernelWrites = false;
  /// Arrays of keys or values: each must have the map's size.
  bool IsBatch = false;
  /// The flags may ask for one CPU's value, or are not known.
  bool MayBeOneCpu = false;
  /// Values that are mapped, rounded up to 8 each.
  bool IsMapping = false;
  Origin Where;
};

/// A size argument.
struct SizeUse {
  UsedMap Map;
  UsePart Part = UsePart::Value;
  std::string Argument; ///< "value_sz"
  std::optional<uint64_t> Bytes;
  CountOf Count = CountOf::Unknown;
  uint64_t EachSize = 0;
  bool MayBeOneCpu = false;
};

/// What a callback takes a record for, or what is written to a reserved one.
struct RecordUse {
  UsedMap Map;
  const Type *Ty = nullptr;
  std::string TypeName; ///< empty: an unnamed struct
  std::string GivenAt;  ///< "agent.c:40", may be empty
  bool IsPart = false;  ///< not known to be read up to its end
  /// Whatever else the callback takes a record for.
  std::vector<const Type *> Others = {};
  /// Other buffers that have the same callback.
  std::vector<UsedMap> Elsewhere = {};
  /// It tests how long a record is, or something else that may tell buffers
  /// apart.
  bool TestsSize = false, TestsOthers = false;
  /// A record that the host sends, and what has made room for it.
  bool IsSentByHost = false;
  std::string Function;
};

/// A call of which only the map counts.
struct CallUse {
  UsedMap Map;
  MapCall Does = MapCall::Other;
  std::string Function;
};

class UseJudge {
public:
  /// References must outlive the judge; \p Dwarf may be null. \p Level: what
  /// the user set for uses as a whole.
  UseJudge(const std::vector<Source> &Sources, Target Host, const Policy &Rules,
           std::optional<Severity> Level, Arena &Memory,
           surface::DwarfTypes *Dwarf);
  ~UseJudge();

  /// Whether some source has the map, and all that have it agree.
  bool knows(const UsedMap &Map) const;
  /// Those sources; empty where it is not known.
  std::vector<const Source *> sourcesOf(const UsedMap &Map) const;

  std::vector<Finding> judge(const ElementUse &U);
  std::vector<Finding> judge(const SizeUse &U);
  std::vector<Finding> judge(const RecordUse &U);
  /// Whether the map is of a kind for which the call fails every time.
  std::vector<Finding> judge(const CallUse &U);
  /// Whether the call opens a buffer, and the map is one of that kind.
  bool opens(const CallUse &U) const;

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace hostlayout::judge

#endif
