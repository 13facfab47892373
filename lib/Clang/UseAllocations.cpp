//===- UseAllocations.cpp - Bytes that are counted as the program runs ----===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseObjects.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// `v.data()`, `&v[0]`, `p.get()`.
void ObjectFinder::vector(const Expr &Object, const Frame &In, HostObject &To) {
  const Expr &E = *bareExpr(&Object);
  QualType T = E.getType()->isPointerType() ? E.getType()->getPointeeType()
                                            : E.getType();
  if (standardClass(T, "array")) {
    lvalue(E, In, To);
    return;
  }
  const ClassTemplateSpecializationDecl *Vector = standardClass(T, "vector");
  const auto *Name = dyn_cast<DeclRefExpr>(&E);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  if (!Vector || !V || isa<ParmVarDecl>(V) || !V->hasLocalStorage() ||
      !V->getInit())
    return;
  const auto *Made = dyn_cast<CXXConstructExpr>(bareExpr(V->getInit()));
  if (!Made || Made->getNumArgs() == 0 ||
      !Made->getArg(0)->getType()->isIntegerType())
    return;
  // Anything that may make it longer or shorter later leaves the count open.
  for (const CXXMethodDecl *Method : Vector->methods())
    if (llvm::StringRef Which = plainName(Method);
        Which == "resize" || Which == "assign" || Which == "push_back" ||
        Which == "emplace_back" || Which == "insert" || Which == "swap" ||
        Method->isCopyAssignmentOperator() ||
        Method->isMoveAssignmentOperator())
      for (const CallSite &Site : Values.index().callersOf(*Method)) {
        const Expr *On = nullptr;
        if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.Call))
          On = Call->getImplicitObjectArgument();
        else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Site.Call))
          On = Call->getArg(0);
        const auto *Object = On ? dyn_cast<DeclRefExpr>(bareExpr(On)) : nullptr;
        if (!Object || Object->getDecl() == V)
          return;
      }
  To.ThingSize = sizeOf(Vector->getTemplateArgs()[0].getAsType()).value_or(0);
  To.Things = Values.count(*Made->getArg(0), In);
  if (To.Things.Of == Count::Constant)
    To.Extent = To.Things.Number * To.ThingSize;
}

/// A number of bytes: a constant, or a constant times a count.
void ObjectFinder::product(const Expr &Size, const Frame &In, HostObject &To) {
  if (std::optional<uint64_t> Bytes = Values.constant(Size)) {
    To.Extent = *Bytes;
    return;
  }
  const auto *Times = dyn_cast<BinaryOperator>(bareExpr(&Size));
  if (!Times || Times->getOpcode() != BO_Mul) {
    if (std::optional<uint64_t> Bytes = Values.constant(Size, In))
      To.Extent = *Bytes;
    return;
  }
  const Expr *Number = Times->getLHS(), *Each = Times->getRHS();
  std::optional<uint64_t> Bytes = Values.constant(*Each, In);
  if (!Bytes || Values.count(*Number, In).Of == Count::Unknown) {
    std::swap(Number, Each);
    Bytes = Values.constant(*Each, In);
  }
  if (!Bytes)
    return;
  To.Things = Values.count(*Number, In);
  To.ThingSize = *Bytes;
  if (To.Things.Of == Count::Constant)
    To.Extent = To.Things.Number * *Bytes;
}

bool ObjectFinder::allocated(const CallExpr &Call, const Frame &In,
                             HostObject &To) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  llvm::StringRef Name = plainName(Callee);
  unsigned N = Call.getNumArgs();
  auto Two = [&](unsigned Number, unsigned Each) {
    std::optional<uint64_t> Bytes = Values.constant(*Call.getArg(Each), In);
    To.Things = Values.count(*Call.getArg(Number), In);
    // calloc's arguments are often the other way round.
    if (!Bytes || To.Things.Of == Count::Unknown)
      if (std::optional<uint64_t> Other =
              Values.constant(*Call.getArg(Number), In);
          Other && To.Things.Of == Count::Constant) {
        Count Swapped = Values.count(*Call.getArg(Each), In);
        if (Swapped.Of != Count::Unknown) {
          To.Things = Swapped;
          Bytes = Other;
        }
      }
    if (!Bytes) {
      To.Things = {};
      return;
    }
    To.ThingSize = *Bytes;
    if (To.Things.Of == Count::Constant)
      To.Extent = To.Things.Number * *Bytes;
  };
  if ((Name == "malloc" || Name == "alloca" || Name == "__builtin_alloca") &&
      N == 1)
    product(*Call.getArg(0), In, To);
  else if ((Name == "realloc" || Name == "aligned_alloc") && N == 2)
    product(*Call.getArg(1), In, To);
  else if (Name == "calloc" && N == 2)
    Two(0, 1);
  else if (Name == "reallocarray" && N == 3)
    Two(1, 2);
  else
    return false;
  return true;
}
