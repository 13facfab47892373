//===- IgnoredMarkers.h - Attributes that clang let fall --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `[[bpf::host_layout]] struct event {...};` marks nothing: clang warns, or
// does not with -w, and asks no plugin. A marker that checks nothing must not
// pass in silence, so that every use of the attribute in the text has to have
// reached its handler.
//
// Where no file mentions the attribute this costs a look into a hash table.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_IGNOREDMARKERS_H
#define HOSTLAYOUT_CLANG_IGNOREDMARKERS_H

#include "Clang/MarkerMacros.h"

#include "clang/Basic/SourceLocation.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

class MarkedDecls;
class Sink;

/// A use of the attribute that was not handled.
struct LostMarker {
  clang::SourceLocation Where;
  MarkerName What;
  /// As it is written: "bpf::hostlayout".
  std::string Name;
  bool IsGnu;
  bool IsMacro; ///< Name is what expands to it
};

class IgnoredMarkers {
public:
  /// Starts to watch \p PP, which has not entered the main file yet.
  explicit IgnoredMarkers(clang::Preprocessor &PP);

  /// The uses of the attribute in this unit's own files, without those that
  /// \p Markers has seen. For a unit that was parsed whole: in a function body
  /// that was skipped nothing is seen.
  std::vector<LostMarker> find(const MarkedDecls &Markers) const;

  /// An error for each, unless there are errors already: one of them is then
  /// why clang asked no plugin.
  void report(const MarkedDecls &Markers, Sink &To) const;

private:
  clang::Preprocessor &PP;
  /// What `#if` left out.
  std::shared_ptr<std::vector<clang::SourceRange>> Skipped;
};

} // namespace hostlayout::clangfe

#endif
