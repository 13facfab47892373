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

/// The files that libbpf may pin the section \p Section of \p Object under: the
/// program's name goes first, which a skeleton may have with _bpf behind
/// (internal_map_name() in libbpf.c).
std::vector<std::string> sectionPinNames(const std::string &Object,
                                         const std::string &Section) {
  constexpr size_t MostLetters = 15, LettersOfSection = 7;
  if (Section.find('.', 1) != Section.npos)
    return {pinName(Section)};
  if (Section.size() >= MostLetters)
    return {pinName(Section.substr(0, MostLetters))};
  std::string Program = fs::path(Object).filename().string();
  Program.resize(std::min(Program.size(), Program.find('.')));
  std::vector<std::string> Names;
  for (const char *Behind : {"", "_bpf"}) {
    std::string Name = Program + Behind;
    Name.resize(std::min(
        Name.size(), MostLetters - std::max(LettersOfSection, Section.size())));
    Names.push_back(pinName(Name + Section));
  }
  return Names;
}

/// A name that a map's pin may have, and the map.
struct PinFile {
  std::string Name, Map;
};

/// Those of the maps that are pinned by name, and of what host code pins.
std::vector<PinFile> pinFiles(const btf::Object &O, const std::string &Path,
                              const DiffOptions &Options) {
  auto IsNamed = [&Options](std::string_view Name) {
    return std::ranges::find(Options.AlsoPinned, Name) !=
           Options.AlsoPinned.end();
  };
  std::vector<PinFile> Files;
  for (const btf::MapInfo &M : O.maps())
    if (M.IsPinned || IsNamed(M.Name))
      Files.push_back({pinName(M.Name), std::string(M.Name)});
  for (const btf::SectionInfo &S : O.sections())
    if (IsNamed(S.Name))
      for (std::string &Name : sectionPinNames(Path, std::string(S.Name)))
        Files.push_back({std::move(Name), std::string(S.Name)});
  return Files;
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
  // A section is a map of its own. What has no path is no pin.
  if (Path.find('/') != std::string::npos)
    for (const btf::SectionInfo &S : (*Old)->sections())
      for (Side *Each : {Before.get(), New.get()})
        Each->pin({std::string(S.Name)});
  return findChanges(std::move(Before), std::move(New), std::move(Called), O);
}

} // namespace

Error command::noSuchPin(const std::string &Name, const std::string &In) {
  return Error("there is no " +
               std::string(Name.starts_with('.') ? "section" : "map") + " '" +
               printable(Name) + "' in " + printable(In, 1024))
      .in("--pinned");
}

/// Error: a name of --pinned that neither a map nor a section of \p O has.
static std::optional<Error> checkPinned(const DiffOptions &Options,
                                        const btf::Object &O,
                                        const std::string &Path) {
  for (const std::string &Named : Options.AlsoPinned)
    if (std::ranges::find(O.maps(), Named, &btf::MapInfo::Name) ==
            O.maps().end() &&
        std::ranges::find(O.sections(), Named, &btf::SectionInfo::Name) ==
            O.sections().end())
      return noSuchPin(Named, Path);
  return std::nullopt;
}

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
  if (std::optional<Error> E = checkPinned(R.Options, **Object, New))
    return fail(*E);
  auto After = std::make_shared<Side>(*Object, New);
  After->pin(R.Options.AlsoPinned);
  std::vector<Changes> All;
  const std::vector<PinFile> Files = pinFiles(**Object, New, R.Options);
  for (const std::string &Root : Roots)
    for (const PinFile &File : Files) {
      const std::string Pin = (fs::path(Root) / File.Name).string();
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
      auto Found = compareWithPin(Pin, File.Map, After, R.Options);
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
