//===- Relayout.h - Laying a record out anew --------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_RELAYOUT_H
#define HOSTLAYOUT_COMPARE_RELAYOUT_H

#include "Compare/Difference.h"
#include "Layout/Arena.h"

#include <optional>

namespace hostlayout {

/// \p R as it would be after \p Edit, laid out by the rules of C for plain
/// fields. Nothing where those rules do not give \p R's own layout to begin
/// with (bit-fields, base classes, pragma pack, alignment of single fields),
/// or where the edit does not fit. For InsertField and ReplaceType the field's
/// new type is \p NewType.
std::optional<RecordType> relayout(const RecordType &R, const Fix &Edit,
                                   const Type *NewType, Arena &Memory);

} // namespace hostlayout

#endif
