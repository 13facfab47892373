//===- CommandCheck.cpp - One compile command, judged ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandCheck.h"

#include "Project/Compat.h"
#include "CheckAction.h"
#include "UnitObjects.h"
#include "Clang/Compat.h"
#include "Clang/Objects.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/TargetOptions.h"
#include "clang/Frontend/FrontendOptions.h"
#include "clang/Lex/PreprocessorOptions.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;

/// Rounds of leaving out what this Clang does not take.
static constexpr unsigned MostRounds = 8;

static report::Unit failure(const CompileCommand &C, const Display &How,
                            const std::string &Why) {
  report::Unit U;
  U.Id = C.Id;
  U.File = reportedPath(C.File, C, How);
  U.State = report::UnitState::Failed;
  U.Why = std::string(report::relativeTo(How.Directory, U.File)) +
          ": error: " + Why + "\n";
  return U;
}

bool CommandCheck::isAskedFor(
    const CompileCommand &C,
    const std::optional<std::vector<std::string>> &Files) const {
  if ((Options.Sources.empty() && !Options.asksByIncludes()) ||
      Options.Sources.count(C.Real))
    return true;
  if (!Options.asksByIncludes())
    return false;
  // Without its files it cannot be ruled out.
  return !Files || llvm::any_of(*Files, [&](const std::string &File) {
    std::string Real = realPath(File);
    return Options.Headers.count(Real) ||
           llvm::any_of(Options.Directories, [&](const std::string &Directory) {
             return report::relativeTo(Directory, Real).size() != Real.size();
           });
  });
}

std::optional<report::Unit> CommandCheck::judge(const CompileCommand &C) {
  if (!Options.asksByIncludes() && !isAskedFor(C, std::nullopt))
    return std::nullopt;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS(
      llvm::vfs::createPhysicalFileSystem().release());
  if (std::error_code Wrong = FS->setCurrentWorkingDirectory(C.Directory))
    return failure(C, Options.How, C.Directory + ": " + Wrong.message());
  Invocation I = Commands.resolve(C, *FS);
  if (!I.Front)
    return failure(C, Options.How, I.Failure);

  const bool MustParse =
      Options.ParsesAll || (I.HasModules && ScanCache::imports(C.File));
  if (!Options.asksByIncludes() &&
      (MustParse || Files.isOfInterestAtAGlance(I, C)))
    return parse(C, std::move(I), std::move(FS));

  std::optional<std::vector<std::string>> Read = Files.files(I, C);
  if (!isAskedFor(C, Read))
    return std::nullopt;
  if (Read && !MustParse && !Files.isOfInterest(I, *Read)) {
    report::Unit U;
    U.Id = C.Id;
    U.File = reportedPath(C.File, C, Options.How);
    U.State = report::UnitState::Unmarked;
    if (Options.WantsShared) {
      addShared(C, I, U);
      if (!clangfe::compat::isBpf(
              llvm::Triple(I.Front->getTargetOpts().Triple)))
        U.Sources = hostSources(*Read, C, Options.How);
    }
    return U;
  }
  return parse(C, std::move(I), std::move(FS));
}

/// The objects of a unit that marks nothing.
void CommandCheck::addShared(const CompileCommand &C, const Invocation &I,
                          report::Unit &To) {
  std::vector<Error> Ignored;
  clangfe::Options Opts = unitOptions(Options, I.PluginArguments, Ignored);
  (void)Opts.addMacros(I.Front->getPreprocessorOpts());
  FileManager Manager({C.Directory});
  for (const UnitObject &O :
       nameObjects(clangfe::loadObjects(Manager, Opts).Sources, C, Options))
    for (report::SharedType &T : State.Types.collect(*O.Source.Types, O.Name))
      To.Shared.push_back(std::move(T));
}

/// What is known of files holds for all units: none changes meanwhile, or the
/// verdict would depend on when.
llvm::IntrusiveRefCntPtr<FileManager>
CommandCheck::managerIn(const std::string &Directory,
                        llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS) {
  if (!Manager || ManagedIn != Directory) {
    Manager = new FileManager({Directory}, std::move(FS));
    ManagedIn = Directory;
  }
  return Manager;
}

report::Unit
CommandCheck::parse(const CompileCommand &C, Invocation I,
                 llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS) {
  bool ParsesAll = Options.ParsesAll;
  for (unsigned Round = 1;; ++Round) {
    FrontendOptions &Front = I.Front->getFrontendOpts();
    Front.SkipFunctionBodies = !ParsesAll;
    // Those of the product's compiler.
    Front.Plugins.clear();
    Front.AddPluginActions.clear();
    Front.PluginArgs.clear();
    // Or it counts its errors on standard error.
    I.Front->getDiagnosticOpts().ShowCarets = false;

    Recorder To(C, Options.How);
    CheckRun Run{Options, C, To, {}, {}, nullptr, {}, ParsesAll};
    Run.Opts = unitOptions(Options, I.PluginArguments, Run.WrongOptions);
    if (Options.WantsShared)
      Run.Shared = &State.Types;
    // What is wrong with an overlay shows where its files are missed.
    compat::ErrorCounter Ignored;
    compat::Engine Engine(Ignored);
    llvm::IntrusiveRefCntPtr<FileManager> Manager;
    if (I.Front->getHeaderSearchOpts().VFSOverlayFiles.empty())
      Manager = managerIn(C.Directory, FS);
    else
      Manager = new FileManager({C.Directory}, createVFSFromCompilerInvocation(
                                                   *I.Front, *Engine, FS));
    bool Ran = checkActions(Run)->runInvocation(
        I.Front, Manager.get(), std::make_shared<PCHContainerOperations>(),
        &To);

    if (!To.commandErrors().empty() && Round != MostRounds) {
      I = Commands.without(std::move(I), To.commandErrors(), C, *FS);
      if (I.Front)
        continue;
      return failure(C, Options.How, I.Failure);
    }
    if (Run.ParsesAll != ParsesAll) {
      ParsesAll = true;
      I = Commands.resolve(C, *FS);
      if (I.Front)
        continue;
      return failure(C, Options.How, I.Failure);
    }
    report::Unit U = std::move(Run.Result);
    U.Id = C.Id;
    U.File = reportedPath(C.File, C, Options.How);
    for (report::Result &F : To.takeMisuses())
      U.Findings.push_back(std::move(F));
    U.State =
        To.failed() ? report::UnitState::Failed : report::UnitState::Judged;
    U.Why = To.failure();
    if (!Ran && !To.failed() && U.Findings.empty())
      return failure(C, Options.How, "clang stopped without a reason");
    // What does not compile may not be what it looks like.
    if (To.failed())
      for (report::MarkedType &S : U.Subjects)
        S.IsChecked = false;
    return U;
  }
}
