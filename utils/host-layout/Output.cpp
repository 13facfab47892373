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

Error failure(const std::string &Path) {
  return Error(std::strerror(errno)).in(Path);
}

std::optional<Error> writeAll(int File, std::string_view Text,
                              const std::string &Path) {
  while (!Text.empty()) {
    ssize_t Written = write(File, Text.data(), Text.size());
    if (Written < 0 && errno == EINTR)
      continue;
    if (Written <= 0)
      return failure(Path);
    Text.remove_prefix(static_cast<size_t>(Written));
  }
  return std::nullopt;
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

Expected<PendingFile> PendingFile::open(const std::string &Path) {
  PendingFile Result;
  Result.Path = Path;
  struct stat Info;
  bool Exists = stat(Path.c_str(), &Info) == 0;
  if (Exists && !S_ISREG(Info.st_mode)) {
    Result.File = ::open(Path.c_str(), O_WRONLY | O_CLOEXEC);
    if (Result.File < 0)
      return failure(Path);
    return Result;
  }
  Expected<std::string> Target = behindLinks(Path);
  if (!Target)
    return Target.takeError();
  Result.Target = std::move(*Target);
  std::string Aside = Result.Target + ".XXXXXX";
  Result.File = mkostemp(Aside.data(), O_CLOEXEC);
  if (Result.File < 0)
    return failure(Path);
  Result.Aside = std::move(Aside);
  mode_t Mask = umask(0);
  umask(Mask);
  if (fchmod(Result.File, Exists ? Info.st_mode & 07777 : 0666 & ~Mask) != 0)
    return failure(Path);
  return Result;
}

std::optional<Error> PendingFile::write(std::string_view Content) {
  return writeAll(File, Content, Path);
}

std::optional<Error> PendingFile::finish() {
  if (File >= 0 && close(std::exchange(File, -1)) != 0)
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

std::optional<Error> command::writeOut(std::string_view Text) {
  return writeAll(STDOUT_FILENO, Text, "standard output");
}

std::optional<Error> command::writeFile(const std::string &Path,
                                        std::string_view Content) {
  Expected<PendingFile> File = PendingFile::open(Path);
  if (!File)
    return File.takeError();
  if (std::optional<Error> E = File->write(Content))
    return E;
  return File->commit();
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
