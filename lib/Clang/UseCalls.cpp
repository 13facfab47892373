//===- UseCalls.cpp - Calls that a map's kind refuses ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/UseRun.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

static judge::CallUse callUse(const UseFunction &What,
                              const judge::UsedMap &Map) {
  judge::CallUse Use;
  Use.Does = What.Does;
  Use.Function = What.Name;
  Use.Map = Map;
  return Use;
}

void UseCheck::Run::noteOpened(const UseSite &U,
                               const std::vector<judge::UsedMap> &Maps) {
  for (const judge::UsedMap &Map : Maps)
    if (Judge.opens(callUse(*U.What, Map)))
      Opened.insert(Map.Name);
}

bool UseCheck::Run::isRefused(const UseSite &U,
                              const std::vector<judge::UsedMap> &Maps,
                              const MapNames &Names) {
  Refused One;
  for (const judge::UsedMap &Map : Maps) {
    std::vector<Finding> Found = Judge.judge(callUse(*U.What, Map));
    if (Found.empty())
      return false;
    if (One.Found.empty())
      One.Found = std::move(Found);
  }
  if (AsksForKinds)
    return true;
  One.Where = U.Call->getArg(U.What->Map)->getBeginLoc();
  One.Named = placeOf(Names);
  RefusedCalls.push_back(std::move(One));
  return true;
}

/// A program that opens the same map as what it is, too, has two ways and takes
/// the right one when it runs.
void UseCheck::Run::tellRefused() {
  for (Refused &One : RefusedCalls)
    if (llvm::none_of(One.Found, [&](const Finding &F) {
          return !F.Use->WantedKind.empty() && Opened.count(F.Use->Map) != 0;
        }))
      tell(std::move(One.Found), One.Where, One.Named);
}
