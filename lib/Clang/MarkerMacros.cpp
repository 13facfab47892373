//===- MarkerMacros.cpp - Names behind which the attribute hides ----------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/MarkerMacros.h"

#include "Clang/AttributeTokens.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace hostlayout::clangfe {

MarkerMacros::MarkerMacros(Preprocessor &PP) : PP(PP) {
  const IdentifierTable &Table = PP.getIdentifierTable();
  for (llvm::StringRef Name :
       {"host_layout", "bpf_host_layout", "__bpf_host_layout__"})
    if (auto Found = Table.find(Name); Found != Table.end())
      Attributes.insert(Found->getValue());
  if (empty())
    return;

  Names.insert(Attributes.begin(), Attributes.end());
  for (bool Grew = true; Grew;) {
    Grew = false;
    // Macros of a PCH are here as soon as somebody uses them.
    for (const auto &[Name, State] : PP.macros(/*IncludeExternalMacros=*/false))
      for (const MacroDirective *D = State.getLatest(); D;
           D = D->getPrevious()) {
        const auto *Definition = dyn_cast<DefMacroDirective>(D);
        const MacroInfo *Macro = Definition ? Definition->getInfo() : nullptr;
        if (!Macro || Macros.contains(Macro))
          continue;
        for (const Token &Tok : Macro->tokens())
          if (!Tok.isAnnotation() && Tok.getIdentifierInfo() &&
              Names.contains(Tok.getIdentifierInfo())) {
            Macros.insert(Macro);
            Names.insert(Name);
            Grew = true;
            break;
          }
      }
  }
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
  for (const IdentifierInfo *Name : Names) {
    const llvm::StringRef Word = Name->getName();
    for (size_t At = Text.find(Word); At != llvm::StringRef::npos;
         At = Text.find(Word, At + 1))
      if (!IsPart(At - 1) && !IsPart(At + Word.size()) && !Known(At) &&
          !isInDirective(Text, At))
        return true;
  }
  return false;
}

const MacroInfo *MarkerMacros::macro(const IdentifierInfo *Name,
                                     SourceLocation At) const {
  if (!Names.contains(Name))
    return nullptr;
  const MacroInfo *Macro = macroAt(PP, Name, At);
  return Macro && Macros.contains(Macro) ? Macro : nullptr;
}

} // namespace hostlayout::clangfe
