//===- FindDatabase.h - Where the compile commands are ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_FINDDATABASE_H
#define HOSTLAYOUT_FINDDATABASE_H

#include "Support/Expected.h"

#include <string>

namespace hostlayout::command {

/// The compile_commands.json of the build directory \p Build, which may also be
/// the file itself. Where it is empty: the first that is found in \p From, in a
/// directory build* of it, or in the same places of a directory above; of
/// several build directories the one that was configured last.
Expected<std::string> findDatabase(const std::string &Build,
                                   const std::string &From);

/// The top of the working tree that \p From is in; \p From itself if none.
std::string projectRoot(const std::string &From);

} // namespace hostlayout::command

#endif
