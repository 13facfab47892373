//===- Diff.cpp - host-layout diff ----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "Generate/Text.h"
#include "Input.h"
#include "Render/Message.h"
#include "Support/Printable.h"
#include "diff/Changes.h"
#include "show/ShowJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;
using Json = nlohmann::ordered_json;

namespace {

struct DiffCommand {
  DiffOptions Options;
  std::vector<std::string> Settings;
  std::string Base;
  bool AsJson = false, WarningsCount = false;

  /// What counts as a change.
  Severity least() const {
    return WarningsCount ? Severity::Warning : Severity::Error;
  }
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

/// Prints what is new of \p Words, whose first line stands for itself: all
/// differences of a struct come with the same table.
void addNote(generate::Text &Out, const std::string &Words,
             std::set<std::string> &Told) {
  size_t End = std::min(Words.find('\n'), Words.size());
  if (Told.insert(Words.substr(0, End)).second)
    Out << "    " << Words.substr(0, End) << '\n';
  if (End == Words.size() || !Told.insert(Words.substr(End)).second)
    return;
  for (size_t At = End + 1; At < Words.size(); At = End + 1) {
    End = std::min(Words.find('\n', At), Words.size());
    Out << "    " << Words.substr(At, End - At) << '\n';
  }
}

std::string asText(const Changes &C, const DiffCommand &D) {
  const DiffOptions &O = D.Options;
  generate::Text Out;
  for (const Change &Ch : C.Changed) {
    Out << printable(Ch.Name) << '\n';
    if (Ch.Findings.empty())
      Out << "  error: " << Ch.Words << '\n';
    std::set<std::string> Told;
    for (const Finding &F : Ch.Findings) {
      Message M = render(F, O.Called);
      Out << "  " << levelName(M.Level) << ": " << M.Text << '\n';
      for (const std::string &Note : notesOf(M))
        addNote(Out, Note, Told);
    }
    Out << '\n';
  }
  for (const std::string &Name : C.Removed)
    Out << "removed: " << printable(Name) << '\n';
  for (const std::string &Name : C.Added)
    Out << "added: " << printable(Name) << '\n';
  auto Changed = std::ranges::count_if(
      C.Changed, [&](const Change &Ch) { return Ch.has(D.least()); });
  Out << C.Compared << " compared, " << Changed << " changed, "
      << C.Removed.size() << " removed, " << C.Added.size() << " added";
  if (size_t Warned = C.Changed.size() - static_cast<size_t>(Changed))
    Out << "; " << Warned << " with warnings only";
  Out << '\n';
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
      Message M = render(F, O.Called);
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

/// The names of both objects as given, without the directories that they share.
SideNames sidesOf(std::string Old, std::string New) {
  size_t Shared = 0;
  for (size_t I = 0; I < std::min(Old.size(), New.size()) && Old[I] == New[I];
       ++I)
    if (Old[I] == '/')
      Shared = I + 1;
  return SideNames::objects(printable(Old.substr(Shared)),
                            printable(New.substr(Shared)));
}

int fail(const Error &E) {
  reportError(E);
  return Failed;
}

int run(DiffCommand &D) {
  DiffOptions &O = D.Options;
  O.Called = sidesOf(O.OldName, O.NewName);
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
  for (Selected *One : {&OldTypes, &NewTypes})
    warnOfPlaces(*One);
  for (Selected *One : {&OldTypes, &NewTypes})
    if (const std::optional<Error> &Failure = One->dwarf().failure()) {
      reportWarning("types that only DWARF has were not compared: " +
                    Failure->message());
      break;
    }
  if (!print(D.AsJson ? asJson(*Found, O) : asText(*Found, D)))
    return Failed;
  if (Found->has(D.least()))
    return Findings;
  return Found->Compared ? Clean : NothingChecked;
}

} // namespace

void command::addDiff(CommandLine &To) {
  auto D = std::make_shared<DiffCommand>();
  Syntax Diff = To.add("diff", "Compares what user space sees of two objects",
                       [D] { return run(*D); });
  Diff.operand("OLD", D->Options.OldName, ObjectHelp);
  Diff.operand("NEW", D->Options.NewName, "Likewise");
  Diff.operands("TYPE", D->Options.Types,
                "Only this type, map role (counts.value), section (.bss) or "
                "global");
  Diff.list("--set", "SETTING", D->Settings,
            "slug=error|warning|off: what a kind of difference counts");
  Diff.flag("--werror", D->WarningsCount, "Warnings count as changes");
  Diff.flag("--json", D->AsJson, "Print JSON");
  Diff.file("--btf-base", "FILE", D->Base, BaseHelp);
  Diff.example("host-layout diff old/ev.bpf.o new/ev.bpf.o",
               "What changed for user space from one build to the next");
}
