//===- Clangd.h - Which clangd, and which of our builds ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_HOSTLAYOUTCLANGD_CLANGD_H
#define HOSTLAYOUT_HOSTLAYOUTCLANGD_CLANGD_H

#include <cstdint>
#include <set>
#include <string>

namespace hostlayout::launcher {

struct Clangd {
  enum FitType : uint8_t {
    Known,     ///< Major says which build fits, if we have it
    Unknown,   ///< a clangd that does not show its major
    Script,    ///< starts clangd; Major is what its name says, or 0
    NoPlugins, ///< linked so that nothing of its LLVM can be reached
  };
  std::string Path;
  FitType Fit = Unknown;
  unsigned Major = 0;
};

/// What of us is beside this program.
struct Installation {
  std::string Plugin; ///< empty if it is not there
  std::set<unsigned> Majors;

  /// Whether there is reason to think that \p C can run the checks.
  bool mayServe(const Clangd &C) const;
};

Installation findInstallation();

/// The executable \p Name in PATH, or empty.
std::string inPath(const std::string &Name);

/// What is known of the program \p Path without running it.
Clangd examine(std::string Path);

/// The clangd of the user: of clangd and clangd-N in PATH the newest that may
/// have the checks, else the newest. Path is empty if there is none.
Clangd chooseClangd(const Installation &Ours, bool WithScripts = true);

} // namespace hostlayout::launcher

#endif
