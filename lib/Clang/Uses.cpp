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
            Dwarf.get()) {}

void UseCheck::Run::all() {
  setters();
  for (const UseSite &U : Index.uses())
    if (U.In)
      use(U);
  Of.Reached = Types.withMarkedMembers();
  if (Of.Joining)
    offer(*Of.Joining);
  Of.IsLookedAt = true;
}

/// What is set on a map that is not known may be set on any.
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
  else if (Name.Other)
    Map.Skeleton = Name.Other->Skeleton;
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
  if (IsFirst)
    One.Text = whyNot({}, *U.In, false);
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
                                   const std::vector<CallSite> &Up,
                                   const JoinedCall *Handed) {
  const Frame *Outer = nullptr;
  for (size_t I = Up.size(); I-- > 0;) {
    Frame F;
    F.F = Up[I].In;
    F.StartsChain = !Outer;
    if (!Outer)
      F.Handed = Handed;
    if (Outer) {
      F.Call = Up[I + 1].Call;
      F.Caller = Outer;
    }
    Outer = Values.frame(F);
  }
  Frame F;
  F.F = U.In;
  F.StartsChain = !Outer;
  if (!Outer)
    F.Handed = Handed;
  if (Outer) {
    F.Call = Up[0].Call;
    F.Caller = Outer;
  }
  return Values.frame(F);
}

std::string UseCheck::Run::whyNot(const Result &R,
                                  const FunctionDecl &Outermost,
                                  bool IsUncalled) {
  switch (R.Of) {
  case Outcome::Guarded:
    return "made only where a parameter has some value";
  case Outcome::NoSuchMap:
    return "no object has map '" + R.Maps + "', or two disagree";
  case Outcome::NeedsCaller:
    return IsUncalled ? "nothing in this file calls '" +
                            Outermost.getNameAsString() + "'"
                      : "its map comes from too far up";
  default:
    return "which map it is of is not known";
  }
}

/// Follows a use up to where its map, and its bytes, are known. It counts as
/// resolved only if it is so from everywhere.
void UseCheck::Run::chain(const UseSite &U, std::vector<CallSite> &Up,
                          Call &Told, bool &IsFirst) {
  const Frame *In = frames(U, Up);
  const FunctionDecl &Outermost = *(Up.empty() ? U.In : Up.back().In);
  const std::vector<CallSite> &Callers = Index.callersOf(Outermost);
  const std::string Key =
      Of.Joining ? Of.Joining->key(Outermost) : std::string();
  const std::vector<JoinedCall> *Others = nullptr;
  if (!Key.empty())
    if (auto Known = Of.Joining->In.Calls.find(Key);
        Known != Of.Joining->In.Calls.end())
      Others = &Known->second;
  const bool IsLast = Up.size() == MostCallers ||
                      (Callers.empty() && !Others) ||
                      Callers.size() > MostChains;
  Result R = look(U, *In, IsLast);
  if (R.Of == Outcome::NeedsCaller && !Key.empty())
    Of.Joining->Wants.insert(Key);
  if (R.Of != Outcome::NeedsCaller || IsLast)
    return note(R, Outermost, Told, IsFirst);
  if (Others)
    for (const JoinedCall &Call : *Others)
      note(look(U, *frames(U, Up, &Call), /*IsLast=*/true), Outermost, Told,
           IsFirst);
  for (const CallSite &Site : Callers) {
    if (!Site.In || Site.In == &Outermost ||
        llvm::any_of(Up, [&](const CallSite &S) { return S.In == Site.In; }))
      continue;
    Up.push_back(Site);
    chain(U, Up, Told, IsFirst);
    Up.pop_back();
  }
}

void UseCheck::Run::note(const Result &R, const FunctionDecl &Outermost,
                         Call &Told, bool &IsFirst) {
  const bool IsResolved = R.Of == Outcome::Resolved;
  if (IsFirst)
    Told.IsResolved = true;
  IsFirst = false;
  if (!IsResolved && Told.IsResolved) {
    Told.IsResolved = false;
    Told.IsUncalled =
        R.Of == Outcome::NeedsCaller && Index.callersOf(Outermost).empty();
    Told.Text = whyNot(R, Outermost, Told.IsUncalled);
  } else if (IsResolved && Told.IsResolved &&
             Told.Text.find(R.Maps) == std::string::npos) {
    Told.Text += (Told.Text.empty() ? "" : ", ") + R.Maps;
  }
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
  case UseForm::Reserve:
  case UseForm::Mapping:
  case UseForm::SectionBytes:
    result(U, Maps, Names);
    break;
  }
  R.Maps = std::move(Text);
  return R;
}
