//===- Scan.cpp - Which files need no parsing -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Scan.h"

#include "BTF/Skeleton.h"
#include "Compat.h"
#include "SourceText.h"

#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstring>
#include <mutex>
#include <unordered_map>

using namespace hostlayout;
using namespace hostlayout::check;
using llvm::StringRef;

static constexpr char Marker[] = "host_layout";

static bool contains(StringRef Text, StringRef Part) {
  return memmem(Text.data(), Text.size(), Part.data(), Part.size()) != nullptr;
}

/// Whether \p Text may hold directives that scanning does not see, those that
/// begin with a digraph or a trigraph, or names in two parts.
static bool isOdd(StringRef Text) {
  std::vector<unsigned> CutNames;
  findCutNames(Text, CutNames);
  return !CutNames.empty() || contains(Text, "%:") || contains(Text, "\?\?=");
}

struct ScanCache::Impl {
  Impl()
      : Service(compat::fastScan<compat::scanning::ScanningMode>(),
                compat::scanning::ScanningOutputFormat::Make) {}

  compat::scanning::DependencyScanningService Service;
  std::mutex Lock;
  std::unordered_map<std::string, bool> OfInterest;
};

ScanCache::ScanCache() : P(std::make_unique<Impl>()) {}
ScanCache::~ScanCache() = default;

bool ScanCache::isOfInterest(const std::string &File) {
  {
    std::lock_guard Guard(P->Lock);
    if (auto At = P->OfInterest.find(File); At != P->OfInterest.end())
      return At->second;
  }
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  bool Is = true;
  if (Buffer) {
    StringRef Text = (*Buffer)->getBuffer();
    Is = contains(Text, Marker) || isOdd(Text) ||
         btf::isSkeleton({Text.data(), Text.size()});
  }
  std::lock_guard Guard(P->Lock);
  P->OfInterest.emplace(File, Is);
  return Is;
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

std::vector<std::string> check::prerequisites(const std::string &Rule) {
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

std::optional<std::vector<std::string>> Scanner::files(const Invocation &I,
                                                       const Command &C) {
  std::optional<std::string> Rule =
      compat::dependencyRule(P->Tool, I.Arguments, C.Directory);
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
