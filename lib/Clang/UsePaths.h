//===- UsePaths.h - What is stored to members and globals -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A member, a global or an element of either is known by its path: `maps[2].fd`
// of the variable `maps`, or `->fd` of whatever object. Where paths meet
// through a pointer, `this` or an index that is no constant, all that is stored
// counts.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEPATHS_H
#define HOSTLAYOUT_CLANG_USEPATHS_H

#include "Clang/UseIndex.h"
#include "Clang/UseJoins.h"

namespace hostlayout::clangfe {


struct StoredValues {
  std::vector<Store> Values;
  /// The maps that other units store.
  std::vector<const JoinedMap *> Joined;
  /// Other units can store to it, or it is stored to in ways not seen.
  bool Unknown = false;
  /// Other units store something that is no map.
  bool HasOthers = false;
  /// Other units store the map whose name is in one of these members of the
  /// same object.
  std::vector<const clang::FieldDecl *> NamedBy;
};

/// What the lvalue \p E, a variable, member or element, can hold. \p Joining:
/// what other units say of it; may be null.
StoredValues valuesStored(const clang::Expr &E, const UseIndex &Index,
                          const clang::ASTContext &Context,
                          UseJoining *Joining);

/// What \p Sibling can hold, a member of the object that the member \p E is in.
StoredValues valuesBeside(const clang::Expr &E, const clang::FieldDecl &Sibling,
                          const UseIndex &Index,
                          const clang::ASTContext &Context,
                          UseJoining *Joining);

/// The path of \p Lvalue as other units see it.
JoinedStore joinedPath(const clang::Expr &Lvalue,
                       const clang::ASTContext &Context,
                       const UseJoining &Joining);

/// Whether what \p S stores sets the variable itself, rather than what is in it
/// or what it points to.
bool isOfWhole(const Store &S);

/// Whether \p S has only parameters that keep their values, and local variables
/// that are set once.
bool isSetOnce(const clang::Stmt &S, const UseIndex &Index);

/// Whether no other unit can know \p D: it is declared in the main file alone,
/// or cannot be named from outside.
bool isOfThisUnit(const clang::Decl &D, const clang::ASTContext &Context);

} // namespace hostlayout::clangfe

#endif
