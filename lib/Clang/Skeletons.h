//===- Skeletons.h - The skeletons that a unit includes ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With a libbpf skeleton nothing needs to be configured: the object that ships
// is in the header, and the header's own structs for the program's globals are
// written to as if they were the program's.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_SKELETONS_H
#define HOSTLAYOUT_CLANG_SKELETONS_H

#include "Judge/Judge.h"

#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class ASTReader;
class FileManager;
class RecordDecl;
class SourceManager;
} // namespace clang

namespace hostlayout::clangfe {

/// The skeletons among the files that this very compile has read. Looks at no
/// more than the first bytes of any other file.
std::vector<judge::Source> findSkeletons(const clang::SourceManager &Sources);

/// The skeletons that went into the precompiled header or preamble of this
/// compile. Opens no other files; one whose name does not tell what it is is
/// found only where this process made the preamble.
std::vector<judge::Source> findSkeletons(clang::ASTReader &Reader,
                                         clang::FileManager &Files);

/// Those that \p Paths name, absolute; what is none, or not there, is left out.
std::vector<judge::Source> readSkeletons(const std::set<std::string> &Paths,
                                         clang::FileManager &Files);

/// A struct of a skeleton for one section of its object.
struct SectionStruct {
  const clang::RecordDecl *Definition;
  /// What to compare it with. It begins like the section, which may be longer
  /// by static variables, or shorter by padding.
  judge::Marker With;
};

/// Those of \p Skeletons that \p Context declares itself.
std::vector<SectionStruct>
sectionStructs(const clang::ASTContext &Context,
               const std::vector<judge::Source> &Skeletons);

} // namespace hostlayout::clangfe

#endif
