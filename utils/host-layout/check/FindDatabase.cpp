//===- FindDatabase.cpp - Where the compile commands are ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/FindDatabase.h"

#include <filesystem>
#include <optional>

using namespace hostlayout;
namespace fs = std::filesystem;

static constexpr char FileName[] = "compile_commands.json";

/// What to do where none is found.
static constexpr char WaysToOne[] =
    "  CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always, "
    "for make 'bear -- make' does\n"
    "  where it is elsewhere, name its directory with -p\n"
    "  without one, say how a file is compiled: host-layout check agent.cpp -- "
    "-std=c++20 -Iinclude";

static bool isFile(const fs::path &Path) {
  std::error_code Ignored;
  return fs::is_regular_file(Path, Ignored);
}

/// In \p Directory or a build directory of it; empty if there is none.
static fs::path databaseIn(const fs::path &Directory) {
  if (isFile(Directory / FileName))
    return Directory / FileName;
  fs::path Newest;
  std::error_code Wrong;
  for (fs::directory_iterator At(Directory, Wrong), End; !Wrong && At != End;
       At.increment(Wrong)) {
    std::string Name = At->path().filename();
    if (!Name.starts_with("build") && !Name.starts_with("cmake-build"))
      continue;
    fs::path Database = At->path() / FileName;
    std::error_code Ignored;
    if (isFile(Database) &&
        (Newest.empty() || fs::last_write_time(Database, Ignored) >
                               fs::last_write_time(Newest, Ignored)))
      Newest = Database;
  }
  return Newest;
}

Expected<std::string> command::findDatabase(const std::string &Build,
                                            const std::string &From) {
  if (!Build.empty()) {
    if (isFile(Build))
      return fs::absolute(Build).lexically_normal().string();
    fs::path Database = fs::path(Build) / FileName;
    if (!isFile(Database))
      return Error("no compile_commands.json; CMake writes one with "
                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always, for make "
                   "'bear -- make' does")
          .in(Build);
    return fs::absolute(Database).lexically_normal().string();
  }
  for (fs::path At = From;; At = At.parent_path()) {
    fs::path Database = databaseIn(At);
    if (!Database.empty())
      return Database.string();
    if (At == At.parent_path())
      return Error("no compile_commands.json in " + From +
                   ", a build directory of it, or above\n" + WaysToOne);
  }
}

std::string command::projectRoot(const std::string &From) {
  std::error_code Ignored;
  for (fs::path At = From; At != At.parent_path(); At = At.parent_path())
    if (fs::exists(At / ".git", Ignored))
      return At.string();
  return From;
}
