//===- MarkedDecls.cpp - What a translation unit has marked ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/MarkedDecls.h"

#include "Clang/HostTypes.h"
#include "Clang/Markers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include <map>
#include <memory>
#include <mutex>

using namespace clang;

namespace hostlayout::clangfe {

namespace {

/// The attribute's handler knows nothing but the context, and clangd builds
/// several contexts at once.
struct Registry {
  std::mutex Lock;
  std::map<const ASTContext *, std::unique_ptr<MarkedDecls>> Of;

  static Registry &process() {
    static Registry R;
    return R;
  }
};

} // namespace

static void forget(void *Context) {
  Registry &R = Registry::process();
  std::lock_guard Guard(R.Lock);
  R.Of.erase(static_cast<const ASTContext *>(Context));
}

MarkedDecls &MarkedDecls::of(const ASTContext &Context) {
  Registry &R = Registry::process();
  std::lock_guard Guard(R.Lock);
  std::unique_ptr<MarkedDecls> &C = R.Of[&Context];
  if (!C) {
    C = std::make_unique<MarkedDecls>();
    Context.AddDeallocation(forget, const_cast<ASTContext *>(&Context));
  }
  return *C;
}

/// A template, or something in one: its instantiations are what counts.
static bool isPattern(const NamedDecl &D) {
  if (D.getDeclContext()->isDependentContext())
    return true;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
    return Class->isDependentContext();
  const auto *Alias = dyn_cast<TypeAliasDecl>(&D);
  return Alias && Alias->getDescribedAliasTemplate();
}

void MarkedDecls::noteTag(const TagDecl &D) {
  if (!D.hasAttrs())
    return;
  if (hasMarker(D))
    noteMarked(D);
  if (hasMemberMarker(D) && !isPattern(D))
    WithMarkedMembers.insert(&D);
  if (!hasNestedMarker(D))
    return;
  for (const Decl *Member : D.decls())
    if (isa<TypedefNameDecl, EnumDecl>(Member) && hasMarker(*Member))
      noteMarked(*cast<NamedDecl>(Member));
}

/// The tag that \p D stands for, or an array of it; null for a scalar's alias.
static const TagDecl *tagOf(const NamedDecl &D) {
  if (const auto *Alias = dyn_cast<TypedefNameDecl>(&D))
    return D.getASTContext()
        .getBaseElementType(Alias->getUnderlyingType())
        ->getAsTagDecl();
  return cast<TagDecl>(&D);
}

/// Whether all is known of what \p D stands for.
static bool isComplete(const NamedDecl &D) {
  const TagDecl *Tag = tagOf(D);
  if (!Tag)
    return true;
  return isa<TypedefNameDecl>(D) ? Tag->getDefinition() != nullptr
                                 : Tag->isThisDeclarationADefinition() &&
                                       Tag->isCompleteDefinition();
}

static bool needsOwnName(const NamedDecl &D) {
  for (const MarkerUse &Use : markersOf(D))
    if (Use.Arguments.empty() ||
        Use.Arguments.front().find('=') != std::string::npos)
      return true;
  return false;
}

/// Why \p D is no subject; empty where it is one, or where there is nothing to
/// say: clang has, or an instantiation will be judged in its place.
static std::string whyNot(const NamedDecl &D) {
  const bool IsAlias = isa<TypedefNameDecl>(D);
  const auto *Tag = dyn_cast<TagDecl>(&D);
  // Of several declarations the definition counts.
  if (Tag && !Tag->isThisDeclarationADefinition())
    if (const TagDecl *Defined = Tag->getDefinition();
        Defined && hasMarker(*Defined))
      return {};
  std::string Name = subjectName(D);
  Name.insert(0, 1, '\'') += '\'';
  if (isPattern(D) && (!Tag || Tag->isThisDeclarationADefinition())) {
    if (IsAlias && !isa<CXXRecordDecl>(D.getDeclContext()))
      return Name + " depends on a template's parameters and cannot be "
                    "checked; mark an alias outside of the template";
    return {};
  }
  const bool IsKnown = isComplete(D);
  if (!IsKnown && IsAlias)
    return Name + " names an incomplete type and cannot be checked";
  // A template's parameter may be anything.
  if (IsAlias &&
      !HostTypes::isModelled(cast<TypedefNameDecl>(D).getUnderlyingType(),
                             D.getASTContext()))
    return Name + " names a type that is no record, enum, scalar or array of "
                  "these and cannot be checked";
  if (!IsKnown)
    return Name + " is only declared here and cannot be checked; mark its "
                  "definition";
  if (subjectName(D).empty() && needsOwnName(D))
    return "this type has no name to look up; name the BPF type in the "
           "attribute";
  return {};
}

bool MarkedDecls::hasPattern() const {
  return llvm::any_of(Marked, [](const NamedDecl *D) { return isPattern(*D); });
}

std::vector<const NamedDecl *> MarkedDecls::subjects() const {
  std::vector<const NamedDecl *> Subjects;
  for (const NamedDecl *D : Marked) {
    if (D->isInvalidDecl() || isPattern(*D) || !isComplete(*D) ||
        !whyNot(*D).empty())
      continue;
    const TagDecl *Tag = tagOf(*D);
    if (!Tag || !Tag->getDefinition()->isInvalidDecl())
      Subjects.push_back(D);
  }
  return Subjects;
}

std::vector<Unjudgeable> MarkedDecls::unjudgeable() const {
  std::vector<Unjudgeable> All;
  for (const NamedDecl *D : Marked) {
    if (D->isInvalidDecl())
      continue;
    if (std::string Why = whyNot(*D); !Why.empty())
      All.push_back({D, D->getLocation(), std::move(Why)});
  }
  return All;
}

const TagDecl &patternOf(const TagDecl &D) {
  const TagDecl *Pattern = nullptr;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
    Pattern = Class->getTemplateInstantiationPattern();
  else if (const auto *Enum = dyn_cast<EnumDecl>(&D))
    Pattern = Enum->getTemplateInstantiationPattern();
  return Pattern ? *Pattern : D;
}

const NamedDecl *firstMarkedMember(const TagDecl &Parent) {
  const std::vector<MemberMarker> Markers = memberMarkersOf(Parent);
  for (const Decl *D : Parent.decls())
    if (const auto *Member = dyn_cast<NamedDecl>(D);
        Member && isa<FieldDecl, EnumConstantDecl>(D) &&
        Member->getIdentifier() &&
        llvm::any_of(Markers, [&](const MemberMarker &M) {
          return Member->getName() == M.Member;
        }))
      return Member;
  return nullptr;
}

std::string subjectName(const NamedDecl &Subject) {
  const NamedDecl *Named = &Subject;
  if (const auto *Tag = dyn_cast<TagDecl>(Named))
    if (const TypedefNameDecl *Alias = Tag->getTypedefNameForAnonDecl())
      Named = Alias;
  return Named->getIdentifier() ? Named->getName().str() : std::string();
}

std::string shownName(const NamedDecl &Subject) {
  std::string Name = subjectName(Subject);
  return Name.empty() ? "(anonymous)" : Name;
}

} // namespace hostlayout::clangfe
