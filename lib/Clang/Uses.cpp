//===- Uses.cpp - Unmarked calls of libbpf --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Uses.h"
#include "Clang/Compat.h"

#include "Clang/Preamble.h"
#include "Clang/Skeletons.h"
#include "Clang/UseRun.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TimeProfiler.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// Those of other units' maps.
static std::vector<judge::Source> skeletonsOf(const UseJoins &Joins,
                                              FileManager &Files) {
  std::set<std::string> Headers;
  auto Add = [&](const std::vector<JoinedMap> &Maps) {
    for (const JoinedMap &Map : Maps)
      if (!Map.Header.empty())
        Headers.insert(Map.Header);
  };
  for (const auto &[Key, Calls] : Joins.Calls)
    for (const JoinedCall &Call : Calls)
      for (const JoinedArgument &A : Call.Arguments)
        Add(A.Maps);
  for (const auto &[Key, Stores] : Joins.Stores)
    for (const JoinedStore &S : Stores)
      Add(S.Maps);
  return readSkeletons(Headers, Files);
}

void UseCheck::run(const std::vector<judge::Source> &Opened, Sink &To) {
  const llvm::Triple &Target = Context.getTargetInfo().getTriple();
  // What an eBPF program does is its own affair.
  IsLookedAt = compat::isBpf(Target);
  if (IsLookedAt || (IsEditor && isPreamble(PP)) ||
      !(hasUses(Context) || (Joining && namesMaps(Context))))
    return;
  llvm::TimeTraceScope Scope("HostLayout uses");
  // What is wrong with them was reported with the marked types.
  (void)Opts.addMacros(PP.getPreprocessorOpts());
  if (Opts.uses() == Severity::Off)
    return;
  Rules = Opts.policy();
  // A unit without marked types has opened its skeletons at most.
  auto IsSkeleton = [](const judge::Source &S) {
    return S.Rank == judge::Tier::Skeleton;
  };
  std::vector<judge::Source> Own;
  const bool IsOpen =
      !Opened.empty() &&
      size_t(llvm::count_if(Opened, IsSkeleton)) + Opts.objects().size() ==
          Opened.size();
  if (!IsOpen) {
    Loaded = loadObjects(PP.getFileManager(), Opts,
                         IsEditor ? Freshness::ByContent : Freshness::ByTime);
    if (Opts.stamp().empty() || IsEditor)
      recordDependencies(PP, Loaded.Files);
    else
      recordDependencies(PP, {Opts.stamp()});
    Own = Loaded.Sources;
    if (Reader)
      for (judge::Source &S : findSkeletons(*Reader, PP.getFileManager()))
        Own.push_back(std::move(S));
    if (Opened.empty())
      for (judge::Source &S : findSkeletons(PP.getSourceManager()))
        Own.push_back(std::move(S));
    llvm::copy_if(Opened, std::back_inserter(Own), IsSkeleton);
  }
  if (Joining)
    for (judge::Source &S : skeletonsOf(Joining->In, PP.getFileManager())) {
      if (IsOpen && Own.empty())
        Own = Opened;
      if (llvm::none_of(Own, [&](const judge::Source &Known) {
            llvm::SmallString<256> Path(Known.Path);
            PP.getFileManager().makeAbsolutePath(Path);
            return Path == S.Path;
          })) {
        // As this unit would call it.
        StringRef Dir = PP.getFileManager().getFileSystemOpts().WorkingDir;
        if (StringRef Rest = S.Path;
            !Dir.empty() && Rest.consume_front(Dir) && Rest.consume_front("/"))
          S.Path = Rest.str();
        Own.push_back(std::move(S));
      }
    }
  const std::vector<judge::Source> &Sources =
      IsOpen && Own.empty() ? Opened : Own;
  if (!CountsAll && !Joining &&
      llvm::none_of(Sources,
                    [](const judge::Source &S) { return S.Types != nullptr; }))
    return;
  Run(*this, Sources, To).all();
}

UseCheck::Run::Run(UseCheck &Of, const std::vector<judge::Source> &Sources,
                   Sink &To)
    : Of(Of), Objects(Sources), Context(Of.Context), To(To), Index(Context),
      Values(Context, Index, Of.Joining), Types(Context, Of.Memory),
      Judge(Sources, Types.target(), Of.Rules, Of.Opts.uses(), Of.Memory,
            Dwarf.get()),
      AsksForKinds(asksForKinds(Context)) {}

void UseCheck::Run::all() {
  setters();
  for (const UseSite &U : Index.uses())
    if (U.In)
      use(U);
  tellRefused();
  Of.Reached = Types.withMarkedMembers();
  if (Of.Joining)
    offer(*Of.Joining);
  Of.IsLookedAt = true;
}

Guard UseCheck::Run::guards(const Expr &Call, const Frame &In) {
  const Expr *Inner = &Call;
  bool IsChosen = false;
  for (const Frame *F = &In; F && (F->Caller || F->Handed);
       Inner = F->Call, F = F->Caller) {
    const Guard G = guardOf(*Inner, *F, Values);
    if (G == Guard::NotMade)
      return G;
    IsChosen |= G == Guard::Chosen;
  }
  return IsChosen ? Guard::Chosen : Guard::None;
}

UseCheck::Run::Result UseCheck::Run::look(const UseSite &U, const Frame &In,
                                          bool IsLast) {
  Result R;
  const UseFunction &What = *U.What;
  const Expr *Argument = U.Call->getArg(What.Map);
  MapNames Names = Values.maps(*Argument, In);
  if (Names.NeedsCaller) {
    R.Of = Outcome::NeedsCaller;
    return R;
  }
  if (!Names.isComplete())
    return R;
  std::vector<judge::UsedMap> Maps;
  for (const MapName &Name : Names.Maps) {
    Maps.push_back(used(Name));
    if (!Judge.knows(Maps.back())) {
      R.Maps = Name.Name;
      R.Of = Outcome::NoSuchMap;
      return R;
    }
    if (R.Maps.find(Name.Name) == std::string::npos)
      R.Maps += (R.Maps.empty() ? "" : ", ") + Name.Name;
  }
  noteOpened(U, Maps);
  if (const Guard G = guards(*U.Call, In); G != Guard::None) {
    R.Of = G == Guard::Chosen ? Outcome::Guarded : Outcome::NotMade;
    return R;
  }
  std::string Text = std::move(R.Maps);
  R.Of = Outcome::Resolved;
  if (isRefused(U, Maps, Names)) {
    R.Maps = std::move(Text);
    return R;
  }
  switch (What.Form) {
  case UseForm::Element:
  case UseForm::Batch:
  case UseForm::SetSection:
    R = elements(U, In, IsLast, Maps, Names);
    break;
  case UseForm::Callback:
    callback(U, In, Maps, Names);
    break;
  case UseForm::Open:
    break;
  case UseForm::Reserve:
  case UseForm::Mapping:
  case UseForm::SectionBytes:
    result(U, Maps, Names);
    break;
  }
  R.Maps = std::move(Text);
  return R;
}
