//===- Attribute.cpp - The attribute itself -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Attribute.h"

#include "Judge/Judge.h"
#include "Support/Printable.h"
#include "Clang/AttributeArguments.h"
#include "Clang/Compat.h"
#include "Clang/HostTypes.h"
#include "Clang/MarkedDecls.h"
#include "Clang/Markers.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Lex/LexDiagnostic.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

#include <algorithm>

using namespace clang;

namespace hostlayout::clangfe {

static constexpr ParsedAttrInfo::Spelling Spellings[] = {
    {ParsedAttr::AS_GNU, "bpf_host_layout"},
    {ParsedAttr::AS_CXX11, "bpf::host_layout"},
    {compat::c23Syntax<ParsedAttr>(), "bpf::host_layout"},
};

HostLayoutAttribute::HostLayoutAttribute() {
  ParsedAttrInfo::Spellings = clangfe::Spellings;
  OptArgs = 15; // what clang takes for any number
}

static llvm::StringRef nameOf(const ParsedAttr &Attr) {
  return Attr.isStandardAttributeSyntax() ? "bpf::host_layout"
                                          : "bpf_host_layout";
}

/// "'bpf::host_layout' attribute<Rest>" as an error.
static ParsedAttrInfo::AttrHandling refuse(Sema &S, const ParsedAttr &Attr,
                                           llvm::StringRef Rest) {
  // A message of clang's own whose text is what it is given: clang-tidy 22
  // crashes on a custom one that does not come from a check.
  S.Diag(Attr.getLoc(), diag::err_pp_hash_error)
      << ("'" + nameOf(Attr) + "' attribute" + Rest).str() << Attr.getRange();
  return ParsedAttrInfo::AttributeNotApplied;
}

static ParsedAttrInfo::AttrHandling refuseSubject(Sema &S,
                                                  const ParsedAttr &Attr) {
  return refuse(S, Attr,
                " only applies to structs, classes, unions, enums, aliases of "
                "these or of scalars and arrays, non-static data members, and "
                "enumerators");
}

/// How the names of a member's counterparts are wrong, or empty.
static std::string wrongNames(const std::vector<std::string> &Names) {
  for (auto Name = Names.begin(); Name != Names.end(); ++Name) {
    if (Name->empty())
      return ": an empty string names nothing";
    if (Name->find('=') != std::string::npos)
      return ": '" + printable(*Name) +
             "' is an option, and here only names of BPF fields can stand";
    if (std::find(Names.begin(), Name, *Name) != Name)
      return ": '" + printable(*Name) + "' is named twice";
  }
  return {};
}

/// Whether an alias of \p Type can be judged. A dependent type may turn out so.
static bool isAliasable(Sema &S, QualType Type, SourceLocation Where) {
  if (Type->isDependentType())
    return true;
  const QualType Element = S.getASTContext().getBaseElementType(Type);
  // A template that is not used yet is instantiated for us.
  if (Element->getAsTagDecl())
    (void)S.isCompleteType(Where, Type);
  return HostTypes::isModelled(Type, S.getASTContext());
}

/// Where the attribute's name is written. A range starts with the scope, if
/// there is one, and ends with the arguments, if clang kept them.
static SourceLocation nameLocation(const ParsedAttr &Attr) {
  return Attr.hasScope() ? Attr.getRange().getEnd()
                         : Attr.getRange().getBegin();
}

ParsedAttrInfo::AttrHandling
HostLayoutAttribute::handleDeclAttribute(Sema &S, Decl *D,
                                         const ParsedAttr &Attr) const {
  MarkedDecls &Markers = MarkedDecls::of(S.getASTContext());
  Markers.noteAttribute(nameLocation(Attr));

  Expected<std::vector<std::string>> Arguments =
      argumentsOf(Attr, S.getPreprocessor());
  if (!Arguments)
    return refuse(S, Attr, " " + Arguments.takeError().message());
  const MarkerUse Use{std::move(*Arguments), Attr.getRange()};

  if (isa<FieldDecl, EnumConstantDecl>(D)) {
    const auto &Member = *cast<NamedDecl>(D);
    if (!isa<TagDecl>(D->getDeclContext()))
      return refuseSubject(S, Attr);
    if (!Member.getIdentifier())
      return refuse(S, Attr, " cannot be applied to a member without a name");
    if (std::string Wrong = wrongNames(Use.Arguments); !Wrong.empty())
      return refuse(S, Attr, Wrong);
    addMemberMarker(Member, Use);
    return AttributeApplied;
  }

  auto *Alias = dyn_cast<TypedefNameDecl>(D);
  if (!Alias && !isa<TagDecl>(D))
    return refuseSubject(S, Attr);
  if (Alias &&
      !isAliasable(S, Alias->getUnderlyingType(), Alias->getLocation()))
    return refuseSubject(S, Attr);
  if (auto Marker = judge::parseMarker(Use.Arguments); !Marker)
    return refuse(S, Attr, ": " + Marker.takeError().message());
  addMarker(*D, Use);
  Markers.noteMarked(*cast<NamedDecl>(D));
  auto *Outer = dyn_cast<CXXRecordDecl>(D->getDeclContext());
  if (Outer && Outer->isDependentContext() && !isa<RecordDecl>(D))
    addNestedMarker(*Outer);
  return AttributeApplied;
}

bool HostLayoutAttribute::diagAppertainsToStmt(Sema &S, const ParsedAttr &Attr,
                                               const Stmt *) const {
  MarkedDecls::of(S.getASTContext()).noteAttribute(nameLocation(Attr));
  refuseSubject(S, Attr);
  return false;
}

void announce(Preprocessor &PP) {
  PP.setPredefines(PP.getPredefines() + "#define __BPF_HOST_LAYOUT__ 1\n");
}

void HeaderPragma::HandlePragma(Preprocessor &PP, PragmaIntroducer,
                                Token &Name) {
  IdentifierInfo *Macro = PP.getIdentifierInfo("__BPF_HOST_LAYOUT__");
  if (!PP.getMacroInfo(Macro))
    PP.appendDefMacroDirective(Macro, PP.AllocateMacroInfo(Name.getLocation()));
}

} // namespace hostlayout::clangfe
