//===- Pins.cpp - What is pinned, against a new object --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Request.h"

#include "BTF/Live.h"
#include "Command.h"
#include "Input.h"
#include "Support/Printable.h"

#include <algorithm>
#include <filesystem>

using namespace hostlayout;
using namespace hostlayout::command;
namespace fs = std::filesystem;

namespace {

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

/// The file that libbpf pins a map under (sanitize_pin_path() in libbpf.c).
std::string pinName(std::string_view Map) {
  std::string Name(Map);
  std::ranges::replace(Name, '.', '_');
  return Name;
}

/// The changes from the pin \p Path of the map \p Map to \p New.
Expected<Changes> compareWithPin(const std::string &Path, std::string_view Map,
                                 std::shared_ptr<Side> New,
                                 const DiffOptions &O) {
  auto Old = btf::openLive(Path, Map);
  if (!Old)
    return Old.takeError();
  SideNames Called = sidesOf(Path, New->name());
  auto Before = std::make_shared<Side>(*Old, Path);
  return findChanges(std::move(Before), std::move(New), std::move(Called), O);
}

} // namespace

int command::compareWithLive(const std::string &Old, const std::string &New,
                             DiffRequest &R) {
  auto Object = openObject(New, R.Base);
  if (!Object)
    return fail(Object.takeError());
  // libbpf goes by the pin's name; what has no path is no pin.
  std::string_view Map;
  if (Old.find('/') != std::string::npos)
    for (const btf::MapInfo &M : (*Object)->maps())
      if (pinName(M.Name) == fs::path(Old).filename())
        Map = M.Name;
  R.Options.IsPin = !Map.empty();
  auto Found =
      compareWithPin(Old, Map, std::make_shared<Side>(*Object, New), R.Options);
  if (!Found)
    return fail(Found.takeError());
  warnOf(*Found->Old, *Found->New);
  std::vector<Changes> All;
  All.push_back(std::move(*Found));
  return present(All, R.How);
}

int command::compareWithPins(const std::string &Old, const std::string &New,
                             DiffRequest &R) {
  auto Object = openObject(New, R.Base);
  if (!Object)
    return fail(Object.takeError());
  std::vector<std::string> Roots = R.PinRoots;
  Roots.insert(Roots.begin(), Old);
  R.Options.IsPin = R.How.IsList = true;
  for (const std::string &Named : R.Options.AlsoPinned)
    if (std::ranges::find((*Object)->maps(), Named, &btf::MapInfo::Name) ==
        (*Object)->maps().end())
      return fail(Error("there is no map '" + printable(Named) + "' in " + New)
                      .in("--pinned"));
  auto After = std::make_shared<Side>(*Object, New);
  std::vector<Changes> All;
  for (const std::string &Root : Roots)
    for (const btf::MapInfo &M : (*Object)->maps()) {
      if (!M.IsPinned &&
          !std::ranges::count(R.Options.AlsoPinned, std::string(M.Name)))
        continue;
      const std::string Pin = (fs::path(Root) / pinName(M.Name)).string();
      std::error_code Wrong;
      if (!fs::exists(Pin, Wrong)) {
        if (Wrong)
          return fail(Error(Wrong.message()).in(Pin));
        continue;
      }
      auto IsMap = btf::isPinnedMap(Pin);
      if (!IsMap)
        return fail(IsMap.takeError());
      if (!*IsMap)
        continue;
      auto Found = compareWithPin(Pin, M.Name, After, R.Options);
      if (!Found)
        return fail(Found.takeError());
      All.push_back(std::move(*Found));
    }
  if (All.empty()) {
    std::string Where = printable(Old, 1024);
    for (const std::string &Root : R.PinRoots)
      Where += ", " + printable(Root, 1024);
    reportWarning("no map of " + printable(New, 1024) + " is pinned in " +
                  Where +
                  "; name those that host code pins with --pinned=MAP, and "
                  "other directories with --pin-root=DIR");
    return NothingChecked;
  }
  return present(All, R.How);
}
