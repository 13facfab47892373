//===- EditorSink.h - Reports where an editor shows them --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd publishes the diagnostics of one file. Those of headers it moves to
// the #include that brings them in, but only errors of clang's own, and before
// 22 none that a plugin makes. What moves here reads as clangd's own do.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_EDITORSINK_H
#define HOSTLAYOUT_CLANG_EDITORSINK_H

#include "Clang/Diagnostics.h"

#include <set>
#include <string>

namespace clang {
class SourceManager;
} // namespace clang

namespace hostlayout::clangfe {

class EditorSink final : public Sink {
public:
  explicit EditorSink(clang::DiagnosticsEngine &Engine);
  void report(const Diagnostic &D) override;
  bool takesEditsFromNotes() const override { return true; }

private:
  clang::SourceLocation inMainFile(clang::SourceLocation Where) const;
  std::string movedText(const Diagnostic &D, clang::SourceLocation To);

  const clang::SourceManager &Sources;
  EngineSink Engine;
  /// Where and with which words something was moved.
  std::set<std::pair<clang::SourceLocation, std::string>> Moved;
};

} // namespace hostlayout::clangfe

#endif
