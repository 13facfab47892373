//===- Uses.cpp - What nobody marked --------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Uses.h"
#include "Clang/Compat.h"

#include "Clang/Preamble.h"
#include "Clang/Skeletons.h"
#include "Clang/UseGuards.h"
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

/// Functions above the one that calls libbpf, and how many ways there may be.
static constexpr size_t MostCallers = 3, MostChains = 256;

void UseCheck::run(const std::vector<judge::Source> &Opened, Sink &To) {
  const llvm::Triple &Target = Context.getTargetInfo().getTriple();
  if (compat::isBpf(Target) || (IsEditor && isPreamble(PP)) ||
      !hasUses(Context))
    return;
  llvm::TimeTraceScope Scope("HostLayout uses");
  // What is wrong with them was told with the marked types.
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
  const std::vector<judge::Source> &Sources = IsOpen ? Opened : Own;
  if (llvm::none_of(Sources,
                    [](const judge::Source &S) { return S.Types != nullptr; }))
    return;
  Run(*this, Sources, To).all();
}

UseCheck::Run::Run(UseCheck &Of, const std::vector<judge::Source> &Sources,
                   Sink &To)
    : Of(Of), Context(Of.Context), To(To), Index(Context),
      Values(Context, Index), Types(Context, Of.Memory),
      Judge(Sources, Types.target(), Of.Rules, Of.Opts.uses(), Of.Memory,
            Dwarf.get()) {}

void UseCheck::Run::all() {
  setters();
  for (const UseSite &U : Index.uses())
    if (U.In)
      use(U);
  Of.Reached = Types.withMarkedMembers();
}

/// What is set on a map that cannot be told may be set on any.
void UseCheck::Run::setters() {
  for (const SetterSite &S : Index.setters()) {
    const Frame In{S.In, nullptr, nullptr, false};
    MapNames Names = Values.maps(*S.Call->getArg(0), In);
    if (!Names.isComplete())
      SetAnywhere.push_back(S.What);
    for (const MapName &Name : Names.Maps)
      Set[Name.Name].push_back(S.What);
  }
}

judge::UsedMap UseCheck::Run::used(const MapName &Name) {
  judge::UsedMap Map;
  Map.Name = Name.Name;
  if (Name.Skeleton)
    Map.Skeleton = Name.Skeleton->getNameAsString();
  auto Take = [&](const std::vector<MapSetter> &What) {
    for (MapSetter S : What) {
      Map.HasOtherType |= S == MapSetter::Type || S == MapSetter::All;
      Map.HasOtherKey |= S == MapSetter::KeySize || S == MapSetter::All;
      Map.HasOtherValue |= S == MapSetter::ValueSize || S == MapSetter::All;
    }
  };
  if (auto Own = Set.find(Name.Name); Own != Set.end())
    Take(Own->second);
  Take(SetAnywhere);
  return Map;
}

//===----------------------------------------------------------------------===//
// Chains of calls
//===----------------------------------------------------------------------===//

void UseCheck::Run::use(const UseSite &U) {
  Call One;
  One.Where = U.Call->getBeginLoc();
  One.Function = U.What->Name;
  std::vector<CallSite> Up;
  bool IsFirst = true;
  chain(U, Up, One, IsFirst);
  // A program maps all kinds of files.
  if (U.What->Form == UseForm::Mapping && !One.IsResolved)
    return;
  // The same call of several instances of a template is one.
  auto Same = llvm::find_if(Of.Calls, [&](const Call &Other) {
    return Other.Where == One.Where && Other.Function == One.Function;
  });
  if (Same == Of.Calls.end())
    Of.Calls.push_back(std::move(One));
  else if (Same->IsResolved && !One.IsResolved)
    *Same = std::move(One);
}

const Frame *UseCheck::Run::frames(const UseSite &U,
                                   const std::vector<CallSite> &Up) {
  const Frame *Outer = nullptr;
  for (size_t I = Up.size(); I-- > 0;) {
    Frame F;
    F.F = Up[I].In;
    F.StartsChain = !Outer;
    if (Outer) {
      F.Call = Up[I + 1].Call;
      F.Caller = Outer;
    }
    Outer = Values.frame(F);
  }
  Frame F;
  F.F = U.In;
  F.StartsChain = !Outer;
  if (Outer) {
    F.Call = Up[0].Call;
    F.Caller = Outer;
  }
  return Values.frame(F);
}

/// Follows a use up to where its map, and its bytes, are known. It counts as
/// resolved only if it is so from everywhere.
void UseCheck::Run::chain(const UseSite &U, std::vector<CallSite> &Up,
                          Call &Told, bool &IsFirst) {
  const Frame *In = frames(U, Up);
  const FunctionDecl *Outermost = Up.empty() ? U.In : Up.back().In;
  const std::vector<CallSite> &Callers = Index.callersOf(*Outermost);
  const bool IsLast = Up.size() == MostCallers || Callers.empty() ||
                      Callers.size() > MostChains;
  Result R = look(U, *In, IsLast);
  if (R.Of == Outcome::NeedsCaller && !IsLast) {
    for (const CallSite &Site : Callers) {
      if (!Site.In || Site.In == Outermost ||
          llvm::any_of(Up, [&](const CallSite &S) { return S.In == Site.In; }))
        continue;
      Up.push_back(Site);
      chain(U, Up, Told, IsFirst);
      Up.pop_back();
    }
    return;
  }
  const bool IsResolved = R.Of == Outcome::Resolved;
  const char *Why =
      R.Of == Outcome::Guarded ? "guarded by a parameter" : "unknown map";
  if (IsFirst)
    Told.IsResolved = true;
  IsFirst = false;
  if (!IsResolved && Told.IsResolved) {
    Told.IsResolved = false;
    Told.Why = Why;
  } else if (IsResolved && Told.IsResolved &&
             Told.Why.find(R.Maps) == std::string::npos) {
    Told.Why += (Told.Why.empty() ? "" : ", ") + R.Maps;
  }
}

UseCheck::Run::Result UseCheck::Run::look(const UseSite &U, const Frame &In,
                                          bool IsLast) {
  Result R;
  const UseFunction &What = *U.What;
  if (What.Form == UseForm::Reserve) {
    result(U, {}, {});
    R.Of = Outcome::Resolved;
    return R;
  }
  const Expr *Argument = U.Call->getArg(What.Map);
  MapNames Names = Values.maps(*Argument, In);
  if (Names.NeedsCaller && !IsLast) {
    R.Of = Outcome::NeedsCaller;
    return R;
  }
  if (!Names.isComplete())
    return R;
  std::vector<judge::UsedMap> Maps;
  for (const MapName &Name : Names.Maps) {
    Maps.push_back(used(Name));
    R.Maps += (R.Maps.empty() ? "" : ", ") + Name.Name;
    if (!Judge.knows(Maps.back()))
      return R;
  }
  const Expr *Inner = U.Call;
  for (const Frame *F = &In; F && F->Caller; Inner = F->Call, F = F->Caller)
    if (isChosenByCaller(*Inner, *F, Values)) {
      R.Of = Outcome::Guarded;
      return R;
    }
  std::string Text = std::move(R.Maps);
  R.Of = Outcome::Resolved;
  switch (What.Form) {
  case UseForm::Element:
  case UseForm::Batch:
  case UseForm::SetSection:
    R = elements(U, In, IsLast, Maps, Names);
    break;
  case UseForm::Callback:
    callback(U, In, Maps, Names);
    break;
  case UseForm::Mapping:
  case UseForm::SectionBytes:
    result(U, Maps, Names);
    break;
  case UseForm::Reserve:
    break;
  }
  R.Maps = std::move(Text);
  return R;
}
