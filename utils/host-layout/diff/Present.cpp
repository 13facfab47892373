//===- Present.cpp - What has changed, in each format ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "diff/Present.h"

#include "Command.h"
#include "Generate/Text.h"
#include "Render/Message.h"
#include "Report/Report.h"
#include "Support/Printable.h"
#include "show/ShowJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;
using Json = nlohmann::ordered_json;

namespace {

std::string_view levelName(Severity Level) {
  switch (Level) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Off:
    return "note";
  }
  return {};
}

/// The notes without an edit. An edit changes a host's source, and two objects
/// have none.
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

/// As render() ends its texts.
std::string tagged(const Fact &F) {
  return F.Words + " [bpf-host-layout-" + std::string(slug(F.Kind)) + "]";
}

std::string removedText(const Missing &M, const Changes &C) {
  return printable(M.Name) + " is " + C.Called.Here + ", but not " +
         C.Called.inBpf();
}

std::string addedText(const Missing &M, const Changes &C) {
  return printable(M.Name) + " is " + C.Called.inBpf() + ", but not " +
         C.Called.Here;
}

std::string asText(const Changes &C, Severity Least) {
  generate::Text Out;
  for (const Change &Ch : C.Changed) {
    Out << printable(Ch.Name) << '\n';
    for (const Fact &F : Ch.Facts) {
      Out << "  " << levelName(F.Level) << ": " << tagged(F) << '\n';
      for (const std::string &Note : F.Notes)
        Out << "    " << Note << '\n';
    }
    std::set<std::string> Told;
    for (const Finding &F : Ch.Findings) {
      Message M = render(F, C.Called);
      Out << "  " << levelName(M.Level) << ": " << M.Text << '\n';
      for (const std::string &Note : notesOf(M))
        addNote(Out, Note, Told);
    }
    Out << '\n';
  }
  for (const Missing &M : C.Removed)
    Out << "removed: " << printable(M.Name) << '\n';
  for (const Missing &M : C.Added)
    Out << "added: " << printable(M.Name) << '\n';
  for (const std::string &Name : C.NotKnown)
    Out << "not compared: " << printable(Name)
        << ": one side does not say what it is\n";
  auto Changed = std::ranges::count_if(
      C.Changed, [&](const Change &Ch) { return Ch.has(Least); });
  auto Warned = std::ranges::count_if(C.Changed, [&](const Change &Ch) {
    return !Ch.has(Least) && Ch.has(Severity::Warning);
  });
  Out << C.Compared << " compared, " << Changed << " changed, "
      << C.Removed.size() << " removed, " << C.Added.size() << " added";
  if (Warned)
    Out << "; " << Warned << " with warnings only";
  Out << '\n';
  return Out.take();
}

Json namesToJson(const std::vector<Missing> &Names) {
  Json Result = Json::array();
  for (const Missing &M : Names)
    Result.push_back(printable(M.Name));
  return Result;
}

Json asJson(const Changes &C) {
  Json Changed = Json::array();
  for (const Change &Ch : C.Changed) {
    Json Findings = Json::array();
    for (const Fact &F : Ch.Facts) {
      Json One = {{"kind", std::string(slug(F.Kind))},
                  {"severity", std::string(levelName(F.Level))},
                  {"message", tagged(F)},
                  {"notes", F.Notes}};
      if (F.Line)
        One["line"] = F.Line;
      Findings.push_back(std::move(One));
    }
    for (const Finding &F : Ch.Findings) {
      Message M = render(F, C.Called);
      Json One = {{"kind", std::string(slug(M.Kind))},
                  {"severity", std::string(levelName(M.Level))},
                  {"message", M.Text},
                  {"notes", notesOf(M)}};
      if (C.IsOldLock)
        One["line"] = lock::lineOf(M.Where);
      Findings.push_back(std::move(One));
    }
    Changed.push_back(
        {{"name", printable(Ch.Name)}, {"findings", std::move(Findings)}});
  }
  Json Whole = {
      {"version", JsonVersion},        {"old", printable(C.OldName)},
      {"new", printable(C.NewName)},   {"compared", C.Compared},
      {"changed", std::move(Changed)}, {"removed", namesToJson(C.Removed)},
      {"added", namesToJson(C.Added)}};
  if (!C.NotKnown.empty()) {
    Whole["notCompared"] = Json::array();
    for (const std::string &Name : C.NotKnown)
      Whole["notCompared"].push_back(printable(Name));
  }
  return Whole;
}

/// Collects findings at the lines of a lock, or of the new object.
class Reporter {
public:
  Reporter() {
    std::error_code Wrong;
    R.Root = std::filesystem::current_path(Wrong).string();
  }

  void add(const Changes &C) {
    ++R.Files;
    R.Checked += C.Compared;
    for (const Change &Ch : C.Changed) {
      for (const Fact &F : Ch.Facts)
        if (F.Level != Severity::Off)
          add(C, Ch.Name, F.Kind, F.Level, tagged(F), F.Line, F.Notes);
      for (const Finding &F : Ch.Findings) {
        Message M = render(F, C.Called);
        add(C, Ch.Name, M.Kind, M.Level, M.Text, lock::lineOf(M.Where),
            notesOf(M));
      }
    }
    if (C.MissingLevel == Severity::Off)
      return;
    auto AddMissing = [&](const Missing &M, std::string Words) {
      Fact F{.Words = std::move(Words)};
      add(C, M.Name, F.Kind, C.MissingLevel, tagged(F), M.Line, {});
    };
    for (const Missing &M : C.Removed)
      AddMissing(M, removedText(M, C));
    if (C.AddedCounts)
      for (const Missing &M : C.Added)
        AddMissing(M, addedText(M, C));
  }

  report::Report take(int ExitCode) {
    R.ExitCode = ExitCode;
    report::fingerprint(R);
    return std::move(R);
  }

private:
  void add(const Changes &C, const std::string &Name, DifferenceKind Kind,
           Severity Level, std::string Text, unsigned Line,
           const std::vector<std::string> &Notes) {
    report::Result F;
    F.Rule = slug(Kind);
    F.Level = Level;
    F.Text = std::move(Text);
    // A BTF id is no line.
    F.Where.Line = C.IsOldLock ? Line : 0;
    std::error_code Wrong;
    F.Where.File =
        std::filesystem::absolute(C.IsOldLock ? C.OldName : C.NewName, Wrong)
            .lexically_normal()
            .string();
    F.Where.Column = F.Where.Utf16Column = F.Where.Line ? 1 : 0;
    F.Type = F.BpfType = Name;
    F.TypeBegin = F.Where;
    F.Object = C.NewName;
    for (const std::string &Words : Notes)
      F.Notes.push_back({Words, {}, {}});
    R.Findings.push_back(std::move(F));
  }

  report::Report R;
};

} // namespace

int command::present(const std::vector<Changes> &All, const Presentation &How) {
  bool HasChanged = false;
  unsigned Compared = 0;
  std::string Text;
  Reporter Report;
  for (const Changes &C : All) {
    HasChanged |= C.has(How.least());
    Compared += C.Compared;
    if (All.size() > 1)
      Text += printable(C.NewName, 1024) + " against " +
              printable(C.OldName, 1024) + ":\n";
    Text += asText(C, How.least());
    Report.add(C);
  }
  const int Code = HasChanged ? Findings : Compared ? Clean : NothingChecked;
  if (How.AsJson) {
    Json Whole = Json::array();
    for (const Changes &C : All)
      Whole.push_back(asJson(C));
    return print((How.IsList ? Whole : Whole[0]).dump(2) + "\n")
               ? Code
               : static_cast<int>(Failed);
  }
  if (HasChanged)
    Text += How.Advice;
  report::Report R = Report.take(Code);
  const std::string Root = R.Root;
  return How.Report.write(R, Root, Text, {}) ? Code : static_cast<int>(Failed);
}
