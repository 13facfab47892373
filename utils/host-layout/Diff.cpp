//===- Diff.cpp - host-layout diff ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "Changes.h"
#include "Generate/Text.h"
#include "Input.h"
#include "Render/Message.h"
#include "ShowJson.h"
#include "Support/Printable.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

using namespace hostlayout;
using namespace hostlayout::command;
using Json = nlohmann::ordered_json;

namespace {

struct DiffCommand {
  DiffOptions Options;
  std::vector<std::string> Settings;
  std::string Base;
  bool AsJson = false, WarningsCount = false;
};

std::string_view levelName(Severity Level) {
  return Level == Severity::Error ? "error" : "warning";
}

/// What helps: the rest is about a host's source, which there is none of.
std::vector<std::string> notesOf(const Message &M) {
  std::vector<std::string> Notes;
  for (const Note &N : M.Notes)
    if (!N.Remedy)
      Notes.push_back(N.Text);
  return Notes;
}

void indented(generate::Text &Out, std::string_view Words) {
  while (!Words.empty()) {
    size_t End = Words.find('\n');
    Out << "    " << Words.substr(0, End) << '\n';
    Words.remove_prefix(End == std::string_view::npos ? Words.size() : End + 1);
  }
}

std::string asText(const Changes &C, const DiffOptions &O) {
  generate::Text Out;
  if (!C.Changed.empty())
    Out << "here is " << printable(O.OldName) << ", BPF is "
        << printable(O.NewName) << "\n\n";
  for (const Change &Ch : C.Changed) {
    Out << printable(Ch.Name) << '\n';
    if (Ch.Findings.empty())
      Out << "  error: " << Ch.Words << '\n';
    for (const Finding &F : Ch.Findings) {
      Message M = render(F);
      Out << "  " << levelName(M.Level) << ": " << M.Text << '\n';
      for (const std::string &Note : notesOf(M))
        indented(Out, Note);
    }
    Out << '\n';
  }
  for (const std::string &Name : C.Removed)
    Out << "removed: " << printable(Name) << '\n';
  for (const std::string &Name : C.Added)
    Out << "added: " << printable(Name) << '\n';
  Out << C.Compared << " compared, " << C.Changed.size() << " changed, "
      << C.Removed.size() << " removed, " << C.Added.size() << " added\n";
  return Out.take();
}

Json namesToJson(const std::vector<std::string> &Names) {
  Json Result = Json::array();
  for (const std::string &Name : Names)
    Result.push_back(printable(Name));
  return Result;
}

std::string asJson(const Changes &C, const DiffOptions &O) {
  Json Changed = Json::array();
  for (const Change &Ch : C.Changed) {
    Json Findings = Json::array();
    if (Ch.Findings.empty())
      Findings.push_back({{"severity", "error"}, {"message", Ch.Words}});
    for (const Finding &F : Ch.Findings) {
      Message M = render(F);
      Findings.push_back({{"kind", std::string(slug(M.Kind))},
                          {"severity", std::string(levelName(M.Level))},
                          {"message", M.Text},
                          {"notes", notesOf(M)}});
    }
    Changed.push_back(
        {{"name", printable(Ch.Name)}, {"findings", std::move(Findings)}});
  }
  Json Whole = {
      {"version", JsonVersion},        {"old", printable(O.OldName)},
      {"new", printable(O.NewName)},   {"compared", C.Compared},
      {"changed", std::move(Changed)}, {"removed", namesToJson(C.Removed)},
      {"added", namesToJson(C.Added)}};
  return Whole.dump(2) + "\n";
}

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

int run(DiffCommand &D) {
  DiffOptions &O = D.Options;
  for (const std::string &Setting : D.Settings)
    if (std::optional<Error> E = O.Rules.parse(Setting))
      return fail(*E);
  auto Old = openObject(O.OldName, D.Base);
  if (!Old)
    return fail(Old.takeError());
  auto New = openObject(O.NewName, D.Base);
  if (!New)
    return fail(New.takeError());
  Selected OldTypes(**Old), NewTypes(**New);
  auto Found = findChanges(**Old, **New, OldTypes, NewTypes, O);
  if (!Found)
    return fail(Found.takeError());
  if (!print(D.AsJson ? asJson(*Found, O) : asText(*Found, O)))
    return Failed;
  if (Found->has(D.WarningsCount ? Severity::Warning : Severity::Error))
    return Findings;
  return Found->Compared ? Clean : NothingChecked;
}

} // namespace

void command::addDiff(CLI::App &App, Job &Chosen) {
  auto D = std::make_shared<DiffCommand>();
  CLI::App *Diff = App.add_subcommand(
      "diff", "Compares what user space sees of two objects");
  Diff->add_option("OLD", D->Options.OldName, ObjectHelp)->required();
  Diff->add_option("NEW", D->Options.NewName, "Likewise")->required();
  Diff->add_option("TYPE", D->Options.Types,
                   "Only this type, map role (counts.value) or section (.bss)");
  Diff->add_option("--set", D->Settings,
                   "slug=error|warning|off: what a kind of difference counts")
      ->type_name("SETTING")
      ->allow_extra_args(false);
  Diff->add_flag("--werror", D->WarningsCount, "Warnings count as changes");
  Diff->add_flag("--json", D->AsJson, "Print JSON");
  Diff->add_option("--btf-base", D->Base, "The base of split BTF")
      ->type_name("FILE");
  Diff->callback([D, &Chosen] { Chosen = [D] { return run(*D); }; });
}
