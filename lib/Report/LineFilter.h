//===- LineFilter.h - Findings on changed lines -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_LINEFILTER_H
#define HOSTLAYOUT_REPORT_LINEFILTER_H

#include "Report/Report.h"
#include "Support/Expected.h"

#include <string>
#include <utility>
#include <vector>

namespace hostlayout::report {

/// Files and lines that count, as clang-tidy's --line-filter has them:
/// [{"name":"ev.h","lines":[[1,9]]},{"name":"agent.cpp"}]. A name is the end of
/// a path; without lines the whole file counts.
class LineFilter {
public:
  static Expected<LineFilter> parse(const std::string &Text);

  bool isEmpty() const { return Entries.empty(); }
  bool matchesFile(std::string_view File) const;

  /// Whether \p F is on such a line, or about a struct that has one, or that
  /// holds such a struct: the line that was changed need not be the one that is
  /// wrong now. What is about an
  /// object, and so about every struct, counts always.
  bool matches(const Result &F) const;

private:
  struct Entry {
    std::string Name;
    std::vector<std::pair<unsigned, unsigned>> Lines; ///< first and last
  };
  bool matches(std::string_view File, unsigned First, unsigned Last) const;

  std::vector<Entry> Entries;
};

} // namespace hostlayout::report

#endif
