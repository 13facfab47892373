//===- Action.cpp - The module for clang and clangd -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registers the attribute, and an action that judges what carries it. The
// action runs with every compile that loads the module, ahead of code
// generation: a struct that differs costs no optimiser.
//
//===----------------------------------------------------------------------===//

#include "Clang/Attribute.h"
#include "Clang/EditorSink.h"
#include "Clang/IgnoredMarkers.h"
#include "Clang/MarkedDecls.h"
#include "Clang/Session.h"
#include "Clang/Uses.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Serialization/ASTReader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

/// While a source is being edited its object is often missing or old.
bool isEditor() {
  static const bool Is = llvm::sys::path::filename(
                             llvm::sys::fs::getMainExecutable(nullptr, nullptr))
                             .contains("clangd");
  return Is;
}

class Consumer final : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, Options Opts)
      : CI(CI), PP(CI.getPreprocessor()), Opts(std::move(Opts)), Ignored(PP) {}

  void Initialize(ASTContext &Context) override {
    Markers = &MarkedDecls::of(Context);
  }

  void HandleTagDeclDefinition(TagDecl *D) override { Markers->noteTag(*D); }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (isEditor())
      judge(Context, EditorSink(PP.getDiagnostics()));
    else
      judge(Context, EngineSink(PP.getDiagnostics()));
  }

private:
  void judge(ASTContext &Context, Sink &&To) {
    // What was skipped may hold the declaration that a marker belongs to.
    if (!CI.getFrontendOpts().SkipFunctionBodies)
      Ignored.report(*Markers, To);
    UseCheck Uses(Context, PP, Opts, isEditor());
    Session Verdict(Context, PP, std::move(Opts),
                    isEditor() ? Session::Reader::Editor
                               : Session::Reader::Compile);
    // Only now: a precompiled header is opened after this consumer is made.
    Verdict.setReader(CI.getASTReader().get());
    Verdict.run(To);
    Uses.setReader(CI.getASTReader().get());
    Uses.run(Verdict.sources(), To);
  }

  CompilerInstance &CI;
  Preprocessor &PP;
  Options Opts;
  IgnoredMarkers Ignored;
  MarkedDecls *Markers = nullptr;
};

class Action final : public PluginASTAction {
protected:
  ActionType getActionType() override { return AddBeforeMainAction; }

  bool ParseArgs(const CompilerInstance &CI,
                 const std::vector<std::string> &Arguments) override {
    EngineSink To(CI.getDiagnostics());
    for (const std::string &Argument : Arguments)
      if (std::optional<Error> Wrong = Opts.add(Argument))
        tellOptionError(*Wrong, To);
    // False would drop the action and go on without it.
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef) override {
    announce(CI.getPreprocessor());
    return std::make_unique<Consumer>(CI, std::move(Opts));
  }

private:
  Options Opts;
};

ParsedAttrInfoRegistry::Add<HostLayoutAttribute>
    TheAttribute("host_layout", "the type mirrors a type of an eBPF object");
PragmaHandlerRegistry::Add<HeaderPragma>
    ThePragma("bpf_host_layout", "asks whether the plugin is loaded");
FrontendPluginRegistry::Add<Action>
    TheAction("hostlayout", "compare marked types with an eBPF object");

} // namespace
