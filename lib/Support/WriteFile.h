//===- WriteFile.h - Files that are whole or not there ----------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_SUPPORT_WRITEFILE_H
#define HOSTLAYOUT_SUPPORT_WRITEFILE_H

#include "Support/Descriptor.h"
#include "Support/Expected.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hostlayout {

/// A file that is written, but not under its name yet: several can be made
/// before any is.
class PendingFile {
public:
  /// Opens a file beside \p Path. What is there and no regular file
  /// (/dev/null, a pipe) is written to at once, and as it is. All errors have
  /// the path in front; what is not committed leaves nothing behind.
  static Expected<PendingFile> open(const std::string &Path);
  PendingFile(PendingFile &&Other) noexcept { *this = std::move(Other); }
  PendingFile &operator=(PendingFile &&Other) noexcept {
    std::swap(Path, Other.Path);
    std::swap(Target, Other.Target);
    std::swap(Aside, Other.Aside);
    std::swap(File, Other.File);
    return *this;
  }
  ~PendingFile();

  std::optional<Error> write(std::string_view Content);
  /// Nothing more is to be written. This, too, may fail, on a network's disk.
  std::optional<Error> finish();
  /// finish(), and the file has its name.
  std::optional<Error> commit();

private:
  PendingFile() = default;

  std::string Path, Target, Aside;
  Descriptor File;
};

/// Makes \p Content the content of \p Path as PendingFile does, so that none
/// ever reads half of it. Error: with the path in front.
std::optional<Error> writeFile(const std::string &Path,
                               std::string_view Content);

/// The same where \p Content is new; else nothing: the time of a file is what a
/// build goes by.
std::optional<Error> updateFile(const std::string &Path,
                                std::string_view Content);

/// Writes all of \p Text to \p File, which is called \p Name in an error.
std::optional<Error> writeAll(int File, std::string_view Text,
                              const std::string &Name);

} // namespace hostlayout

#endif
