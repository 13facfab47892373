//===- Repeats.h - How often a record is written in place -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_GENERATE_REPEATS_H
#define HOSTLAYOUT_GENERATE_REPEATS_H

#include "Generate/PointerMap.h"
#include "Layout/Type.h"

namespace hostlayout::generate {

/// Records without a name are written wherever they are used. Past so many
/// fields written again, they are bytes: nesting could double them each time.
class Repeats {
public:
  bool mayWrite(const RecordType &R) {
    constexpr size_t MostFields = 1000000;
    if (Written.insert(&R, true))
      return true;
    Fields += R.Fields.size() + 1;
    return Fields <= MostFields;
  }

private:
  PointerMap<bool> Written;
  size_t Fields = 0;
};

} // namespace hostlayout::generate

#endif
