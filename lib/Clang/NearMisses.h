//===- NearMisses.h - Names that were meant to be the marker's --*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `[[bpf::hostlayout]]` marks nothing, and clang has no more than a warning for
// it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_NEARMISSES_H
#define HOSTLAYOUT_CLANG_NEARMISSES_H

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class IdentifierInfo;
class IdentifierTable;
} // namespace clang

namespace hostlayout::clangfe {

/// Identifiers that are like `host_layout` or `bpf_host_layout`, and neither.
/// Quick where nothing of eBPF is named.
llvm::SmallPtrSet<const clang::IdentifierInfo *, 4>
nearMisses(const clang::IdentifierTable &Table);

/// Whether \p Scope was meant to be `bpf`, or is it.
bool isLikeBpf(llvm::StringRef Scope);

} // namespace hostlayout::clangfe

#endif
