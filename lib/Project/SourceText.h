//===- SourceText.h - Words in sources that are not lexed -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_PROJECT_SOURCETEXT_H
#define HOSTLAYOUT_PROJECT_SOURCETEXT_H

#include "llvm/ADT/StringRef.h"

#include <vector>

namespace hostlayout::project {

/// Adds the offsets at which \p Text says \p Part.
void findAll(llvm::StringRef Text, llvm::StringRef Part,
             std::vector<unsigned> &Offsets);

/// Adds the offsets at which the end of a line, behind a backslash, cuts a name
/// of \p Text in two: it may be any name.
void findCutNames(llvm::StringRef Text, std::vector<unsigned> &Offsets);

/// Whether \p Text may name a function of libbpf that moves bytes.
bool namesLibbpf(llvm::StringRef Text);

} // namespace hostlayout::project

#endif
