//===- CommandCheck.h - One compile command, judged -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_COMMANDCHECK_H
#define HOSTLAYOUT_CHECK_COMMANDCHECK_H

#include "Project/Scan.h"
#include "Recorder.h"
#include "SharedTypes.h"

#include "clang/Basic/FileManager.h"

#include <optional>
#include <string>

namespace hostlayout::check {

/// What the threads of a run share.
struct SharedState {
  project::ScanCache Scans;
  SharedTypeLists Types;
};

/// Judges units, one after the other.
class CommandCheck {
public:
  CommandCheck(const CheckOptions &Options, const project::Resolver &Commands,
            SharedState &State)
      : Options(Options), Commands(Commands), State(State), Files(State.Scans) {
  }

  /// None where the unit was not asked for.
  std::optional<report::Unit> judge(const project::CompileCommand &C);

private:
  bool isAskedFor(const project::CompileCommand &C,
                  const std::optional<std::vector<std::string>> &Files) const;
  void addShared(const project::CompileCommand &C, const project::Invocation &I,
                 report::Unit &To);
  report::Unit parse(const project::CompileCommand &C, project::Invocation I,
                     llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS);

  llvm::IntrusiveRefCntPtr<clang::FileManager>
  managerIn(const std::string &Directory,
            llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS);

  const CheckOptions &Options;
  const project::Resolver &Commands;
  SharedState &State;
  project::Scanner Files;
  llvm::IntrusiveRefCntPtr<clang::FileManager> Manager;
  std::string ManagedIn; ///< the directory that its paths are relative to
};

} // namespace hostlayout::check

#endif
