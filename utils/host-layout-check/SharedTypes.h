//===- SharedTypes.h - What user space should have marked -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_CHECK_SHAREDTYPES_H
#define HOSTLAYOUT_CHECK_SHAREDTYPES_H

#include "Judge/Judge.h"
#include "Report/Report.h"

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace hostlayout::check {

/// The structs that an object's maps and its emitted records are made of, each
/// once. \p Name is what the object is called.
std::vector<report::SharedType> sharedTypes(const btf::Object &O,
                                            const std::string &Name);

/// Hands out the shared types of the objects of all units, each object once.
/// Thread-safe.
class SharedTypeLists {
public:
  std::vector<report::SharedType> collect(const btf::Object &O,
                                          const std::string &Name);

private:
  std::mutex Lock;
  std::set<std::string> Done;
};

} // namespace hostlayout::check

#endif
