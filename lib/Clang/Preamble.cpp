//===- Preamble.cpp - What clangd keeps between two edits -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Preamble.h"

#include "Clang/Compat.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <mutex>
#include <set>
#include <string>

using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

/// For each main file, what was reported for its preamble.
class ToldByPreamble {
public:
  using Fact = std::pair<DifferenceKind, std::string>;

  static ToldByPreamble &process() {
    static ToldByPreamble Told;
    return Told;
  }

  void start(const std::string &MainFile) {
    std::lock_guard<std::mutex> Guard(Lock);
    Facts.erase(MainFile);
  }
  void add(const std::string &MainFile, Fact F) {
    std::lock_guard<std::mutex> Guard(Lock);
    Facts[MainFile].insert(std::move(F));
  }
  bool contains(const std::string &MainFile, const Fact &F) {
    std::lock_guard<std::mutex> Guard(Lock);
    auto Known = Facts.find(MainFile);
    return Known != Facts.end() && Known->second.count(F);
  }

private:
  std::mutex Lock;
  std::map<std::string, std::set<Fact>> Facts;
};

} // namespace

bool clangfe::isPreamble(const clang::Preprocessor &PP) {
  return PP.getPreprocessorOpts().GeneratePreamble;
}

/// A file's time as clangd keeps it has full seconds.
static bool isJustWritten(const llvm::vfs::Status &Status) {
  return std::chrono::system_clock::now() - Status.getLastModificationTime() <
         std::chrono::seconds(2);
}

void PreambleWatch::add(const std::vector<judge::Source> &Objects) {
  clang::PPCallbacks *Callbacks = PP.getPPCallbacks();
  if (!Callbacks)
    return;
  clang::FileManager &Files = PP.getFileManager();
  clang::Token Name;
  Name.startToken();
  if (!Before.Path.empty())
    Callbacks->FileSkipped(
        Files.getVirtualFileRef(Before.Path, Before.Size, Before.Modified),
        Name, clang::SrcMgr::C_User);
  for (const judge::Source &S : Objects) {
    llvm::SmallString<256> Path(S.Path);
    Files.makeAbsolutePath(Path);
    ChangeCounter::process().watch(Path.str().str());
    // An included file is a file of the preamble already.
    if (S.Rank == judge::Tier::Skeleton)
      continue;
    llvm::ErrorOr<llvm::vfs::Status> Status =
        Files.getVirtualFileSystem().status(Path);
    if (!Status) {
      // As an #include that was not found: clangd tries again when the file
      // exists.
      compat::reportMissingInclude(*Callbacks, Path, Name);
    } else if (isJustWritten(*Status)) {
      // Another write could come before clangd sees the time change. A file
      // that is nowhere to be found makes the preamble stale at once.
      Path += ".just-written";
      Callbacks->FileSkipped(Files.getVirtualFileRef(Path, 1, 1), Name,
                             clang::SrcMgr::C_User);
    }
  }
}

static std::string mainFile(const clang::SourceManager &Sources) {
  auto File = Sources.getFileEntryRefForID(Sources.getMainFileID());
  return File ? File->getName().str() : std::string();
}

void clangfe::startPreamble(clang::Preprocessor &PP) {
  ToldByPreamble::process().start(mainFile(PP.getSourceManager()));
}

PreambleWatch::PreambleWatch(clang::Preprocessor &PP)
    : PP(PP), Before(ChangeCounter::process().state()) {}

bool clangfe::isToldByPreamble(clang::Preprocessor &PP, const Finding &F) {
  ToldByPreamble &Told = ToldByPreamble::process();
  const std::string File = mainFile(PP.getSourceManager());
  const ToldByPreamble::Fact Fact(F.Diff.Kind, F.Object);
  if (!isPreamble(PP))
    return Told.contains(File, Fact);
  Told.add(File, Fact);
  return false;
}
