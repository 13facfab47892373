//===- CheckOptions.cpp - What was asked for ------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckOptions.h"

#include "CompileCommand.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::check;
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

Expected<CheckOptions> check::readOptions(int Argc, char **Argv) {
  CheckOptions O;
  llvm::SmallString<256> Directory;
  // Not as $PWD has it: what is compared is without symbolic links.
  if (std::error_code Wrong = llvm::sys::fs::real_path(".", Directory))
    return Error(Wrong.message()).in("current directory");
  O.How.Directory = O.How.Root = std::string(Directory.str());

  for (int I = 1; I < Argc; ++I) {
    auto [Name, Value] = StringRef(Argv[I]).split('=');
    unsigned Number = 0;
    if (Name == "--database")
      O.Database = absolutePath(O.How.Directory, Value.str());
    else if (Name == "--root")
      O.How.Root = Value.str();
    else if (Name == "--btf")
      O.Objects.push_back(Value.str());
    else if (Name == "--btf-base")
      O.Base = absolutePath(O.How.Directory, Value.str());
    else if (Name == "--outputs-from")
      O.OutputList = absolutePath(O.How.Directory, Value.str());
    else if (Name == "--set")
      O.Settings.push_back(Value.str());
    else if (Name == "--threads" && !Value.getAsInteger(10, Number))
      O.Threads = std::max(1u, Number);
    else if (Name == "--id" && !Value.getAsInteger(10, Number))
      O.Ids.insert(Number);
    else if (Name == "--color")
      O.How.HasColors = true;
    else if (Name == "--shared")
      O.WantsShared = true;
    else if (Name == "--parse-all")
      O.ParsesAll = true;
    else if (Name == "--file")
      addFile(O, realPath(absolutePath(O.How.Directory, Value.str())));
    else
      return Error("'" + std::string(Argv[I]) + "' is no option");
  }
  if (O.Database.empty())
    return Error("no database; this program is run by 'host-layout check'");
  return O;
}
