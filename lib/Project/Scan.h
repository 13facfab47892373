//===- Scan.h - Which files need no parsing ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A unit has something to check only where a file of it, or its command, names
// the attribute, or where it includes a skeleton. Which files a unit has is
// found by running the preprocessor over what is left of each file when all but
// directives is taken away, which is done once for a file, not for each unit.
//
// Where the attribute is can mostly be seen without: a glance at the includes
// as they are spelled, through the project's own directories, whatever
// condition they stand under. What a glance finds is parsed and needs no scan.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_SCAN_H
#define HOSTLAYOUT_PROJECT_SCAN_H

#include "Project/Invocation.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hostlayout::project {

/// What all threads of a run have found out. Thread-safe.
class ScanCache {
public:
  ScanCache();
  ~ScanCache();

  /// Whether \p File names the attribute or libbpf, is a skeleton, or has
  /// directives or names that scanning does not see. A file that cannot be read
  /// counts: parsing will say why.
  bool isOfInterest(const std::string &File);

  /// Whether \p File imports a module: that brings headers, of which scanning
  /// sees nothing.
  static bool imports(const std::string &File);

private:
  friend class Scanner;
  struct Facts;
  struct Impl;
  const Facts &look(const std::string &File);

  std::unique_ptr<Impl> P;
};

/// Scans for one thread.
class Scanner {
public:
  explicit Scanner(ScanCache &Cache);
  ~Scanner();

  /// Whether a glance finds that the unit may have something to check.
  bool isOfInterestAtAGlance(const Invocation &I, const CompileCommand &C);

  /// The files of a unit, absolute, its own first. None where it cannot be
  /// preprocessed.
  std::optional<std::vector<std::string>> files(const Invocation &I,
                                                const CompileCommand &C);

  /// Whether a unit of these files may have something to check.
  bool isOfInterest(const Invocation &I, const std::vector<std::string> &Files);

private:
  struct Impl;
  ScanCache &Cache;
  std::unique_ptr<Impl> P;
};

/// The prerequisites of a make rule, unquoted.
std::vector<std::string> prerequisites(const std::string &Rule);

} // namespace hostlayout::project

#endif
