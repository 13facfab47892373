//===- DoctorSample.h - What every tool is tried with -----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DOCTORSAMPLE_H
#define HOSTLAYOUT_DOCTORSAMPLE_H

#include "Support/Expected.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hostlayout::command {

/// \p Path as an item of a list of objects, in a macro or in a check's option.
std::string inList(const std::string &Path);

/// A directory with a struct of one line that differs from any other, and an
/// object to compare it with. It goes when this goes.
class Sample {
public:
  static Expected<std::unique_ptr<Sample>> make();
  ~Sample();
  Sample(const Sample &) = delete;
  Sample &operator=(const Sample &) = delete;

  const std::string &directory() const { return Directory; }
  /// Has the struct "sample".
  std::string object() const { return Directory + "/sample.btf"; }

  /// Writes trial.cpp, where a struct stands for \p Name in \p Object, and the
  /// flags that clangd needs for it, with \p Target among them. \p Base is
  /// empty if there is none.
  std::optional<Error> write(const std::string &Name, const std::string &Object,
                             const std::string &Base,
                             const std::vector<std::string> &Target);

private:
  explicit Sample(std::string Directory) : Directory(std::move(Directory)) {}

  std::string Directory;
};

} // namespace hostlayout::command

#endif
