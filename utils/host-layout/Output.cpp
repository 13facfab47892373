//===- Output.cpp - Files that are whole or not there ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Output.h"

#include "BTF/File.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

using namespace hostlayout;

namespace {

bool writeAll(int File, std::string_view Text) {
  while (!Text.empty()) {
    ssize_t Written = write(File, Text.data(), Text.size());
    if (Written < 0 && errno == EINTR)
      continue;
    if (Written <= 0)
      return false;
    Text.remove_prefix(static_cast<size_t>(Written));
  }
  return true;
}

/// Writes and closes. The close may be what fails, on a network's disk.
bool fill(int File, std::string_view Content) {
  bool Good = writeAll(File, Content);
  int Code = errno;
  if (close(File) != 0)
    return false;
  errno = Code;
  return Good;
}

Error failure(const std::string &Path) {
  return Error(std::strerror(errno)).in(Path);
}

/// What \p Path leads to, if it is there: a link to a file stays a link.
std::string resolved(const std::string &Path) {
  std::unique_ptr<char, void (*)(void *)> Real(realpath(Path.c_str(), nullptr),
                                               std::free);
  return Real ? Real.get() : Path;
}

std::string escaped(const std::string &Path) {
  std::string Result;
  for (char C : Path) {
    if (C == ' ' || C == '#')
      Result += '\\';
    else if (C == '$')
      Result += '$';
    Result += C;
  }
  return Result;
}

} // namespace

std::optional<Error> command::writeFile(const std::string &Path,
                                        std::string_view Content) {
  struct stat Info;
  bool Exists = stat(Path.c_str(), &Info) == 0;
  if (Exists && !S_ISREG(Info.st_mode)) {
    int File = open(Path.c_str(), O_WRONLY | O_CLOEXEC);
    if (File < 0 || !fill(File, Content))
      return failure(Path);
    return std::nullopt;
  }
  std::string Target = resolved(Path);
  std::string Aside = Target + ".XXXXXX";
  int File = mkostemp(Aside.data(), O_CLOEXEC);
  if (File < 0)
    return failure(Path);
  mode_t Mask = umask(0);
  umask(Mask);
  bool Good = fchmod(File, Exists ? Info.st_mode & 07777 : 0666 & ~Mask) == 0;
  Good = fill(File, Content) && Good;
  if (Good && rename(Aside.c_str(), Target.c_str()) == 0)
    return std::nullopt;
  Error E = failure(Path);
  unlink(Aside.c_str());
  return E;
}

std::optional<Error> command::updateFile(const std::string &Path,
                                         std::string_view Content) {
  Expected<btf::Bytes> Old = btf::readFile(Path);
  if (Old && std::string_view(reinterpret_cast<const char *>(Old->Data.data()),
                              Old->Data.size()) == Content)
    return std::nullopt;
  return writeFile(Path, Content);
}

std::string command::dependencyRule(const std::string &Target,
                                    std::span<const std::string> Inputs) {
  std::string Rule = escaped(Target) + ":";
  std::string Phony;
  for (const std::string &Input : Inputs) {
    Rule += " " + escaped(Input);
    Phony += escaped(Input) + ":\n";
  }
  return Rule + "\n" + Phony;
}
