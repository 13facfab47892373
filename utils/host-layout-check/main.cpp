//===- main.cpp - The part of `host-layout check` that parses -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a compile_commands.json and writes a line of JSON for each of its
// commands: first which there are, then for each that it begins and what became
// of it. After a crash they say which unit was at work.
//
//===----------------------------------------------------------------------===//

#include "DwarfLines.h"
#include "Recorder.h"
#include "Report/HelperLines.h"
#include "Report/Shards.h"
#include "CommandCheck.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <atomic>
#include <cstdio>
#include <mutex>
#include <pthread.h>

using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;

namespace {

/// As much as a compiler has: templates nest deeply.
constexpr size_t StackSize = size_t(32) << 20;

constexpr std::string_view DwarfOption = "--dwarf-types=";

class Run {
public:
  Run(const CheckOptions &Options, const Resolver &Clang,
      std::vector<CompileCommand> Commands)
      : Options(Options), Clang(Clang), Commands(std::move(Commands)) {}

  void all() {
    for (const CompileCommand &C : Commands) {
      report::Unit Planned;
      Planned.Id = C.Id;
      Planned.File = reportedPath(C.File, C, Options.How);
      write(Planned);
    }
    std::vector<pthread_t> Threads;
    pthread_attr_t Attributes;
    pthread_attr_init(&Attributes);
    pthread_attr_setstacksize(&Attributes, StackSize);
    while (Threads.size() < std::min<size_t>(Options.Threads, Commands.size()))
      if (pthread_t T; pthread_create(&T, &Attributes, work, this) == 0)
        Threads.push_back(T);
      else
        break;
    if (Threads.empty())
      work(this);
    for (pthread_t T : Threads)
      pthread_join(T, nullptr);
  }

private:
  static void *work(void *Of) {
    Run &R = *static_cast<Run *>(Of);
    CommandCheck Judge(R.Options, R.Clang, R.State);
    for (size_t I; (I = R.Next++) < R.Commands.size();) {
      const CompileCommand &C = R.Commands[I];
      R.write(report::Begun{C.Id});
      if (std::optional<report::Unit> U = Judge.judge(C))
        R.write(std::move(*U));
      else
        R.write(report::LeftOut{C.Id});
    }
    return nullptr;
  }

  void write(const report::HelperLine &What) {
    const std::string Line = report::toLine(What);
    std::lock_guard Guard(Lock);
    std::fwrite(Line.data(), 1, Line.size(), stdout);
    std::fflush(stdout);
  }

  const CheckOptions &Options;
  const Resolver &Clang;
  std::vector<CompileCommand> Commands;
  SharedState State;
  std::atomic<size_t> Next = 0;
  std::mutex Lock;
};

Expected<std::vector<CompileCommand>> commandsOf(const CheckOptions &Options) {
  if (Options.Database.empty())
    return commandsFor(Options.Files, Options.Flags, Options.How.Directory);
  Expected<std::vector<CompileCommand>> Commands =
      readCommands(Options.Database);
  if (Commands)
    return Commands;
  return Commands.takeError().in(
      std::string(report::relativeTo(Options.How.Directory, Options.Database)));
}

int fail(const Error &E) {
  std::fprintf(stderr, "host-layout: error: %s\n", E.message().c_str());
  return 2;
}

} // namespace

int main(int Argc, char **Argv) {
  if (std::string_view Word = Argc == 2 ? Argv[1] : "";
      Word.starts_with(DwarfOption)) {
    Word.remove_prefix(DwarfOption.size());
    std::optional<Error> Wrong = printDwarfLines(std::string(Word));
    return Wrong ? fail(*Wrong) : 0;
  }
  Expected<CheckOptions> Options = readOptions({Argv + 1, Argv + Argc});
  if (!Options)
    return fail(Options.takeError());
  Expected<std::vector<CompileCommand>> Commands = commandsOf(*Options);
  if (!Commands)
    return fail(Commands.takeError());
  // Else a source that is never compiled would pass for one without findings.
  for (const std::string &Source : Options->Sources)
    if (std::none_of(Commands->begin(), Commands->end(),
                     [&](const CompileCommand &C) { return C.Real == Source; }))
      return fail(Error("no command of " +
                        std::string(report::relativeTo(Options->How.Directory,
                                                       Options->Database)) +
                        " compiles this file")
                      .in(std::string(
                          report::relativeTo(Options->How.Directory, Source))));
  if (!Options->OutputList.empty())
    if (std::optional<Error> Wrong = keepMakers(*Commands, Options->OutputList))
      return fail(*Wrong);
  std::erase_if(*Commands, [&](const CompileCommand &C) {
    return !report::holds(
        Options->Part,
        report::relativeTo(Options->How.Root,
                           reportedPath(C.File, C, Options->How)));
  });
  if (!Options->Ids.empty())
    std::erase_if(*Commands, [&](const CompileCommand &C) {
      return !Options->Ids.count(C.Id);
    });

  // The caller runs what crashes once more, alone, and reads what LLVM says.
  if (Options->TellsCrashes)
    llvm::EnablePrettyStackTrace();
  else
    llvm::install_fatal_error_handler([](void *, const char *, bool) {});
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargets();
  llvm::InitializeAllTargetMCs();
  Resolver Clang(HOSTLAYOUT_CLANG);
  std::string Headers = Clang.resources() + "/include";
  if (!llvm::vfs::getRealFileSystem()->exists(Headers))
    return fail(
        Error("the headers of Clang are not installed").in(std::move(Headers)));
  Run(*Options, Clang, std::move(*Commands)).all();
  return 0;
}
