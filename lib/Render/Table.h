//===- Table.h - Two layouts side by side -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_TABLE_H
#define HOSTLAYOUT_RENDER_TABLE_H

#include "Layout/Type.h"
#include "Render/SideNames.h"

#include <string>

namespace hostlayout {

/// The fields of both records by byte, holes and tail padding included; "!="
/// stands between what does not agree. Lines end in '\n', the last one too.
/// Long stretches that agree are folded.
std::string sideBySide(const RecordType &Host, const RecordType &Bpf,
                       const SideNames &S);

} // namespace hostlayout

#endif
