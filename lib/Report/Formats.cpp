//===- Formats.cpp - The formats of reports -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::report;

static constexpr const Format *All[] = {
#define HOSTLAYOUT_FORMAT(Name) &Name##Format,
#include "Report/Formats.def"
};

std::span<const Format *const> report::formats() { return All; }

const Format *report::findFormat(std::string_view Name) {
  auto At = std::ranges::find(All, Name, &Format::Name);
  return At == std::end(All) ? nullptr : *At;
}
