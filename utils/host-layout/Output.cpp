//===- Output.cpp - Files that are whole or not there ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Output.h"

#include "BTF/File.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace hostlayout;
using namespace hostlayout::command;

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

/// What \p Path leads to, be it there or not: a link stays a link.
Expected<std::string> behindLinks(std::string Path) {
  constexpr unsigned MostLinks = 40;
  char Target[PATH_MAX];
  for (unsigned I = 0; I != MostLinks; ++I) {
    ssize_t Length = readlink(Path.c_str(), Target, sizeof(Target));
    if (Length < 0)
      return Path;
    std::string_view To(Target, static_cast<size_t>(Length));
    Path.resize(To.starts_with('/') ? 0 : Path.rfind('/') + 1);
    Path += To;
  }
  errno = ELOOP;
  return failure(Path);
}

std::string escaped(const std::string &Path) {
  std::string Result;
  for (char C : Path) {
    if (C == ' ' || C == '#' || C == ':')
      Result += '\\';
    else if (C == '$')
      Result += '$';
    Result += C;
  }
  return Result;
}

} // namespace

Expected<PendingFile> PendingFile::write(const std::string &Path,
                                         std::string_view Content) {
  struct stat Info;
  bool Exists = stat(Path.c_str(), &Info) == 0;
  if (Exists && !S_ISREG(Info.st_mode)) {
    int File = open(Path.c_str(), O_WRONLY | O_CLOEXEC);
    if (File < 0 || !fill(File, Content))
      return failure(Path);
    return PendingFile();
  }
  Expected<std::string> Target = behindLinks(Path);
  if (!Target)
    return Target.takeError();
  PendingFile Result;
  Result.Path = Path;
  Result.Target = std::move(*Target);
  std::string Aside = Result.Target + ".XXXXXX";
  int File = mkostemp(Aside.data(), O_CLOEXEC);
  if (File < 0)
    return failure(Path);
  Result.Aside = std::move(Aside);
  mode_t Mask = umask(0);
  umask(Mask);
  bool Good = fchmod(File, Exists ? Info.st_mode & 07777 : 0666 & ~Mask) == 0;
  if (!fill(File, Content) || !Good)
    return failure(Path);
  return Result;
}

std::optional<Error> PendingFile::commit() {
  if (!Aside.empty() && rename(Aside.c_str(), Target.c_str()) != 0)
    return failure(Path);
  Aside.clear();
  return std::nullopt;
}

PendingFile::~PendingFile() {
  if (!Aside.empty())
    unlink(Aside.c_str());
}

std::optional<Error> command::writeFile(const std::string &Path,
                                        std::string_view Content) {
  Expected<PendingFile> File = PendingFile::write(Path, Content);
  return File ? File->commit() : File.takeError();
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
