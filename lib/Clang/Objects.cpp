//===- Objects.cpp - The sources of BPF types of a compile ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Objects.h"

#include "BTF/Live.h"
#include "Support/ReadFile.h"
#include "Support/Spelling.h"
#include "Clang/ObjectCache.h"

#include "clang/Basic/FileManager.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {
/// What became of one path.
struct Loaded {
  std::shared_ptr<const btf::Object> Types;
  std::string Failure;
  bool IsAbsent = false;
  llvm::sys::TimePoint<> WrittenAt = {};
  std::string Nearby = {};
};

class Loader {
public:
  /// \p Base: of split BTF; may be empty.
  Loader(clang::FileManager &Files, const std::string &Base, Freshness Known)
      : Files(Files), Base(Base), Known(Known) {}

  LoadedObjects run(const std::vector<Options::ObjectFile> &Objects) {
    for (const Options::ObjectFile &File : Objects) {
      Loaded L =
          load(File.Path, File.Directory, /*MayBeSplit=*/true, File.Rank);
      if (L.Types)
        Result.WrittenAt[L.Types.get()] = L.WrittenAt;
      Result.Sources.push_back({File.Rank,
                                File.Path,
                                std::move(L.Types),
                                std::move(L.Failure),
                                L.IsAbsent,
                                std::move(L.Nearby),
                                {}});
    }
    return std::move(Result);
  }

private:
  Loaded load(const std::string &Path, llvm::StringRef Directory,
              bool MayBeSplit, judge::Tier Rank);
  Loaded loadBase(llvm::StringRef Path);

  clang::FileManager &Files;
  const std::string &Base;
  Freshness Known;
  LoadedObjects Result;
};
} // namespace

static Loaded failure(const std::string &Path, std::string Why,
                      bool IsAbsent = false) {
  return {nullptr, Path + ": " + std::move(Why), IsAbsent};
}

static Loaded failure(const std::string &Path, std::error_code Code) {
  std::string Why = Code.message();
  if (!Why.empty())
    Why[0] = llvm::toLower(Why[0]);
  return failure(Path, std::move(Why),
                 Code == std::errc::no_such_file_or_directory ||
                     Code == std::errc::not_a_directory);
}

/// Entries of a directory that are looked at.
static constexpr unsigned MostEntries = 256;

/// Whether \p Directory belongs to a project: what is beside it does not count
/// there as being near.
static bool isOfProject(llvm::StringRef Directory, llvm::vfs::FileSystem &FS) {
  static constexpr llvm::StringLiteral Names[] = {".git", "CMakeLists.txt",
                                                  "Makefile", "meson.build"};
  return llvm::any_of(Names, [&](llvm::StringRef Name) {
    llvm::SmallString<256> File = Directory;
    llvm::sys::path::append(File, Name);
    return FS.exists(File);
  });
}

/// A file called like \p Path, which is not there: in \p Start or a directory
/// of it, or the same further up in the project. Empty if there is none.
static std::string nearby(llvm::StringRef Path, llvm::StringRef Start,
                          llvm::vfs::FileSystem &FS) {
  const llvm::StringRef Name = llvm::sys::path::filename(Path);
  auto IsFile = [&](const llvm::Twine &File) {
    llvm::ErrorOr<llvm::vfs::Status> Found = FS.status(File);
    return Found && Found->isRegularFile();
  };
  unsigned Levels = 3;
  for (llvm::StringRef Up = Start;
       Levels-- && !Up.empty() && (Up == Start || isOfProject(Up, FS));
       Up = llvm::sys::path::parent_path(Up)) {
    for (llvm::StringRef Tail : {Path, Name}) {
      llvm::SmallString<256> File = Up;
      llvm::sys::path::append(File, Tail);
      if (IsFile(File))
        return File.str().str();
    }
    // A directory's entries have no order.
    std::string First;
    std::error_code Wrong;
    unsigned Left = MostEntries;
    for (llvm::vfs::directory_iterator At = FS.dir_begin(Up, Wrong), End;
         !Wrong && At != End && Left--; At.increment(Wrong)) {
      llvm::SmallString<256> File = At->path();
      llvm::sys::path::append(File, Name);
      if ((First.empty() || File.str() < First) && IsFile(File))
        First = File.str().str();
    }
    if (!First.empty())
      return First;
  }
  return {};
}

/// Why there is nothing at \p Path, tried as \p Place.
static Loaded absent(const std::string &Path, std::error_code Code,
                     judge::Tier Rank, llvm::StringRef Place,
                     llvm::StringRef Directory, llvm::vfs::FileSystem &FS) {
  Loaded L = failure(Path, Code);
  if (!L.IsAbsent)
    return L;
  if (isListOfObjects(Path)) {
    L.Failure += Rank == judge::Tier::Define
                     ? "; separate several objects with ':'"
                     : "; one option names one object: repeat the option";
    return L;
  }
  if (Path != Place)
    L.Failure += " at " + Place.str();
  L.Nearby = nearby(Path, Directory, FS);
  return L;
}

/// Whether \p Path is of types that the running kernel shows, of itself or of a
/// module: the same file in every file system.
static bool isShownByKernel(llvm::StringRef Path) {
  return llvm::sys::path::parent_path(Path) == "/sys/kernel/btf";
}

static Loaded loadLive(const std::string &Path) {
  auto Types = btf::openLive(Path);
  if (!Types)
    return {nullptr, Types.takeError().message(), false};
  return {std::move(*Types), {}, false};
}

Loaded Loader::load(const std::string &Path, llvm::StringRef Directory,
                    bool MayBeSplit, judge::Tier Rank) {
  // What the kernel holds has no content that could be read from a file.
  if (btf::isLive(Path))
    return loadLive(Path);
  llvm::vfs::FileSystem &FS = Files.getVirtualFileSystem();
  llvm::SmallString<256> Place;
  if (!llvm::sys::path::is_absolute(Path))
    Place = Directory;
  llvm::sys::path::append(Place, Path);
  Files.FixupRelativePath(Place);

  // Asked before opening, which would wait for the writer of a pipe.
  llvm::ErrorOr<llvm::vfs::Status> Before = FS.status(Place);
  if (!Before) {
    llvm::SmallString<256> Start = Directory;
    if (Start.empty())
      Start = llvm::StringRef(".");
    Files.FixupRelativePath(Start);
    Files.makeAbsolutePath(Start);
    llvm::SmallString<256> Whole = Place;
    Files.makeAbsolutePath(Whole);
    for (llvm::SmallString<256> *One : {&Start, &Whole})
      llvm::sys::path::remove_dots(*One);
    return absent(Path, Before.getError(), Rank, Whole, Start, FS);
  }
  if (Before->isDirectory())
    return failure(Path, "this is a directory, not a BPF object");
  if (!Before->isRegularFile())
    return failure(Path, "this is not a regular file");

  auto File = FS.openFileForRead(Place);
  if (!File)
    return failure(Path, File.getError());
  llvm::ErrorOr<llvm::vfs::Status> Status = (*File)->status();
  if (!Status)
    return failure(Path, Status.getError());
  Result.Files.push_back(Path);

  auto Read = [&]() -> Expected<Bytes> {
    // Which the kernel hands out in small pieces, and lets be mapped.
    if (isShownByKernel(Place))
      return readFile(std::string(Place.str()));
    // Volatile and terminated by a NUL: the one combination that LLVM never
    // maps, so that a linker at work on the file cannot take pages away.
    auto Buffer = (*File)->getBuffer(Place, Status->getSize(),
                                     /*RequiresNullTerminator=*/true,
                                     /*IsVolatile=*/true);
    if (!Buffer)
      return Error(failure(Path, Buffer.getError()).Failure);
    std::shared_ptr<llvm::MemoryBuffer> Owner = std::move(*Buffer);
    std::span<const uint8_t> Data(
        reinterpret_cast<const uint8_t *>(Owner->getBufferStart()),
        Owner->getBufferSize());
    return Bytes{Data, std::move(Owner)};
  };

  ObjectCache::Key Key{Path, Status->getUniqueID().getDevice(),
                       Status->getUniqueID().getFile(), Status->getSize(),
                       Status->getLastModificationTime()};
  ObjectCache &Cache = ObjectCache::process();
  if (auto Same = Cache.find(Key, Known == Freshness::ByTime, Read))
    return {std::move(Same), {}, false, Key.Modified};

  Expected<Bytes> Content = Read();
  if (!Content)
    return {nullptr, Content.takeError().message(), false};
  if (Content->Data.empty())
    return failure(Path, "the file is empty");
  std::shared_ptr<const btf::Object> Base;
  if (MayBeSplit && btf::Object::needsBase(Content->Data)) {
    Loaded L = loadBase(Path);
    if (!L.Types)
      return L;
    Base = std::move(L.Types);
  }
  auto Types = btf::Object::parse(Path, std::move(*Content), Base);
  if (!Types)
    return {nullptr, Types.takeError().message(), false};
  // Split BTF is small and hangs on its base's identity: only the base is kept.
  return {Base ? std::move(*Types) : Cache.keep(Key, std::move(*Types)),
          {},
          false,
          Key.Modified};
}

Loaded Loader::loadBase(llvm::StringRef Path) {
  std::string Base = this->Base;
  // What the kernel shows of a module counts on from what it shows of itself.
  if (Base.empty() && isShownByKernel(Path))
    Base = "/sys/kernel/btf/vmlinux";
  if (Base.empty())
    return failure(Path.str(), "this is split BTF: name its base with "
                               "btf-base=FILE");
  Loaded L =
      load(Base, /*Directory=*/{}, /*MayBeSplit=*/false, judge::Tier::Explicit);
  if (!L.Types)
    L.Failure = Path.str() + ": its base: " + L.Failure;
  return L;
}

LoadedObjects clangfe::loadObjects(clang::FileManager &Files,
                                   const Options &Opts, Freshness Known) {
  return Loader(Files, Opts.base(), Known).run(Opts.objects());
}

LoadedObjects
clangfe::loadObjects(clang::FileManager &Files,
                     const std::vector<Options::ObjectFile> &Objects,
                     const std::string &Base) {
  return Loader(Files, Base, Freshness::ByTime).run(Objects);
}

void clangfe::recordDependencies(clang::Preprocessor &PP,
                                 const std::vector<std::string> &Files) {
  clang::PPCallbacks *Callbacks = PP.getPPCallbacks();
  if (!Callbacks)
    return;
  clang::Token Name;
  Name.startToken();
  for (const std::string &File : Files) {
    auto Entry = PP.getFileManager().getFileRef(File);
    if (!Entry) {
      llvm::consumeError(Entry.takeError());
      continue;
    }
    // What a header guarded by #pragma once causes the second time: what
    // lists the inputs of a compile lists it, and no file is entered.
    Callbacks->FileSkipped(*Entry, Name, clang::SrcMgr::C_User);
  }
}
