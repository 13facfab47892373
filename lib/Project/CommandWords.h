//===- CommandWords.h - Which words of a command matter ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A command says where to write, how to warn and what to generate. None of it
// matters to a check, and each word may be one that only the product's compiler
// takes. What says what the source means is kept.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_COMMANDWORDS_H
#define HOSTLAYOUT_PROJECT_COMMANDWORDS_H

#include "Project/CompileCommand.h"

#include "llvm/ADT/StringRef.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace hostlayout::project {

struct CommandWords {
  /// Without the program.
  std::vector<std::string> Kept;
  /// Headers that are included from the command line. They are in Kept.
  std::vector<std::string> Included;
  /// Precompiled headers. They are not in Kept.
  std::vector<std::string> Precompiled;
  /// The command would read modules of headers; it is Kept that it does not.
  bool HasModules = false;
  /// What the command gives the HostLayout plugin: "btf=F".
  std::vector<std::string> PluginArguments;
  /// Why the command cannot be followed; empty if it can.
  std::string Refusal;
};

CommandWords wordsOf(const CompileCommand &C);

/// Whether leaving out the option \p Word may give other layouts.
bool changesLayout(llvm::StringRef Word);

bool startsWith(llvm::StringRef Text, llvm::StringRef Start);
bool startsWithAny(llvm::StringRef Word,
                   std::initializer_list<llvm::StringRef> Starts);

} // namespace hostlayout::project

#endif
