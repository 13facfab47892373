//===- MadeWithout.h - What was made without the plugin ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A precompiled header, a module or a preprocessed text that a compiler without
// the plugin has made lacks the markers of its sources: nothing of it is
// checked, and nothing in it says so. What its sources say is a trace.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_MADEWITHOUT_H
#define HOSTLAYOUT_CLANG_MADEWITHOUT_H

#include "Clang/Diagnostics.h"

namespace clang {
class ASTContext;
class ASTReader;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// An error for each file that this compile uses, was made without the plugin,
/// and comes from sources with markers. \p Reader may be null. At the end of
/// the unit.
void tellMadeWithout(clang::ASTContext &Context, clang::Preprocessor &PP,
                     clang::ASTReader *Reader, Sink &To);

} // namespace hostlayout::clangfe

#endif
