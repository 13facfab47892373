//===- Invocation.cpp - A compile command as Clang takes it ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/Invocation.h"

#include "Project/CommandWords.h"
#include "Project/Compat.h"

#include "clang/Basic/DiagnosticDriver.h"
#include "clang/Driver/Compilation.h"
#include "clang/Driver/Driver.h"
#include "clang/Driver/Tool.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Serialization/ASTReader.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::project;
using llvm::StringRef;

namespace {

/// The words of each error, and of what is said where an option is left out.
class ErrorList final : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Level >= DiagnosticsEngine::Error)
      Errors.push_back(std::string(Text.str()));
    else if (Info.getID() == diag::warn_drv_clang_unsupported)
      LeftOut.push_back(Info.getArgStdStr(0));
  }

  std::vector<std::string> Errors;
  std::vector<std::string> LeftOut;
};

} // namespace

/// The language standard to take where this Clang does not know \p Word's.
static std::string newestStandard(StringRef Word) {
  if (!startsWith(Word, "-std="))
    return {};
  return Word.contains("++") ? "-std=gnu++2b" : "-std=gnu2x";
}

std::string Resolver::resources() const {
  ErrorList Ignored;
  compat::Engine Diagnostics(Ignored);
  return driver::Driver(Clang, llvm::sys::getDefaultTargetTriple(),
                        *Diagnostics)
      .ResourceDir;
}

/// Whether \p Prefix, of a compiler's name, is a target: "xtensa-esp32-elf" is,
/// "my" and "c99" are not.
static bool namesTarget(StringRef Prefix) {
  if (llvm::Triple(Prefix).getArch() != llvm::Triple::UnknownArch)
    return true;
  llvm::SmallVector<StringRef> Parts;
  Prefix.split(Parts, '-');
  return llvm::any_of(llvm::drop_begin(Parts), [](StringRef Part) {
    return startsWithAny(
        Part, {"linux",   "uclinux", "gnu",     "musl",    "uclibc",  "elf",
               "eabi",    "none",    "unknown", "android", "freebsd", "netbsd",
               "openbsd", "darwin",  "mingw",   "rtems",   "vxworks", "qnx",
               "nto",     "solaris", "haiku",   "zephyr"});
  });
}

/// A compiler says its target by its name: "or1k-linux-musl-gcc". Whether that
/// is one for which this Clang has no layouts.
static bool isForUnknownTarget(const std::string &Program) {
  auto Named = driver::ToolChain::getTargetAndModeFromProgramName(Program);
  return !Named.TargetIsValid && namesTarget(Named.TargetPrefix);
}

static std::string layoutFailure(StringRef Word) {
  return "'" + Word.str() +
         "' may change layouts and is not known to this "
         "Clang";
}

/// The header that \p Precompiled was made from; empty if not known.
static std::string headerOf(StringRef Precompiled, const CompileCommand &C,
                            llvm::vfs::FileSystem &Files) {
  StringRef Header = Precompiled;
  if ((Header.consume_back(".pch") || Header.consume_back(".gch")) &&
      Files.exists(absolutePath(C.Directory, Header.str())))
    return Header.str();
  ErrorList Ignored;
  compat::Engine Diagnostics(Ignored);
  FileManager Manager({C.Directory}, &Files);
  return ASTReader::getOriginalSourceFile(
      Precompiled.str(), Manager, RawPCHContainerReader(), *Diagnostics);
}

Invocation Resolver::resolve(const CompileCommand &C,
                             llvm::vfs::FileSystem &Files) const {
  Invocation I;
  if (C.Arguments.empty()) {
    I.Failure = "its command is empty";
    return I;
  }
  CommandWords Words = wordsOf(C);
  I.PluginArguments = std::move(Words.PluginArguments);
  I.HasModules = Words.HasModules;
  const std::string &Program = C.Arguments.front();
  if (isForUnknownTarget(Program))
    I.Failure = "this Clang does not know the target of '" +
                llvm::sys::path::filename(Program).str() + "'";
  else
    I.Failure = std::move(Words.Refusal);
  if (!I.Failure.empty())
    return I;
  std::vector<std::string> Named = {Program};
  tooling::addTargetAndModeForProgramName(Named, Program);
  I.Arguments = {Clang};
  I.Arguments.insert(I.Arguments.end(), Named.begin() + 1, Named.end());
  I.Arguments.insert(I.Arguments.end(),
                     {"-fsyntax-only", "-Wno-everything", "-Qunused-arguments",
                      "-ferror-limit=0"});
  // A precompiled header does not show what it was made from, and only the
  // compiler that made it can read it. The header says the same to any.
  for (const std::string &Precompiled : Words.Precompiled) {
    std::string Header = headerOf(Precompiled, C, Files);
    if (Header.empty()) {
      I.Failure = "the header that '" + Precompiled +
                  "' was made from is not known; build it first";
      return I;
    }
    if (!llvm::is_contained(Words.Included, Header))
      I.Arguments.insert(I.Arguments.end(),
                         {"-Xclang", "-include", "-Xclang", Header});
  }
  I.Arguments.insert(I.Arguments.end(), Words.Kept.begin(), Words.Kept.end());
  return drive(std::move(I), C, Files);
}

/// The first words of \p Arguments that \p Error is about, as a range; empty
/// if none is.
static std::pair<size_t, size_t>
culprit(StringRef Error, const std::vector<std::string> &Arguments) {
  llvm::SmallVector<StringRef> Quoted;
  for (StringRef Rest = Error; Rest.contains('\'');) {
    auto [Word, Behind] = Rest.split('\'').second.split('\'');
    Quoted.push_back(Word);
    Rest = Behind;
  }
  auto Find = [&](auto Matches) {
    for (size_t I = 1; I != Arguments.size(); ++I) {
      StringRef Word = Arguments[I];
      if (Word.empty() || Word[0] != '-' ||
          startsWithAny(Word, {"-D", "-U", "-I", "-i"}) || !Matches(Word))
        continue;
      bool InPair = Arguments[I - 1] == "-Xclang";
      return std::pair(InPair ? I - 1 : I, I + 1);
    }
    return std::pair<size_t, size_t>();
  };
  for (StringRef Q : Quoted)
    if (auto R = Find([&](StringRef W) { return W == Q; }); R.second)
      return R;
  for (StringRef Q : Quoted)
    if (auto R = Find([&](StringRef W) {
          return Q.size() > 2 && Q[0] == '-' && startsWith(W, Q);
        });
        R.second)
      return R;
  for (StringRef Q : Quoted)
    if (auto R = Find([&](StringRef W) {
          return !Q.empty() && W.contains('=') && W.split('=').second == Q;
        });
        R.second)
      return R;
  return {};
}

Invocation Resolver::without(Invocation Old,
                             const std::vector<std::string> &Errors,
                             const CompileCommand &C,
                             llvm::vfs::FileSystem &Files) const {
  Old.Front = nullptr;
  bool Changed = false;
  for (const std::string &Error : Errors) {
    auto [Begin, End] = culprit(Error, Old.Arguments);
    if (!End)
      continue;
    std::string Word = Old.Arguments[End - 1];
    if (changesLayout(Word)) {
      Old.Failure = layoutFailure(Word);
      return Old;
    }
    std::string Instead = newestStandard(Word);
    auto At = Old.Arguments.erase(Old.Arguments.begin() + Begin,
                                  Old.Arguments.begin() + End);
    if (!Instead.empty() && Instead != Word)
      Old.Arguments.insert(At, Instead);
    Changed = true;
  }
  if (!Changed) {
    Old.Failure = Errors.empty() ? "clang cannot run it" : Errors.front();
    return Old;
  }
  Old.Failure.clear();
  return drive(std::move(Old), C, Files);
}

Invocation Resolver::drive(Invocation I, const CompileCommand &C,
                           llvm::vfs::FileSystem &Files) const {
  ErrorList Said;
  compat::Engine Diagnostics(Said);
  driver::Driver Driver(Clang, llvm::sys::getDefaultTargetTriple(),
                        *Diagnostics, "HostLayout", &Files);
  Driver.setCheckInputsExist(false);
  llvm::SmallVector<const char *> Words;
  for (const std::string &Word : I.Arguments)
    Words.push_back(Word.c_str());
  std::unique_ptr<driver::Compilation> Plan(Driver.BuildCompilation(Words));
  if (!Said.Errors.empty())
    return without(std::move(I), Said.Errors, C, Files);
  for (const std::string &Word : Said.LeftOut)
    if (changesLayout(Word)) {
      I.Failure = layoutFailure(Word);
      return I;
    }

  // One job for each source; others are objects that ride along.
  for (const driver::Command &Job : Plan->getJobs()) {
    if (StringRef(Job.getCreator().getName()) != "clang")
      continue;
    auto Front = std::make_shared<CompilerInvocation>();
    CompilerInvocation::CreateFromArgs(*Front, Job.getArguments(),
                                       *Diagnostics);
    if (!Said.Errors.empty())
      return without(std::move(I), Said.Errors, C, Files);
    const auto &Inputs = Front->getFrontendOpts().Inputs;
    if (Inputs.size() == 1 && Inputs[0].isFile() &&
        absolutePath(C.Directory, Inputs[0].getFile().str()) == C.File) {
      Front->getFrontendOpts().DisableFree = false;
      I.Front = std::move(Front);
      return I;
    }
  }
  I.Failure = "its command does not compile it";
  return I;
}
