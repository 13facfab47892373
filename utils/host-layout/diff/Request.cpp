//===- Request.cpp - What diff and lock --verify are asked for ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Request.h"

#include "Command.h"
#include "Input.h"
#include "Support/Printable.h"
#include "Support/ReadFile.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <memory>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;

void DiffRequest::addTo(Syntax &S, const char *OutputHelp) {
  S.list("--set", "SETTING", Settings,
         "slug=error|warning|off: what a kind of difference counts");
  S.flag("--werror", How.WarningsCount, "Warnings count as changes");
  S.flag("--json", How.AsJson, "Print JSON, see docs/show-and-diff.md");
  How.Report.addTo(S, OutputHelp);
  S.file("--btf-base", "FILE", Base, BaseHelp);
  S.list("--pinned", "MAP", Options.AlsoPinned,
         "A map that host code pins under its name, or a section (.bss), as if "
         "it were declared to be pinned by name");
  S.option("--libbpf", "VERSION", Libbpf,
           "The libbpf that will open pinned maps, such as 1.5 (default: 1.7)");
  S.option("--page-size", "BYTES", PageSize,
           "Of the machine that will open them (default: this one's)");
  S.option("--cpus", "N", Cpus, "Its possible CPUs (default: this machine's)");
}

std::optional<Error> DiffRequest::finish() {
  for (const std::string &Setting : Settings)
    if (std::optional<Error> E = Options.Rules.parse(Setting))
      return E;
  Options.By = lock::thisMachine();
  if (PageSize)
    Options.By.PageSize = PageSize;
  if (PageSize && !std::has_single_bit(PageSize))
    return Error("a page's size is a power of two").in("--page-size");
  if (Cpus) {
    Options.By.Cpus = Cpus;
    Options.By.IsNamed = true;
  }
  if (Libbpf.empty())
    return std::nullopt;
  unsigned Minor = 0;
  const char *End = Libbpf.data() + Libbpf.size();
  bool IsOne = Libbpf.starts_with("1.");
  auto Read = IsOne ? std::from_chars(Libbpf.data() + 2, End, Minor)
                    : std::from_chars_result{End, std::errc::invalid_argument};
  if (Read.ec != std::errc() || (Read.ptr != End && *Read.ptr != '.'))
    return Error("'" + printable(Libbpf) +
                 "' is no version of libbpf that is known here; 1.0 and later "
                 "are")
        .in("--libbpf");
  Options.By.LibbpfMinor = Minor;
  return std::nullopt;
}

Expected<std::shared_ptr<const lock::Lock>>
command::openLock(const std::string &Path) {
  auto Content = readFile(Path);
  if (!Content)
    return Content.takeError();
  auto Parsed =
      lock::parse({reinterpret_cast<const char *>(Content->Data.data()),
                   Content->Data.size()});
  if (!Parsed)
    return Parsed.takeError().in(Path);
  return std::shared_ptr<const lock::Lock>(
      std::make_shared<lock::Lock>(std::move(*Parsed)));
}

static int fail(const Error &E) {
  reportError(E);
  return Failed;
}

static std::string fileName(const std::string &Path) {
  return Path.substr(Path.rfind('/') + 1);
}

SideNames command::sidesOf(const std::string &Old, const std::string &New) {
  size_t Shared = 0;
  for (size_t I = 0; I < std::min(Old.size(), New.size()) && Old[I] == New[I];
       ++I)
    if (Old[I] == '/')
      Shared = I + 1;
  return SideNames::objects(printable(Old.substr(Shared)),
                            printable(New.substr(Shared)));
}

void command::warnOf(const Side &Old, const Side &New) {
  for (const Side *One : {&Old, &New})
    if (One->object())
      warnOfPlaces(*One->object());
  for (const Side *One : {&Old, &New})
    if (Selected *S = One->object(); S && S->dwarf().failure()) {
      reportWarning("types that only DWARF has were not compared: " +
                    S->dwarf().failure()->message());
      break;
    }
}

/// The command that makes a lock true again.
static std::string renewal(const std::string &Path, const lock::Lock &Lock,
                           const std::vector<std::string> &Objects) {
  std::string Text = "if this is meant, write the lock anew: host-layout lock";
  for (const std::string &Name : Objects)
    Text += " " + printable(Name, 1024);
  std::set<std::string_view> Pinned;
  for (const lock::Shared &One : Lock.Objects)
    for (const lock::Map &M : One.Maps)
      if (M.IsHostPinned)
        Pinned.insert(M.Name);
  for (std::string_view Name : Pinned)
    Text += " --pinned=" + printable(Name, 1024);
  return Text + " -o " + printable(Path, 1024) + "\n";
}

/// Error: a name of --pinned that the lock does not have. Of a section it has
/// the variables' places only where it was written with the name.
static std::optional<Error> checkPinned(const DiffOptions &O,
                                        const lock::Lock &Lock,
                                        const std::string &Path) {
  for (const std::string &Name : O.AlsoPinned) {
    if (std::ranges::any_of(Lock.Objects, [&](const lock::Shared &One) {
          return std::ranges::count(One.Maps, Name, &lock::Map::Name) != 0;
        }))
      continue;
    if (!Name.starts_with('.'))
      return noSuchPin(Name, Path);
    return Error("the lock does not say where the variables of '" +
                 printable(Name) +
                 "' are; write it anew with --pinned=" + printable(Name))
        .in(Path);
  }
  return std::nullopt;
}

/// What host code pins, by the lock and by the user.
static std::vector<std::string> hostPinned(const DiffOptions &O,
                                           const lock::Shared &Of) {
  std::vector<std::string> Names = O.AlsoPinned;
  for (const lock::Map &M : Of.Maps)
    if (M.IsHostPinned)
      Names.emplace_back(M.Name);
  return Names;
}

int command::compareWithLock(const std::string &Old,
                             const std::vector<std::string> &Objects, bool All,
                             DiffRequest &R) {
  if (std::optional<Error> E = R.finish())
    return fail(*E);
  auto Lock = openLock(Old);
  if (!Lock)
    return fail(Lock.takeError());
  const std::vector<lock::Shared> &Locked = (*Lock)->Objects;
  if (std::optional<Error> E = checkPinned(R.Options, **Lock, Old))
    return fail(*E);
  // A changed name counts as much as a changed byte.
  R.How.WarningsCount = true;
  if (All)
    R.How.Advice = renewal(Old, **Lock, Objects);
  std::vector<Changes> Pairs;
  std::set<const lock::Shared *> Seen;
  for (const std::string &Name : Objects) {
    auto Object = openObject(Name, R.Base);
    if (!Object)
      return fail(Object.takeError());
    const lock::Shared *Of = Objects.size() == 1 && Locked.size() == 1
                                 ? &Locked.front()
                                 : (*Lock)->find(fileName(Name));
    if (!Of)
      return fail(Error("the lock has no object of this name; write it anew "
                        "with all objects: host-layout lock OBJECT...")
                      .in(Name));
    if (!Seen.insert(Of).second)
      return fail(Error("two objects have this file name, and the lock tells "
                        "objects apart by it; write a lock for each")
                      .in(Name));
    auto Before = std::make_shared<Side>(*Lock, *Of, Old);
    auto After = std::make_shared<Side>(*Object, Name);
    After->pin(hostPinned(R.Options, *Of));
    auto Found = findChanges(
        Before, After,
        SideNames::objects(printable(fileName(Old)), printable(fileName(Name))),
        R.Options);
    if (!Found)
      return fail(Found.takeError());
    warnOf(*Before, *After);
    Pairs.push_back(std::move(*Found));
  }
  if (All && R.Options.Types.empty())
    for (const lock::Shared &One : Locked)
      if (!Seen.contains(&One))
        Pairs.front().Removed.push_back(
            {"object " + std::string(One.Object), One.Line});
  return present(Pairs, R.How);
}
