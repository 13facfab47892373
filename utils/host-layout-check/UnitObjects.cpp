//===- UnitObjects.cpp - The objects that a unit is compared with ---------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitObjects.h"

#include "BTF/Live.h"
#include "Judge/Lookup.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::project;

clangfe::Options
check::unitOptions(const CheckOptions &Options,
                   const std::vector<std::string> &PluginArguments,
                   std::vector<Error> &Wrong) {
  clangfe::Options Opts;
  auto Add = [&](const std::string &Argument) {
    if (std::optional<Error> E = Opts.add(Argument))
      Wrong.push_back(std::move(*E));
  };
  for (const std::string &Object : Options.Objects)
    Opts.add({judge::Tier::Explicit, Object, Options.How.Directory});
  for (const std::string &Argument : PluginArguments)
    Add(Argument);
  // Later ones win: those of the command line over those of the build.
  if (!Options.Base.empty())
    Add("btf-base=" + Options.Base);
  for (const std::string &Setting : Options.Settings)
    Add(Setting);
  return Opts;
}

std::vector<UnitObject>
check::nameObjects(const std::vector<judge::Source> &Sources,
                   const CompileCommand &C, const CheckOptions &Options) {
  std::vector<UnitObject> Objects;
  for (const judge::Source &S : Sources) {
    if (!S.Types)
      continue;
    bool IsOurs = std::find(Options.Objects.begin(), Options.Objects.end(),
                            S.Path) != Options.Objects.end();
    std::string Name =
        S.Rank == judge::Tier::Skeleton || btf::isLive(S.Path)
            ? S.Path
            : absolutePath(IsOurs ? Options.How.Directory : C.Directory,
                           S.Path);
    Objects.push_back({std::move(Name), S});
  }
  return Objects;
}

std::vector<std::string>
check::meantBy(const std::vector<judge::Marker> &Markers,
               const std::vector<UnitObject> &Objects) {
  std::vector<std::string> Names;
  Arena Unused;
  for (const UnitObject &O : Objects)
    if (std::any_of(Markers.begin(), Markers.end(),
                    [&](const judge::Marker &M) {
                      return M.ObjectName.empty() ||
                             judge::SourceTypes(O.Source, Unused)
                                 .isCalled(M.ObjectName);
                    }))
      Names.push_back(O.Name);
  return Names;
}
