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

#include "Support/Printable.h"
#include "Clang/Attribute.h"
#include "Clang/EditorSink.h"
#include "Clang/IgnoredMarkers.h"
#include "Clang/MarkedDecls.h"
#include "Clang/UnitCheck.h"
#include "Clang/Uses.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Serialization/ASTReader.h"
#include "llvm/ADT/StringExtras.h"
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
      judge(Context,
            EngineSink(PP.getDiagnostics(), EngineSink::Flags::Honoured));
  }

private:
  void judge(ASTContext &Context, Sink &&To) {
    // What was skipped may hold the declaration that a marker belongs to, or
    // the call that reaches it.
    const bool IsWhole = !CI.getFrontendOpts().SkipFunctionBodies;
    if (IsWhole)
      Ignored.report(*Markers, To);
    UseCheck Uses(Context, PP, Opts, isEditor());
    UnitCheck Verdict(Context, PP, std::move(Opts),
                    isEditor() ? UnitCheck::Reader::Editor
                               : UnitCheck::Reader::Compile);
    // Only now: a precompiled header is opened after this consumer is made.
    Verdict.setReader(CI.getASTReader().get());
    Verdict.run(To);
    Uses.setReader(CI.getASTReader().get());
    Uses.run(Verdict.sources(), To);
    if (IsWhole)
      Verdict.tellUnreached(Uses.reached(), To);
  }

  CompilerInstance &CI;
  Preprocessor &PP;
  Options Opts;
  IgnoredMarkers Ignored;
  MarkedDecls *Markers = nullptr;
};

/// Clang takes what stands between "-fplugin-arg-" and the next dash for a
/// plugin's name, and says nothing of one that is not there.
void tellLost(llvm::StringRef Plugin, const std::vector<std::string> &Arguments,
              Sink &To) {
  for (llvm::StringRef Argument : Arguments) {
    const std::string Written = (Plugin + "-" + Argument).str();
    std::string Letters;
    for (char C : llvm::StringRef(Written).split('=').first)
      if (C != '-' && C != '_')
        Letters += llvm::toLower(C);
    llvm::StringRef Option = Letters;
    if (Plugin == "hostlayout" || !Option.consume_front("hostlayout"))
      continue;
    const llvm::StringRef Value = llvm::StringRef(Written).split('=').second;
    tellOptionError(Error("-fplugin-arg-" + printable(Written, 1024) +
                          " does not reach the plugin; write "
                          "-fplugin-arg-hostlayout-" +
                          printable(Option.str(), 1024) + "=" +
                          printable(Value.str(), 1024)),
                    To);
  }
}

class Action final : public PluginASTAction {
protected:
  ActionType getActionType() override { return AddBeforeMainAction; }

  bool ParseArgs(const CompilerInstance &CI,
                 const std::vector<std::string> &Arguments) override {
    EngineSink To(CI.getDiagnostics());
    for (const auto &[Plugin, Lost] : CI.getFrontendOpts().PluginArgs)
      tellLost(Plugin, Lost, To);
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
