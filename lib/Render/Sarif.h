//===- Sarif.h - Reports as SARIF 2.1.0 -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format of code scanning. Rule ids and fingerprints are stable, so that a
// service can follow a finding from run to run.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_SARIF_H
#define HOSTLAYOUT_RENDER_SARIF_H

#include "Render/Report.h"

#include <string>

namespace hostlayout::report {

std::string toSarif(const Report &R);

} // namespace hostlayout::report

#endif
