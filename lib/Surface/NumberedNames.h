//===- NumberedNames.h - Several types of one name --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linked objects and kernels have different types of one name. All commands
// call them alike: the first by the name, the next "event__2".
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SURFACE_NUMBEREDNAMES_H
#define HOSTLAYOUT_SURFACE_NUMBEREDNAMES_H

#include "Layout/Type.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::surface {

struct NumberedName {
  std::string_view Name;
  size_t Number; ///< from 2 on
};

/// "event" and 2 of "event__2"; none where \p Text does not end so.
std::optional<NumberedName> numberedName(std::string_view Text);

/// What the type \p Index of those in numberingOrder() is called.
std::string numbered(std::string_view Name, size_t Index);

/// Of \p Types, which have one name, each different one, in the order in which
/// they are numbered.
std::vector<const Type *> numberingOrder(std::vector<const Type *> Types);

} // namespace hostlayout::surface

#endif
