//===- Invocation.h - A compile command as Clang takes it -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The product's compiler need not be the Clang that checks: it may be GCC, or a
// Clang of another age. What this Clang does not know is left out, unless it
// changes layouts: then the verdict would be on other bytes than the product's.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_INVOCATION_H
#define HOSTLAYOUT_PROJECT_INVOCATION_H

#include "Project/CompileCommand.h"

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>
#include <string>
#include <vector>

namespace hostlayout::project {

struct Invocation {
  /// For the driver, the program first.
  std::vector<std::string> Arguments;
  /// For the front end. Null where Failure says why.
  std::shared_ptr<clang::CompilerInvocation> Front;
  /// What the command gives the HostLayout plugin: "btf=F".
  std::vector<std::string> PluginArguments;
  /// The product's compiler would read modules of headers.
  bool HasModules = false;
  std::string Failure;
};

/// Makes commands into invocations.
class Resolver {
public:
  /// \p Clang is the path of the clang that belongs to the libraries of this
  /// program: its own headers are found by it. It need not exist.
  explicit Resolver(std::string Clang) : Clang(std::move(Clang)) {}

  /// The directory of Clang's own headers.
  std::string resources() const;

  Invocation resolve(const CompileCommand &C,
                     llvm::vfs::FileSystem &Files) const;

  /// The same without the words that \p Errors, which clang gave without a
  /// place in a source, complain about. Front is null if there are none.
  Invocation without(Invocation Old, const std::vector<std::string> &Errors,
                     const CompileCommand &C,
                     llvm::vfs::FileSystem &Files) const;

private:
  Invocation drive(Invocation I, const CompileCommand &C,
                   llvm::vfs::FileSystem &Files) const;

  std::string Clang;
};

} // namespace hostlayout::project

#endif
