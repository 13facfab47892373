//===- Uses.h - Unmarked calls of libbpf ------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call of libbpf pairs a host type with a BPF type without a marker. Here
// they are found in a unit, judged and shown. A unit that calls no function of
// UseTable is not looked at.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USES_H
#define HOSTLAYOUT_CLANG_USES_H

#include "Compare/Finding.h"
#include "Judge/Judge.h"
#include "Layout/Arena.h"
#include "Clang/Diagnostics.h"
#include "Clang/Objects.h"
#include "Clang/Options.h"
#include "Clang/UseJoins.h"

#include <deque>

namespace clang {
class ASTReader;
class TagDecl;
} // namespace clang

namespace hostlayout::clangfe {

class UseCheck {
public:
  UseCheck(clang::ASTContext &Context, clang::Preprocessor &PP, Options Opts,
           bool IsEditor = false)
      : Context(Context), PP(PP), Opts(std::move(Opts)), IsEditor(IsEditor) {}

  /// The skeletons in the precompiled header or preamble count as well.
  void setReader(clang::ASTReader *R) { Reader = R; }

  /// Calls are counted where no object is known, too.
  void countAll() { CountsAll = true; }

  /// Other units have their say. \p With must live as long as this.
  void join(UseJoining &With) { Joining = &With; }
  /// Whether the unit was looked at, or has nothing that matters to others.
  bool isLookedAt() const { return IsLookedAt; }

  /// Finds the uses of the unit and shows what is wrong with them in \p To.
  /// Once, at the end of the unit. \p Opened: the sources that are open
  /// already; empty: they are opened where there is a use.
  void run(const std::vector<judge::Source> &Opened, Sink &To);

  struct UseFinding {
    Finding What;
    Message Text; ///< points into What
  };
  const std::deque<UseFinding> &findings() const { return Findings; }

  /// One call of libbpf, and whether it is known which map it is of.
  struct Call {
    clang::SourceLocation Where;
    std::string Function;
    bool IsResolved = false;
    std::string Text; ///< not resolved: why; else the maps' names
    /// Not resolved, for nothing here calls the function that it is in.
    bool IsUncalled = false;
  };
  const std::vector<Call> &calls() const { return Calls; }

  /// The types with marked members that were compared, or are parts of such.
  const std::vector<const clang::TagDecl *> &reached() const { return Reached; }

private:
  struct Run;

  /// Where \p Of is; what the kernel holds keeps its name.
  std::string absolutePath(const judge::Source &Of) const;
  /// What other units know their maps from, and is not in \p Known.
  std::vector<judge::Source>
  sourcesOfOthers(const std::vector<judge::Source> &Known);

  clang::ASTContext &Context;
  clang::Preprocessor &PP;
  Options Opts;
  bool IsEditor;
  bool CountsAll = false, IsLookedAt = false;
  UseJoining *Joining = nullptr;
  clang::ASTReader *Reader = nullptr;
  Policy Rules;
  LoadedObjects Loaded;
  Arena Memory;
  std::deque<UseFinding> Findings;
  std::vector<Call> Calls;
  std::vector<const clang::TagDecl *> Reached;
};

} // namespace hostlayout::clangfe

#endif
