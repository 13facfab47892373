//===- Attribute.h - The attribute itself -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `[[bpf::host_layout]]` and `__attribute__((bpf_host_layout))`. A module gives
// them to the clang that loads it by adding this class to
// ParsedAttrInfoRegistry.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_ATTRIBUTE_H
#define HOSTLAYOUT_CLANG_ATTRIBUTE_H

#include "clang/Lex/Pragma.h"
#include "clang/Sema/ParsedAttr.h"

namespace clang {
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

class HostLayoutAttribute final : public clang::ParsedAttrInfo {
public:
  HostLayoutAttribute();

  /// Checks subject and arguments, then keeps the marker in the AST and tells
  /// the MarkedDecls. What is wrong is an error.
  AttrHandling
  handleDeclAttribute(clang::Sema &S, clang::Decl *D,
                      const clang::ParsedAttr &Attr) const override;
  bool diagAppertainsToStmt(clang::Sema &S, const clang::ParsedAttr &Attr,
                            const clang::Stmt *St) const override;
};

/// Defines the macro by which <bpf/host_layout.h> knows that the attribute
/// means something. Before the main file is entered.
void announce(clang::Preprocessor &PP);

/// The header's question where nothing could be announced: a run of the
/// preprocessor alone has no action. Defines the macro then.
class HeaderPragma final : public clang::PragmaHandler {
public:
  HeaderPragma() : PragmaHandler("bpf_host_layout") {}
  void HandlePragma(clang::Preprocessor &PP, clang::PragmaIntroducer,
                    clang::Token &Name) override;
};

} // namespace hostlayout::clangfe

#endif
