//===- ReportOutput.h - Where a report goes ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORTOUTPUT_H
#define HOSTLAYOUT_REPORTOUTPUT_H

#include "CommandLine.h"
#include "Report/Formats.h"

#include <string>
#include <string_view>

namespace hostlayout::command {

inline constexpr char ReportHelp[] =
    "Write the report there, and text to standard output";

/// A report's format and the file that it goes to.
struct ReportOutput {
  const report::Format *Format = nullptr; ///< null: as the surroundings ask for
  std::string File;                       ///< empty: standard output

  /// --format and --output, which \p Where explains.
  void addTo(Syntax &S, const char *Where = ReportHelp);

  /// Format, or that of the CI service that this runs in, or text.
  const report::Format &format() const;

  /// Writes \p R, of which \p Text is what people read and \p Summary the line
  /// at its end. False, and an error reported, if that is not possible.
  bool write(const report::Report &R, std::string_view Directory,
             const std::string &Text, const std::string &Summary) const;
};

} // namespace hostlayout::command

#endif
