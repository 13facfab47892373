//===- MarkerMacros.h - Names behind which the attribute hides --*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_MARKERMACROS_H
#define HOSTLAYOUT_CLANG_MARKERMACROS_H

#include "Clang/AttributeContext.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>

namespace clang {
class IdentifierInfo;
class MacroInfo;
class Preprocessor;
} // namespace clang

namespace hostlayout::clangfe {

/// What an identifier does where it stands.
enum class MarkerName : uint8_t {
  None,
  /// Of a macro: names the attribute, which marks where the macro's user puts
  /// it into an attribute.
  Part,
  Marker,
  Unscoped, ///< `[[host_layout]]`, which is no attribute
  Misspelt, ///< `[[bpf::hostlayout]]`
  NoMacro,  ///< `struct BPF_HOST_LAYOUT`, without the header
};

/// The attribute's names and all macros that expand to one of them.
class MarkerMacros {
public:
  explicit MarkerMacros(clang::Preprocessor &PP);

  /// None of the names is written.
  bool empty() const { return Names.empty(); }
  /// Whether \p Text has one of the names at a place, counted in bytes from its
  /// start, that is not \p Known. Directives only define or include them.
  bool isMentionedIn(llvm::StringRef Text,
                     llvm::function_ref<bool(size_t)> Known) const;

  /// What \p Name does where \p Context is, if it is no macro.
  MarkerName classify(const clang::IdentifierInfo *Name,
                      const AttributeContext &Context) const;

  struct MacroUse {
    const clang::MacroInfo *Macro = nullptr;
    MarkerName Does = MarkerName::None;
  };
  /// The macro that \p Name stands for at \p At, if it brings the attribute.
  MacroUse macro(const clang::IdentifierInfo *Name, clang::SourceLocation At,
                 const AttributeContext &Context) const;

private:
  MarkerName inBody(const clang::MacroInfo &Macro) const;

  clang::Preprocessor &PP;
  llvm::SmallPtrSet<const clang::IdentifierInfo *, 4> Attributes, Near;
  llvm::SmallPtrSet<const clang::IdentifierInfo *, 8> Names;
  llvm::SmallDenseMap<const clang::IdentifierInfo *, MarkerName, 8> MacroNames;
  llvm::SmallDenseMap<const clang::MacroInfo *, MarkerName, 8> Macros;
};

} // namespace hostlayout::clangfe

#endif
