//===- AttributeContext.cpp - Where an attribute's name stands ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/AttributeContext.h"

#include "clang/Basic/IdentifierTable.h"

using namespace clang;

namespace hostlayout::clangfe {

void AttributeContext::next(const Token &Tok, const IdentifierInfo *Name) {
  Before = Current;
  Current = Tok.getKind();
  if (Tok.is(tok::l_paren)) {
    Callers.push_back(LastName);
  } else if (Tok.is(tok::r_paren) && !Callers.empty()) {
    Callers.pop_back();
    if (Callers.size() <= GnuDepth)
      InGnu = false;
  } else if (Tok.is(tok::l_square) && Before == tok::l_square) {
    InStandard = true;
    Using = nullptr;
    StandardDepth = Callers.size();
  } else if (Tok.is(tok::r_square) && Before == tok::r_square) {
    InStandard = false;
  } else if (Tok.is(tok::colon) && Scope && InStandard) {
    Using = Scope;
  }

  Qualifier = isQualified() ? Scope : nullptr;
  if (Tok.isNot(tok::coloncolon))
    Scope = Name;
  NameBefore = LastName;
  LastName = Name;
  if (Name && (Name->isStr("__attribute__") || Name->isStr("__attribute"))) {
    InGnu = true;
    GnuDepth = Callers.size();
  }
}

} // namespace hostlayout::clangfe
