//===- Report.cpp - The findings on a project -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Report.h"

#include "Support/Digest.h"
#include "Support/Printable.h"

#include <algorithm>
#include <map>

namespace hostlayout::report {

static constexpr std::string_view RulePrefix = "bpf-host-layout-";

std::string Result::ruleId() const {
  return Rule.empty() ? "bpf-host-layout"
                      : std::string(RulePrefix) + std::string(Rule);
}

std::string_view Result::sentence() const {
  std::string_view Sentence = Text;
  std::string Tag = " [" + ruleId() + "]";
  if (Sentence.ends_with(Tag))
    Sentence.remove_suffix(Tag.size());
  return Sentence;
}

unsigned Report::count(Severity Level) const {
  return std::count_if(Findings.begin(), Findings.end(), [&](const Result &F) {
    return !F.IsKnown && F.Level == Level;
  });
}

unsigned Report::known() const {
  return std::count_if(Findings.begin(), Findings.end(),
                       [](const Result &F) { return F.IsKnown; });
}

unsigned Report::resolvedCalls() const {
  return std::count_if(Calls.begin(), Calls.end(),
                       [](const LibbpfCall &C) { return C.IsResolved; });
}

std::string_view relativeTo(std::string_view Root, std::string_view File) {
  while (Root.ends_with('/'))
    Root.remove_suffix(1);
  if (Root.empty() || !File.starts_with(Root) ||
      File.size() <= Root.size() + 1 || File[Root.size()] != '/')
    return File;
  return File.substr(Root.size() + 1);
}

std::string_view toolVersion() { return HOSTLAYOUT_VERSION; }

const std::vector<Rule> &rules() {
  static const std::vector<Rule> All = [] {
    std::vector<Rule> Rules;
    for (unsigned I = 0; I != NumDifferenceKinds; ++I) {
      auto Kind = static_cast<DifferenceKind>(I);
      Rules.push_back({slug(Kind), summary(Kind), defaultSeverity(Kind)});
    }
    Rules.push_back({UnmarkedRule,
                     "A struct that the BPF program shares has no marked "
                     "counterpart.",
                     Severity::Error});
    return Rules;
  }();
  return All;
}

static std::string counted(size_t Number, std::string_view What) {
  return std::to_string(Number) + " " + std::string(What) +
         (Number == 1 ? "" : "s");
}

std::string unmarkedSentence(const SharedType &T, std::string_view Object) {
  const std::string In = " in " + printable(Object, 1024);
  const std::string Use = printable(T.Use, 1024);
  const std::string Name = "'" + printable(T.Name) + "'";
  static constexpr std::string_view Missing = " no checked counterpart here";
  switch (T.Kind) {
  case SharedKind::Records:
    return "no checked struct here is a record of the " + Use + In;
  case SharedKind::Size:
    return Use + In + ", of which only the size is known (" +
           counted(T.Size, "byte") + "), has" + std::string(Missing);
  case SharedKind::Declared:
    return Name + ", which is " + Use + In +
           " and is only declared there, has" + std::string(Missing);
  case SharedKind::Type:
    break;
  }
  if (T.Name.empty())
    return "the struct of " + Use + In + " has" + std::string(Missing);
  return Name + ", which " +
         (T.Use.empty() ? printable(Object, 1024) + " emits"
                        : "is " + Use + In) +
         ", has" + std::string(Missing);
}

std::string summaryLine(const Report &R) {
  unsigned Errors = R.count(Severity::Error);
  unsigned Warnings = R.count(Severity::Warning);
  std::string Line =
      counted(R.Files, "file") + ", " + counted(R.Checked, "struct") +
      (R.resolvedCalls() ? " and " + counted(R.resolvedCalls(), "libbpf call")
                         : std::string()) +
      " checked, " + counted(Errors + Warnings, "finding");
  if (Errors || Warnings) {
    Line += " (";
    if (Errors)
      Line += counted(Errors, "error");
    if (Errors && Warnings)
      Line += ", ";
    if (Warnings)
      Line += counted(Warnings, "warning");
    Line += ")";
  }
  if (R.known())
    Line += ", " + std::to_string(R.known()) + " known";
  if (!R.NotChecked.empty())
    Line += ", " + counted(R.NotChecked.size(), "struct") + " not checked";
  if (!R.Failed.empty())
    Line += ", " + counted(R.Failed.size(), "file") + " could not be compiled";
  return Line;
}

/// "'a', 'b' and 'c'".
static std::string list(const std::vector<std::string> &Items) {
  std::string Text;
  for (size_t I = 0; I != Items.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Items.size() ? " and " : ", ") + Items[I];
  return Text;
}

std::string subjectLines(const Report &R, std::string_view Directory) {
  std::string Out;
  for (const MarkedType &S : R.Subjects) {
    std::vector<std::string> Names, Objects;
    for (const std::string &Name : S.BpfNames)
      Names.push_back("'" + printable(Name) + "'");
    for (const std::string &Object : S.Objects)
      Objects.push_back(printable(relativeTo(Directory, Object), 1024));
    Out += std::string(relativeTo(Directory, S.Where.File)) + ":" +
           std::to_string(S.Where.Line) + ": " + printable(S.Name) + ": " +
           (S.IsChecked ? "checked against " : "NOT checked: no ") +
           list(Names) + (Objects.empty() ? "" : " in " + list(Objects)) + "\n";
  }
  return Out;
}

std::string callsSentence(const Report &R) {
  if (R.Calls.empty())
    return {};
  return std::to_string(R.resolvedCalls()) + " of " +
         counted(R.Calls.size(), "libbpf call") + " resolved";
}

std::string callLines(const Report &R, std::string_view Directory) {
  std::string Out;
  for (const LibbpfCall &C : R.Calls)
    Out += std::string(relativeTo(Directory, C.Where.File)) + ":" +
           std::to_string(C.Where.Line) + ": " + C.Function + ": " +
           (C.IsResolved ? "resolved" : "NOT resolved") +
           (C.Text.empty() ? "" : ": " + printable(C.Text, 1024)) + "\n";
  return Out;
}

std::string whyNothingIsChecked(const Report &R, bool ListsCoverage) {
  if (!R.Subjects.empty())
    return "nothing was checked: of " +
           counted(R.Subjects.size(), "marked struct") +
           " none could be compared with an object";
  if (R.Files == 0)
    return "nothing was checked: there is no file to check";
  return "nothing was checked: no struct in " +
         (R.Files == 1 ? std::string("this file")
                       : "these " + std::to_string(R.Files) + " files") +
         " is marked with BPF_HOST_LAYOUT or [[bpf::host_layout]]; " +
         (!ListsCoverage ? "'host-layout check --coverage' lists what the "
                           "objects share"
          : R.Shared.empty()
              ? "and no object is known: give one with --btf=<object>"
              : "what is listed as MISSING wants a marker");
}

std::string digest(const std::vector<std::string_view> &Items) {
  // Each item is ended, so that "ab","c" is not "a","bc".
  ShortDigest D;
  for (std::string_view Item : Items) {
    D.add(Item);
    D.add("\xff");
  }
  return D.hex();
}

/// \p Text with \p Path cut to its last part: objects lie elsewhere in each
/// build directory.
static std::string withoutDirectory(std::string_view Text,
                                    std::string_view Path) {
  std::string Result(Text);
  size_t Slash = Path.rfind('/');
  if (Slash == std::string_view::npos)
    return Result;
  for (size_t At = Result.find(Path); At != std::string::npos;
       At = Result.find(Path, At))
    Result.erase(At, Slash + 1);
  return Result;
}

void fingerprint(Report &R) {
  // Equal findings of one file are distinguished by their order in it.
  std::map<std::string, unsigned> Seen;
  for (Result &F : R.Findings) {
    std::string Sentence = withoutDirectory(F.sentence(), F.Object);
    std::vector<std::string_view> Items = {
        F.Rule, relativeTo(R.Root, F.Where.File), F.Type, F.BpfType, Sentence};
    unsigned Ordinal = Seen[digest(Items)]++;
    std::string Number = std::to_string(Ordinal);
    if (Ordinal)
      Items.push_back(Number);
    F.Fingerprint = digest(Items);
  }
}

} // namespace hostlayout::report
