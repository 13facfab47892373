//===- Action.cpp - The module for clang and clangd --------------*- C++ -*-===//
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
#include "Clang/Collector.h"
#include "Clang/Misplaced.h"
#include "Clang/Session.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/Preprocessor.h"
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
  Consumer(Preprocessor &PP, Options Opts, bool IsWhole)
      : PP(PP), Opts(std::move(Opts)), Misplaced(PP), IsWhole(IsWhole) {}

  void Initialize(ASTContext &Context) override {
    Markers = &Collector::of(Context);
  }

  void HandleTagDeclDefinition(TagDecl *D) override { Markers->noteTag(*D); }

  void HandleTranslationUnit(ASTContext &Context) override {
    EngineSink To(PP.getDiagnostics());
    if (IsWhole)
      Misplaced.report(*Markers, To);
    Session(Context, PP, std::move(Opts), isEditor()).run(To);
  }

private:
  Preprocessor &PP;
  Options Opts;
  MisplacedMarkers Misplaced;
  bool IsWhole;
  Collector *Markers = nullptr;
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
    return std::make_unique<Consumer>(CI.getPreprocessor(), std::move(Opts),
                                      !CI.getFrontendOpts().SkipFunctionBodies);
  }

private:
  Options Opts;
};

ParsedAttrInfoRegistry::Add<HostLayoutAttribute>
    TheAttribute("host_layout", "the type mirrors a type of an eBPF object");
FrontendPluginRegistry::Add<Action>
    TheAction("hostlayout", "compare marked types with an eBPF object");

} // namespace
