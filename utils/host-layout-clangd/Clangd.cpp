//===- Clangd.cpp - Which clangd, and which of our builds -------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clangd.h"

#include "BTF/Elf.h"
#include "Support/OwnProgram.h"
#include "Support/ReadFile.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

namespace hostlayout::launcher {

/// Of the names with a version.
static constexpr std::string_view Stem = "clangd-";

/// The number that \p Text is, if it is one.
static std::optional<unsigned> number(std::string_view Text) {
  unsigned N = 0;
  const char *End = Text.data() + Text.size();
  auto [Stop, Code] = std::from_chars(Text.data(), End, N);
  return Code == std::errc() && Stop == End ? std::optional(N) : std::nullopt;
}

/// Reads "PREFIXnSUFFIX".
static std::optional<unsigned> numbered(std::string_view Name,
                                        std::string_view Prefix,
                                        std::string_view Suffix) {
  if (!Name.starts_with(Prefix) || !Name.ends_with(Suffix) ||
      Name.size() <= Prefix.size() + Suffix.size())
    return std::nullopt;
  Name.remove_prefix(Prefix.size());
  Name.remove_suffix(Suffix.size());
  return number(Name);
}

static bool isExecutable(const fs::path &File) {
  std::error_code Code;
  return fs::is_regular_file(File, Code) && access(File.c_str(), X_OK) == 0;
}

static std::vector<fs::path> searchPath() {
  std::vector<fs::path> Directories;
  const char *List = std::getenv("PATH");
  std::string_view Rest = List ? List : "";
  while (!Rest.empty()) {
    size_t End = std::min(Rest.find(':'), Rest.size());
    if (End)
      Directories.emplace_back(Rest.substr(0, End));
    Rest.remove_prefix(std::min(End + 1, Rest.size()));
  }
  return Directories;
}

std::string inPath(const std::string &Name) {
  for (const fs::path &Directory : searchPath())
    if (isExecutable(Directory / Name))
      return Directory / Name;
  return {};
}

Clangd examine(std::string Path) {
  Clangd C;
  C.Path = std::move(Path);
  // It may have a hundred megabytes.
  auto Program = readFile(C.Path, ReadBy::Map);
  if (!Program || !btf::ElfFile::isElf(Program->Data)) {
    C.Fit = Clangd::Script;
    C.Major =
        numbered(fs::path(C.Path).filename().native(), Stem, "").value_or(0);
    return C;
  }
  C.Fit = Clangd::NoPlugins;
  auto File = btf::ElfFile::open(Program->Data);
  if (!File)
    return C;
  std::optional<btf::ElfFile::Section> Names = File->find(".dynstr");
  if (!Names)
    return C;
  auto Bytes = File->contents(*Names);
  if (!Bytes)
    return C;
  // The names of the libraries that it needs and of its symbols.
  const std::string_view Text(reinterpret_cast<const char *>(Bytes->data()),
                              Bytes->size());
  static constexpr std::string_view Library = "libclang-cpp.so.";
  if (size_t At = Text.find(Library); At != std::string_view::npos) {
    const std::string_view Version = Text.substr(At + Library.size());
    if (auto Major = number(Version.substr(
            0, Version.find_first_of(std::string_view(".\0", 2)))))
      C = {std::move(C.Path), Clangd::Known, *Major};
  } else if (Text.find("getClangFullVersion") != std::string_view::npos) {
    C.Fit = Clangd::Unknown;
  }
  return C;
}

bool Installation::mayServe(const Clangd &C) const {
  if (C.Fit == Clangd::NoPlugins)
    return false;
  return C.Major == 0 || Majors.count(C.Major);
}

Clangd chooseClangd(const Installation &Ours, bool WithScripts) {
  std::error_code Code;
  std::set<fs::path> Seen = {ownProgram()};
  Clangd Best;
  // What can be checked in comes first, then what is newer; of equals the one
  // that is earlier in PATH: an unknown one is not there by accident.
  auto Rank = [&](const Clangd &C) {
    constexpr unsigned Newest = ~0u;
    const bool Serves = Ours.mayServe(C);
    return std::make_pair(Serves, Serves && C.Major == 0 ? Newest : C.Major);
  };
  for (const fs::path &Directory : searchPath())
    for (fs::directory_iterator I(Directory, Code), End; !Code && I != End;
         I.increment(Code)) {
      const std::string Name = I->path().filename();
      if ((Name != "clangd" && !numbered(Name, Stem, "")) ||
          !isExecutable(I->path()) ||
          !Seen.insert(fs::canonical(I->path(), Code)).second)
        continue;
      Clangd C = examine(I->path());
      if (C.Fit == Clangd::Script && !WithScripts)
        continue;
      if (Best.Path.empty() || Rank(C) > Rank(Best))
        Best = std::move(C);
    }
  return Best;
}

Installation findInstallation() {
  static constexpr const char *Places[] = {HOSTLAYOUT_LIBRARY_DIRECTORY
                                           "/libHostLayout.so",
                                           "../lib/libHostLayout.so"};
  const fs::path Plugin = findOwnFile(Places);
  if (Plugin.empty())
    return {};
  std::error_code Code;
  Installation Ours{fs::canonical(Plugin, Code), {}};
  for (fs::directory_iterator I(Plugin.parent_path() / "hostlayout", Code), End;
       !Code && I != End; I.increment(Code))
    if (auto Major =
            numbered(I->path().filename().native(), "HostLayoutPlugin-", ".so"))
      Ours.Majors.insert(*Major);
  return Ours;
}

} // namespace hostlayout::launcher
