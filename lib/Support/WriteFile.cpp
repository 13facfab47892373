//===- WriteFile.cpp - Files that are whole or not there ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/WriteFile.h"

#include "Support/ReadFile.h"
#include "Support/SystemError.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

using namespace hostlayout;

namespace {

Error failure(const std::string &Path) {
  return systemError(errno).in(Path);
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

} // namespace

std::optional<Error> hostlayout::writeAll(int File, std::string_view Text,
                                          const std::string &Name) {
  while (!Text.empty()) {
    ssize_t Written = ::write(File, Text.data(), Text.size());
    if (Written < 0 && errno == EINTR)
      continue;
    if (Written <= 0)
      return failure(Name);
    Text.remove_prefix(static_cast<size_t>(Written));
  }
  return std::nullopt;
}

Expected<PendingFile> PendingFile::open(const std::string &Path) {
  PendingFile Result;
  Result.Path = Path;
  struct stat Info;
  bool Exists = stat(Path.c_str(), &Info) == 0;
  if (Exists && !S_ISREG(Info.st_mode)) {
    Result.File = Descriptor(::open(Path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!Result.File)
      return failure(Path);
    return Result;
  }
  Expected<std::string> Target = behindLinks(Path);
  if (!Target)
    return Target.takeError();
  Result.Target = std::move(*Target);
  std::string Aside = Result.Target + ".XXXXXX";
  Result.File = Descriptor(mkostemp(Aside.data(), O_CLOEXEC));
  if (!Result.File)
    return failure(Path);
  Result.Aside = std::move(Aside);
  mode_t Mask = umask(0);
  umask(Mask);
  if (fchmod(Result.File.get(), Exists ? Info.st_mode & 07777 : 0666 & ~Mask) !=
      0)
    return failure(Path);
  return Result;
}

std::optional<Error> PendingFile::write(std::string_view Content) {
  return writeAll(File.get(), Content, Path);
}

std::optional<Error> PendingFile::finish() {
  if (!File.close())
    return failure(Path);
  return std::nullopt;
}

std::optional<Error> PendingFile::commit() {
  if (std::optional<Error> E = finish())
    return E;
  if (!Aside.empty() && rename(Aside.c_str(), Target.c_str()) != 0)
    return failure(Path);
  Aside.clear();
  return std::nullopt;
}

PendingFile::~PendingFile() {
  finish();
  if (!Aside.empty())
    unlink(Aside.c_str());
}

std::optional<Error> hostlayout::writeFile(const std::string &Path,
                                           std::string_view Content) {
  Expected<PendingFile> File = PendingFile::open(Path);
  if (!File)
    return File.takeError();
  if (std::optional<Error> E = File->write(Content))
    return E;
  return File->commit();
}

std::optional<Error> hostlayout::updateFile(const std::string &Path,
                                            std::string_view Content) {
  Expected<Bytes> Old = readFile(Path);
  if (Old && Old->text() == Content)
    return std::nullopt;
  return writeFile(Path, Content);
}
