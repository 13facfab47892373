//===- AttributeArguments.h - The strings in an attribute -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_ATTRIBUTEARGUMENTS_H
#define HOSTLAYOUT_CLANG_ATTRIBUTEARGUMENTS_H

#include "Support/Expected.h"

#include <string>
#include <vector>

namespace clang {
class ParsedAttr;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// The arguments of \p Attr, whether clang kept them (GNU spelling) or not.
/// Error: how the sentence "'x' attribute ..." goes on.
Expected<std::vector<std::string>>
argumentsOf(const clang::ParsedAttr &Attr, clang::Preprocessor &PP);

} // namespace hostlayout::clangfe

#endif
