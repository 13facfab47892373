//===- UnitAction.h - What is done with a parsed unit -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_UNITACTION_H
#define HOSTLAYOUT_CHECK_UNITACTION_H

#include "Recorder.h"
#include "SharedTypes.h"
#include "UnitObjects.h"

#include "clang/Tooling/Tooling.h"

namespace hostlayout::check {

/// What one run of the front end is given, and what it leaves.
struct UnitRun {
  const CheckOptions &Options;
  const project::CompileCommand &C;
  Recorder &To;
  clangfe::Options Opts;
  std::vector<Error> WrongOptions;
  /// Null where nobody asks for the objects' shared types.
  SharedTypeLists *Shared = nullptr;
  report::Unit Result;
  /// Parse every body. Set by the action where another run must do so.
  bool ParsesAll = false;
};

/// Makes the action that collects the marked types of a unit and judges them at
/// its end, as the plugin does. \p Run must outlive it.
std::unique_ptr<clang::tooling::FrontendActionFactory>
unitActions(UnitRun &Run);

} // namespace hostlayout::check

#endif
