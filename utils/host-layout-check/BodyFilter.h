//===- BodyFilter.h - Which function bodies matter --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Half of the time of parsing goes into function bodies. A body matters where
// its text names the attribute, a pragma, or a macro that brings one, and
// everywhere once a template is marked: any body may instantiate it. Wherever
// it is not plain what the text of a body is, the body is parsed.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_BODYFILTER_H
#define HOSTLAYOUT_CHECK_BODYFILTER_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class Decl;
class FunctionDecl;
} // namespace clang

namespace hostlayout::clangfe {
class MarkedDecls;
} // namespace hostlayout::clangfe

namespace hostlayout::check {

class BodyFilter {
public:
  /// Starts to watch \p PP, which has not entered the main file yet.
  explicit BodyFilter(clang::Preprocessor &PP);

  /// Whether the verdict is the same without the body of \p Function, which is
  /// about to be parsed.
  bool canSkip(const clang::Decl &Function,
               const clangfe::MarkedDecls &Markers);

  /// Whether a body was left out before any text of the unit's own named a
  /// function of libbpf: what it stores may decide which map a call is of.
  bool leftOutTooMuch() const { return NamesLibbpf && LeftOut; }

private:
  class Watcher;
  struct Names;
  struct FileMentions {
    size_t NamesKnown = 0;
    std::vector<unsigned> Offsets; ///< sorted
  };

  const std::vector<unsigned> &mentions(clang::FileID File,
                                        llvm::StringRef Text);
  bool holdsObject(const clang::FunctionDecl &F) const;
  bool isPartOfUses(clang::SourceLocation Function);
  bool mentionsMarker(clang::SourceLocation Function);

  clang::Preprocessor &PP;
  std::shared_ptr<Names> Known;
  llvm::DenseMap<clang::FileID, FileMentions> Files;
  size_t MarkersSeen = 0;
  bool ParsesAll = false;
  /// From then on every body outside of system headers is parsed.
  bool NamesLibbpf = false;
  bool LeftOut = false;
  llvm::DenseSet<clang::FileID> Looked;
};

} // namespace hostlayout::check

#endif
