//===- SideNames.h - What the two sides are called --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_SIDENAMES_H
#define HOSTLAYOUT_RENDER_SIDENAMES_H

#include <string>

namespace hostlayout {

/// As it is made, a source file that is compiled against a BPF object.
struct SideNames {
  std::string HostName = "here"; ///< "the layout of here": a column's title
  std::string Here = "here";     ///< "is at byte 8 here"
  std::string BpfName = "BPF";
  std::string Program = "the BPF program"; ///< "the BPF program has it at"
  std::string inBpf() const { return "in " + BpfName; }

  /// Two objects, of which \p New takes the place of \p Old. Both are fit for
  /// a message.
  static SideNames objects(const std::string &Old, const std::string &New) {
    return {Old, "in " + Old, New, New};
  }
};

} // namespace hostlayout

#endif
