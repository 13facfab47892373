//===- Json.h - Reports as JSON ---------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One shape for two readers: users' scripts, for whom docs/check.md describes
// it, and the two halves of `host-layout check`, which pass units as lines.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_JSON_H
#define HOSTLAYOUT_RENDER_JSON_H

#include "Render/Report.h"
#include "Support/Expected.h"

#include <optional>
#include <string>

namespace hostlayout::report {

/// Changes when a reader of the old shape could misread the new.
inline constexpr unsigned JsonVersion = 1;

/// The report for scripts, ending in a newline.
std::string toJson(const Report &R);

/// \p U on one line, ending in a newline.
std::string toJsonLine(const Unit &U);

/// The unit on \p Line, as toJsonLine() wrote it. None if it is not.
std::optional<Unit> unitFromJson(std::string_view Line);

} // namespace hostlayout::report

#endif
