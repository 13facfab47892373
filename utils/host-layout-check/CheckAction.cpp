//===- CheckAction.cpp - What is done with a parsed unit ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckAction.h"

#include "BodyFilter.h"
#include "FindingSink.h"
#include "JoinText.h"
#include "StorageOrder.h"
#include "Clang/Attribute.h"
#include "Clang/Compat.h"
#include "Clang/IgnoredMarkers.h"
#include "Clang/MarkedDecls.h"
#include "Clang/UnitCheck.h"
#include "Clang/Skeletons.h"
#include "Clang/UseTable.h"
#include "Clang/Uses.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Pragma.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/StringMap.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;
using namespace hostlayout::clangfe;

static ParsedAttrInfoRegistry::Add<HostLayoutAttribute>
    TheAttribute("host_layout", "the type mirrors a type of an eBPF object");

namespace {

class UnitConsumer final : public ASTConsumer {
public:
  UnitConsumer(Preprocessor &PP, CheckRun &Run)
      : PP(PP), Run(Run), Bodies(PP), Ignored(PP), Order(PP) {}

  void Initialize(ASTContext &Context) override {
    Markers = &MarkedDecls::of(Context);
  }

  void HandleTagDeclDefinition(TagDecl *D) override { Markers->noteTag(*D); }

  bool shouldSkipFunctionBody(Decl *D) override {
    return !Run.ParsesAll && Bodies.canSkip(*D, *Markers);
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (!Run.ParsesAll && Bodies.leftOutTooMuch() && hasUses(Context)) {
      Run.ParsesAll = true;
      return;
    }
    const SourceManager &SM = Context.getSourceManager();
    FindingSink To(Run.C, Run.Options, Run.To.terminal(), PP.getDiagnostics(),
                   SM, PP.getLangOpts());
    for (const Error &Wrong : Run.WrongOptions)
      tellOptionError(Wrong, To);
    Ignored.report(*Markers, To);
    UnitCheck S(Context, PP, Run.Opts, UnitCheck::Reader::Project);
    S.run(To);
    UseCheck Uses(Context, PP, Run.Opts);
    if (Run.Shared)
      Uses.countAll();
    UseJoining Joins;
    Joins.PlaceText = [&, Paths = llvm::StringMap<std::string>()](
                          SourceLocation Loc) mutable {
      const PresumedLoc At = SM.getPresumedLoc(SM.getFileLoc(Loc));
      if (At.isInvalid())
        return std::string();
      std::string &Path = Paths[At.getFilename()];
      if (Path.empty())
        Path = reportedPath(At.getFilename(), Run.C, Run.Options.How);
      return Path + ":" + std::to_string(At.getLine()) + ":" +
             std::to_string(At.getColumn());
    };
    Joins.In = heardFromOthers(Run.Options.Joins, Run.C.Id);
    Uses.join(Joins);
    Uses.run(S.sources(), To);
    S.tellUnreached(Uses.reached(), To);
    Run.Result.Findings = To.take();
    Run.Result.Silenced = To.takeSilenced();
    for (const UseCheck::Call &C : Uses.calls())
      Run.Result.Calls.push_back({C.Function,
                                  placeOf(C.Where, SM, Run.C, Run.Options.How),
                                  C.IsResolved, C.Text, C.IsUncalled});
    tellOthers(std::move(Joins), Uses.isLookedAt(), Run.Result);
    std::vector<UnitObject> Objects =
        nameObjects(sources(S), Run.C, Run.Options);
    for (const UnitCheck::MarkedOutcome &O : S.outcomes()) {
      refuseStorageOrder(*O.D);
      Run.Result.Subjects.push_back(subject(O, Objects, SM));
    }
    if (!Run.Shared)
      return;
    // What an eBPF program names is its own affair.
    if (!clangfe::compat::isBpf(Context.getTargetInfo().getTriple()))
      Run.Result.Sources = hostSources(filesOf(SM), Run.C, Run.Options.How);
    for (const UnitObject &O : Objects)
      for (report::SharedType &T : Run.Shared->collect(*O.Source.Types, O.Name))
        Run.Result.Shared.push_back(std::move(T));
  }

private:
  /// A session that had nothing to judge has opened nothing.
  std::vector<judge::Source> sources(const UnitCheck &S) {
    if (!S.sources().empty() || !Run.Shared)
      return S.sources();
    // Mistakes in the macros were reported before.
    (void)Run.Opts.addMacros(PP.getPreprocessorOpts());
    std::vector<judge::Source> All =
        loadObjects(PP.getFileManager(), Run.Opts).Sources;
    for (judge::Source &Skeleton : findSkeletons(PP.getSourceManager()))
      All.push_back(std::move(Skeleton));
    return All;
  }

  report::MarkedType subject(const UnitCheck::MarkedOutcome &O,
                          const std::vector<UnitObject> &Objects,
                          const SourceManager &SM) const {
    report::MarkedType S;
    S.Name = shownName(*O.D);
    S.Where = placeOf(O.D->getLocation(), SM, Run.C, Run.Options.How);
    S.IsChecked = O.IsChecked;
    for (const judge::Marker &M : O.Markers)
      S.BpfNames.push_back(M.TypeName.empty() ? S.Name : M.TypeName);
    // Of one that was not checked, those that it may mean.
    if (!O.IsChecked)
      S.Objects = meantBy(O.Markers, Objects);
    else
      for (const std::string &Path : O.Against)
        S.Objects.push_back(objectPath(Path, Run.C, Run.Options));
    return S;
  }

  /// Clang, too, passes over the order: with it the verdict stands.
  void refuseStorageOrder(const NamedDecl &Subject) {
    if (isClang(Run.C) || !Order.isTold(Subject))
      return;
    DiagnosticsEngine &Engine = PP.getDiagnostics();
    Engine.Report(Subject.getLocation(),
                  Engine.getCustomDiagID(
                      DiagnosticsEngine::Error,
                      "GCC stores '%0' in the order that scalar_storage_order "
                      "names, which this Clang does not know"))
        << subjectName(Subject);
  }

  Preprocessor &PP;
  CheckRun &Run;
  BodyFilter Bodies;
  IgnoredMarkers Ignored;
  StorageOrder Order;
  MarkedDecls *Markers = nullptr;
};

/// Which warnings there are is not asked for, and a pragma that makes errors of
/// some would fail a unit that its own compiler takes. To know at each place
/// what the pragmas say takes time, too.
void ignoreDiagnosticPragmas(Preprocessor &PP) {
  for (const char *Space : {"GCC", "clang"}) {
    auto *Ignored = new EmptyPragmaHandler("diagnostic");
    // Of that name; the code that removes one owns it and does not learn which
    // is.
    PP.RemovePragmaHandler(Space, Ignored);
    PP.AddPragmaHandler(Space, Ignored);
  }
}

class CheckAction final : public ASTFrontendAction {
public:
  explicit CheckAction(CheckRun &Run) : Run(Run) {}

protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef) override {
    announce(CI.getPreprocessor());
    ignoreDiagnosticPragmas(CI.getPreprocessor());
    return std::make_unique<UnitConsumer>(CI.getPreprocessor(), Run);
  }

private:
  CheckRun &Run;
};

class Factory final : public tooling::FrontendActionFactory {
public:
  explicit Factory(CheckRun &Run) : Run(Run) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<CheckAction>(Run);
  }

private:
  CheckRun &Run;
};

} // namespace

std::unique_ptr<tooling::FrontendActionFactory>
check::checkActions(CheckRun &Run) {
  return std::make_unique<Factory>(Run);
}
