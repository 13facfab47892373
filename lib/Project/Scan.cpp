//===- Scan.cpp - Which files need no parsing -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/Scan.h"

#include "BTF/Skeleton.h"
#include "Project/Compat.h"
#include "Project/SourceText.h"

#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <set>
#include <tuple>
#include <unordered_map>

using namespace hostlayout;
using namespace hostlayout::project;
using llvm::StringRef;

static constexpr char Marker[] = "host_layout";

/// A glance that tries more paths than this would take as long as the scan that
/// it is to save.
static constexpr size_t MostTries = 1000;

static bool contains(StringRef Text, StringRef Part) {
  return memmem(Text.data(), Text.size(), Part.data(), Part.size()) != nullptr;
}

/// Whether \p Text names the attribute, or may have been meant to: what is
/// misspelt is reported as well.
static bool mayMark(StringRef Text) {
  return contains(Text, Marker) || contains(Text, "bpf::") ||
         contains(Text, "HOST_LAYOUT") || contains(Text, "hostlayout") ||
         contains(Text, "ostLayout");
}

/// Whether \p Text may hold directives that scanning does not see, those that
/// begin with a digraph or a trigraph, or names in two parts.
static bool isOdd(StringRef Text) {
  std::vector<unsigned> CutNames;
  findCutNames(Text, CutNames);
  return !CutNames.empty() || contains(Text, "%:") || contains(Text, "\?\?=");
}

/// What the files that \p Text includes are called, whether or not it does so
/// under a condition.
static std::vector<std::string> includesIn(StringRef Text) {
  std::vector<std::string> Names;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    Line = Line.ltrim();
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    if (!Line.consume_front("include"))
      continue;
    Line = Line.ltrim();
    if (Line.consume_front("\""))
      Names.push_back(Line.split('"').first.str());
    else if (Line.consume_front("<"))
      Names.push_back(Line.split('>').first.str());
  }
  return Names;
}

/// What can be seen in the text of a file.
struct ScanCache::Facts {
  bool IsReadable = false;
  bool IsOfInterest = true;
  std::vector<std::string> Includes;
};

struct ScanCache::Impl {
  compat::scanning::DependencyScanningService Service =
      compat::fastScanService<compat::scanning::DependencyScanningService>();
  std::mutex Lock;
  /// Entries stay where they are.
  std::unordered_map<std::string, Facts> Files;
};

ScanCache::ScanCache() : P(std::make_unique<Impl>()) {}
ScanCache::~ScanCache() = default;

const ScanCache::Facts &ScanCache::look(const std::string &File) {
  {
    std::lock_guard Guard(P->Lock);
    if (auto At = P->Files.find(File); At != P->Files.end())
      return At->second;
  }
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  Facts Seen;
  if (Buffer) {
    StringRef Text = (*Buffer)->getBuffer();
    Seen.IsReadable = true;
    Seen.IsOfInterest = mayMark(Text) || namesLibbpf(Text) || isOdd(Text) ||
                        btf::isSkeleton({Text.data(), Text.size()});
    Seen.Includes = includesIn(Text);
  }
  std::lock_guard Guard(P->Lock);
  return P->Files.emplace(File, std::move(Seen)).first->second;
}

bool ScanCache::isOfInterest(const std::string &File) {
  return look(File).IsOfInterest;
}

bool ScanCache::imports(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  return Buffer && (contains((*Buffer)->getBuffer(), "import ") ||
                    contains((*Buffer)->getBuffer(), "import\t"));
}

struct Scanner::Impl {
  explicit Impl(compat::scanning::DependencyScanningService &Service)
      : Tool(Service) {}
  compat::scanning::DependencyScanningTool Tool;
};

Scanner::Scanner(ScanCache &Cache)
    : Cache(Cache), P(std::make_unique<Impl>(Cache.P->Service)) {}
Scanner::~Scanner() = default;

bool Scanner::isOfInterestAtAGlance(const Invocation &I,
                                    const CompileCommand &C) {
  std::vector<std::string> Directories;
  for (const auto &Entry : I.Front->getHeaderSearchOpts().UserEntries)
    if (Entry.Group == clang::frontend::Quoted ||
        Entry.Group == clang::frontend::Angled)
      Directories.push_back(absolutePath(C.Directory, Entry.Path));

  std::set<std::string> Tried = {C.File};
  std::vector<std::string> Files = {C.File};
  for (size_t At = 0; At != Files.size() && Tried.size() < MostTries; ++At) {
    const ScanCache::Facts &Facts = Cache.look(Files[At]);
    if (Facts.IsOfInterest)
      return true;
    Directories.push_back(llvm::sys::path::parent_path(Files[At]).str());
    for (const std::string &Name : Facts.Includes)
      for (const std::string &Directory : Directories)
        if (std::string Path = absolutePath(Directory, Name);
            Tried.insert(Path).second && Cache.look(Path).IsReadable)
          Files.push_back(std::move(Path));
    Directories.pop_back();
  }
  return false;
}

std::vector<std::string> project::prerequisites(const std::string &Rule) {
  std::vector<std::string> Files;
  size_t At = Rule.find(": ");
  if (At == std::string::npos)
    return Files;
  std::string File;
  auto Finish = [&] {
    if (!File.empty())
      Files.push_back(std::move(File));
    File.clear();
  };
  for (++At; At < Rule.size(); ++At) {
    char C = Rule[At], Next = At + 1 < Rule.size() ? Rule[At + 1] : '\n';
    if (C == '\\' && Next == '\n') {
      Finish();
      ++At;
    } else if ((C == '\\' && (Next == ' ' || Next == '#' || Next == '\\')) ||
               (C == '$' && Next == '$')) {
      File += Next;
      ++At;
    } else if (C == ' ' || C == '\n') {
      Finish();
    } else {
      File += C;
    }
  }
  Finish();
  return Files;
}

std::optional<std::vector<std::string>>
Scanner::files(const Invocation &I, const CompileCommand &C) {
  // As announce() does where a file is parsed: what is included may hang on it.
  std::vector<std::string> Arguments = I.Arguments;
  Arguments.push_back("-D__BPF_HOST_LAYOUT__=1");
  std::optional<std::string> Rule =
      compat::dependencyRule(P->Tool, Arguments, C.Directory);
  if (!Rule)
    return std::nullopt;
  std::vector<std::string> Files = prerequisites(*Rule);
  for (std::string &File : Files)
    File = absolutePath(C.Directory, File);
  return Files;
}

bool Scanner::isOfInterest(const Invocation &I,
                           const std::vector<std::string> &Files) {
  for (const auto &Macro : I.Front->getPreprocessorOpts().Macros)
    if (StringRef(Macro.first).split('=').second.contains(Marker))
      return true;
  return std::any_of(Files.begin(), Files.end(), [&](const std::string &File) {
    return Cache.isOfInterest(File);
  });
}
