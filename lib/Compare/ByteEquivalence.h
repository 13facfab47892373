//===- ByteEquivalence.h - The same bytes under another shape? --*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_BYTEEQUIVALENCE_H
#define HOSTLAYOUT_COMPARE_BYTEEQUIVALENCE_H

#include "Layout/Type.h"

namespace hostlayout {

/// char, unsigned char or std::byte, one or any number of them: stands for raw
/// bytes.
bool isByteArray(const Type &Ty);

/// Whether one of two types of one size stands for raw bytes, which agree with
/// anything. A bool of the host is not read from bytes.
bool bytesAgree(const Type &Host, const Type &Bpf);

/// Why two scalars differ; same if they do not.
enum class ScalarVerdict : uint8_t { Same, Type, Sign, Pointer, NotScalars };

/// Host reads BPF: the direction counts for bool.
ScalarVerdict compareScalars(const Type &Host, const Type &Bpf);

/// Whether the leaves (scalars) of both types cover the same bytes alike. Of a
/// union one fitting arm is enough. Names do not count.
bool leavesAgree(const Type &Host, const Type &Bpf);

} // namespace hostlayout

#endif
