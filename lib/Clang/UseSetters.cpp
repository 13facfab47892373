//===- UseSetters.cpp - What the host changes of a map --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UsePaths.h"
#include "Clang/UseRun.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// Whether bpf_map__reuse_fd() gives \p Names maps that have the same names, as
/// where several objects share one.
bool UseCheck::Run::reusesItself(const SetterSite &S, const MapNames &Names,
                                 const Frame &In) {
  if (!S.Descriptor || !Names.isComplete())
    return false;
  const MapNames Given = Values.maps(*S.Descriptor, In);
  return Given.isComplete() &&
         llvm::all_of(Given.Maps, [&](const MapName &One) {
           return llvm::all_of(Names.Maps, [&](const MapName &Other) {
             return One.Name == Other.Name;
           });
         });
}

static std::string skeletonOf(const MapName &Name) {
  if (Name.Skeleton)
    return Name.Skeleton->getNameAsString();
  return Name.Other ? Name.Other->Skeleton : std::string();
}

/// What is set on a map that is not known may be set on any.
void UseCheck::Run::setters() {
  for (const SetterSite &S : Index.setters()) {
    std::vector<CallSite> Up;
    setter(S, Up);
  }
  Index.forEachCallee(
      [&](const FunctionDecl &F, const std::vector<CallSite> &Sites) {
        handedAway(F, Sites);
      });
}

/// The key of what is set on the maps that \p F, of that key, is handed.
static std::string keyOfParameters(const std::string &Key) {
  return Key.empty() ? Key : "s" + Key.substr(1);
}

static std::string keyOfMap(const std::string &Skeleton,
                            const std::string &Name) {
  return "s:" + Skeleton + ":" + Name;
}

/// Of any skeleton, for those who only know the name.
static constexpr const char *AnySkeleton = "*";

void UseCheck::Run::offerSetter(const std::string &Key, MapSetter What) {
  // A map of another file is mostly reused as what it is.
  if (What == MapSetter::All)
    return;
  if (!Implying.empty()) {
    Of.Joining->Implies.insert(Implying + '\n' + Key);
    return;
  }
  JoinedStore One;
  One.Steps.push_back(std::to_string(static_cast<unsigned>(What)));
  Of.Joining->Out.Stores[Key].push_back(std::move(One));
}

std::vector<MapSetter> UseCheck::Run::heardSetters(const std::string &Key) {
  std::vector<MapSetter> Heard;
  Of.Joining->want(Key);
  if (auto Known = Of.Joining->In.Stores.find(Key);
      Known != Of.Joining->In.Stores.end())
    for (const JoinedStore &S : Known->second)
      for (MapSetter What : {MapSetter::Type, MapSetter::KeySize,
                             MapSetter::ValueSize, MapSetter::All})
        if (!S.Steps.empty() &&
            S.Steps.front() == std::to_string(static_cast<unsigned>(What)))
          Heard.push_back(What);
  return Heard;
}

/// Whether a function that is handed a \p T can set something of the map.
static bool isSettable(QualType T) {
  const QualType To = T->isPointerType() ? T->getPointeeType() : QualType();
  const RecordDecl *R = To.isNull() ? nullptr : To->getAsRecordDecl();
  return R && R->getIdentifier() && R->getName() == "bpf_map" &&
         !To.isConstQualified();
}

/// What a function of another unit sets on the maps that it is handed.
void UseCheck::Run::handedAway(const FunctionDecl &F,
                               const std::vector<CallSite> &Sites) {
  if (UseIndex::bodyOf(F) || !F.getIdentifier())
    return;
  // libbpf's own: mapSetter() has those that set something.
  for (StringRef Own :
       {"bpf_map__", "bpf_object__", "bpf_program__", "libbpf_"})
    if (F.getName().substr(0, Own.size()) == Own)
      return;
  std::vector<unsigned> Numbers;
  for (unsigned I = 0; I != F.getNumParams(); ++I)
    if (isSettable(F.getParamDecl(I)->getType()))
      Numbers.push_back(I);
  if (Numbers.empty())
    return;
  std::vector<MapSetter> Set = {MapSetter::All};
  if (Of.Joining) {
    const std::string Key = keyOfParameters(Of.Joining->key(F));
    if (Key.empty())
      return;
    Set = heardSetters(Key);
  }
  const auto Sets = [&](MapSetter What) {
    for (const CallSite &Site : Sites)
      for (unsigned Number : Numbers)
        if (const Expr *Map = argument(*Site.Call, F, Number)) {
          std::vector<CallSite> Up;
          setter({What, Map, Site.In}, Up);
        }
  };
  llvm::for_each(Set, Sets);
  // What is set is only handed on: another unit may hear of it without another
  // look at this one.
  if (Of.Joining) {
    Implying = keyOfParameters(Of.Joining->key(F));
    Sets(MapSetter::Type);
    Implying.clear();
  }
}

void UseCheck::Run::setter(const SetterSite &S, std::vector<CallSite> &Up) {
  if (!S.In) {
    if (Implying.empty())
      SetAnywhere.push_back(S.What);
    return;
  }
  const Frame &In = *frames(*S.In, Up);
  const FunctionDecl &Outermost = *(Up.empty() ? S.In : Up.back().In);
  const std::vector<CallSite> &Callers = Index.callersOf(Outermost);
  MapNames Names = Values.maps(*S.Map, In);
  // Of a function that others may call, too, not all callers are known.
  if (Names.NeedsCaller && isOfThisUnit(Outermost, Context) &&
      Up.size() < MostCallers && !Callers.empty() &&
      Callers.size() <= MostChains) {
    for (const CallSite &Site : Callers) {
      if (!Site.In || isOnTheWay(Site, *S.In, Up))
        continue;
      Up.push_back(Site);
      setter(S, Up);
      Up.pop_back();
    }
    return;
  }
  if (S.What == MapSetter::All && reusesItself(S, Names, In))
    return;
  if (Names.NeedsCaller && Of.Joining)
    if (const std::string Key = keyOfParameters(Of.Joining->key(Outermost));
        !Key.empty())
      offerSetter(Key, S.What);
  if (!Names.isComplete() && Implying.empty())
    SetAnywhere.push_back(S.What);
  for (const MapName &Name : Names.Maps) {
    if (Implying.empty())
      Set[Name.Name].push_back(S.What);
    if (!Of.Joining)
      continue;
    const std::string Skeleton = skeletonOf(Name);
    offerSetter(keyOfMap(Skeleton, Name.Name), S.What);
    if (!Skeleton.empty())
      offerSetter(keyOfMap(AnySkeleton, Name.Name), S.What);
  }
}

judge::UsedMap UseCheck::Run::used(const MapName &Name) {
  judge::UsedMap Map;
  Map.Name = Name.Name;
  Map.Skeleton = skeletonOf(Name);
  Map.IsPinned = Name.IsPinned;
  if (Name.Other) {
    Map.HasOtherType = Name.Other->HasOtherType;
    Map.HasOtherKey = Name.Other->HasOtherKey;
    Map.HasOtherValue = Name.Other->HasOtherValue;
    Map.Among.emplace();
    for (const judge::Source &S : Objects)
      if (llvm::is_contained(Name.Other->Sources, Of.absolutePath(S)))
        Map.Among->push_back(&S);
  }
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
  if (Of.Joining) {
    Take(heardSetters(keyOfMap({}, Name.Name)));
    Take(heardSetters(keyOfMap(
        Map.Skeleton.empty() ? AnySkeleton : Map.Skeleton, Name.Name)));
  }
  return Map;
}
