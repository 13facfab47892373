//===- MadeWithout.cpp - What was made without the plugin -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/MadeWithout.h"

#include "Support/Printable.h"
#include "Clang/AttributeContext.h"
#include "Clang/Compat.h"
#include "Clang/Markers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Serialization/ASTReader.h"
#include "llvm/Support/Path.h"

using namespace hostlayout;
using namespace hostlayout::clangfe;
using llvm::StringRef;

/// Whether \p Text, a header or a module's source, marks something.
static bool marks(StringRef Text, const clang::LangOptions &Language) {
  if (!Text.contains("host_layout") && !Text.contains("BPF_HOST_LAYOUT"))
    return false;
  clang::IdentifierTable Names(Language);
  clang::Lexer Raw(clang::SourceLocation(), Language, Text.begin(),
                   Text.begin(), Text.end());
  AttributeContext Context;
  clang::Token Tok;
  for (Raw.LexFromRawLexer(Tok); Tok.isNot(clang::tok::eof);
       Raw.LexFromRawLexer(Tok)) {
    // A definition is no use.
    while (Tok.is(clang::tok::hash) && Tok.isAtStartOfLine())
      do
        Raw.LexFromRawLexer(Tok);
      while (Tok.isNot(clang::tok::eof) && !Tok.isAtStartOfLine());
    const clang::IdentifierInfo *Name = Tok.is(clang::tok::raw_identifier)
                                            ? &Names.get(Tok.getRawIdentifier())
                                            : nullptr;
    Context.next(Tok, Name);
    if (!Name)
      continue;
    if (Name->isStr("BPF_HOST_LAYOUT") || Name->isStr("BPF_HOST_LAYOUT_AS") ||
        (Context.isInGnu() && Name->isStr("bpf_host_layout")) ||
        (Context.isInStandard() && Name->isStr("host_layout") &&
         Context.scope() && Context.scope()->isStr("bpf")))
      return true;
  }
  return false;
}

namespace {

/// The files that a precompiled header or a module was made of.
class Sources {
public:
  Sources(clang::ASTReader &Reader, clang::Preprocessor &PP)
      : Reader(Reader), Files(PP.getFileManager()), Language(PP.getLangOpts()) {
  }

  /// The first that marks something; empty if none does, or none is there.
  std::string firstWithMarker(clang::serialization::ModuleFile &File) {
    std::string Found;
    auto Look = [&](StringRef Path) {
      // It defines the macros.
      if (!Found.empty() || llvm::sys::path::filename(Path) == "host_layout.h")
        return;
      auto Text = Files.getBufferForFile(Path);
      if (Text && marks((*Text)->getBuffer(), Language))
        Found = Path.str();
    };
    compat::visitInputPaths(Reader, File, Look, /*IncludeSystem=*/false);
    return Found;
  }

private:
  clang::ASTReader &Reader;
  clang::FileManager &Files;
  const clang::LangOptions &Language;
};

} // namespace

/// Whether a marker came out of \p File: then the plugin was there.
static bool hasMarkerFrom(const clang::DeclContext &In,
                          const clang::serialization::ModuleFile &File,
                          clang::ASTReader &Reader) {
  for (const clang::Decl *D : In.decls()) {
    if (D->isFromASTFile() && Reader.getOwningModuleFile(D) == &File &&
        (hasMarker(*D) || hasMemberMarker(*D)))
      return true;
    const clang::Decl *Inner = D;
    if (const auto *Template = llvm::dyn_cast<clang::ClassTemplateDecl>(D)) {
      Inner = Template->getTemplatedDecl();
      if (hasMarker(*Inner) && Reader.getOwningModuleFile(D) == &File)
        return true;
    }
    if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl,
                  clang::ExportDecl, clang::TagDecl>(Inner) &&
        hasMarkerFrom(*llvm::cast<clang::DeclContext>(Inner), File, Reader))
      return true;
  }
  return false;
}

/// A compiler without the plugin, told to preprocess alone, leaves the pragma
/// of <bpf/host_layout.h> in its text, and no marker of that header's macros.
static clang::SourceLocation pragmaInPreprocessed(clang::Preprocessor &PP) {
  const clang::SourceManager &SM = PP.getSourceManager();
  const clang::FileID Main = SM.getMainFileID();
  auto File = SM.getFileEntryRefForID(Main);
  const StringRef Extension =
      File ? llvm::sys::path::extension(File->getName()) : StringRef();
  if (Extension != ".i" && Extension != ".ii" && Extension != ".mi" &&
      Extension != ".mii")
    return {};
  auto Text = SM.getBufferDataIfLoaded(Main);
  const size_t At =
      Text ? Text->find("\n#pragma bpf_host_layout") : StringRef::npos;
  return At == StringRef::npos
             ? clang::SourceLocation()
             : SM.getLocForStartOfFile(Main).getLocWithOffset(
                   static_cast<clang::SourceLocation::IntTy>(At + 1));
}

void clangfe::tellMadeWithout(clang::ASTContext &Context,
                              clang::Preprocessor &PP, clang::ASTReader *Reader,
                              Sink &To) {
  if (auto Where = pragmaInPreprocessed(PP); Where.isValid())
    To.report({Level::Error,
               Where,
               "HostLayout: this text was preprocessed without the plugin, and "
               "the markers of <bpf/host_layout.h> are gone from it; "
               "preprocess it with -fplugin=, too",
               {}});
  if (!Reader)
    return;
  // A precompiled header has the macros of the compiler that made it, and
  // brings them along.
  const bool IsAnnounced =
      PP.isMacroDefined(PP.getIdentifierInfo("__BPF_HOST_LAYOUT__"));
  Sources Files(*Reader, PP);
  for (clang::serialization::ModuleFile &File : Reader->getModuleManager()) {
    const bool IsHeader = File.Kind == clang::serialization::MK_PCH;
    if (File.Kind == clang::serialization::MK_Preamble ||
        File.Kind == clang::serialization::MK_MainFile ||
        (IsHeader && IsAnnounced))
      continue;
    const std::string Source = Files.firstWithMarker(File);
    if (Source.empty() ||
        (!IsHeader &&
         hasMarkerFrom(*Context.getTranslationUnitDecl(), File, *Reader)))
      continue;
    const std::string Text =
        "HostLayout: " + printable(StringRef(File.FileName), 1024) +
        " was made without the plugin, so that what " +
        printable(Source, 1024) +
        " marks is not checked; make it with -fplugin=, too";
    To.report({Level::Error, {}, Text, {}});
  }
  if (IsAnnounced || !Reader->getModuleManager().size())
    return;
  // The header's macros, empty since a precompiled header included it.
  const clang::SourceManager &SM = PP.getSourceManager();
  for (StringRef Macro : {"BPF_HOST_LAYOUT", "BPF_HOST_LAYOUT_AS"}) {
    const clang::MacroInfo *Known =
        PP.getMacroInfo(PP.getIdentifierInfo(Macro));
    if (!Known || Known->getNumTokens() ||
        !SM.isLoadedSourceLocation(Known->getDefinitionLoc()))
      continue;
    auto Text = SM.getBufferDataIfLoaded(SM.getMainFileID());
    if (!Text || !marks(*Text, PP.getLangOpts()))
      continue;
    To.report({Level::Error,
               {},
               "HostLayout: the precompiled header was made without the "
               "plugin, and its BPF_HOST_LAYOUT marks nothing; make it with "
               "-fplugin=, too",
               {}});
    return;
  }
}
