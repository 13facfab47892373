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

#include <memory>
#include <vector>

namespace hostlayout::clangfe {

/// What a variable may hold at a place.
struct Reaching {
  /// The values assigned, each at its own place; null for what is not known.
  std::vector<const clang::Expr *> Values;
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

  /// The cast that gives \p Call, of a void pointer, a type; null if none does.
  const clang::Expr *typedParent(const clang::Expr &Call) const;

private:
  struct Position {
    const clang::CFGBlock *Block;
    unsigned Index;
  };
  const Position *find(const clang::Stmt &Place) const;

  std::unique_ptr<clang::CFG> Graph;
  clang::ParentMap Parents;
  llvm::DenseMap<const clang::Stmt *, Position> Places;
};

} // namespace hostlayout::clangfe

#endif
