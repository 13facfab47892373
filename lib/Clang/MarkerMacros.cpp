//===- MarkerMacros.cpp - Names behind which the attribute hides ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/MarkerMacros.h"

#include "Clang/AttributeTokens.h"
#include "Clang/NearMisses.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace clang;

namespace hostlayout::clangfe {

/// The macros of <bpf/host_layout.h>.
static constexpr llvm::StringLiteral HeaderMacros[] = {"BPF_HOST_LAYOUT",
                                                       "BPF_HOST_LAYOUT_AS"};

MarkerMacros::MarkerMacros(Preprocessor &PP)
    : PP(PP), Near(nearMisses(PP.getIdentifierTable())) {
  const IdentifierTable &Table = PP.getIdentifierTable();
  for (llvm::StringRef Name :
       {"host_layout", "bpf_host_layout", "__bpf_host_layout__"})
    if (auto Found = Table.find(Name); Found != Table.end())
      Attributes.insert(Found->getValue());
  Names.insert(Attributes.begin(), Attributes.end());
  Names.insert(Near.begin(), Near.end());
  for (llvm::StringRef Name : HeaderMacros)
    if (auto Found = Table.find(Name); Found != Table.end())
      Names.insert(Found->getValue());
  if (empty())
    return;

  for (bool Grew = true; Grew;) {
    Grew = false;
    // Macros of a PCH are here as soon as somebody uses them.
    for (const auto &[Name, State] : PP.macros(/*IncludeExternalMacros=*/false))
      for (const MacroDirective *D = State.getLatest(); D;
           D = D->getPrevious()) {
        const auto *Definition = dyn_cast<DefMacroDirective>(D);
        const MacroInfo *Macro = Definition ? Definition->getInfo() : nullptr;
        if (!Macro)
          continue;
        const MarkerName Does = inBody(*Macro);
        MarkerName &Known = Macros[Macro];
        if (Does <= Known)
          continue;
        Known = Does;
        MarkerName &OfName = MacroNames[Name];
        OfName = std::max(OfName, Does);
        Names.insert(Name);
        Grew = true;
      }
  }
}

/// What a use of \p Macro does, as far as is known of the macros in its body.
MarkerName MarkerMacros::inBody(const MacroInfo &Macro) const {
  MarkerName Does = MarkerName::None;
  AttributeContext Context;
  const llvm::ArrayRef<Token> Tokens = Macro.tokens();
  if (llvm::none_of(Tokens, [&](const Token &Tok) {
        return !Tok.isAnnotation() && Tok.getIdentifierInfo() &&
               Names.contains(Tok.getIdentifierInfo());
      }))
    return Does;
  for (size_t I = 0; I != Tokens.size(); ++I) {
    const Token &Tok = Tokens[I];
    const IdentifierInfo *Name =
        Tok.isAnnotation() ? nullptr : Tok.getIdentifierInfo();
    Context.next(Tok, Name);
    if (!Name || !Names.contains(Name))
      continue;
    MarkerName One = MarkerName::None;
    if (auto Known = MacroNames.find(Name); Known != MacroNames.end()) {
      One = Known->second;
      if (One == MarkerName::Part &&
          (Context.isInStandard() || Context.isInGnu()))
        One = MarkerName::Marker;
    } else {
      One = classify(Name, Context);
      // The namespace of <bpf/host_layout_maps.hpp> is no attribute.
      const bool IsScope =
          I + 1 != Tokens.size() && Tokens[I + 1].is(tok::coloncolon);
      const bool IsOthers = Context.isQualified() &&
                            !(Context.scope() && Context.scope()->isStr("bpf"));
      if (One == MarkerName::None && Attributes.contains(Name) && !IsScope &&
          !IsOthers && !Context.isInStandard() && !Context.isInGnu())
        One = MarkerName::Part;
    }
    Does = std::max(Does, One);
  }
  return Does;
}

static bool isInDirective(llvm::StringRef Text, size_t At) {
  const size_t Line = Text.take_front(At).find_last_of("\r\n") + 1;
  const llvm::StringRef Before = Text.slice(Line, At).ltrim(" \t");
  return !Before.empty() && Before.front() == '#';
}

bool MarkerMacros::isMentionedIn(llvm::StringRef Text,
                                 llvm::function_ref<bool(size_t)> Known) const {
  const auto IsPart = [&](size_t At) {
    return At < Text.size() && isAsciiIdentifierContinue(Text[At]);
  };
  // Nearly all texts have no name at all, and most names have one of these.
  const llvm::StringRef Parts[] = {"host_layout", "HOST_LAYOUT"};
  const bool HasPart[] = {Text.contains(Parts[0]), Text.contains(Parts[1])};
  for (const IdentifierInfo *Name : Names) {
    const llvm::StringRef Word = Name->getName();
    if ((!HasPart[0] && Word.contains(Parts[0])) ||
        (!HasPart[1] && Word.contains(Parts[1])))
      continue;
    for (size_t At = Text.find(Word); At != llvm::StringRef::npos;
         At = Text.find(Word, At + 1))
      if (!IsPart(At - 1) && !IsPart(At + Word.size()) && !Known(At) &&
          !isInDirective(Text, At))
        return true;
  }
  return false;
}

MarkerName MarkerMacros::classify(const IdentifierInfo *Name,
                                  const AttributeContext &Context) const {
  const IdentifierInfo *Scope = Context.scope();
  const bool IsObjC = PP.getLangOpts().ObjC;
  if (Attributes.contains(Name)) {
    const bool IsStandard = Name->isStr("host_layout");
    if (Context.isInGnu() && !IsStandard)
      return MarkerName::Marker;
    if (Context.isGnuName())
      return MarkerName::Misspelt;
    if (!Context.isInStandard())
      return MarkerName::None;
    if (Scope && Scope->isStr("bpf"))
      return IsStandard ? MarkerName::Marker : MarkerName::Misspelt;
    if (!Context.isStandardName() || IsObjC)
      return MarkerName::None;
    // GNU's spelling in brackets, under whatever scope.
    if (!IsStandard || (Scope && isLikeBpf(Scope->getName())))
      return MarkerName::Misspelt;
    return Scope || Context.isQualified() ? MarkerName::None
                                          : MarkerName::Unscoped;
  }
  if (Near.contains(Name)) {
    const bool IsMeant =
        Context.isGnuName() ||
        (Context.isStandardName() && !IsObjC &&
         (Scope ? isLikeBpf(Scope->getName()) : !Context.isQualified()));
    return IsMeant ? MarkerName::Misspelt : MarkerName::None;
  }
  const IdentifierInfo *Keyword = Context.nameBefore();
  if (Keyword && llvm::is_contained(HeaderMacros, Name->getName()) &&
      (Keyword->isStr("struct") || Keyword->isStr("class") ||
       Keyword->isStr("union") || Keyword->isStr("enum")))
    return MarkerName::NoMacro;
  return MarkerName::None;
}

MarkerMacros::MacroUse
MarkerMacros::macro(const IdentifierInfo *Name, SourceLocation At,
                    const AttributeContext &Context) const {
  if (!Names.contains(Name))
    return {};
  MacroUse Use;
  Use.Macro = macroAt(PP, Name, At);
  if (auto Known = Macros.find(Use.Macro); Known != Macros.end())
    Use.Does = Known->second;
  if (Use.Does == MarkerName::Part)
    Use.Does = Context.isInStandard() || Context.isInGnu() ? MarkerName::Marker
                                                           : MarkerName::None;
  return Use;
}

} // namespace hostlayout::clangfe
