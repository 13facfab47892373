//===- Identical.h - Records that need no comparison ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_IDENTICAL_H
#define HOSTLAYOUT_COMPARE_IDENTICAL_H

#include "Layout/Type.h"

namespace hostlayout {

/// Whether \p Host has the very fields of \p Bpf, in order, by name, place and
/// kind of value: nothing of what is compared field by field can then differ.
/// False says nothing. Nearly all records are right, and this costs a tenth of
/// finding out what is wrong.
bool isIdentical(const RecordType &Host, const RecordType &Bpf);

} // namespace hostlayout

#endif
