//===- Compare.h - Are these the same bytes? --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// compare() is pure: it knows neither BTF nor Clang, so that host against BPF,
// BPF against BPF and host against host are one function. docs/comparison.md
// says in prose what counts as the same.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_COMPARE_H
#define HOSTLAYOUT_COMPARE_COMPARE_H

#include "Compare/Difference.h"
#include "Compare/Names.h"
#include "Compare/Policy.h"
#include "Layout/MapRole.h"

#include <vector>

namespace hostlayout {

enum class MatchMode : uint8_t {
  Exact,
  Prefix, ///< only the bytes that both sides have
  Named,  ///< the size, and the fields that carry a marker
};

struct CompareOptions {
  MatchMode Match = MatchMode::Exact;
  Target Host;
  /// The roles by which the kernel moves the BPF type's bytes.
  std::vector<MapRole> Maps;
  /// The BPF type is that of a global: its bytes are all that the host has.
  bool IsGlobal = false;
  /// The record is read from perf event buffers only, see `alignment`.
  bool OnlyPerfEvents = false;
};

/// All root causes by which \p Host and \p Bpf differ, in order of place, those
/// that \p Rules turns off left out; of very many, the first hundred, errors
/// before warnings. The differences point into both models.
std::vector<Difference> compare(const Type &Host, const Type &Bpf,
                                const CompareOptions &Options,
                                const Policy &Rules);

/// The same where only the BPF size is known (maps with key_size/value_size).
std::vector<Difference> compareSize(const Type &Host, uint64_t BpfSize,
                                    const CompareOptions &Options,
                                    const Policy &Rules);

/// Whether two fields of the same name, wherever they stand, hold the same.
bool fieldsAgree(const Field &Host, const Field &Bpf);

} // namespace hostlayout

#endif
