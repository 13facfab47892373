//===- ScratchDir.h - A directory for a test's files ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_SCRATCHDIR_H
#define HOSTLAYOUT_TEST_UNIT_SCRATCHDIR_H

#include <cstdlib>
#include <filesystem>
#include <string>

namespace hostlayout::test {

/// A directory of its own for a test's files.
class ScratchDir {
public:
  ScratchDir() {
    std::string Template =
        (std::filesystem::temp_directory_path() / "hostlayout.XXXXXX").string();
    Path = mkdtemp(Template.data());
  }
  ~ScratchDir() { std::filesystem::remove_all(Path); }
  std::string file(const std::string &Name) const {
    return (Path / Name).string();
  }

private:
  std::filesystem::path Path;
};

} // namespace hostlayout::test

#endif
