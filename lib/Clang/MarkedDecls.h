//===- MarkedDecls.h - What a translation unit has marked -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Markers are judged at the end of the translation unit: earlier a
// `typedef struct {...} T` has no name yet. Until then they are collected, from
// two sides: the attribute reports each declaration it was written on (aliases
// inside functions reach no AST consumer), and the AST consumer or matcher
// reports the tags that become complete (template instantiations).
//
// A declaration that comes out of a PCH or a preamble was judged there, and is
// reported by neither.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_MARKEDDECLS_H
#define HOSTLAYOUT_CLANG_MARKEDDECLS_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SetVector.h"

#include <string>
#include <vector>

namespace clang {
class ASTContext;
class NamedDecl;
class TagDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// A marker that cannot be judged.
struct Unjudgeable {
  const clang::NamedDecl *D;
  clang::SourceLocation Where;
  /// A whole sentence, without a tag.
  std::string Why;
};

/// The markers of one ASTContext. One thread at a time, as the context itself.
class MarkedDecls {
public:
  /// The collector of \p Context, made when first asked for; it goes when the
  /// context goes. Safe to call from several threads at once.
  static MarkedDecls &of(const clang::ASTContext &Context);

  /// The attribute whose name is at \p Where was seen, whatever came of it.
  void noteAttribute(clang::SourceLocation Where) { Seen.push_back(Where); }
  const std::vector<clang::SourceLocation> &seen() const { return Seen; }

  /// \p D was marked: a record or an enum, of which only a definition counts,
  /// or an alias.
  void noteMarked(const clang::NamedDecl &D) { Marked.insert(&D); }

  /// \p D is complete now.
  void noteTag(const clang::TagDecl &D);

  /// The definitions with marked fields or enumerators, those that are
  /// instantiated included and templates left out.
  const llvm::SetVector<const clang::TagDecl *> &withMarkedMembers() const {
    return WithMarkedMembers;
  }

  /// How many declarations were reported so far.
  size_t size() const { return Marked.size(); }

  /// Whether one of them is a template or stands in one: from then on any text
  /// may instantiate what is to be judged.
  bool hasPattern() const;

  /// What is to be judged: definitions of records and enums, and aliases of
  /// these, each once, in the order they were met. Leaves out templates
  /// themselves and whatever clang found invalid.
  std::vector<const clang::NamedDecl *> subjects() const;

  /// Markers that are no subject although they should be.
  std::vector<Unjudgeable> unjudgeable() const;

private:
  llvm::SetVector<const clang::NamedDecl *> Marked;
  llvm::SetVector<const clang::TagDecl *> WithMarkedMembers;
  std::vector<clang::SourceLocation> Seen;
};

/// The class template's or its member's definition that \p D was made from;
/// \p D itself where it was written as it is.
const clang::TagDecl &patternOf(const clang::TagDecl &D);
/// The first field or enumerator of \p Parent that is marked.
const clang::NamedDecl *firstMarkedMember(const clang::TagDecl &Parent);

/// The name to look \p Subject up by: without namespaces and template
/// arguments; empty where it has none.
std::string subjectName(const clang::NamedDecl &Subject);
/// What messages call \p Subject: its name, if it has one.
std::string shownName(const clang::NamedDecl &Subject);

} // namespace hostlayout::clangfe

#endif
