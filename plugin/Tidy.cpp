//===- Tidy.cpp - The module for clang-tidy ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same verdict as the compiler's, as a check, a check of calls that are not
// marked, and one that finds what could be marked. The module has the
// attribute, without which clang drops it, but not the action: clang-tidy would
// run that too, and its reporting ends in diagnostics that it does not know.
//
// Everything is a warning here, whatever its severity: clang-tidy lets no
// NOLINT and no line filter pass over an error. WarningsAsErrors makes it fail.
//
//===----------------------------------------------------------------------===//

// In front of everything: a major that declares the registry with the module,
// and warns of the header that did so before, is known by what the module
// includes.
#include "clang-tidy/ClangTidyModule.h"
#ifndef LLVM_SUPPORT_REGISTRY_H
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

#include "Clang/Attribute.h"
#include "Clang/IgnoredMarkers.h"
#include "Clang/MarkedDecls.h"
#include "Clang/UnitCheck.h"
#include "Clang/Unmarked.h"
#include "Clang/Uses.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using namespace clang::tidy;
using namespace hostlayout;
using namespace hostlayout::clangfe;

namespace {

class CheckSink final : public Sink {
public:
  explicit CheckSink(ClangTidyCheck &Check) : Check(Check) {}

  void report(const clangfe::Diagnostic &D) override {
    if (D.Where.isInvalid()) {
      Check.configurationDiag("%0") << text(D);
      return;
    }
    DiagnosticBuilder Builder =
        Check.diag(D.Where, "%0",
                   D.Severity == Level::Note ? DiagnosticIDs::Note
                                             : DiagnosticIDs::Warning);
    Builder << text(D);
    for (const FixItHint &Hint : D.FixIts)
      Builder << Hint;
  }

private:
  static StringRef text(const clangfe::Diagnostic &D) {
    return {D.Text.data(), D.Text.size()};
  }

  ClangTidyCheck &Check;
};

class SilentSink final : public Sink {
public:
  void report(const clangfe::Diagnostic &) override {}
};

/// The options, of which each check has its own copy, and what both need of the
/// unit.
class TidyCheck : public ClangTidyCheck {
public:
  TidyCheck(StringRef Name, ClangTidyContext *Context)
      : ClangTidyCheck(Name, Context), Btf(Options.get("Btf", "")),
        BtfBase(Options.get("BtfBase", "")),
        Settings(Options.get("Options", "")) {}

  void storeOptions(ClangTidyOptions::OptionMap &Map) override {
    Options.store(Map, "Btf", Btf);
    Options.store(Map, "BtfBase", BtfBase);
    Options.store(Map, "Options", Settings);
  }

  void registerPPCallbacks(const SourceManager &, Preprocessor *PP,
                           Preprocessor *) override {
    this->PP = PP;
    announce(*PP);
  }

  void registerMatchers(ast_matchers::MatchFinder *Finder) override {
    using namespace ast_matchers;
    Finder->addMatcher(tagDecl(isDefinition()).bind("tag"), this);
    // For the context, where all that is marked are aliases.
    Finder->addMatcher(translationUnitDecl(), this);
    Finder->addMatcher(typedefNameDecl(), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult &Result) override {
    Context = Result.Context;
    if (const auto *Tag = Result.Nodes.getNodeAs<TagDecl>("tag"))
      handleTag(*Tag);
  }

  void onEndOfTranslationUnit() override {
    if (!Context || !PP)
      return;
    CheckSink To(*this);
    clangfe::Options Opts;
    auto Add = [&](std::optional<Error> Wrong) {
      if (Wrong)
        tellOptionError(*Wrong, To);
    };
    Add(Opts.addObjects(judge::Tier::Explicit, Btf, ";:"));
    if (!BtfBase.empty())
      Add(Opts.add("btf-base=" + BtfBase));
    Add(Opts.addList(Settings));
    handleEnd(std::move(Opts), To);
  }

protected:
  virtual void handleTag(const TagDecl &Tag) = 0;
  virtual void handleEnd(clangfe::Options Opts, Sink &To) = 0;

  Preprocessor *PP = nullptr;
  ASTContext *Context = nullptr;

private:
  std::string Btf, BtfBase, Settings;
};

class HostLayoutCheck final : public TidyCheck {
public:
  HostLayoutCheck(StringRef Name, ClangTidyContext *Context)
      : TidyCheck(Name, Context),
        TellsUses(Context->isCheckEnabled("bpf-host-layout-uses")) {}

  void registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                           Preprocessor *Expander) override {
    TidyCheck::registerPPCallbacks(SM, PP, Expander);
    Ignored.emplace(*PP);
  }

private:
  void handleTag(const TagDecl &Tag) override {
    MarkedDecls::of(*Context).noteTag(Tag);
  }

  void handleEnd(clangfe::Options Opts, Sink &To) override {
    Ignored->report(MarkedDecls::of(*Context), To);
    UseCheck Uses(*Context, *PP, Opts);
    clangfe::UnitCheck Verdict(*Context, *PP, std::move(Opts));
    Verdict.setFrontEnd(FrontEnd::ClangTidy);
    Verdict.run(To);
    // The other check tells what it finds; here they are only reached.
    if (TellsUses && !MarkedDecls::of(*Context).withMarkedMembers().empty()) {
      SilentSink Nowhere;
      Uses.run(Verdict.sources(), Nowhere);
    }
    Verdict.tellUnreached(Uses.reached(), To);
  }

  bool TellsUses;
  std::optional<IgnoredMarkers> Ignored;
};

class UnmarkedCheck final : public TidyCheck {
public:
  using TidyCheck::TidyCheck;

private:
  void handleTag(const TagDecl &Tag) override { Found.note(Tag); }

  void handleEnd(clangfe::Options Opts, Sink &To) override {
    for (const Error &Wrong : Opts.addMacros(PP->getPreprocessorOpts()))
      tellOptionError(Wrong, To);
    Found.report(*Context, *PP, Opts, To);
  }

  UnmarkedTypes Found;
};

/// Calls of libbpf, without a marker.
class UsesCheck final : public TidyCheck {
public:
  UsesCheck(StringRef Name, ClangTidyContext *Context)
      : TidyCheck(Name, Context), Uses(Options.get("Uses", "")) {}

  void storeOptions(ClangTidyOptions::OptionMap &Map) override {
    TidyCheck::storeOptions(Map);
    Options.store(Map, "Uses", Uses);
  }

private:
  void handleTag(const TagDecl &) override {}

  void handleEnd(clangfe::Options Opts, Sink &To) override {
    if (!Uses.empty())
      if (std::optional<Error> Wrong = Opts.add("uses=" + Uses))
        tellOptionError(*Wrong, To);
    UseCheck(*Context, *PP, std::move(Opts)).run({}, To);
  }

  std::string Uses;
};

class HostLayoutModule final : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<HostLayoutCheck>("bpf-host-layout");
    Factories.registerCheck<UnmarkedCheck>("bpf-host-layout-unmarked");
    Factories.registerCheck<UsesCheck>("bpf-host-layout-uses");
  }
};

ParsedAttrInfoRegistry::Add<HostLayoutAttribute>
    TheAttribute("host_layout", "the type mirrors a type of an eBPF object");
ClangTidyModuleRegistry::Add<HostLayoutModule>
    TheModule("bpf-host-layout-module",
              "compare marked types with an eBPF object");

} // namespace
