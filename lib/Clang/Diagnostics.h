//===- Diagnostics.h - Messages, on their way to a front end ----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Sink is all that differs between the compiler, clang-tidy and the command:
// text, places and edits are made here once.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_DIAGNOSTICS_H
#define HOSTLAYOUT_CLANG_DIAGNOSTICS_H

#include "Render/Message.h"

#include "clang/Basic/Diagnostic.h"

#include <string_view>
#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

enum class Level : uint8_t { Note, Warning, Error };

/// One diagnostic, ready to be shown.
struct Diagnostic {
  Level Severity = Level::Error;
  clang::SourceLocation Where; ///< may be invalid
  /// User text inside: never a format string.
  std::string_view Text;
  std::vector<clang::FixItHint> FixIts = {};
  /// The FixIts may be applied without asking: there is nothing to decide.
  bool IsSafe = true;
  /// A note: its edits hang on the error or warning before it.
  bool HasEditsOfHead = false;
  /// What an error or a warning tells; null where HostLayout itself is used
  /// wrongly, and for notes.
  const Finding *About = nullptr;
};

class Sink {
public:
  virtual ~Sink() = default;
  /// A note belongs to the error or warning before it.
  virtual void report(const Diagnostic &D) = 0;
  /// Whether what shows them makes a title of a note with an edit. Elsewhere a
  /// safe edit hangs on the error, from which `-fixit` and `-fix` take it.
  virtual bool takesEditsFromNotes() const { return false; }
  /// A NOLINT at \p Where keeps \p M, which tells \p F, from being shown.
  virtual void silence(const Finding & /*F*/, const Message & /*M*/,
                       clang::SourceLocation /*Where*/) {}
};

/// Reports through the compiler's own engine.
class EngineSink final : public Sink {
public:
  enum class Flags : uint8_t {
    Ignored,
    /// -w and -Werror, which clang itself does not apply to a plugin's
    /// warnings.
    Honoured,
  };
  explicit EngineSink(clang::DiagnosticsEngine &Engine,
                      Flags Warnings = Flags::Ignored);
  void report(const Diagnostic &D) override;

private:
  clang::DiagnosticsEngine &Engine;
  Flags Warnings;
  bool IsLastDropped = false;
  unsigned Ids[3];
};

/// Where something without a declaration is reported, and its first note.
struct Places {
  clang::SourceLocation Head, FirstNote;
};

/// Where the declaration that \p O stands for is named; may be invalid.
clang::SourceLocation locationOf(Origin O);

/// Shows \p M, which tells \p F, at the declarations its origins stand for,
/// or at \p At, each note with its edit where that edit is safe in the text at
/// hand.
void emit(const Finding &F, const Message &M, clang::ASTContext &Context,
          clang::Preprocessor &PP, Sink &To, Places At = {});

} // namespace hostlayout::clangfe

#endif
