//===- CheckAction.h - What is done with a parsed unit ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_CHECKACTION_H
#define HOSTLAYOUT_CHECK_CHECKACTION_H

#include "Recorder.h"
#include "SharedTypes.h"
#include "UnitObjects.h"

#include "clang/Tooling/Tooling.h"

namespace hostlayout::check {

/// What one run of the front end is given, and what it leaves.
struct CheckRun {
  const CheckOptions &Options;
  const project::CompileCommand &C;
  Recorder &To;
  clangfe::Options Opts;
  std::vector<Error> WrongOptions;
  /// Null where the objects' shared types are not asked for.
  SharedTypeLists *Shared = nullptr;
  report::Unit Result;
  /// Parse every body. Set by the action where another run must do so.
  bool ParsesAll = false;
};

/// Makes the action that collects the marked types of a unit and judges them at
/// its end, as the plugin does. \p Run must outlive it.
std::unique_ptr<clang::tooling::FrontendActionFactory>
checkActions(CheckRun &Run);

} // namespace hostlayout::check

#endif
