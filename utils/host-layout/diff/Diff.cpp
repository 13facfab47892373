//===- Diff.cpp - host-layout diff ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "BTF/Live.h"
#include "Input.h"
#include "Lock/Lock.h"
#include "Support/ReadFile.h"
#include "diff/Request.h"

#include <filesystem>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;
namespace fs = std::filesystem;

namespace {

struct DiffCommand {
  std::string Old, New;
  DiffRequest Request;
};

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

bool isLockFile(const std::string &Name) {
  std::error_code Wrong;
  if (!fs::is_regular_file(Name, Wrong))
    return false;
  auto Content = readFile(Name);
  return Content &&
         lock::isLock({reinterpret_cast<const char *>(Content->Data.data()),
                       Content->Data.size()});
}

int compareObjects(const DiffCommand &C) {
  auto Old = openObject(C.Old, C.Request.Base);
  if (!Old)
    return fail(Old.takeError());
  auto New = openObject(C.New, C.Request.Base);
  if (!New)
    return fail(New.takeError());
  auto Before = std::make_shared<Side>(*Old, C.Old);
  auto After = std::make_shared<Side>(*New, C.New);
  for (Side *Each : {Before.get(), After.get()})
    Each->pin(C.Request.Options.AlsoPinned);
  auto Found = findChanges(std::move(Before), std::move(After),
                           sidesOf(C.Old, C.New), C.Request.Options);
  if (!Found)
    return fail(Found.takeError());
  warnOf(*Found->Old, *Found->New);
  std::vector<Changes> All;
  All.push_back(std::move(*Found));
  return present(All, C.Request.How);
}

int run(DiffCommand &C) {
  DiffRequest &R = C.Request;
  std::error_code Wrong;
  const bool IsDirectory = fs::is_directory(C.Old, Wrong);
  if (!R.PinRoots.empty() && !IsDirectory)
    return fail(Error("this is no directory, and --pin-root is about those "
                      "that maps are pinned in")
                    .in(C.Old));
  if (!IsDirectory && !btf::isLive(C.Old) && isLockFile(C.Old))
    return compareWithLock(C.Old, {C.New}, /*All=*/false, R);
  if (std::optional<Error> E = R.finish())
    return fail(*E);
  if (IsDirectory)
    return compareWithPins(C.Old, C.New, R);
  if (btf::isLive(C.Old))
    return compareWithLive(C.Old, C.New, R);
  return compareObjects(C);
}

} // namespace

void command::addDiff(CommandLine &To) {
  auto C = std::make_shared<DiffCommand>();
  DiffRequest &R = C->Request;
  Syntax Diff = To.add("diff", "Compares what user space sees of two objects",
                       [C] { return run(*C); });
  Diff.operand("OLD", C->Old,
               "An eBPF object, a lock of `host-layout lock`, a pinned map, a "
               "directory of pins (/sys/fs/bpf), map:ID or prog:ID");
  Diff.operand("NEW", C->New, ObjectHelp);
  Diff.operands("TYPE", R.Options.Types,
                "Only this type, map role (counts.value), section (.bss) or "
                "global");
  R.addTo(Diff);
  Diff.list("--pin-root", "DIR", R.PinRoots,
            "Where OLD is a directory of pins: another one");
  Diff.example("host-layout diff old/ev.bpf.o new/ev.bpf.o",
               "What changed for user space from one build to the next");
  Diff.example("host-layout diff /sys/fs/bpf new/ev.bpf.o",
               "What will become of the maps that are pinned on this machine");
}
