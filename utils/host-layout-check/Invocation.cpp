//===- Invocation.cpp - A compile command as Clang takes it ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Invocation.h"

#include "Compat.h"

#include "clang/Driver/Compilation.h"
#include "clang/Driver/Driver.h"
#include "clang/Driver/Tool.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using llvm::StringRef;

namespace {

/// The words of each error.
class ErrorList final : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error)
      return;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    Errors.push_back(std::string(Text.str()));
  }

  std::vector<std::string> Errors;
};

} // namespace

static bool startsWith(StringRef Text, StringRef Start) {
  return Text.substr(0, Start.size()) == Start;
}

static bool startsWithAny(StringRef Word,
                          std::initializer_list<StringRef> Starts) {
  return std::any_of(Starts.begin(), Starts.end(),
                     [&](StringRef S) { return startsWith(Word, S); });
}

bool check::changesLayout(StringRef Word) {
  return startsWithAny(Word, {"-fpack-struct",
                              "-fshort-",
                              "-fno-short-",
                              "-fsso-struct",
                              "-funsigned-bitfields",
                              "-fno-signed-bitfields",
                              "-fplan9-extensions",
                              "-fplugin=randomize_layout",
                              "-mabi=",
                              "-malign-",
                              "-mno-align-",
                              "-m96bit-long-double",
                              "-m128bit-long-double",
                              "-mlong",
                              "-mint",
                              "-mdouble=",
                              "-mno-int",
                              "-mshort",
                              "-mms-bitfields",
                              "-mno-ms-bitfields",
                              "-mstructure-size-boundary",
                              "-m16",
                              "-m32",
                              "-m64",
                              "-mx32",
                              "-mabi",
                              "-target",
                              "--target"});
}

/// Words that say what to write, how to warn or what to generate: a syntax
/// check has no use for them, and each may be unknown or fail.
static bool isIdle(StringRef Word) {
  return startsWithAny(Word, {"-c", "-S", "-E"}) && Word.size() == 2
             ? true
             : startsWithAny(Word, {"-W", "-save-temps", "--save-temps",
                                    "-flto", "-fno-lto", "-fdump-", "-fsyntax",
                                    "-fprofile", "-fcoverage", "-ftest-cov",
                                    "-fmodules-cache", "-fdiagnostics", "-pipe",
                                    "-fcolor-", "-fno-color-", "-w", "-Q"});
}

/// The directory of GCC's own headers, which only GCC can read: Clang has its
/// own.
static bool isGccHeaders(StringRef Directory) {
  StringRef Last = llvm::sys::path::filename(Directory);
  return Directory.contains("/lib/gcc/") &&
         (Last == "include" || Last == "include-fixed");
}

namespace {

/// Goes through the words of a command once.
class Filter {
public:
  Filter(const Command &C, Invocation &Into) : C(C), Into(Into) {}

  void run() {
    const std::vector<std::string> &Words = C.Arguments;
    for (At = 1; At < Words.size(); ++At) {
      StringRef Word = Words[At];
      if (Word == "-Xclang")
        frontEnd();
      else if (startsWith(Word, "-Wp,"))
        preprocessor(Word.drop_front(4));
      else if (!plugin(Word) && !output(Word) && !header(Word) && !isIdle(Word))
        Kept.push_back(Word.str());
    }
  }

  std::vector<std::string> Kept;

private:
  StringRef next() {
    return At + 1 < C.Arguments.size() ? StringRef(C.Arguments[++At])
                                       : StringRef();
  }

  /// `-Xclang -plugin-arg-hostlayout -Xclang btf=F`: two pairs belong together.
  void frontEnd() {
    StringRef Word = next();
    auto Value = [&] {
      return At + 1 < C.Arguments.size() && C.Arguments[At + 1] == "-Xclang"
                 ? (++At, next())
                 : StringRef();
    };
    if (Word == "-plugin-arg-hostlayout")
      Into.PluginArguments.push_back(Value().str());
    else if (startsWith(Word, "-plugin-arg-") || Word == "-load" ||
             Word == "-plugin" || Word == "-add-plugin" ||
             Word == "-include-pch")
      Value();
    else
      Kept.insert(Kept.end(), {"-Xclang", Word.str()});
  }

  void preprocessor(StringRef Words) {
    llvm::SmallVector<StringRef> Split;
    Words.split(Split, ',');
    for (size_t I = 0; I != Split.size(); ++I)
      if (Split[I] == "-MD" || Split[I] == "-MMD" || Split[I] == "-MF" ||
          Split[I] == "-MT" || Split[I] == "-MQ")
        ++I;
      else if (!startsWith(Split[I], "-M"))
        Kept.push_back(Split[I].str());
  }

  bool plugin(StringRef Word) {
    if (Word.consume_front("-fplugin-arg-hostlayout-"))
      Into.PluginArguments.push_back(Word.str());
    else if (startsWith(Word, "-fplugin=") && Word.contains("randomize_layout"))
      Into.Failure = "its structs are laid out at random by " +
                     llvm::sys::path::filename(Word).str();
    else if (!startsWith(Word, "-fplugin") &&
             !startsWith(Word, "-fpass-plugin"))
      return false;
    return true;
  }

  bool output(StringRef Word) {
    if (Word == "-o" || Word == "-MF" || Word == "-MT" || Word == "-MQ" ||
        Word == "-MJ" || Word == "--serialize-diagnostics" ||
        Word == "-aux-info" || Word == "-dumpbase" || Word == "-dumpdir" ||
        Word == "--param" || Word == "-wrapper")
      next();
    else if (!(startsWith(Word, "-o") && Word.size() > 2 &&
               !startsWith(Word, "-objc")) &&
             !startsWith(Word, "-M") && !startsWith(Word, "--param="))
      return false;
    return true;
  }

  bool header(StringRef Word) {
    for (StringRef Option : {"-isystem", "-I", "-idirafter", "-iquote"}) {
      if (!startsWith(Word, Option))
        continue;
      bool IsJoined = Word.size() != Option.size();
      StringRef Directory = IsJoined ? Word.drop_front(Option.size())
                            : At + 1 < C.Arguments.size()
                                ? StringRef(C.Arguments[At + 1])
                                : StringRef();
      if (!isGccHeaders(Directory))
        return false;
      if (!IsJoined)
        next();
      return true;
    }
    if (Word != "-include-pch")
      return false;
    // The header it was made from says the same to any Clang.
    StringRef Source = next();
    if (Source.consume_back(".pch") || Source.consume_back(".gch"))
      Kept.insert(Kept.end(), {"-include", Source.str()});
    return true;
  }

  const Command &C;
  Invocation &Into;
  size_t At = 0;
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

Invocation Resolver::resolve(const Command &C,
                             llvm::vfs::FileSystem &Files) const {
  Invocation I;
  Filter Words(C, I);
  Words.run();
  if (!I.Failure.empty())
    return I;
  std::vector<std::string> Named = {C.Arguments.front()};
  tooling::addTargetAndModeForProgramName(Named, C.Arguments.front());
  I.Arguments = {Clang};
  I.Arguments.insert(I.Arguments.end(), Named.begin() + 1, Named.end());
  I.Arguments.insert(I.Arguments.end(),
                     {"-fsyntax-only", "-Wno-everything", "-Qunused-arguments",
                      "-ferror-limit=0"});
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
                             const Command &C,
                             llvm::vfs::FileSystem &Files) const {
  Old.Front = nullptr;
  bool Changed = false;
  for (const std::string &Error : Errors) {
    auto [Begin, End] = culprit(Error, Old.Arguments);
    if (!End)
      continue;
    std::string Word = Old.Arguments[End - 1];
    if (changesLayout(Word)) {
      Old.Failure = "'" + Word +
                    "' may change layouts and is not known to "
                    "this Clang";
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

Invocation Resolver::drive(Invocation I, const Command &C,
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
