//===- UseIndex.h - One walk over a unit's functions ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the bodies of a unit call and store, looked up by declaration. Made once
// for each unit that calls a function of UseTable, of everything that is not
// from a system header.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEINDEX_H
#define HOSTLAYOUT_CLANG_USEINDEX_H

#include "Clang/UseExprs.h"
#include "Clang/UseTable.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <vector>

namespace clang {
class DeclContext;
class InitListExpr;
class LambdaExpr;
} // namespace clang

namespace hostlayout::clangfe {

/// A call, or the construction of an object, and the function it stands in.
struct CallSite {
  const clang::Expr *Call;
  const clang::FunctionDecl *In;
};

/// A value that comes to be in a variable or a field.
struct Store {
  /// The left side; null where the declaration itself, an initialiser list or
  /// a constructor sets it.
  const clang::Expr *Target;
  /// Null where something unknown is stored: the address was taken.
  const clang::Expr *Value;
  const clang::FunctionDecl *In; ///< null at file scope
  /// Null, or the call that may store something: it is handed the address, as
  /// its parameter Parameter.
  const clang::CallExpr *Through = nullptr;
  unsigned Parameter = 0;
};

struct UseSite {
  const UseFunction *What;
  const clang::CallExpr *Call;
  const clang::FunctionDecl *In;
};

struct SetterSite {
  MapSetter What;
  const clang::Expr *Map;
  const clang::FunctionDecl *In;
  /// What bpf_map__reuse_fd() gives; else null.
  const clang::Expr *Descriptor = nullptr;
};

class UseIndex {
public:
  explicit UseIndex(const clang::ASTContext &Context);

  const std::vector<UseSite> &uses() const { return Uses; }
  const std::vector<SetterSite> &setters() const { return Setters; }

  /// The calls of \p F in this unit.
  const std::vector<CallSite> &callersOf(const clang::FunctionDecl &F) const;

  /// All that is stored into the variable, or into the field of whatever
  /// object, anywhere in the unit.
  const std::vector<Store> &storesTo(const clang::ValueDecl &D) const;

  /// The functions with bodies that were walked.
  const std::vector<const clang::FunctionDecl *> &functions() const {
    return Functions;
  }

  /// All that the body of \p F branches on; null where it was not walked.
  const std::vector<const clang::Expr *> *
  conditionsOf(const clang::FunctionDecl &F) const;

  /// The definitions of variables that were walked.
  const std::vector<const clang::VarDecl *> &globals() const { return Globals; }

  /// \p Do with each function that is called, in the order of their first
  /// calls, and its calls.
  void forEachCallee(llvm::function_ref<void(const clang::FunctionDecl &,
                                             const std::vector<CallSite> &)>
                         Do) const;
  /// \p Do with each variable or field that is stored to, likewise.
  void forEachStored(llvm::function_ref<void(const clang::ValueDecl &,
                                             const std::vector<Store> &)>
                         Do) const;

  /// The definition of \p F with a body that was walked, or null.
  static const clang::FunctionDecl *bodyOf(const clang::FunctionDecl &F);

  /// What \p Return statements of \p F return.
  std::vector<const clang::Expr *>
  returnsOf(const clang::FunctionDecl &F) const;

private:
  class Walk;

  std::vector<UseSite> Uses;
  std::vector<SetterSite> Setters;
  std::vector<const clang::FunctionDecl *> Functions;
  std::vector<const clang::VarDecl *> Globals;
  /// The keys of the next two, in the order of the source.
  std::vector<const clang::Decl *> Callees, Stored;
  llvm::DenseMap<const clang::Decl *, std::vector<CallSite>> Callers;
  llvm::DenseMap<const clang::Decl *, std::vector<Store>> Stores;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<const clang::Expr *>>
      Conditions;
};

} // namespace hostlayout::clangfe

#endif
