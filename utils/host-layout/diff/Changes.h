//===- Changes.h - What became of the types user space sees -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The old object's types stand for the host's: a program built for them meets
// the new object. So the comparison is that of a compile, and so are its words,
// but that both sides are called by their names.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHANGES_H
#define HOSTLAYOUT_CHANGES_H

#include "Compare/Finding.h"
#include "Compare/Policy.h"
#include "Lock/Pinned.h"
#include "Render/SideNames.h"
#include "diff/Side.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace hostlayout::command {

/// What is said of no two types: of a map's numbers, of a pin.
struct Fact {
  DifferenceKind Kind = DifferenceKind::Shared;
  /// Off: a note, which does not count.
  Severity Level = Severity::Error;
  std::string Words; ///< without a tag
  std::vector<std::string> Notes = {};
  unsigned Line = 0; ///< in the lock; 0 where the old side is none
};

/// One type, map, global or section that both sides have and that differs.
struct Change {
  std::string Name; ///< "event", "counts.value", "map counts"
  std::vector<Finding> Findings;
  std::vector<Fact> Facts;

  /// Whether anything of it is at least that severe.
  bool has(Severity Least) const;
};

/// A thing that one side lacks.
struct Missing {
  std::string Name; ///< "event", "map counts", "global .bss seen"
  unsigned Line = 0;
};

/// What became of the old side in the new one.
struct Changes {
  std::string OldName, NewName; ///< as the user gave them
  /// What messages call them.
  SideNames Called;
  bool IsOldLock = false;

  std::vector<Change> Changed;
  std::vector<Missing> Removed, Added;
  /// What Removed counts, and Added, which counts only against a lock.
  Severity MissingLevel = Severity::Error;
  bool AddedCounts = false;
  /// Names that one side knows only by name: nothing was compared.
  std::vector<std::string> NotKnown;
  unsigned Compared = 0;
  /// They own what the findings point to.
  std::shared_ptr<Side> Old, New;

  /// Whether anything is at least that severe.
  bool has(Severity Least) const;
};

struct DiffOptions {
  /// Only these; empty for all that user space sees.
  std::vector<std::string> Types;
  Policy Rules;
  /// Who will open the pinned maps.
  lock::Loader By;
  /// Maps that host code pins under their names.
  std::vector<std::string> AlsoPinned;
  /// The old side is a pin that the user named: it will be opened.
  bool IsPin = false;
};

/// Error: a name of \p O that neither side has.
Expected<Changes> findChanges(std::shared_ptr<Side> Old,
                              std::shared_ptr<Side> New, SideNames Called,
                              const DiffOptions &O);

} // namespace hostlayout::command

#endif
