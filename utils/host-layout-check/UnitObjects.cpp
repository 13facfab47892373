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

std::string check::objectPath(const std::string &Path, const CompileCommand &C,
                              const CheckOptions &Options) {
  if (btf::isLive(Path))
    return Path;
  // What the command line of the check names starts where it runs.
  const bool IsOurs = std::ranges::count(Options.Objects, Path) != 0;
  return realPath(
      absolutePath(IsOurs ? Options.How.Directory : C.Directory, Path));
}

std::vector<UnitObject>
check::nameObjects(const std::vector<judge::Source> &Sources,
                   const CompileCommand &C, const CheckOptions &Options) {
  std::vector<UnitObject> Objects;
  for (const judge::Source &S : Sources) {
    if (!S.Types)
      continue;
    Objects.push_back({objectPath(S.Path, C, Options), S});
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
