//===- Markers.cpp - The attribute as the AST keeps it --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The text of an annotation is a prefix and the strings, each as its length, a
// colon and its bytes: "bpf::host_layout type 5:event12:match=prefix". For a
// member its name comes first.
//
//===----------------------------------------------------------------------===//

#include "Clang/Markers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;

namespace hostlayout::clangfe {

static constexpr llvm::StringLiteral TypePrefix = "bpf::host_layout type ";
static constexpr llvm::StringLiteral MemberPrefix = "bpf::host_layout member ";
static constexpr llvm::StringLiteral NestedText = "bpf::host_layout nested";

static void append(std::string &Text, llvm::StringRef Item) {
  Text += std::to_string(Item.size());
  Text += ':';
  Text += Item;
}

static std::vector<std::string> split(llvm::StringRef Text) {
  std::vector<std::string> Items;
  while (!Text.empty()) {
    size_t Length = 0;
    if (Text.consumeInteger(10, Length) || Text.empty() ||
        Length >= Text.size())
      break;
    Items.push_back(Text.substr(1, Length).str());
    Text = Text.drop_front(1 + Length);
  }
  return Items;
}

static void annotate(Decl &D, llvm::StringRef Text, SourceRange Range) {
  D.addAttr(
      AnnotateAttr::Create(D.getASTContext(), Text, nullptr, 0, Range));
}

/// The annotations of \p D that begin with \p Prefix, in source order: clang
/// may hand them out in another.
static std::vector<const AnnotateAttr *> annotations(const Decl &D,
                                                     llvm::StringRef Prefix) {
  std::vector<const AnnotateAttr *> Found;
  for (const auto *A : D.specific_attrs<AnnotateAttr>())
    if (!A->isInherited() && A->getAnnotation().take_front(Prefix.size()) ==
                                 Prefix)
      Found.push_back(A);
  const SourceManager &SM = D.getASTContext().getSourceManager();
  llvm::sort(Found,
                   [&](const AnnotateAttr *L, const AnnotateAttr *R) {
                     return SM.isBeforeInTranslationUnit(
                         L->getRange().getEnd(), R->getRange().getEnd());
                   });
  return Found;
}

static bool hasAnnotation(const Decl &D, llvm::StringRef Prefix) {
  for (const auto *A : D.specific_attrs<AnnotateAttr>())
    if (!A->isInherited() && A->getAnnotation().take_front(Prefix.size()) ==
                                 Prefix)
      return true;
  return false;
}

void addMarker(Decl &D, const MarkerUse &Use) {
  std::string Text(TypePrefix);
  for (const std::string &Argument : Use.Arguments)
    append(Text, Argument);
  annotate(D, Text, Use.Range);
}

void addMemberMarker(const NamedDecl &Member, const MarkerUse &Use) {
  std::string Text(MemberPrefix);
  append(Text, Member.getName());
  for (const std::string &Argument : Use.Arguments)
    append(Text, Argument);
  // The parent is being defined: it is the parser's to change.
  auto *Parent = const_cast<Decl *>(cast<Decl>(Member.getDeclContext()));
  annotate(*Parent, Text, Use.Range);
}

std::vector<MarkerUse> markersOf(const Decl &D) {
  std::vector<MarkerUse> Uses;
  for (const AnnotateAttr *A : annotations(D, TypePrefix))
    Uses.push_back({split(A->getAnnotation().drop_front(TypePrefix.size())),
                    A->getRange()});
  return Uses;
}

bool hasMarker(const Decl &D) { return hasAnnotation(D, TypePrefix); }

std::vector<MemberMarker> memberMarkersOf(const Decl &Parent) {
  std::vector<MemberMarker> Markers;
  for (const AnnotateAttr *A : annotations(Parent, MemberPrefix)) {
    auto Items = split(A->getAnnotation().drop_front(MemberPrefix.size()));
    if (Items.empty())
      continue;
    auto Known = std::find_if(
        Markers.begin(), Markers.end(),
        [&](const MemberMarker &M) { return M.Member == Items.front(); });
    if (Known == Markers.end())
      Known = Markers.insert(Known, {Items.front(), {}});
    Known->Counterparts.insert(Known->Counterparts.end(), Items.begin() + 1,
                               Items.end());
  }
  return Markers;
}

bool hasMemberMarker(const Decl &Parent) {
  return hasAnnotation(Parent, MemberPrefix);
}

void addNestedMarker(Decl &Class) {
  if (!hasNestedMarker(Class))
    annotate(Class, NestedText, {});
}

bool hasNestedMarker(const Decl &Class) {
  return hasAnnotation(Class, NestedText);
}

} // namespace hostlayout::clangfe
