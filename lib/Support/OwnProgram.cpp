//===- OwnProgram.cpp - Where this program is installed -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/OwnProgram.h"

using namespace hostlayout;
namespace fs = std::filesystem;

fs::path hostlayout::ownProgram() {
  std::error_code Code;
  return fs::read_symlink("/proc/self/exe", Code);
}

fs::path hostlayout::findOwnFile(std::span<const char *const> Places) {
  const fs::path Directory = ownProgram().parent_path();
  for (const char *Place : Places) {
    fs::path File = (Directory / Place).lexically_normal();
    if (std::error_code Code; fs::is_regular_file(File, Code))
      return File;
  }
  return {};
}
