//===- Uses.cpp - Unmarked calls of libbpf --------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Uses.h"

#include "BTF/Live.h"
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

std::string UseCheck::absolutePath(const judge::Source &Of) const {
  if (btf::isLive(Of.Path))
    return Of.Path;
  llvm::SmallString<256> Path;
  if (Of.Rank != judge::Tier::Skeleton &&
      !llvm::sys::path::is_absolute(Of.Path))
    for (const Options::ObjectFile &File : Opts.objects())
      if (File.Path == Of.Path)
        Path = File.Directory;
  llvm::sys::path::append(Path, Of.Path);
  PP.getFileManager().makeAbsolutePath(Path);
  return std::string(Path.str());
}

static std::set<std::string> pathsOf(const UseJoins &Joins) {
  std::set<std::string> Paths;
  auto Add = [&](const std::vector<JoinedMap> &Maps) {
    for (const JoinedMap &Map : Maps)
      Paths.insert(Map.Sources.begin(), Map.Sources.end());
  };
  for (const auto &[Key, Calls] : Joins.Calls)
    for (const JoinedCall &Call : Calls)
      for (const JoinedArgument &A : Call.Arguments)
        Add(A.Maps);
  for (const auto &[Key, Stores] : Joins.Stores)
    for (const JoinedStore &S : Stores)
      Add(S.Maps);
  return Paths;
}

std::vector<judge::Source>
UseCheck::sourcesOfOthers(const std::vector<judge::Source> &Known) {
  std::set<std::string> Paths = pathsOf(Joining->In);
  for (const judge::Source &S : Known)
    Paths.erase(absolutePath(S));
  FileManager &Files = PP.getFileManager();
  std::vector<judge::Source> Found = readSkeletons(Paths, Files);
  // As this unit would call them.
  StringRef Dir = Files.getFileSystemOpts().WorkingDir;
  for (judge::Source &S : Found) {
    Paths.erase(S.Path);
    if (StringRef Rest = S.Path;
        !Dir.empty() && Rest.consume_front(Dir) && Rest.consume_front("/"))
      S.Path = Rest.str();
  }
  std::vector<Options::ObjectFile> Objects;
  for (const std::string &Path : Paths)
    Objects.push_back({judge::Tier::Explicit, Path});
  for (judge::Source &S : loadObjects(Files, Objects, Opts.base()).Sources)
    if (S.Types)
      Found.push_back(std::move(S));
  return Found;
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
    if (std::vector<judge::Source> Others =
            sourcesOfOthers(IsOpen ? Opened : Own);
        !Others.empty()) {
      if (IsOpen)
        Own = Opened;
      llvm::move(Others, std::back_inserter(Own));
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
  judgeCallbacks();
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
