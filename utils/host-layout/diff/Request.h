//===- Request.h - What diff and lock --verify are asked for ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DIFF_REQUEST_H
#define HOSTLAYOUT_DIFF_REQUEST_H

#include "CommandLine.h"
#include "diff/Present.h"

namespace hostlayout::command {

/// Options that both commands have.
struct DiffRequest {
  DiffOptions Options;
  Presentation How;
  std::vector<std::string> Settings;
  std::string Base;
  /// Empty and 0: as this machine is.
  std::string Libbpf;
  unsigned PageSize = 0, Cpus = 0;

  /// Looked into besides the old side, where that is a directory.
  std::vector<std::string> PinRoots;

  void addTo(Syntax &S, const char *OutputHelp = ReportHelp);
  /// Completes Options. Error: a setting or a version that is wrong.
  std::optional<Error> finish();
};

/// A lock, in a file. Error: with the path in front.
Expected<std::shared_ptr<const lock::Lock>> openLock(const std::string &Path);

/// What is wrong with a name of --pinned that nothing in \p In has.
Error noSuchPin(const std::string &Name, const std::string &In);

/// Warns of what makes a comparison of the two less than whole.
void warnOf(const Side &Old, const Side &New);

/// Compares what the lock \p Old says with \p Objects, each by its name. \p
/// All: an object of the lock that is not among them is gone.
int compareWithLock(const std::string &Old,
                    const std::vector<std::string> &Objects, bool All,
                    DiffRequest &R);

/// Compares the maps that are pinned in the directory \p Old, and in those of
/// --pin-root, with those of their names in the object \p New.
int compareWithPins(const std::string &Old, const std::string &New,
                    DiffRequest &R);

/// Compares what is pinned at \p Old, or has the number that it says, with
/// \p New.
int compareWithLive(const std::string &Old, const std::string &New,
                    DiffRequest &R);

/// The names of both as given, without the directories that they share.
SideNames sidesOf(const std::string &Old, const std::string &New);

} // namespace hostlayout::command

#endif
