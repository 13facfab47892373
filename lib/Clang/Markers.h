//===- Markers.h - The attribute as the AST keeps it ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plugin cannot add an attribute class to the AST, so a marker is kept as an
// AnnotateAttr with a text of our own. It survives template instantiation, PCH
// and clangd's preamble, and changes no generated code: on a field it would,
// so that a field's or enumerator's marker is kept on its parent.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_MARKERS_H
#define HOSTLAYOUT_CLANG_MARKERS_H

#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace clang {
class Decl;
class NamedDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// One use of the attribute.
struct MarkerUse {
  std::vector<std::string> Arguments;
  /// Begins where the attribute begins, ends at its name.
  clang::SourceRange Range;
};

/// Marks a record, an enum or an alias.
void addMarker(clang::Decl &D, const MarkerUse &Use);

/// Marks the named field or enumerator \p Member.
void addMemberMarker(const clang::NamedDecl &Member, const MarkerUse &Use);

/// The markers written on \p D itself, in source order. Those that clang
/// copied over from an earlier declaration do not count.
std::vector<MarkerUse> markersOf(const clang::Decl &D);
bool hasMarker(const clang::Decl &D);

/// The markers of one member; a member that repeats the attribute has one with
/// all names.
struct MemberMarker {
  std::string Member;
  std::vector<std::string> Counterparts;
};

/// The markers of the fields or enumerators of \p Parent.
std::vector<MemberMarker> memberMarkersOf(const clang::Decl &Parent);

bool hasMemberMarker(const clang::Decl &Parent);

/// Says that \p Class, a template, has a member alias or enum with a marker:
/// Clang reports no instantiation of these. Instantiations of the class say
/// so too.
void addNestedMarker(clang::Decl &Class);
bool hasNestedMarker(const clang::Decl &Class);

} // namespace hostlayout::clangfe

#endif
