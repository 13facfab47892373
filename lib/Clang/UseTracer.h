//===- UseTracer.h - Back from one expression -------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What UseValues.cpp and its parts share.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_USETRACER_H
#define HOSTLAYOUT_CLANG_USETRACER_H

#include "Clang/UseValues.h"

#include "clang/AST/Decl.h"

namespace hostlayout::clangfe {

struct UseValues::Tracer {
  UseValues &Of;
  StopTest Stops;
  Sources Found;
  unsigned Steps = 0;
  /// What is being followed, for what is assigned to itself in a loop.
  std::vector<std::pair<const clang::Expr *, const Frame *>> Path;

  void unknown() { Found.Unknown = true; }

  void follow(const clang::Expr *E, const Frame &In, clang::QualType Pointee);
  void step(const clang::Expr &E, const Frame &In, clang::QualType Pointee);
  void name(const clang::DeclRefExpr &E, const Frame &In,
            clang::QualType Pointee);
  void parameter(const clang::ParmVarDecl &P, const Frame &In,
                 clang::QualType Pointee);
  bool handedElsewhere(const clang::FunctionDecl &F, unsigned Number,
                       clang::QualType Pointee);
  void stored(const clang::Expr &E, const Frame &In, clang::QualType Pointee);
  void named(const clang::Expr &E, const clang::FieldDecl &Name,
             const Frame &In);
  void one(const Store &S, const Frame &In, clang::QualType Pointee);
  void through(const clang::CallExpr &Call, unsigned Parameter, const Frame &In,
               clang::QualType Pointee);
  void dereferenced(const clang::DeclRefExpr &Name,
                    const clang::ParentMap &Parents, const Frame &In,
                    clang::QualType Pointee);
  void returnedElsewhere(const clang::FunctionDecl &F,
                         const clang::CallExpr &Call, const Frame &In);
  void returned(const clang::CallExpr &Call, const Frame &In,
                clang::QualType Pointee);
  const Frame *frameOf(const clang::FunctionDecl *F, const Frame &In);
};

} // namespace hostlayout::clangfe

#endif
