//===- CheckOptions.cpp - What was asked for ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckOptions.h"

#include "Project/CompileCommand.h"
#include "Report/HelperLines.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using llvm::StringRef;

static bool isHeader(StringRef File) {
  static constexpr StringRef Extensions[] = {
      "", ".h", ".hh", ".hpp", ".hxx", ".h++", ".inc", ".inl", ".ipp", ".tcc"};
  return std::find(std::begin(Extensions), std::end(Extensions),
                   llvm::sys::path::extension(File)) != std::end(Extensions);
}

static void addFile(CheckOptions &O, std::string File) {
  if (llvm::sys::fs::is_directory(File))
    O.Directories.insert(std::move(File));
  else if (isHeader(File))
    O.Headers.insert(std::move(File));
  else
    O.Sources.insert(std::move(File));
}

Expected<CheckOptions> check::readOptions(std::span<const char *const> Words) {
  Expected<report::HelperRequest> Asked = report::readWords(Words);
  if (!Asked)
    return Asked.takeError();
  if (Asked->Database.empty() && Asked->Files.empty())
    return Error("no database; this program is run by 'host-layout check'");
  llvm::SmallString<256> Directory;
  // Not as $PWD has it: what is compared is without symbolic links.
  if (std::error_code Wrong = llvm::sys::fs::real_path(".", Directory))
    return Error(Wrong.message()).in("current directory");

  CheckOptions O;
  O.How.Directory = std::string(Directory.str());
  O.How.Root = Asked->Root.empty() ? O.How.Directory : std::move(Asked->Root);
  O.How.HasColors = Asked->HasColors;
  auto Absolute = [&](const std::string &Path) {
    return Path.empty() ? Path : absolutePath(O.How.Directory, Path);
  };
  O.Database = Absolute(Asked->Database);
  O.Objects = std::move(Asked->Objects);
  O.Base = Absolute(Asked->Base);
  O.Settings = std::move(Asked->Settings);
  O.OutputList = Absolute(Asked->OutputList);
  O.Ids.insert(Asked->Ids.begin(), Asked->Ids.end());
  O.Part = {Asked->ShardIndex, Asked->ShardCount};
  O.Threads = std::max(1u, Asked->Threads);
  O.Joins = std::move(Asked->Joins);
  O.WantsShared = Asked->WantsShared;
  O.ParsesAll = Asked->ParsesAll;
  O.TellsCrashes = Asked->TellsCrashes;
  if (O.Database.empty()) {
    O.Files = std::move(Asked->Files);
    O.Flags = std::move(Asked->Flags);
    return O;
  }
  for (const std::string &File : Asked->Files)
    addFile(O, realPath(Absolute(File)));
  return O;
}
