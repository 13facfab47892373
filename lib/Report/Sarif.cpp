//===- Sarif.cpp - Reports as SARIF 2.1.0 ---------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format of code scanning. Rule ids and fingerprints are stable, so that a
// service can follow a finding from run to run.
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"
#include "Report/JsonParts.h"

#include <algorithm>

namespace hostlayout::report {

namespace {

constexpr const char *RootId = "SRCROOT";

/// \p Path as the path of a URI.
std::string uriPath(std::string_view Path) {
  static constexpr char Digits[] = "0123456789ABCDEF";
  std::string Uri;
  for (unsigned char C : Path) {
    bool IsPlain =
        (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') ||
        (C >= '0' && C <= '9') ||
        std::string_view("/-._~!$&'()*+,;=@").find(C) != std::string_view::npos;
    if (IsPlain) {
      Uri += static_cast<char>(C);
      continue;
    }
    Uri += '%';
    Uri += Digits[C >> 4];
    Uri += Digits[C & 15];
  }
  return Uri;
}

class Writer {
public:
  explicit Writer(const Report &R) : R(R) {}

  Json log() const {
    Json Run = {{"tool", {{"driver", driver()}}},
                {"columnKind", "utf16CodeUnits"},
                {"originalUriBaseIds",
                 {{RootId, {{"uri", "file://" + uriPath(R.Root) + "/"}}}}},
                {"invocations", Json::array({invocation()})},
                {"results", results()}};
    return {{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/"
                        "errata01/os/schemas/sarif-schema-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", Json::array({std::move(Run)})}};
  }

private:
  static const char *level(Severity S) {
    return S == Severity::Error     ? "error"
           : S == Severity::Warning ? "warning"
                                    : "none";
  }

  /// The rule of findings that have none: the attribute or an option is wrong.
  static Json misuse() {
    std::string Summary = "The attribute or an option of HostLayout is used "
                          "in a way that it does not have.";
    std::string Id = Result().ruleId();
    return {{"id", Id},
            {"name", Id},
            {"shortDescription", {{"text", Summary}}},
            {"fullDescription", {{"text", Summary}}},
            {"help",
             {{"text", Summary + " See docs/attribute.md of HostLayout."},
              {"markdown",
               Summary + "\n\nSee `docs/attribute.md` of HostLayout."}}},
            {"defaultConfiguration", {{"level", level(Severity::Error)}}},
            {"properties", {{"tags", {"correctness", "bpf"}}}}};
  }

  static Json driver() {
    Json Rules = Json::array();
    for (const Rule &One : rules()) {
      std::string Slug(One.Slug);
      std::string Silence = "Set its severity with --set " + Slug +
                            "=error|warning|off, or keep a known finding in a "
                            "baseline.";
      std::string Page = "docs/differences/" + Slug + ".md";
      if (Slug == UnmarkedRule) {
        Silence = "Mark the struct of the host that mirrors it.";
        Page = "docs/check.md";
      }
      std::string Summary(One.Summary);
      Json J = {{"id", "bpf-host-layout-" + Slug},
                {"name", "bpf-host-layout-" + Slug},
                {"shortDescription", {{"text", Summary}}},
                {"fullDescription", {{"text", Summary + " " + Silence}}},
                {"help",
                 {{"text", Summary + " " + Silence + " See " + Page +
                               " of HostLayout."},
                  {"markdown", Summary + "\n\n" + Silence + "\n\nSee `" + Page +
                                   "` of HostLayout."}}},
                {"defaultConfiguration", {{"level", level(One.Default)}}}};
      if (One.Default == Severity::Off)
        J["defaultConfiguration"]["enabled"] = false;
      J["properties"] = {{"tags", {"correctness", "bpf"}}};
      Rules.push_back(std::move(J));
    }
    Rules.push_back(misuse());
    return {{"name", "HostLayout"},
            {"semanticVersion", toolVersion()},
            {"rules", std::move(Rules)}};
  }

  Json artifact(std::string_view File) const {
    std::string_view Relative = relativeTo(R.Root, File);
    if (Relative.size() == File.size())
      return {
          {"uri", (File.starts_with('/') ? "file://" : "") + uriPath(File)}};
    return {{"uri", uriPath(Relative)}, {"uriBaseId", RootId}};
  }

  Json location(const Place &P) const {
    Json Physical = {{"artifactLocation", artifact(P.File)}};
    if (P.Line)
      Physical["region"] = {{"startLine", P.Line},
                            {"startColumn", std::max(1u, P.Utf16Column)}};
    return {{"physicalLocation", std::move(Physical)}};
  }

  /// Files that were not judged: the run was not all it should have been.
  Json invocation() const {
    Json Notes = Json::array();
    for (const Unit &U : R.Failed)
      Notes.push_back({{"level", "error"},
                       {"message", {{"text", U.Why}}},
                       {"locations", Json::array({location({U.File})})}});
    return {{"executionSuccessful", R.Failed.empty()},
            {"exitCode", R.ExitCode},
            {"toolExecutionNotifications", std::move(Notes)}};
  }

  /// The edits of a note, file by file.
  Json fix(const RelatedNote &N) const {
    std::vector<std::pair<std::string, Json>> Files;
    for (const Replacement &E : N.Edits) {
      auto At = std::find_if(Files.begin(), Files.end(), [&](const auto &File) {
        return File.first == E.From.File;
      });
      if (At == Files.end())
        At = Files.insert(At, {E.From.File, Json::array()});
      At->second.push_back({{"deletedRegion",
                             {{"startLine", E.From.Line},
                              {"startColumn", E.From.Utf16Column},
                              {"endLine", E.To.Line},
                              {"endColumn", E.To.Utf16Column}}},
                            {"insertedContent", {{"text", E.Text}}}});
    }
    Json Changes = Json::array();
    for (auto &[File, Replacements] : Files)
      Changes.push_back({{"artifactLocation", artifact(File)},
                         {"replacements", std::move(Replacements)}});
    return {{"description", {{"text", N.Text}}},
            {"artifactChanges", std::move(Changes)}};
  }

  Json result(const Result &F) const {
    Json J = {{"ruleId", F.ruleId()}};
    const std::vector<Rule> &All = rules();
    auto Known = std::find_if(All.begin(), All.end(), [&](const Rule &One) {
      return One.Slug == F.Rule;
    });
    // The last one, behind all others, is that of misuse.
    if (Known != All.end() || F.Rule.empty())
      J["ruleIndex"] = Known - All.begin();
    J["level"] = level(F.Level);
    J["message"] = {{"text", F.sentence()}};
    Json Locations = Json::array();
    if (!F.Where.File.empty()) {
      Locations.push_back(location(F.Where));
      if (!F.Type.empty())
        Locations.back()["logicalLocations"] =
            Json::array({{{"fullyQualifiedName", F.Type}, {"kind", "type"}}});
    }
    J["locations"] = std::move(Locations);

    Json Related = Json::array(), Fixes = Json::array();
    for (const RelatedNote &N : F.Notes) {
      Json One = N.Where.File.empty() ? Json::object() : location(N.Where);
      One["id"] = Related.size() + 1;
      One["message"] = {{"text", N.Text}};
      Related.push_back(std::move(One));
      if (!N.Edits.empty())
        Fixes.push_back(fix(N));
    }
    if (!Related.empty())
      J["relatedLocations"] = std::move(Related);
    if (!Fixes.empty())
      J["fixes"] = std::move(Fixes);
    J["partialFingerprints"] = {{"hostLayout/v1", F.Fingerprint}};
    if (R.HasBaseline)
      J["baselineState"] = F.IsKnown ? "unchanged" : "new";
    if (F.IsKnown)
      J["suppressions"] = Json::array(
          {{{"kind", "external"}, {"justification", "in the baseline"}}});
    return J;
  }

  Json results() const {
    Json All = Json::array();
    for (const Result &F : R.Findings)
      All.push_back(result(F));
    return All;
  }

  const Report &R;
};

std::string content(const Report &R, std::string_view) {
  return write(Writer(R).log(), 2);
}

} // namespace

const Format SarifFormat = {"sarif", /*IsForPeople=*/false, content};

} // namespace hostlayout::report
