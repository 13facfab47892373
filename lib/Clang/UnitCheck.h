//===- UnitCheck.h - The verdict on one translation unit --------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the compiler action, the clang-tidy check and the command share: the
// marked declarations of a unit go in, findings come out and are shown. Without
// a marked declaration nothing is opened and nothing is done.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_UNITCHECK_H
#define HOSTLAYOUT_CLANG_UNITCHECK_H

#include "Compare/Finding.h"
#include "Layout/Arena.h"
#include "Clang/Diagnostics.h"
#include "Clang/Objects.h"
#include "Clang/Options.h"

#include <deque>

namespace clang {
class ASTContext;
class ASTReader;
class NamedDecl;
class Preprocessor;
class TagDecl;
} // namespace clang

namespace hostlayout::surface {
class DwarfTypes;
}

namespace hostlayout::clangfe {

class HostTypes;

class UnitCheck {
public:
  /// Who reads the findings.
  enum class Reader : uint8_t {
    Compile, ///< that there is no object is reported once
    /// Likewise, and an object that is not built yet, or not configured, is no
    /// error of the text at hand: it is softened to a warning.
    Editor,
    /// Each type that could not be checked is reported: another unit may have
    /// checked it. So are all types that hold what is wrong in a nested one,
    /// and marked fields of headers whose struct nothing in the unit checks;
    /// outcomes() has the structs of those that were reached.
    Project,
  };
  UnitCheck(clang::ASTContext &Context, clang::Preprocessor &PP, Options Opts,
          Reader For = Reader::Compile);
  ~UnitCheck();

  /// The skeletons in the precompiled header or preamble count as well.
  void setReader(clang::ASTReader *R) { Precompiled = R; }

  /// How objects are given to clang-tidy is its own.
  void setFrontEnd(FrontEnd F) { Asker = F; }

  /// Judges what the unit's MarkedDecls has, and the structs of its skeletons,
  /// and shows the findings in \p To. Once in a session's life, at the end of
  /// the unit.
  void run(Sink &To);

  /// After run(): says which marked members no marker reached, nor a call of
  /// libbpf, of whose types \p ByUses are those with marked members.
  void tellUnreached(const std::vector<const clang::TagDecl *> &ByUses,
                     Sink &To);

  /// What became of each marked declaration, and of a skeleton's structs.
  struct MarkedOutcome {
    const clang::NamedDecl *D;
    std::vector<judge::Marker> Markers;
    bool IsChecked;
    /// The paths of the sources that it agrees with or differs from.
    std::vector<std::string> Against;
  };
  const std::vector<MarkedOutcome> &outcomes() const { return Outcomes; }
  /// The objects that were opened: none where nothing is marked.
  const std::vector<judge::Source> &sources() const { return Loaded.Sources; }

private:
  /// \p IsGenerated: \p D was written by a tool, from the object.
  void check(const clang::NamedDecl &D, std::vector<judge::Marker> Markers,
             bool IsGenerated, HostTypes &Types, judge::Judge &Judge, Sink &To);
  /// Where types of an object differ, it may be that it was not built again.
  void tellStale(surface::DwarfTypes &Dwarf, Sink &To);
  /// Whether \p F was shown: a NOLINT may name it.
  bool tell(Finding F, Sink &To, Tables Which = Tables::With);
  /// Those of one type, by line, with one table for each two records.
  void tell(std::vector<Finding> All, Sink &To);
  bool isSilenced(const Finding &F, const Message &M) const;
  /// \p At: where, if that is not \p D.
  void tellNotChecked(const clang::NamedDecl &D, std::string Why, Sink &To,
                      const clang::NamedDecl *At = nullptr);

  clang::ASTContext &Context;
  clang::Preprocessor &PP;
  Options Opts;
  Policy Rules;
  bool IsEditor, TellsEach;
  FrontEnd Asker;
  bool HasToldNoObject = false;
  clang::ASTReader *Precompiled = nullptr;
  // The findings point into both.
  LoadedObjects Loaded;
  Arena Memory;
  std::deque<Finding> Told;
  std::vector<MarkedOutcome> Outcomes;
  /// Those with marked members that were laid out.
  std::vector<const clang::TagDecl *> Reached;
};

/// Reports a mistake in the options, which is an error whatever the policy.
void tellOptionError(const Error &E, Sink &To);

} // namespace hostlayout::clangfe

#endif
