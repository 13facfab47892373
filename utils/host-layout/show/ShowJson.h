//===- ShowJson.h - Types as JSON -------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SHOWJSON_H
#define HOSTLAYOUT_SHOWJSON_H

#include "Layout/Type.h"

#include <nlohmann/json_fwd.hpp>

namespace hostlayout::command {

/// The version of the format, docs/show-and-diff.md; raised when something that
/// was there means something else or is gone.
inline constexpr int JsonVersion = 1;

/// A record, an enum or a typedef.
nlohmann::ordered_json typeToJson(const Type &Ty);

} // namespace hostlayout::command

#endif
