//===- DoctorTrial.h - One tool, one line, one verdict ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether a tool has the checks inside shows only when it runs: each gets a
// struct that differs from the object's, and has to say so.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DOCTORTRIAL_H
#define HOSTLAYOUT_DOCTORTRIAL_H

#include "Clangd.h"

#include <string>
#include <vector>

namespace hostlayout::command {

/// What is tried with every tool.
struct Trial {
  launcher::Installation Ours;
  std::string Launcher;  ///< host-layout-clangd; empty if it is not there
  std::string Directory; ///< where trial.cpp is, and what tools may write
  std::string Object;    ///< absolute
  std::string Base;      ///< absolute, or empty
  std::vector<std::string> Target; ///< the flags that name another target
};

struct TrialResult {
  enum StateType : uint8_t {
    Works,
    Fails,
    Absent, ///< nothing was named and nothing was found
    Wrong,  ///< what was named on the command line cannot be used at all
  };
  StateType State = Absent;
  std::string Tool;   ///< "clang++ 19.1.7 (/usr/bin/clang++)"
  std::string Text;   ///< why it fails
  std::string Remedy; ///< what to do then
};

/// Those of \p Compiler's arguments that name another target than this machine:
/// clang-tidy and clangd read them from the same build.
std::vector<std::string> targetFlags(const std::string &Compiler);

/// \p Named is what the user named, with arguments if there are any; if empty,
/// what is in PATH is taken.
TrialResult tryCompiler(const Trial &T, const std::string &Named);
TrialResult tryTidy(const Trial &T, const std::string &Named);
TrialResult tryClangd(const Trial &T, const std::string &Named);

} // namespace hostlayout::command

#endif
