//===- UseFlow.h - Which assignments reach a place --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Within one function, on Clang's control flow graph: the assignments to a
// variable that can reach an expression, and the conditions that decide
// whether the expression is reached.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEFLOW_H
#define HOSTLAYOUT_CLANG_USEFLOW_H

#include "clang/AST/ParentMap.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <memory>
#include <optional>
#include <vector>

namespace hostlayout::clangfe {

/// Something that a variable is set to.
struct Assigned {
  /// Null where it is not known.
  const clang::Expr *Value = nullptr;
  /// Null, or the call that may set it: it is handed the variable's address,
  /// as its parameter Parameter.
  const clang::CallExpr *Through = nullptr;
  unsigned Parameter = 0;
};

/// The call that is handed \p Address, `&x`, for one of its parameters, and
/// which; Through is null where it goes elsewhere. \p IsRead: nothing can be
/// stored through that parameter.
Assigned handedAddress(const clang::Expr &Address,
                       const clang::ParentMap &Parents, bool &IsRead);

/// What a variable may hold at a place.
struct Reaching {
  /// The values assigned, each at its own place.
  std::vector<Assigned> Values;
  /// The place can be reached without an assignment since the function began.
  bool FromEntry = false;
};

class FunctionFlow {
public:
  /// \p F has a body.
  FunctionFlow(const clang::FunctionDecl &F, clang::ASTContext &Context);

  /// What \p V, a local variable or parameter of the function, may hold at
  /// \p Place, an expression of its body. None where the place is not known.
  bool reaching(const clang::VarDecl &V, const clang::Stmt &Place,
                Reaching &To) const;

  /// The conditions on which it depends whether \p Place is evaluated.
  std::vector<const clang::Expr *> conditionsOf(const clang::Stmt &Place);

  /// What a condition, or what is switched on, comes to; none: not known.
  using ValueOf =
      llvm::function_ref<std::optional<int64_t>(const clang::Expr &)>;
  /// Whether \p Place can be reached where conditions have these values.
  bool canReach(const clang::Stmt &Place, ValueOf Value) const;

  const clang::ParentMap &parents() const { return Parents; }

  /// The cast that gives \p Call, of a void pointer, a type; null if none does.
  const clang::Expr *typedParent(const clang::Expr &Call) const;

private:
  struct Position {
    const clang::CFGBlock *Block;
    unsigned Index;
  };
  const Position *find(const clang::Stmt &Place) const;

  const clang::ASTContext *Context;
  std::unique_ptr<clang::CFG> Graph;
  clang::ParentMap Parents;
  llvm::DenseMap<const clang::Stmt *, Position> Places;
};

} // namespace hostlayout::clangfe

#endif
