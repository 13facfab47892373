//===- Lock.cpp - host-layout lock ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Lock.h"

#include "Command.h"
#include "Input.h"
#include "Support/WriteFile.h"
#include "diff/Request.h"

#include <algorithm>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

struct LockCommand {
  std::vector<std::string> Objects;
  bool Verifies = false;
  DiffRequest Compare;
};

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

int write(LockCommand &C) {
  if (C.Compare.How.Report.Format || C.Compare.How.AsJson)
    return fail(Error("--format and --json are for --verify"));
  std::vector<std::unique_ptr<Side>> Sides;
  std::vector<lock::Shared> All;
  for (const std::string &Name : C.Objects) {
    auto Object = openObject(Name, C.Compare.Base);
    if (!Object)
      return fail(Object.takeError());
    Sides.push_back(std::make_unique<Side>(*Object, Name));
    Sides.back()->pin(C.Compare.Options.AlsoPinned);
    const lock::Shared &Of = Sides.back()->shared();
    warnOf(*Sides.back(), *Sides.back());
    if (std::ranges::find(All, Of.Object, &lock::Shared::Object) != All.end())
      return fail(Error("two objects have this file name, and the lock tells "
                        "objects apart by it; write a lock for each")
                      .in(Name));
    if (Of.Maps.empty() && Of.Globals.empty() && Of.Types.empty())
      return fail(Error("has no maps, globals or emitted types: there is "
                        "nothing to lock")
                      .in(Name));
    All.push_back(Of);
  }
  for (const std::string &Named : C.Compare.Options.AlsoPinned)
    if (std::ranges::none_of(All, [&](const lock::Shared &Of) {
          return std::ranges::count(Of.Maps, Named, &lock::Map::Name) != 0;
        }))
      return fail(noSuchPin(Named, C.Objects.front()));
  std::string Text = lock::write(std::move(All));
  // A damaged object may hold what no program does: a map twice, for one.
  if (auto Again = lock::parse(Text); !Again)
    return fail(Error("what they share cannot be locked; the lock would have " +
                      Again.takeError().message())
                    .in(C.Objects.front()));
  const std::string &Output = C.Compare.How.Report.File;
  if (Output.empty() || Output == "-")
    return print(Text) ? Clean : Failed;
  if (std::optional<Error> E = updateFile(Output, Text))
    return fail(*E);
  return Clean;
}

int run(LockCommand &C) {
  if (!C.Verifies)
    return write(C);
  if (C.Objects.size() < 2)
    return fail(
        Error("--verify needs the lock and the objects: host-layout lock "
              "--verify layout.lock ev.bpf.o"));
  std::vector<std::string> Objects(C.Objects.begin() + 1, C.Objects.end());
  C.Compare.How.IsList = true;
  return compareWithLock(C.Objects.front(), Objects, true, C.Compare);
}

} // namespace

void command::addLock(CommandLine &To) {
  auto C = std::make_shared<LockCommand>();
  Syntax Lock = To.add("lock",
                       "Writes what objects share with user space, for review, "
                       "and tells what has changed since",
                       [C] { return run(*C); });
  Lock.operands("FILE", C->Objects,
                "eBPF objects; with --verify the lock, then the objects",
                Syntax::Required);
  Lock.flag("--verify", C->Verifies, "Compare the objects with the lock");
  C->Compare.addTo(Lock, "The lock, written only if it changes (default: "
                         "standard output); with --verify the report, and text "
                         "to standard output");
  Lock.example("host-layout lock ev.bpf.o -o layout.lock",
               "Writes the lock, which is kept with the sources");
  Lock.example("host-layout lock --verify layout.lock ev.bpf.o",
               "Fails where user space would see a change");
}
