//===- Changes.h - What became of the types user space sees -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The old object's types stand for the host's: whoever was built for them meets
// the new object. So the comparison is that of a compile, and so are its words,
// but that both sides are called by their names.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHANGES_H
#define HOSTLAYOUT_CHANGES_H

#include "Compare/Finding.h"
#include "Compare/Policy.h"
#include "Render/SideNames.h"
#include "Select.h"

#include <span>
#include <string>
#include <vector>

namespace hostlayout::command {

/// One type, map role or section that both objects have and that differs.
struct Change {
  std::string Name; ///< "event", "counts.value"
  /// Empty where Words say it: only sizes or kinds of maps are known.
  std::vector<Finding> Findings;
  std::string Words;

  /// Whether a finding is at least that severe; Words are an error.
  bool has(Severity Least) const;
};

struct Changes {
  std::vector<Change> Changed;
  std::vector<std::string> Removed, Added;
  unsigned Compared = 0;

  /// Whether anything is at least that severe; what is gone is an error.
  bool has(Severity Least) const;
};

struct DiffOptions {
  std::string OldName, NewName;
  /// What messages call them.
  SideNames Called;
  /// Only these; empty for all that user space sees.
  std::vector<std::string> Types;
  Policy Rules;
};

/// Error: a name of \p O that neither object has.
Expected<Changes> findChanges(const btf::Object &Old, const btf::Object &New,
                              Selected &OldTypes, Selected &NewTypes,
                              const DiffOptions &O);

} // namespace hostlayout::command

#endif
