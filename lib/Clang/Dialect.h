//===- Dialect.h - How this unit's language writes an edit ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// C and C++, old and new, spell attributes differently, and a type's name is of
// no use before its header is included.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_DIALECT_H
#define HOSTLAYOUT_CLANG_DIALECT_H

#include "Compare/Finding.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

class Dialect {
public:
  Dialect(clang::ASTContext &Context, clang::Preprocessor &PP)
      : Context(Context), PP(PP) {}

  /// How the file of \p Where writes the attribute; where it does not yet, how
  /// it can.
  MarkerSpelling markerSpelling(clang::SourceLocation Where) const;
  /// What stands in front of a field at \p Where, or of a type's name, to mark
  /// it. \p Argument may be empty. None if it does not fit into a string.
  std::optional<std::string> marker(llvm::StringRef Argument,
                                    clang::SourceLocation Where) const;
  /// What stands in front of a field's declaration.
  std::string alignField(uint64_t Bytes) const;
  /// What stands in front of a record's name.
  std::string alignRecord(uint64_t Bytes) const;
  std::string packRecord() const;

  /// The C declaration \p Text with types that are declared before \p Where.
  /// None if it needs one that is not, or if its name is taken by a keyword or
  /// a macro.
  std::optional<std::string> declaration(llvm::StringRef Text,
                                         clang::SourceLocation Where) const;
  /// Whether \p Name can be declared here at all.
  bool isFreeName(llvm::StringRef Name) const;

private:
  bool isMacro(llvm::StringRef Name) const;
  bool isDeclared(llvm::StringRef Name, clang::SourceLocation Where) const;
  std::optional<std::string> typeWord(llvm::StringRef Word,
                                      clang::SourceLocation Where) const;

  clang::ASTContext &Context;
  clang::Preprocessor &PP;
};

} // namespace hostlayout::clangfe

#endif
