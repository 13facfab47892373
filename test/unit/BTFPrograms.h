//===- BTFPrograms.h - BPF programs, compiled for tests ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_BTFPROGRAMS_H
#define HOSTLAYOUT_TEST_UNIT_BTFPROGRAMS_H

#include "ScratchDir.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace hostlayout::test {

inline bool run(const std::string &Command) {
  return std::system((Command + " >/dev/null 2>&1").c_str()) == 0;
}

/// The numbers of the compilers that are here.
inline std::vector<std::string> compilers() {
  std::vector<std::string> Found;
  for (unsigned Major = 14; Major != 40; ++Major)
    if (run("clang-" + std::to_string(Major) + " --version"))
      Found.push_back("clang-" + std::to_string(Major));
  return Found;
}

/// A BPF program with every kind of type, map and global.
inline std::string allKinds() {
  std::ifstream File(HOSTLAYOUT_TEST_INPUTS "/all-kinds.bpf.c");
  return {std::istreambuf_iterator<char>(File), {}};
}

inline bool compile(const std::string &Compiler, const std::string &Target,
                    const std::string &Source, const std::string &To) {
  std::ofstream(To + ".c") << Source;
  return run(Compiler + " -target " + Target + " -g -O2 -w -c " + To +
             ".c -o " + To);
}

inline std::vector<uint8_t> fileBytes(const std::string &Path) {
  std::ifstream File(Path, std::ios::binary);
  return {std::istreambuf_iterator<char>(File), {}};
}

inline constexpr const char *KernelBtf = "/sys/kernel/btf/vmlinux";

} // namespace hostlayout::test

#endif
