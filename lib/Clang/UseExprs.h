//===- UseExprs.h - What is behind an expression ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USEEXPRS_H
#define HOSTLAYOUT_CLANG_USEEXPRS_H

namespace clang {
class Expr;
class Stmt;
class ValueDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// \p E without parentheses and casts, explicit ones too.
const clang::Expr *bareExpr(const clang::Expr *E);

/// The variable or field that the lvalue \p E ends in, through array elements:
/// `a->b[i]` gives b. Null if it is something else.
const clang::ValueDecl *storedDecl(const clang::Expr *E);

/// What \p S branches on; null where it does not.
const clang::Expr *branchedOn(const clang::Stmt &S);

} // namespace hostlayout::clangfe

#endif
