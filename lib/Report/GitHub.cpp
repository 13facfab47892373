//===- GitHub.cpp - Reports for GitHub Actions ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A step's output may hold commands that the runner turns into annotations of
// the changed lines. It shows ten of each level, so that they are spent on
// structs, not on findings; what else there is stands in the step's summary.
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"

#include <algorithm>
#include <set>

namespace hostlayout::report {

namespace {

constexpr size_t MostAnnotations = 10;
/// The runner takes at most 1 MiB for a step's summary.
constexpr size_t MostRows = 1000, MostTables = 50;

std::string escaped(std::string_view Text, bool IsProperty) {
  std::string Result;
  for (char C : Text) {
    if (C == '%')
      Result += "%25";
    else if (C == '\r')
      Result += "%0D";
    else if (C == '\n')
      Result += "%0A";
    else if (IsProperty && C == ':')
      Result += "%3A";
    else if (IsProperty && C == ',')
      Result += "%2C";
    else
      Result += C;
  }
  return Result;
}

std::string command(Severity Level, std::string_view File, const Place &P,
                    std::string_view Title, std::string_view Text) {
  std::string Line = Level == Severity::Error ? "::error " : "::warning ";
  if (!File.empty()) {
    Line += "file=" + escaped(File, true) + ",";
    if (P.Line)
      Line += "line=" + std::to_string(P.Line) +
              ",col=" + std::to_string(std::max(1u, P.Column)) + ",";
  }
  return Line + "title=" + escaped(Title, true) + "::" + escaped(Text, false) +
         "\n";
}

/// For each struct its worst finding, errors first.
std::vector<const Result *> onePerStruct(const Report &R) {
  std::vector<const Result *> Chosen;
  std::set<std::pair<std::string, std::string>> Structs;
  for (Severity Level : {Severity::Error, Severity::Warning})
    for (const Result &F : R.Findings)
      if (!F.IsKnown && F.Level == Level &&
          Structs
              .emplace(F.TypeBegin.File + ":" +
                           std::to_string(F.TypeBegin.Line),
                       F.Type.empty() ? F.BpfType : F.Type)
              .second)
        Chosen.push_back(&F);
  return Chosen;
}

std::string cell(std::string_view Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '|')
      Result += "\\|";
    else if (C == '<')
      Result += "&lt;";
    else
      Result += C == '\n' ? ' ' : C;
  }
  return Result;
}

std::string where(const Report &R, const Result &F) {
  if (F.Where.File.empty())
    return F.Object;
  return std::string(relativeTo(R.Root, F.Where.File)) + ":" +
         std::to_string(F.Where.Line);
}

/// Workflow commands, a line each.
std::string annotations(const Report &R) {
  std::string Out;
  size_t Left = MostAnnotations;
  for (const Unit &U : R.Failed) {
    if (Left == 0)
      break;
    --Left;
    Out += command(Severity::Error, relativeTo(R.Root, U.File), {},
                   "bpf-host-layout", std::string(NotCompiled) + "\n" + U.Why);
  }
  for (const Result *F : onePerStruct(R)) {
    if (Left == 0)
      break;
    --Left;
    std::string Text(F->sentence());
    for (const RelatedNote &N : F->Notes)
      Text += "\n" + N.Text;
    Out += command(F->Level, relativeTo(R.Root, F->Where.File), F->Where,
                   F->ruleId(), Text);
  }
  return Out;
}

/// Markdown for $GITHUB_STEP_SUMMARY.
std::string summary(const Report &R) {
  std::string Out = "### HostLayout\n\n" + summaryLine(R) + "\n";
  size_t Rows = 0;
  for (const Result &F : R.Findings) {
    if (F.IsKnown || ++Rows > MostRows)
      continue;
    if (Rows == 1)
      Out += "\n| where | struct | finding |\n| --- | --- | --- |\n";
    Out += "| `" + cell(where(R, F)) + "` | `" +
           cell(F.Type.empty() ? F.BpfType : F.Type) + "` | " +
           cell(F.sentence()) + " (`" + F.ruleId() + "`) |\n";
  }
  if (Rows > MostRows)
    Out += "\nand " + std::to_string(Rows - MostRows) + " more\n";
  if (!R.Failed.empty()) {
    Out += "\n| files that could not be compiled |\n| --- |\n";
    for (const Unit &U : R.Failed)
      Out += "| `" + cell(relativeTo(R.Root, U.File)) + "` |\n";
  }
  size_t Tables = 0;
  for (const Result *F : onePerStruct(R))
    for (const RelatedNote &N : F->Notes) {
      size_t FirstLine = N.Text.find('\n');
      if (FirstLine == std::string::npos || Tables == MostTables)
        continue;
      ++Tables;
      Out += "\n```text\n" + N.Text + "\n```\n";
    }
  return Out;
}

std::string content(const Report &R, std::string_view Directory) {
  return TextFormat.Content(R, Directory);
}

} // namespace

const Format GitHubFormat = {"github", /*IsForPeople=*/true, content,
                             annotations, summary};

} // namespace hostlayout::report
