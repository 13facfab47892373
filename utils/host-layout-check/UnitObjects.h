//===- UnitObjects.h - The objects that a unit is compared with -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each unit spells an object's path in its own way. Over a project a file is
// its real path, absolute and without symbolic links; a skeleton stands for its
// object.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_UNITOBJECTS_H
#define HOSTLAYOUT_CHECK_UNITOBJECTS_H

#include "CheckOptions.h"
#include "Judge/Judge.h"
#include "Project/CompileCommand.h"
#include "Clang/Options.h"

namespace hostlayout::check {

/// The file that the unit \p C calls \p Path; \p Path itself where it is no
/// file's ("map:7").
std::string objectPath(const std::string &Path,
                       const project::CompileCommand &C,
                       const CheckOptions &Options);

struct UnitObject {
  std::string Name; ///< the same in every unit
  judge::Source Source;
};

/// What the command line and the unit's command configure; errors go to
/// \p Wrong. Macros are read later, from the unit itself.
clangfe::Options unitOptions(const CheckOptions &Options,
                             const std::vector<std::string> &PluginArguments,
                             std::vector<Error> &Wrong);

/// Those of \p Sources that could be read.
std::vector<UnitObject> nameObjects(const std::vector<judge::Source> &Sources,
                                    const project::CompileCommand &C,
                                    const CheckOptions &Options);

/// The names of those that \p Markers may mean.
std::vector<std::string> meantBy(const std::vector<judge::Marker> &Markers,
                                 const std::vector<UnitObject> &Objects);

} // namespace hostlayout::check

#endif
