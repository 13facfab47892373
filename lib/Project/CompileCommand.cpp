//===- CompileCommand.cpp - The compile commands of a project -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/CompileCommand.h"

#include "clang/Driver/Types.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <algorithm>
#include <set>

using namespace hostlayout;
using namespace hostlayout::project;

std::string project::absolutePath(const std::string &Directory,
                                  const std::string &File) {
  llvm::SmallString<256> Path(File);
  if (!llvm::sys::path::is_absolute(Path)) {
    Path = Directory;
    llvm::sys::path::append(Path, File);
  }
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return std::string(Path.str());
}

bool project::isClang(const CompileCommand &C) {
  return llvm::sys::path::filename(C.Arguments.front()).contains("clang");
}

std::string project::realPath(const std::string &Path) {
  llvm::SmallString<256> Real;
  return llvm::sys::fs::real_path(Path, Real) ? Path : std::string(Real.str());
}

/// Assembly and other languages have no structs.
static bool isCFamily(const clang::tooling::CompileCommand &CompileCommand) {
  namespace types = clang::driver::types;
  types::ID Type = types::TY_INVALID;
  const std::vector<std::string> &Line = CompileCommand.CommandLine;
  for (size_t I = 1; I < Line.size(); ++I) {
    llvm::StringRef Word = Line[I];
    if (Word == "-x" && I + 1 != Line.size())
      Type = types::lookupTypeForTypeSpecifier(Line[I + 1].c_str());
    else if (Word.size() > 2 && Word.substr(0, 2) == "-x")
      Type = types::lookupTypeForTypeSpecifier(Word.substr(2).str().c_str());
  }
  if (Type == types::TY_INVALID)
    Type = types::lookupTypeForExtension(
        llvm::sys::path::extension(CompileCommand.Filename).drop_front());
  return Type != types::TY_INVALID && types::isAcceptedByClang(Type) &&
         types::isDerivedFromC(Type);
}

/// What the command makes. CMake's "output" is not always from "directory" on,
/// so that the command's own word comes first.
static std::string
outputOf(const clang::tooling::CompileCommand &CompileCommand,
         const std::string &Directory) {
  std::string Output = CompileCommand.Output;
  const std::vector<std::string> &Line = CompileCommand.CommandLine;
  for (size_t I = 1; I < Line.size(); ++I) {
    if (Line[I] == "-o" && I + 1 != Line.size())
      Output = Line[I + 1];
    else if (llvm::StringRef(Line[I]).substr(0, 2) == "-o" &&
             Line[I].size() > 2)
      Output = Line[I].substr(2);
  }
  return Output.empty() ? "" : absolutePath(Directory, Output);
}

/// "arm-linux-gnueabihf-gcc-12", "/opt/bin/clang++".
static bool isCompilerName(llvm::StringRef Word) {
  llvm::StringRef Name = llvm::sys::path::filename(Word).rtrim("0123456789.-");
  for (llvm::StringRef Compiler :
       {"gcc", "g++", "cc", "c++", "clang", "clang++"})
    if (Name == Compiler ||
        (Name.consume_back(Compiler) && Name.take_back(1) == "-"))
      return true;
  return false;
}

/// Whether the word behind \p Word is its value, and no program that it starts.
static bool takesPath(llvm::StringRef Word) {
  llvm::StringRef Start = Word.take_front(2);
  return Start == "-I" || Start == "-L" || Start == "-B" || Word == "-o" ||
         (Start == "-i" && Word != Start) || Word == "--sysroot";
}

/// What stands in front of the compiler and starts it: a cache, `env` and its
/// variables, libtool. There are too many to know them by their names.
static void dropLaunchers(std::vector<std::string> &Words) {
  if (Words.empty() || isCompilerName(Words.front()))
    return;
  for (size_t I = 1; I < Words.size(); ++I)
    if (isCompilerName(Words[I]) && !takesPath(Words[I - 1])) {
      Words.erase(Words.begin(), Words.begin() + I);
      return;
    }
}

namespace {

class CommandList final : public clang::tooling::CompilationDatabase {
public:
  using Commands = std::vector<clang::tooling::CompileCommand>;
  explicit CommandList(Commands All) : All(std::move(All)) {}

  Commands getCompileCommands(llvm::StringRef) const override { return All; }
  Commands getAllCompileCommands() const override { return All; }

private:
  Commands All;
};

} // namespace

/// Whether \p File ends before its list does: LLVM takes what there is.
static bool isCutOff(const std::string &File) {
  auto Read = llvm::MemoryBuffer::getFile(File);
  return Read && !(*Read)->getBuffer().rtrim().empty() &&
         (*Read)->getBuffer().rtrim().back() != ']';
}

Expected<std::vector<CompileCommand>>
project::readCommands(const std::string &Database) {
  std::string Message;
  std::unique_ptr<clang::tooling::CompilationDatabase> Json =
      clang::tooling::JSONCompilationDatabase::loadFromFile(
          Database, Message, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Json)
    return Error("this is not a list of compile commands: " +
                 (Message.empty() ? "it is empty" : Message));
  if (isCutOff(Database))
    return Error("this is not a list of compile commands: it is cut off");
  // Directories may be written relative to the database, and response files
  // relative to those.
  std::string Place = llvm::sys::path::parent_path(Database).str();
  std::vector<clang::tooling::CompileCommand> All =
      Json->getAllCompileCommands();
  for (clang::tooling::CompileCommand &One : All)
    One.Directory = absolutePath(Place, One.Directory);
  All = clang::tooling::expandResponseFiles(
            std::make_unique<CommandList>(std::move(All)),
            llvm::vfs::getRealFileSystem())
            ->getAllCompileCommands();
  std::vector<CompileCommand> Commands;
  for (clang::tooling::CompileCommand &One : All) {
    if (!isCFamily(One))
      continue;
    dropLaunchers(One.CommandLine);
    std::string File = absolutePath(One.Directory, One.Filename);
    Commands.push_back({static_cast<unsigned>(Commands.size()), File,
                        realPath(File), One.Directory,
                        outputOf(One, One.Directory),
                        std::move(One.CommandLine)});
  }
  return Commands;
}

std::vector<CompileCommand>
project::commandsFor(const std::vector<std::string> &Files,
                     const std::vector<std::string> &Flags,
                     const std::string &Directory) {
  std::vector<std::string> Words = Flags;
  if (Words.empty() || Words.front().empty() || Words.front()[0] == '-')
    Words.insert(Words.begin(), "clang");
  std::vector<CompileCommand> Commands;
  for (const std::string &Name : Files) {
    CompileCommand C;
    C.Id = static_cast<unsigned>(Commands.size());
    C.File = absolutePath(Directory, Name);
    C.Real = realPath(C.File);
    C.Directory = Directory;
    C.Arguments = Words;
    C.Arguments.push_back(C.File);
    Commands.push_back(std::move(C));
  }
  return Commands;
}

std::optional<Error> project::keepMakers(std::vector<CompileCommand> &Commands,
                                         const std::string &List) {
  auto Read = llvm::MemoryBuffer::getFile(List);
  if (!Read)
    return Error(Read.getError().message()).in(List);
  const std::string Directory = llvm::sys::path::parent_path(List).str();
  std::set<std::string> Outputs;
  for (llvm::line_iterator Line(**Read); !Line.is_at_eof(); ++Line)
    Outputs.insert(absolutePath(Directory, Line->str()));
  Commands.erase(std::remove_if(Commands.begin(), Commands.end(),
                                [&](const CompileCommand &C) {
                                  return !Outputs.count(C.Output);
                                }),
                 Commands.end());
  if (Commands.empty())
    return Error("no compile command makes one of these files").in(List);
  return std::nullopt;
}
