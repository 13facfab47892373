//===- UseSetters.cpp - What the host changes of a map --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UsePaths.h"
#include "Clang/UseRun.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

/// Whether bpf_map__reuse_fd() gives \p Names maps that have the same names, as
/// where several objects share one.
bool UseCheck::Run::reusesItself(const SetterSite &S, const MapNames &Names,
                                 const Frame &In) {
  if (S.Call->getNumArgs() != 2 || !Names.isComplete())
    return false;
  const MapNames Given = Values.maps(*S.Call->getArg(1), In);
  return Given.isComplete() &&
         llvm::all_of(Given.Maps, [&](const MapName &One) {
           return llvm::all_of(Names.Maps, [&](const MapName &Other) {
             return One.Name == Other.Name;
           });
         });
}

/// What is set on a map that is not known may be set on any.
void UseCheck::Run::setters() {
  for (const SetterSite &S : Index.setters()) {
    std::vector<CallSite> Up;
    setter(S, Up);
  }
}

void UseCheck::Run::setter(const SetterSite &S, std::vector<CallSite> &Up) {
  if (!S.In)
    return SetAnywhere.push_back(S.What);
  const Frame &In = *frames(*S.In, Up);
  const FunctionDecl &Outermost = *(Up.empty() ? S.In : Up.back().In);
  const std::vector<CallSite> &Callers = Index.callersOf(Outermost);
  MapNames Names = Values.maps(*S.Call->getArg(0), In);
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
  if (!Names.isComplete())
    SetAnywhere.push_back(S.What);
  for (const MapName &Name : Names.Maps)
    Set[Name.Name].push_back(S.What);
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
