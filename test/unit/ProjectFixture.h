//===- ProjectFixture.h - A project in a directory of its own ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_PROJECTFIXTURE_H
#define HOSTLAYOUT_TEST_PROJECTFIXTURE_H

#include "Project/CompileCommand.h"

#include "gtest/gtest.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace hostlayout::project {

class ProjectTest : public testing::Test {
protected:
  ProjectTest() {
    std::string Name = testing::TempDir() + "hostlayout-project-XXXXXX";
    Root = std::filesystem::canonical(mkdtemp(Name.data()));
  }
  ~ProjectTest() override { std::filesystem::remove_all(Root); }

  /// Writes \p Text to \p Name below the project; returns the path.
  std::string write(const std::string &Name, const std::string &Text) {
    std::filesystem::path Path = std::filesystem::path(Root) / Name;
    std::filesystem::create_directories(Path.parent_path());
    std::ofstream(Path) << Text;
    return Path;
  }

  /// The command `\p Words... a.cpp` in the project.
  CompileCommand command(std::vector<std::string> Words,
                         const std::string &File = "a.cpp") {
    CompileCommand C;
    C.Directory = Root;
    C.File = C.Real = Root + "/" + File;
    C.Arguments = std::move(Words);
    C.Arguments.push_back(File);
    return C;
  }

  std::string Root;
};

} // namespace hostlayout::project

#endif
