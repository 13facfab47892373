//===- Silencing.h - NOLINT where a finding stands --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `// NOLINT(bpf-host-layout-reordered)` on the line of a finding, or
// `// NOLINTNEXTLINE(...)` above it, in every front end. A NOLINT that names
// nothing was not written about us: it must not let wrong bytes pass.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CLANG_SILENCING_H
#define HOSTLAYOUT_CLANG_SILENCING_H

#include "Compare/Difference.h"

#include "clang/Basic/SourceLocation.h"

namespace clang {
class SourceManager;
} // namespace clang

namespace hostlayout::clangfe {

/// Whether a comment at \p Where, or at the use of the macro that \p Where is
/// in, names \p K or the check.
bool isSilenced(DifferenceKind K, clang::SourceLocation Where,
                const clang::SourceManager &SM);

} // namespace hostlayout::clangfe

#endif
