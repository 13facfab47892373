//===- Text.h - Reports for a terminal or a log -----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_TEXT_H
#define HOSTLAYOUT_RENDER_TEXT_H

#include "Render/Report.h"

#include <string>

namespace hostlayout::report {

/// The findings as the compiler prints them, those of the baseline left out;
/// then the files that do not compile. Files below \p Directory are shown
/// relative to it. Without the summary line.
std::string toText(const Report &R, std::string_view Directory);

/// For each object what it shares and whether it is covered; empty if nothing.
std::string coverageText(const Report &R, std::string_view Directory);

} // namespace hostlayout::report

#endif
