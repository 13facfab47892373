//===- EditSafety.h - Which edits no tool makes by itself -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_EDITSAFETY_H
#define HOSTLAYOUT_CLANG_EDITSAFETY_H

#include "Compare/Difference.h"

namespace clang {
class ASTContext;
class Decl;
class RecordDecl;
} // namespace clang

namespace hostlayout::clangfe {

/// Whether a person need not decide about \p F, which changes \p D: it may
/// be applied unseen. A renamed field may be another one; and BPF code that
/// includes a header may need the pointer that is declared there.
bool isSafe(const Fix &F, const clang::Decl &D);

/// Whether `packed` packs all of \p Record: clang and GCC leave alone what is
/// no POD for the purpose of layout.
bool isPackable(const clang::RecordDecl &Record,
                const clang::ASTContext &Context);

} // namespace hostlayout::clangfe

#endif
