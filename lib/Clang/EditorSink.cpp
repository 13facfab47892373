//===- EditorSink.cpp - Reports where an editor shows them ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/EditorSink.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

#include <string>

using namespace hostlayout;
using namespace hostlayout::clangfe;

EditorSink::EditorSink(clang::DiagnosticsEngine &Engine)
    : Sources(Engine.getSourceManager()),
      Engine(Engine, EngineSink::Flags::Honoured) {}

/// The #include of the main file that \p Where comes from.
clang::SourceLocation
EditorSink::inMainFile(clang::SourceLocation Where) const {
  Where = Sources.getExpansionLoc(Where);
  while (Where.isValid() && !Sources.isInMainFile(Where))
    Where = Sources.getIncludeLoc(Sources.getFileID(Where));
  // What no line of the main file includes: -include, a module.
  return Where.isValid()
             ? Where
             : Sources.getLocForStartOfFile(Sources.getMainFileID());
}

/// What \p D says at \p To. clangd drops what says the same at the same place,
/// as two structs behind one #include may: the second names its own.
std::string EditorSink::movedText(const Diagnostic &D,
                                  clang::SourceLocation To) {
  std::string Text = "in included file: ";
  Text += D.Text;
  if (Moved.emplace(To, Text).second)
    return Text;
  const clang::PresumedLoc Own = Sources.getPresumedLoc(D.Where);
  if (Own.isInvalid())
    return Text;
  Text = "in included file ";
  Text += llvm::sys::path::filename(Own.getFilename());
  Text += ", line " + std::to_string(Own.getLine()) + ": ";
  return Text + std::string(D.Text);
}

void EditorSink::report(const clangfe::Diagnostic &D) {
  if (D.Where.isInvalid()) {
    // A mistake in the command line has no place, and clangd would not show it.
    clangfe::Diagnostic AtStart = D;
    AtStart.Where = Sources.getLocForStartOfFile(Sources.getMainFileID());
    Engine.report(AtStart);
    return;
  }
  // clangd begins what it shows with a capital letter, which a path has not.
  std::string Named;
  if (const llvm::StringRef First =
          llvm::StringRef(D.Text.data(), D.Text.size()).split(' ').first;
      D.Severity != Level::Note && First.find_first_of("./") != First.npos &&
      First.front() != '\'')
    Named = "BPF object " + std::string(D.Text);
  const clangfe::Diagnostic Shown{D.Severity, D.Where,
                                  Named.empty() ? D.Text : Named, D.FixIts};
  if (D.Severity == Level::Note ||
      Sources.isInMainFile(Sources.getExpansionLoc(D.Where))) {
    Engine.report(Shown);
    return;
  }
  const clang::SourceLocation To = inMainFile(D.Where);
  const std::string Text = movedText(D, To);
  Engine.report({D.Severity, To, Text, {}});
  Engine.report({Level::Note,
                 D.Where,
                 D.Severity == Level::Error ? "error occurred here"
                                            : "warning occurred here",
                 {}});
}
