//===- CompileCommand.h - The compile commands of a project -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_COMPILECOMMAND_H
#define HOSTLAYOUT_PROJECT_COMPILECOMMAND_H

#include "Support/Expected.h"

#include <optional>
#include <string>
#include <vector>

namespace hostlayout::project {

/// How one file is compiled.
struct CompileCommand {
  unsigned Id = 0;  ///< its place among the database's
  std::string File; ///< absolute
  std::string Real; ///< the same without symbolic links
  std::string Directory;
  std::string Output; ///< absolute; empty where it is not known
  /// As the build system has it, but for response files, which are read, and
  /// launchers such as ccache, which are gone.
  std::vector<std::string> Arguments;
};

/// Whether the product's compiler is called like a Clang.
bool isClang(const CompileCommand &C);

/// The commands of C and C++ files in a compile_commands.json.
Expected<std::vector<CompileCommand>> readCommands(const std::string &Database);

/// A command with \p Flags for each of \p Files, from \p Directory on. A first
/// flag without a dash is the compiler.
std::vector<CompileCommand> commandsFor(const std::vector<std::string> &Files,
                                        const std::vector<std::string> &Flags,
                                        const std::string &Directory);

/// Leaves of \p Commands those that make a file that \p List lists, a line
/// each. Error: there are none, or the list cannot be read.
std::optional<Error> keepMakers(std::vector<CompileCommand> &Commands,
                                const std::string &List);

/// \p File from \p Directory on, without "." and "..".
std::string absolutePath(const std::string &Directory, const std::string &File);

/// The absolute \p Path without symbolic links; as it is if there is no such
/// file.
std::string realPath(const std::string &Path);

} // namespace hostlayout::project

#endif
