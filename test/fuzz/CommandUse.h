//===- CommandUse.h - Runs the commands on an object ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The commands' own code, from the command line to the last byte of output, in
// this process: what a user runs on an object that somebody else made. Files
// are in memory.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_FUZZ_COMMANDUSE_H
#define HOSTLAYOUT_TEST_FUZZ_COMMANDUSE_H

#include "BTF/Object.h"
#include "BTFBuilder.h"
#include "BTFExercise.h"
#include "Command.h"
#include "Support/Descriptor.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace hostlayout::test {

/// A file without a name, and the path that leads to it.
class MemoryFile {
public:
  MemoryFile() : File(memfd_create("object", MFD_CLOEXEC)) {
    if (!File)
      broken("there is memory for a file", 0);
  }
  std::string path() const {
    return "/proc/self/fd/" + std::to_string(File.get());
  }
  int number() const { return File.get(); }

  void set(std::span<const uint8_t> Data) {
    if (ftruncate(File.get(), 0) != 0 ||
        pwrite(File.get(), Data.data(), Data.size(), 0) !=
            static_cast<ssize_t>(Data.size()))
      broken("a file in memory can be written", Data.size());
  }
  std::string take() {
    std::string Text(static_cast<size_t>(lseek(File.get(), 0, SEEK_END)), 0);
    if (pread(File.get(), Text.data(), Text.size(), 0) !=
            static_cast<ssize_t>(Text.size()) ||
        ftruncate(File.get(), 0) != 0 || lseek(File.get(), 0, SEEK_SET) != 0)
      broken("a file in memory can be read", Text.size());
    return Text;
  }

private:
  Descriptor File;
};

class CommandUse {
public:
  CommandUse() {
    Good.set(goodObject());
    GoodLock.set(lockOf(goodObject()));
  }

  /// The lock of the object \p Data; empty where there is nothing to lock.
  std::vector<uint8_t> lockOf(std::span<const uint8_t> Data) {
    Object.set(Data);
    runOne({"lock", Object.path()});
    const std::vector<uint8_t> Text(Said.begin(), Said.end());
    useOwnLock(Object.path());
    require(Code == command::Clean || Code == command::NothingChecked,
            "an object agrees with its own lock");
    return Text;
  }

  /// Compares \p Object with the lock \p Text, which may be damaged.
  void useLock(std::span<const uint8_t> Text, std::span<const uint8_t> Data) {
    Object.set(Data);
    Lock.set(Text);
    runOne({"lock", "--verify", Lock.path(), Object.path()});
    runOne({"diff", Lock.path(), Object.path(), "--json"});
  }

  /// Runs every command on \p Data. \p Turn selects among their options. \p
  /// IsReadable: it is an object; else one command is enough, for all read it
  /// the same way. \p Base: of split BTF, or nothing.
  void run(std::span<const uint8_t> Data, unsigned Turn, bool IsReadable,
           std::span<const uint8_t> Base = {}) {
    Object.set(Data);
    if (!Base.empty())
      BaseFile.set(Base);
    HasBase = !Base.empty();
    const std::string It = Object.path();
    const std::vector<std::vector<std::string>> All = {
        {"show", It, "--all"},
        {"show", It, "--all", "--json"},
        {"show", It},
        {"show", It, "--json"},
        {"gen", It, "--all", "--lang=c"},
        {"gen", It, "--all", "--lang=c++"},
        {"gen", It, "--all", "--lang=go"},
        {"gen", It, "--all", "--lang=rust"},
        {"gen", It, "--lang=c", "--asserts"},
        {"gen", It, "--lang=c++", "--asserts", "--prefix=p_"},
        {"gen", It, "--lang=go"},
        {"diff", Good.path(), It, "--set=hole=warning"},
        {"diff", It, Good.path(), "--json", "--set=alignment=error"},
        {"diff", It, It, "--werror"},
        {"lock", It},
        {"lock", It, "--pinned=.bss", "--pinned=.data"},
        {"lock", "--verify", GoodLock.path(), It},
        {"diff", It, Good.path(), "--pinned=.bss"},
        {"lint", It},
        {"stamp", It},
        {"assert", It, "--header=h.h"},
        {"assert", It, "--header=h.h", "--lang=c"},
        {"check", "--btf=" + It},
    };
    if (!IsReadable) {
      const bool WasRead = runOne(All[Turn % All.size()]);
      if (WasRead && All[Turn % All.size()].front() != "check")
        broken("what is no object is refused", Turn);
      return;
    }
    for (const std::vector<std::string> &Words : All)
      // It looks for the project around it.
      if (Words.front() != "check" || Turn % 16 == 0)
        runOne(Words);
    useOwnLock(It);
    useNames(Data, It, Turn);
  }

private:
  using Words = std::vector<std::string>;
  static constexpr size_t MostNames = 8;

  /// What has the names that the damaged objects had before.
  static std::vector<uint8_t> goodObject() {
    BlobBuilder B;
    TypeId Int = B.u32();
    B.structure("event", 8, {{"pid", Int, 0}, {"ts", Int, 32}});
    B.structure("s", 4, {{"a", Int, 0}});
    B.record(btf::Kind::Union, "u", 4, {{"a", Int, 0}});
    B.alias(btf::Kind::Typedef, 2, "t");
    B.section(".bss", 4, {{B.variable("v", Int), 0, 4}});
    return B.blob();
  }

  /// What is written as a lock can be read.
  void useOwnLock(const std::string &It) {
    if (!runOne({"lock", It}))
      return;
    Lock.set({reinterpret_cast<const uint8_t *>(Said.data()), Said.size()});
    runOne({"lock", "--verify", Lock.path(), It});
    // Damage makes what cannot be compared: integers of 7 bytes, two
    // enumerators of one name. All of it can be written and read.
    require(Code != command::Failed, "an object's own lock can be read");
  }

  /// Types, roles and sections by their names.
  void useNames(std::span<const uint8_t> Data, const std::string &It,
                unsigned Turn) {
    std::shared_ptr<const btf::Object> OnBase;
    if (HasBase && btf::Object::needsBase(Data))
      if (auto Read = btf::Object::parse("base", own(BaseBytes())))
        OnBase = *Read;
    auto O = btf::Object::parse("x", {Data, nullptr}, OnBase);
    if (!O)
      return;
    std::vector<std::string> Names = {"no such type", ".bss", "a.value"};
    (*O)->forEachName([&](std::string_view Name) {
      if (Names.size() < MostNames)
        Names.emplace_back(Name);
    });
    for (const btf::MapInfo &Map : (*O)->maps())
      if (Names.size() < 2 * MostNames)
        Names.push_back(std::string(Map.Name) + ".value");
    for (const btf::SectionInfo &S : (*O)->sections())
      if (Names.size() < 3 * MostNames)
        Names.emplace_back(S.Name);
    for (size_t I = Turn % 3; I < Names.size(); I += 3) {
      const std::string &Name = Names[I];
      runOne({"show", It, "--", Name});
      runOne({"gen", It, "--type=" + Name});
      runOne({"assert", It, "--header=h.h", "--type=" + Name + "=host"});
      runOne({"diff", It, It, "--", Name});
    }
  }

  std::vector<uint8_t> BaseBytes() {
    std::string Text = BaseFile.take();
    std::vector<uint8_t> Data(Text.begin(), Text.end());
    BaseFile.set(Data);
    return Data;
  }

  /// Whether the command did not fail.
  bool runOne(Words Line) {
    if (HasBase)
      Line.insert(Line.begin() + 1, "--btf-base=" + BaseFile.path());
    const Descriptor Own(dup(STDOUT_FILENO));
    dup2(Output.number(), STDOUT_FILENO);
    char *Told = nullptr;
    size_t ToldBytes = 0;
    // Not the descriptor: a sanitiser writes to that.
    FILE *const OwnErrors =
        std::exchange(stderr, open_memstream(&Told, &ToldBytes));
    Code = command::runCommand(Line);
    std::fflush(stdout);
    std::fclose(std::exchange(stderr, OwnErrors));
    const std::string Errors(Told, ToldBytes);
    std::free(Told);
    dup2(Own.get(), STDOUT_FILENO);

    Now = Line;
    Said = Output.take();
    requirePrintable(Said);
    requirePrintable(Errors);
    require(Code >= command::Clean && Code <= command::NothingChecked,
            "a command ends with one of its codes");
    require((Code == command::Failed) ==
                (Errors.find("host-layout: error: ") != std::string::npos),
            "a command that fails says why");
    return Code != command::Failed;
  }

  void require(bool Holds, const char *Promise) {
    if (Holds)
      return;
    for (const std::string &Word : Now)
      std::fprintf(stderr, "%s ", Word.c_str());
    broken(Promise, 0);
  }
  void requirePrintable(std::string_view Text) {
    for (size_t I = 0; I != Text.size(); ++I) {
      const unsigned char C = static_cast<unsigned char>(Text[I]);
      if ((C >= 0x20 && C < 0x7f) || C == '\n' || C == '\t')
        continue;
      const size_t Length = std::min<size_t>(I, 80);
      std::fprintf(stderr, "%.*s\\x%02x\n", int(Length),
                   Text.data() + (I - Length), C);
      require(false, "what is written is printable");
    }
  }

  MemoryFile Object, Good, BaseFile, Output, Lock, GoodLock;
  int Code = 0;     ///< of the last command
  std::string Said; ///< by the last command, on its standard output
  bool HasBase = false;
  Words Now;
};

} // namespace hostlayout::test

#endif
