//===- Places.h - Where a report says that things are -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_PLACES_H
#define HOSTLAYOUT_CHECK_PLACES_H

#include "CheckOptions.h"
#include "Project/CompileCommand.h"
#include "Report/Report.h"

#include "clang/Basic/Diagnostic.h"

#include <string>
#include <vector>

namespace clang {
class LangOptions;
class SourceManager;
} // namespace clang

namespace hostlayout::check {

/// How a report calls \p File, which \p C calls so: a file of the project by
/// its real path, whichever symbolic link leads to it; another one by its
/// absolute path.
std::string reportedPath(const std::string &File,
                         const project::CompileCommand &C, const Display &How);

/// Where the compiler would say that \p Loc is.
report::Place placeOf(clang::SourceLocation Loc, const clang::SourceManager &SM,
                      const project::CompileCommand &C, const Display &How);

/// \p Hints as changes of files; none where one of them is in a macro.
std::vector<report::Replacement> editsOf(llvm::ArrayRef<clang::FixItHint> Hints,
                                  const clang::SourceManager &SM,
                                  const clang::LangOptions &Language,
                                  const project::CompileCommand &C,
                                  const Display &How);

/// How a report calls those of \p Files that may be the project's: what lies
/// below /usr is the system's. Sorted.
std::vector<std::string> hostSources(const std::vector<std::string> &Files,
                                     const project::CompileCommand &C,
                                     const Display &How);

/// All files that went into a unit, as it spells them.
std::vector<std::string> filesOf(const clang::SourceManager &SM);

} // namespace hostlayout::check

#endif
