//===- JsonParts.cpp - Pieces that the JSON formats share -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/JsonParts.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::report;

std::string report::write(const Json &J, int Indent) {
  return J.dump(Indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

static constexpr const char *StateNames[] = {"planned", "unmarked", "judged",
                                             "failed"};

static constexpr const char *SharedKindNames[] = {"type", "size", "declared",
                                                  "records"};

Json JsonWriter::files(const std::vector<std::string> &Files) const {
  Json J = Json::array();
  for (const std::string &File : Files)
    J.push_back(relativeTo(Root, File));
  return J;
}

Json JsonWriter::place(const Place &P) const {
  Json J = {{"file", relativeTo(Root, P.File)}};
  if (P.Line) {
    J["line"] = P.Line;
    J["column"] = P.Column;
    J["utf16Column"] = P.Utf16Column;
  }
  return J;
}

Json JsonWriter::edit(const Replacement &E) const {
  return {{"from", place(E.From)},
          {"to", place(E.To)},
          {"begin", E.Begin},
          {"end", E.End},
          {"text", E.Text}};
}

Json JsonWriter::note(const RelatedNote &N) const {
  Json J = {{"message", N.Text}};
  if (!N.Where.File.empty())
    J["location"] = place(N.Where);
  if (!N.Edits.empty()) {
    J["edits"] = list(N.Edits, &JsonWriter::edit);
    J["safe"] = N.IsSafe;
  }
  return J;
}

Json JsonWriter::structLines(const StructLines &S) const {
  return {{"type", S.Name},
          {"typeLocation", place(S.Begin)},
          {"typeLastLine", S.LastLine}};
}

Json JsonWriter::finding(const Result &F) const {
  Json J = {{"rule", F.Rule},
            {"level", F.Level == Severity::Error ? "error" : "warning"},
            {"message", F.Text}};
  if (!F.Where.File.empty())
    J["location"] = place(F.Where);
  J["type"] = F.Type;
  if (!F.TypeBegin.File.empty()) {
    J["typeLocation"] = place(F.TypeBegin);
    J["typeLastLine"] = F.TypeLastLine;
  }
  if (!F.Also.empty())
    J["also"] = list(F.Also, &JsonWriter::structLines);
  J["bpfType"] = F.BpfType;
  J["object"] = F.Object;
  if (!F.ObjectPath.empty())
    J["objectPath"] = relativeTo(Root, F.ObjectPath);
  J["bpfSource"] = F.BpfSource;
  J["notes"] = list(F.Notes, &JsonWriter::note);
  J["units"] = files(F.Units);
  J["fingerprint"] = F.Fingerprint;
  J["known"] = F.IsKnown;
  J["terminal"] = F.Terminal;
  return J;
}

Json JsonWriter::subject(const MarkedType &S) const {
  return {{"name", S.Name},
          {"location", place(S.Where)},
          {"checked", S.IsChecked},
          {"bpfNames", S.BpfNames},
          {"objects", files(S.Objects)}};
}

Json JsonWriter::shared(const SharedType &S) const {
  return {{"object", relativeTo(Root, S.Object)},
          {"name", S.Name},
          {"use", S.Use},
          {"names", S.Names},
          {"size", S.Size},
          {"kind", SharedKindNames[static_cast<unsigned>(S.Kind)]},
          {"emitted", S.IsEmitted},
          {"maps", S.Maps},
          {"layout", S.Layout},
          {"interface", S.Interface}};
}

Json JsonWriter::call(const LibbpfCall &C) const {
  return {{"function", C.Function},
          {"location", place(C.Where)},
          {"resolved", C.IsResolved},
          {C.IsResolved ? "maps" : "reason", C.Text},
          {"uncalled", C.IsUncalled}};
}

Json JsonWriter::offer(const JoinOffer &O) const {
  return {{"key", O.Key}, {"text", O.Text}};
}

Json JsonWriter::unit(const Unit &U) const {
  Json J = {{"id", U.Id},
            {"unit", relativeTo(Root, U.File)},
            {"state", StateNames[static_cast<unsigned>(U.State)]},
            {"why", U.Why},
            {"subjects", list(U.Subjects, &JsonWriter::subject)},
            {"findings", list(U.Findings, &JsonWriter::finding)},
            {"silenced", list(U.Silenced, &JsonWriter::finding)},
            {"shared", list(U.Shared, &JsonWriter::shared)},
            {"calls", list(U.Calls, &JsonWriter::call)},
            {"sources", files(U.Sources)}};
  if (!U.IsLookedAt)
    return J;
  J["offers"] = list(U.Offers, &JsonWriter::offer);
  J["wants"] = U.Wants;
  J["implies"] = U.Implies;
  J["defines"] = U.Defines;
  return J;
}

std::string json::text(const Json &J, const char *Key) {
  auto At = J.find(Key);
  return At != J.end() && At->is_string() ? At->get<std::string>() : "";
}

uint64_t json::number(const Json &J, const char *Key) {
  auto At = J.find(Key);
  return At != J.end() && At->is_number_unsigned() ? At->get<uint64_t>() : 0;
}

bool json::flag(const Json &J, const char *Key) {
  auto At = J.find(Key);
  return At != J.end() && At->is_boolean() && At->get<bool>();
}

std::vector<std::string> json::texts(const Json &J, const char *Key) {
  std::vector<std::string> Items;
  if (auto At = J.find(Key); At != J.end() && At->is_array())
    for (const Json &Item : *At)
      if (Item.is_string())
        Items.push_back(Item.get<std::string>());
  return Items;
}

Place json::place(const Json &J, const char *Key) {
  auto At = J.find(Key);
  if (At == J.end() || !At->is_object())
    return {};
  return {json::text(*At, "file"),
          static_cast<unsigned>(json::number(*At, "line")),
          static_cast<unsigned>(json::number(*At, "column")),
          static_cast<unsigned>(json::number(*At, "utf16Column"))};
}

static Replacement edit(const Json &J) {
  return {json::place(J, "from"), json::place(J, "to"),
          json::number(J, "begin"), json::number(J, "end"),
          json::text(J, "text")};
}

static RelatedNote note(const Json &J) {
  RelatedNote N{json::text(J, "message"), json::place(J, "location"),
         json::list(J, "edits", edit)};
  N.IsSafe = N.Edits.empty() || json::flag(J, "safe");
  return N;
}

static StructLines structLines(const Json &J) {
  return {json::text(J, "type"), json::place(J, "typeLocation"),
          static_cast<unsigned>(json::number(J, "typeLastLine"))};
}

Result json::finding(const Json &J) {
  Result F;
  F.Rule = json::text(J, "rule");
  F.Level =
      json::text(J, "level") == "warning" ? Severity::Warning : Severity::Error;
  F.Text = json::text(J, "message");
  F.Where = json::place(J, "location");
  F.Notes = json::list(J, "notes", note);
  F.Type = json::text(J, "type");
  F.TypeBegin = json::place(J, "typeLocation");
  F.TypeLastLine = static_cast<unsigned>(json::number(J, "typeLastLine"));
  F.BpfType = json::text(J, "bpfType");
  F.Object = json::text(J, "object");
  F.ObjectPath = json::text(J, "objectPath");
  F.Also = json::list(J, "also", structLines);
  F.BpfSource = json::text(J, "bpfSource");
  F.Terminal = json::text(J, "terminal");
  F.Units = json::texts(J, "units");
  return F;
}

MarkedType json::subject(const Json &J) {
  return {json::text(J, "name"), json::place(J, "location"),
          json::flag(J, "checked"), json::texts(J, "bpfNames"),
          json::texts(J, "objects")};
}

SharedType json::shared(const Json &J) {
  SharedType S;
  S.Object = json::text(J, "object");
  S.Name = json::text(J, "name");
  S.Use = json::text(J, "use");
  S.Names = json::texts(J, "names");
  S.Size = json::number(J, "size");
  auto Kind = std::ranges::find(SharedKindNames, json::text(J, "kind"));
  if (Kind != std::end(SharedKindNames))
    S.Kind = static_cast<SharedKind>(Kind - std::begin(SharedKindNames));
  S.IsEmitted = json::flag(J, "emitted");
  S.Maps = json::texts(J, "maps");
  S.Layout = json::text(J, "layout");
  S.Interface = json::text(J, "interface");
  return S;
}

LibbpfCall json::call(const Json &J) {
  const bool IsResolved = json::flag(J, "resolved");
  return {json::text(J, "function"), json::place(J, "location"), IsResolved,
          json::text(J, IsResolved ? "maps" : "reason"),
          json::flag(J, "uncalled")};
}

static JoinOffer offer(const Json &J) {
  return {json::text(J, "key"), json::text(J, "text")};
}

Unit json::unit(const Json &J) {
  Unit U;
  auto Known = std::ranges::find(StateNames, json::text(J, "state"));
  if (Known == std::end(StateNames))
    return U;
  U.State = static_cast<UnitState>(Known - std::begin(StateNames));
  U.Id = static_cast<unsigned>(json::number(J, "id"));
  U.File = json::text(J, "unit");
  U.Why = json::text(J, "why");
  U.Subjects = json::list(J, "subjects", json::subject);
  U.Findings = json::list(J, "findings", json::finding);
  U.Silenced = json::list(J, "silenced", json::finding);
  U.Shared = json::list(J, "shared", json::shared);
  U.Calls = json::list(J, "calls", json::call);
  U.Sources = json::texts(J, "sources");
  U.IsLookedAt = J.contains("offers");
  U.Offers = json::list(J, "offers", offer);
  U.Wants = json::texts(J, "wants");
  U.Implies = json::texts(J, "implies");
  U.Defines = json::texts(J, "defines");
  return U;
}
