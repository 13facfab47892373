//===- ReportWriter.h - Where a report goes ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORTWRITER_H
#define HOSTLAYOUT_REPORTWRITER_H

#include "check/CheckRequest.h"

#include <string>
#include <string_view>

namespace hostlayout::command {

class ReportWriter {
public:
  ReportWriter(const CheckRequest &Request, std::string Directory);

  bool hasColors() const { return HasColors; }

  /// On a terminal, a line that says how far the check is.
  void progress(size_t Done, size_t All);
  void endProgress();

  /// A remark on standard error.
  void say(std::string_view Text) const;
  /// Whole lines on standard error.
  void list(std::string_view Lines) const;

  /// Writes the report in its format to its places. False, and an error
  /// reported, if that is not possible.
  bool report(const report::Report &R) const;

private:
  const CheckRequest &Request;
  std::string Directory;
  const ReportOutput To;
  bool HasColors, ShowsProgress;
  size_t Shown = 0;
};

} // namespace hostlayout::command

#endif
