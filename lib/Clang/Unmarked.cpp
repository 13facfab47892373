//===- Unmarked.cpp - Structs that could be checked but are not -*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Unmarked.h"

#include "Compare/Compare.h"
#include "Support/Printable.h"
#include "Surface/Surface.h"
#include "Clang/Edits.h"
#include "Clang/HostTypes.h"
#include "Clang/MarkedDecls.h"
#include "Clang/Objects.h"
#include "Clang/Skeletons.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseSet.h"

#include <algorithm>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

void UnmarkedTypes::note(const TagDecl &D) {
  const auto *Record = dyn_cast<RecordDecl>(&D);
  if (!Record || Record->isInvalidDecl() || !Record->isCompleteDefinition() ||
      Record->isDependentContext())
    return;
  const SourceManager &SM = Record->getASTContext().getSourceManager();
  if (SM.isInSystemHeader(Record->getLocation()))
    return;
  if (std::string Name = subjectName(*Record); !Name.empty())
    ByName[Name].push_back(Record);
}

/// The records that some marker reaches, by their own name or an alias.
static llvm::DenseSet<const Decl *> markedRecords(const ASTContext &Context) {
  llvm::DenseSet<const Decl *> Marked;
  for (const NamedDecl *D : MarkedDecls::of(Context).subjects()) {
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      D = Alias->getUnderlyingType()->getAsTagDecl();
    if (D)
      Marked.insert(D->getCanonicalDecl());
  }
  return Marked;
}

std::vector<const RecordDecl *>
UnmarkedTypes::calledLike(const Type &Bpf) const {
  std::vector<const RecordDecl *> All;
  for (const Type *T = &Bpf; T;) {
    if (auto Found =
            ByName.find(llvm::StringRef(T->Name.data(), T->Name.size()));
        !T->Name.empty() && Found != ByName.end())
      All.insert(All.end(), Found->second.begin(), Found->second.end());
    T = T->Kind == TypeKind::Typedef
            ? static_cast<const TypedefType *>(T)->Target
            : nullptr;
  }
  return All;
}

void UnmarkedTypes::report(ASTContext &Context, Preprocessor &PP,
                           const Options &Opts, Sink &To) {
  if (ByName.empty())
    return;
  std::vector<judge::Source> Sources;
  if (!Opts.objects().empty())
    Sources = loadObjects(PP.getFileManager(), Opts).Sources;
  for (judge::Source &Skeleton : findSkeletons(PP.getSourceManager()))
    Sources.push_back(std::move(Skeleton));
  if (Sources.empty())
    return;
  llvm::DenseSet<const Decl *> Done = markedRecords(Context);
  Arena Memory;
  HostTypes Hosts(Context, Memory);
  CompareOptions How;
  How.Host = Hosts.target();

  auto Suggest = [&](const judge::Source &From, const MapRole &Role) {
    const Type &Bpf = *Role.Ty;
    if (!as<RecordType>(&Bpf))
      return;
    for (const RecordDecl *Record : calledLike(Bpf)) {
      const Type *Host = Hosts.layout(*Record);
      if (!Host || Done.count(Record->getCanonicalDecl()))
        continue;
      std::vector<Difference> Differences = compare(*Host, Bpf, How, Policy());
      if (std::any_of(
              Differences.begin(), Differences.end(),
              [](const Difference &D) { return D.Level == Severity::Error; }))
        continue;
      Done.insert(Record->getCanonicalDecl());
      std::string Text =
          "'" + subjectName(*Record) + "' has the name and the layout of " +
          (Role.IsKey ? "the key" : "the value") + " of the BPF map '" +
          printable(Role.Name.substr(0, Role.Name.find('.'))) + "' in " +
          printable(From.Path) + "; mark it to have the compiler keep it so";
      To.report({Level::Warning, Record->getLocation(), Text,
                 markRecord(*Record, Context, PP)});
    }
  };
  for (const judge::Source &From : Sources) {
    if (!From.Types)
      continue;
    surface::Surface Shared(*From.Types, Memory);
    for (const MapRole &R : Shared.roles())
      if (R.Ty)
        Suggest(From, R);
  }
}
