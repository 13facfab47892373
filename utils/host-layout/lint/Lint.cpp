//===- Lint.cpp - host-layout lint ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Input.h"
#include "Render/Message.h"
#include "ReportOutput.h"
#include "Support/Printable.h"
#include "lint/Padding.h"

#include <filesystem>
#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

struct LintCommand {
  std::vector<std::string> Objects, Settings;
  std::string Base;
  bool WarningsCount = false;
  ReportOutput Output;
};

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

report::Result asReport(const Padding &P, const std::string &Object) {
  const std::string Name = printable(Object.substr(Object.rfind('/') + 1));
  const Message M = render(P.Found, SideNames::objects(Name, Name));
  report::Result F;
  F.Rule = slug(M.Kind);
  F.Level = M.Level;
  F.Text = M.Text;
  std::error_code Wrong;
  F.Where.File =
      std::filesystem::absolute(Object, Wrong).lexically_normal().string();
  F.Type = F.BpfType = printable(P.Found.BpfName);
  F.TypeBegin = F.Where;
  F.Object = Object;
  F.BpfSource = P.DeclaredAt;
  const std::string Shown = printable(Object, 1024);
  F.Terminal = Shown +
               (M.Level == Severity::Error ? ": error: " : ": warning: ") +
               M.Text + "\n";
  auto AddNote = [&](const std::string &Text) {
    F.Notes.push_back({Text, {}, {}});
    F.Terminal += Shown + ": note: " + Text + "\n";
  };
  if (!P.DeclaredAt.empty())
    AddNote("it is declared at " + printable(P.DeclaredAt, 1024));
  for (const Note &N : M.Notes)
    AddNote(N.Text);
  return F;
}

int run(LintCommand &C) {
  Policy Rules;
  for (const std::string &Setting : C.Settings)
    if (std::optional<Error> E = Rules.parse(Setting))
      return fail(*E);
  report::Report R;
  std::error_code Wrong;
  R.Root = std::filesystem::current_path(Wrong).string();
  for (const std::string &Name : C.Objects) {
    auto Object = openObject(Name, C.Base);
    if (!Object)
      return fail(Object.takeError());
    Side S(*Object, Name);
    PaddingReport Found = findPadding(S, Rules);
    ++R.Files;
    R.Checked += Found.Looked;
    for (const Padding &P : Found.Holes)
      R.Findings.push_back(asReport(P, Name));
    for (const std::string &Buffer : Found.UnknownBuffers)
      reportWarning("nothing in " + printable(Name, 1024) +
                    " says what all records of '" + printable(Buffer) +
                    "' are, so not all were looked at: keep their types with "
                    "BPF_HOST_LAYOUT_EMIT() in the BPF source");
    if (const std::optional<Error> &Failure = S.object()->dwarf().failure())
      reportWarning("types that only DWARF has were not looked at: " +
                    Failure->message());
  }
  report::fingerprint(R);
  const bool HasFindings =
      R.count(Severity::Error) || (C.WarningsCount && !R.Findings.empty());
  R.ExitCode = HasFindings ? Findings : R.Checked ? Clean : NothingChecked;
  if (!C.Output.write(R, R.Root, report::TextFormat.Content(R, R.Root),
                      "host-layout: " + report::summaryLine(R) + "\n"))
    return Failed;
  return R.ExitCode;
}

} // namespace

void command::addLint(CommandLine &To) {
  auto C = std::make_shared<LintCommand>();
  Syntax Lint = To.add("lint",
                       "Finds padding in map keys, values and records that "
                       "the program does not set to 0",
                       [C] { return run(*C); });
  Lint.operands("OBJECT", C->Objects, ObjectHelp, Syntax::Required);
  Lint.list("--set", "SETTING", C->Settings,
            "hole=error|warning|off: what a hole counts (default: error in a "
            "map's key, else warning)");
  Lint.flag("--werror", C->WarningsCount, "Warnings count, too");
  C->Output.addTo(Lint);
  Lint.file("--btf-base", "FILE", C->Base, BaseHelp);
  Lint.example("host-layout lint ev.bpf.o",
               "Which bytes of the keys, values and records the program does "
               "not set");
}
