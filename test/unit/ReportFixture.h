//===- ReportFixture.h - A finding in a report ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_REPORTFIXTURE_H
#define HOSTLAYOUT_TEST_UNIT_REPORTFIXTURE_H

#include "Report/Report.h"

#include <string>

namespace hostlayout::test {

inline report::Result finding(std::string Type, unsigned Line,
                              std::string Member = "ts") {
  report::Result F;
  F.Rule = "reordered";
  F.Text = "field '" + Member +
           "' is at byte 8 here, but the BPF program has it at byte 0 "
           "[bpf-host-layout-reordered]";
  F.Where = {"/src/include/ev.h", Line, 12, 12};
  F.Type = std::move(Type);
  F.TypeBegin = {"/src/include/ev.h", Line - 1, 8, 8};
  F.TypeLastLine = Line + 3;
  F.BpfType = "event";
  F.Object = "build/ev.bpf.o";
  F.Terminal = "include/ev.h:7:12: error: ...\n";
  F.Units = {"/src/a.cpp"};
  report::RelatedNote N;
  N.Text = "swap 'pid' and 'ts' to match the BPF program";
  N.Where = F.Where;
  N.Edits = {{F.Where, {"/src/include/ev.h", Line, 20, 20}, 100, 108, "x"}};
  F.Notes = {N};
  return F;
}

} // namespace hostlayout::test

#endif
