//===- Formats.h - The formats of reports -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A new format is a file that defines its Format, and a line of Formats.def.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_FORMATS_H
#define HOSTLAYOUT_REPORT_FORMATS_H

#include "Report/Report.h"

#include <span>
#include <string>
#include <string_view>

namespace hostlayout::report {

/// How a report is written. All functions are pure.
struct Format {
  std::string_view Name; ///< as --format has it
  /// People read it, in a terminal or a log. Of another format nothing but the
  /// report may stand on standard output.
  bool IsForPeople = false;
  /// The report, ending in a newline if it is not empty. Files below
  /// \p Directory are shown relative to it where people read the report.
  std::string (*Content)(const Report &R, std::string_view Directory);
  /// Lines that a CI service reads in the log of a step, wherever the report
  /// itself goes. Null: none.
  std::string (*LogLines)(const Report &R) = nullptr;
  /// What a CI service shows as the summary of a step. Null: nothing.
  std::string (*StepSummary)(const Report &R) = nullptr;
};

#define HOSTLAYOUT_FORMAT(Name) extern const Format Name##Format;
#include "Report/Formats.def"

/// All formats, the default first.
std::span<const Format *const> formats();

/// Null if there is none of that name.
const Format *findFormat(std::string_view Name);

} // namespace hostlayout::report

#endif
