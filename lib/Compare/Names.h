//===- Names.h - Names in one style or another ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// BPF programs write `start_ns`, C++ projects write `startNs`, `m_startNs` or
// `start_ns_` for it. docs/comparison.md says which names pair.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_NAMES_H
#define HOSTLAYOUT_COMPARE_NAMES_H

#include "Layout/Type.h"

#include <string>
#include <string_view>
#include <vector>

namespace hostlayout {

/// \p Name without its style: in lower case, without `m_` or `_` in front, `_`
/// behind, and underscores between, except those between two digits (`v1_1` is
/// not `v11`). Two names with the same result differ in style only. Empty where
/// nothing else is left.
std::string withoutStyle(std::string_view Name);

/// Whether a name says that its field is padding: pad, padding, reserved,
/// unused or _, in any style, with digits around.
bool isPaddingName(std::string_view Name);

/// Whether the two fields are called the same, by a marker, exactly, or in
/// another style. Which fields pair is decided among all fields, see
/// Comparison::pairFields.
bool sameName(const Field &Host, const Field &Bpf);

/// An enumerator that counts the others (`EV_MAX`, `NR_EVENTS`, `__EV_END`):
/// it grows with every new value, and no program sends it.
bool isSentinel(std::string_view Name);

/// For each host enumerator the BPF enumerator that it pairs with by a marker
/// or by name, or null. \p HostName and \p BpfName are what the enums are
/// called: their own name, or that of a typedef.
std::vector<const Enumerator *> pairEnumerators(const EnumType &Host,
                                                std::string_view HostName,
                                                const EnumType &Bpf,
                                                std::string_view BpfName);

} // namespace hostlayout

#endif
