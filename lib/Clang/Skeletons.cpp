//===- Skeletons.cpp - The skeletons that a unit includes -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Skeletons.h"

#include "BTF/Skeleton.h"
#include "Clang/Compat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Serialization/ASTReader.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <mutex>

using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

/// The files of this process that are skeletons although their names do not say
/// so. A file that is one no longer does no harm: its text decides.
class KnownSkeletons {
public:
  static KnownSkeletons &process() {
    static KnownSkeletons Known;
    return Known;
  }

  void add(const std::string &Path) {
    std::lock_guard<std::mutex> Guard(Lock);
    if (!std::binary_search(Paths.begin(), Paths.end(), Path))
      Paths.insert(std::lower_bound(Paths.begin(), Paths.end(), Path), Path);
  }

  bool contains(llvm::StringRef Path) {
    std::lock_guard<std::mutex> Guard(Lock);
    return std::binary_search(Paths.begin(), Paths.end(), Path);
  }

private:
  std::mutex Lock;
  std::vector<std::string> Paths;
};

} // namespace

static std::string_view view(llvm::StringRef Text) {
  return {Text.data(), Text.size()};
}

/// Whether it costs too much to find out for sure. What bpftool writes starts
/// with its licence; a project that changes that keeps the name.
static bool maybeSkeleton(llvm::StringRef Path, llvm::StringRef Text) {
  return Text.substr(0, 60).contains("(LGPL-2.1 OR BSD-2-Clause)") ||
         llvm::sys::path::filename(Path).contains("skel");
}

static bool isSkeleton(llvm::StringRef Path, llvm::StringRef Text) {
  return maybeSkeleton(Path, Text) && btf::isSkeleton(view(Text));
}

/// Adds the object in \p Text to \p Found, unless there is none to have.
static void add(llvm::StringRef Path, llvm::StringRef Text,
                std::vector<judge::Source> &Found) {
  judge::Source S;
  S.Rank = judge::Tier::Skeleton;
  S.Path = llvm::sys::path::remove_leading_dotslash(Path).str();
  if (auto Parsed = btf::parseSkeleton(view(Text))) {
    if (Parsed->Object.empty())
      return;
    S.Name = Parsed->Name;
    auto Types = btf::Object::parseEmbedded(S.Path, std::move(*Parsed));
    if (Types)
      S.Types = std::move(*Types);
    else
      S.Failure = Types.takeError().message();
  } else {
    S.Name = btf::skeletonName(view(Text));
    S.Failure = Parsed.takeError().in(S.Path).message();
  }
  Found.push_back(std::move(S));
}

/// Files come in the order of a hash.
static void sort(std::vector<judge::Source> &Found) {
  std::sort(Found.begin(), Found.end(),
            [](const judge::Source &A, const judge::Source &B) {
              return A.Path < B.Path;
            });
}

std::vector<judge::Source>
clangfe::findSkeletons(const clang::SourceManager &Sources) {
  std::vector<judge::Source> Found;
  for (auto I = Sources.fileinfo_begin(), E = Sources.fileinfo_end(); I != E;
       ++I) {
    const clang::SrcMgr::ContentCache *Content = I->second;
    auto Text = Content->getBufferDataIfLoaded();
    if (!Text || !Content->OrigEntry)
      continue;
    llvm::StringRef Path = Content->OrigEntry->getName();
    if (!isSkeleton(Path, *Text))
      continue;
    KnownSkeletons::process().add(Path.str());
    add(Path, *Text, Found);
  }
  sort(Found);
  return Found;
}

std::vector<judge::Source>
clangfe::readSkeletons(const std::set<std::string> &Paths,
                       clang::FileManager &Files) {
  std::vector<judge::Source> Found;
  for (const std::string &Path : Paths)
    if (auto Text = Files.getBufferForFile(Path, /*isVolatile=*/true);
        Text && btf::isSkeleton(view((*Text)->getBuffer())))
      add(Path, (*Text)->getBuffer(), Found);
  return Found;
}

std::vector<judge::Source> clangfe::findSkeletons(clang::ASTReader &Reader,
                                                  clang::FileManager &Files) {
  std::vector<judge::Source> Found;
  auto Visit = [&](llvm::StringRef Path) {
    if (!llvm::sys::path::filename(Path).contains("skel") &&
        !KnownSkeletons::process().contains(Path))
      return;
    // Volatile: another program may be writing it.
    auto Text = Files.getBufferForFile(Path, /*isVolatile=*/true);
    if (Text && btf::isSkeleton(view((*Text)->getBuffer())))
      add(Path, (*Text)->getBuffer(), Found);
  };
  for (clang::serialization::ModuleFile &File : Reader.getModuleManager())
    if (!File.isModule())
      compat::visitInputPaths(Reader, File, Visit);
  sort(Found);
  return Found;
}

static const clang::RecordDecl *findRecord(const clang::DeclContext &In,
                                           const clang::IdentifierInfo &Name) {
  for (const clang::NamedDecl *D : In.lookup(&Name))
    if (const auto *Record = llvm::dyn_cast<clang::RecordDecl>(D))
      if (const clang::RecordDecl *Definition = Record->getDefinition())
        return Definition;
  // The header may have been included inside of a namespace.
  for (const clang::Decl *D : In.noload_decls())
    if (const auto *Inner = llvm::dyn_cast<clang::NamespaceDecl>(D))
      if (const clang::RecordDecl *Found = findRecord(*Inner, Name))
        return Found;
  return nullptr;
}

/// The section of \p O that a skeleton calls \p Identifier, or null.
static const btf::SectionInfo *findSection(const btf::Object &O,
                                           llvm::StringRef Identifier) {
  for (const btf::SectionInfo &Section : O.sections())
    if (btf::skeletonIdentifier(Section.Name) == Identifier)
      return &Section;
  return nullptr;
}

/// The name of the section that \p S calls \p Identifier; empty if it has none.
/// Where its object cannot be read, any will do: that is then told of it.
static std::string sectionName(const judge::Source &S,
                               llvm::StringRef Identifier) {
  if (!S.Types)
    return "." + Identifier.str();
  const btf::SectionInfo *Section = findSection(*S.Types, Identifier);
  return Section ? std::string(Section->Name) : std::string();
}

std::vector<SectionStruct>
clangfe::sectionStructs(const clang::ASTContext &Context,
                        const std::vector<judge::Source> &Skeletons) {
  std::vector<SectionStruct> Structs;
  for (const judge::Source &S : Skeletons) {
    const clang::RecordDecl *Skeleton =
        S.Name.empty() ? nullptr
                       : findRecord(*Context.getTranslationUnitDecl(),
                                    Context.Idents.get(S.Name));
    if (!Skeleton || Skeleton->isFromASTFile())
      continue;
    for (const clang::FieldDecl *Field : Skeleton->fields()) {
      const clang::QualType Pointee = Field->getType()->getPointeeType();
      const clang::RecordDecl *Record =
          Pointee.isNull() ? nullptr : Pointee->getAsRecordDecl();
      if (!Record || !Record->getIdentifier() ||
          Record->getName() != S.Name + "__" + Field->getName().str() ||
          !Record->getDefinition() || Record->isInvalidDecl())
        continue;
      if (std::string Section = sectionName(S, Field->getName());
          !Section.empty())
        Structs.push_back({Record->getDefinition(),
                           {std::move(Section), S.Path, MatchMode::Prefix}});
    }
  }
  return Structs;
}
