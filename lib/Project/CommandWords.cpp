//===- CommandWords.cpp - Which words of a command matter -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/CommandWords.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::project;
using llvm::StringRef;

bool project::startsWith(StringRef Text, StringRef Start) {
  return Text.substr(0, Start.size()) == Start;
}

bool project::startsWithAny(StringRef Word,
                            std::initializer_list<StringRef> Starts) {
  return std::any_of(Starts.begin(), Starts.end(),
                     [&](StringRef S) { return startsWith(Word, S); });
}

bool project::changesLayout(StringRef Word) {
  // By how they begin: most take a value.
  return startsWithAny(Word, {"-fpack-struct",
                              "-fshort-",
                              "-fno-short-",
                              "-fsso-struct",
                              "-funsigned-bitfields",
                              "-fno-signed-bitfields",
                              "-fplan9-extensions",
                              "-mabi",
                              "-malign-double",
                              "-malign-int",
                              "-malign-natural",
                              "-malign-power",
                              "-mno-align-double",
                              "-mno-align-int",
                              "-m96bit-long-double",
                              "-m128bit-long-double",
                              "-mlong32",
                              "-mlong64",
                              "-mlong-double",
                              "-mint8",
                              "-mint16",
                              "-mint32",
                              "-mint64",
                              "-mno-int",
                              "-mdouble=",
                              "-mshort",
                              "-mms-bitfields",
                              "-mno-ms-bitfields",
                              "-mstructure-size-boundary",
                              "-m16",
                              "-m31",
                              "-m32",
                              "-m64",
                              "-mx32",
                              "-target",
                              "--target"});
}

/// Words that say what to write, how to warn or what to generate: a syntax
/// check has no use for them, and each may be unknown or fail.
static bool isIdle(StringRef Word) {
  return Word == "-c" || Word == "-S" || Word == "-E" || Word == "-w" ||
         startsWithAny(Word,
                       {"-W", "-save-temps", "--save-temps", "-flto",
                        "-fno-lto", "-fdump-", "-fsyntax", "-fprofile",
                        "-fcoverage", "-ftest-cov", "-fdiagnostics", "-pipe",
                        "-fcolor-", "-fno-color-", "-mrtd", "-Q"});
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
  explicit Filter(const CompileCommand &C) : C(C) {}

  void run() {
    const std::vector<std::string> &Words = C.Arguments;
    for (At = 1; At < Words.size(); ++At) {
      StringRef Word = Words[At];
      if (startsWith(Word, "@"))
        responseFile(Word.drop_front());
      else if (Word == "-Xclang")
        frontEnd();
      else if (startsWith(Word, "-Wp,"))
        preprocessor(Word.drop_front(4));
      else if (!plugin(Word) && !output(Word) && !directory(Word) &&
               !forcedHeader(Word) && !module(Word) && !isIdle(Word))
        Found.Kept.push_back(Word.str());
    }
  }

  CommandWords Found;

private:
  StringRef next() {
    return At + 1 < C.Arguments.size() ? StringRef(C.Arguments[++At])
                                       : StringRef();
  }

  /// One that was not expanded: it is not there. That of a module map has no
  /// more than the modules, which are missed where they are imported.
  void responseFile(StringRef File) {
    if (llvm::sys::path::extension(File) != ".modmap")
      Found.Refusal = "the response file '" + File.str() +
                      "' of its command cannot be read";
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
      Found.PluginArguments.push_back(Value().str());
    else if (startsWith(Word, "-plugin-arg-") || Word == "-load" ||
             Word == "-plugin" || Word == "-add-plugin")
      Value();
    else if (Word == "-include-pch")
      Found.Precompiled.push_back(Value().str());
    else if (Word == "-include")
      include(Value());
    else
      Found.Kept.insert(Found.Kept.end(), {"-Xclang", Word.str()});
  }

  void preprocessor(StringRef Words) {
    llvm::SmallVector<StringRef> Split;
    Words.split(Split, ',');
    for (size_t I = 0; I != Split.size(); ++I)
      if (Split[I] == "-MD" || Split[I] == "-MMD" || Split[I] == "-MF" ||
          Split[I] == "-MT" || Split[I] == "-MQ")
        ++I;
      else if (!startsWith(Split[I], "-M"))
        Found.Kept.push_back(Split[I].str());
  }

  bool plugin(StringRef Word) {
    if (Word.consume_front("-fplugin-arg-hostlayout-"))
      Found.PluginArguments.push_back(Word.str());
    else if (startsWith(Word, "-fplugin=") && Word.contains("randomize_layout"))
      Found.Refusal = "its structs are laid out at random by " +
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

  bool directory(StringRef Word) {
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
    return false;
  }

  /// Past the driver, which would take a precompiled header in its place.
  void include(StringRef File) {
    Found.Included.push_back(File.str());
    Found.Kept.insert(Found.Kept.end(),
                      {"-Xclang", "-include", "-Xclang", File.str()});
  }

  bool forcedHeader(StringRef Word) {
    if (Word == "-include-pch")
      Found.Precompiled.push_back(next().str());
    else if (Word == "-include" || Word == "--include")
      include(next());
    else if (Word.consume_front("--include=") || Word.consume_front("-include"))
      include(Word);
    else
      return false;
    return true;
  }

  /// A module's header is read like any other: what is in a module is compiled
  /// elsewhere. Modules with names have no other form.
  bool module(StringRef Word) {
    bool Is =
        startsWith(Word, "-fmodule-file=")
            ? !Word.drop_front(14).contains('=')
            : Word == "-fmodules" ||
                  startsWithAny(Word, {"-fmodules-", "-fcxx-modules",
                                       "-fmodule-map-file", "-fmodule-name",
                                       "-fmodule-output", "-fimplicit-module",
                                       "-fbuiltin-module-map"});
    // GCC has modules with names only.
    Found.HasModules |= Is && isClang(C);
    return Is;
  }

  const CompileCommand &C;
  size_t At = 0;
};

} // namespace

CommandWords project::wordsOf(const CompileCommand &C) {
  Filter F(C);
  F.run();
  return std::move(F.Found);
}
