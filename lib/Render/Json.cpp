//===- Json.cpp - Reports as JSON -----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Json.h"

#include "Render/JsonParts.h"

namespace hostlayout::report {

namespace {

/// Writes files below \c Root relative to it.
class Writer {
public:
  explicit Writer(std::string_view Root) : Root(Root) {}

  Json place(const Place &P) const {
    Json J = {{"file", relativeTo(Root, P.File)}};
    if (P.Line) {
      J["line"] = P.Line;
      J["column"] = P.Column;
      J["utf16Column"] = P.Utf16Column;
    }
    return J;
  }

  Json edit(const Edit &E) const {
    return {{"from", place(E.From)},
            {"to", place(E.To)},
            {"begin", E.Begin},
            {"end", E.End},
            {"text", E.Text}};
  }

  Json note(const Note &N) const {
    Json J = {{"message", N.Text}};
    if (!N.Where.File.empty())
      J["location"] = place(N.Where);
    if (!N.Edits.empty())
      J["edits"] = list(N.Edits, &Writer::edit);
    return J;
  }

  Json finding(const Finding &F) const {
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
    J["bpfType"] = F.BpfType;
    J["object"] = F.Object;
    J["bpfSource"] = F.BpfSource;
    J["notes"] = list(F.Notes, &Writer::note);
    Json Units = Json::array();
    for (const std::string &Unit : F.Units)
      Units.push_back(relativeTo(Root, Unit));
    J["units"] = std::move(Units);
    J["fingerprint"] = F.Fingerprint;
    J["known"] = F.IsKnown;
    J["terminal"] = F.Terminal;
    return J;
  }

  Json subject(const Subject &S) const {
    return {{"name", S.Name},
            {"location", place(S.Where)},
            {"checked", S.IsChecked},
            {"bpfNames", S.BpfNames},
            {"objects", S.Objects}};
  }

  Json shared(const SharedType &S) const {
    return {{"object", S.Object},
            {"name", S.Name},
            {"use", S.Use},
            {"names", S.Names},
            {"size", S.Size}};
  }

  template <typename T>
  Json list(const std::vector<T> &Items,
            Json (Writer::*One)(const T &) const) const {
    Json J = Json::array();
    for (const T &Item : Items)
      J.push_back((this->*One)(Item));
    return J;
  }

private:
  std::string_view Root;
};

/// Reads what Writer wrote; what is missing or of another type is empty.
class Reader {
public:
  static std::string text(const Json &J, const char *Key) {
    auto At = J.find(Key);
    return At != J.end() && At->is_string() ? At->get<std::string>() : "";
  }
  static uint64_t number(const Json &J, const char *Key) {
    auto At = J.find(Key);
    return At != J.end() && At->is_number_unsigned() ? At->get<uint64_t>() : 0;
  }
  static bool flag(const Json &J, const char *Key) {
    auto At = J.find(Key);
    return At != J.end() && At->is_boolean() && At->get<bool>();
  }
  static std::vector<std::string> texts(const Json &J, const char *Key) {
    std::vector<std::string> Items;
    if (auto At = J.find(Key); At != J.end() && At->is_array())
      for (const Json &Item : *At)
        if (Item.is_string())
          Items.push_back(Item.get<std::string>());
    return Items;
  }
  template <typename T>
  static std::vector<T> list(const Json &J, const char *Key,
                             T (*One)(const Json &)) {
    std::vector<T> Items;
    if (auto At = J.find(Key); At != J.end() && At->is_array())
      for (const Json &Item : *At)
        if (Item.is_object())
          Items.push_back(One(Item));
    return Items;
  }
  static Place place(const Json &J, const char *Key) {
    auto At = J.find(Key);
    if (At == J.end() || !At->is_object())
      return {};
    return {text(*At, "file"), static_cast<unsigned>(number(*At, "line")),
            static_cast<unsigned>(number(*At, "column")),
            static_cast<unsigned>(number(*At, "utf16Column"))};
  }
  static Edit edit(const Json &J) {
    return {place(J, "from"), place(J, "to"), number(J, "begin"),
            number(J, "end"), text(J, "text")};
  }
  static Note note(const Json &J) {
    return {text(J, "message"), place(J, "location"), list(J, "edits", edit)};
  }
  static Finding finding(const Json &J) {
    Finding F;
    F.Rule = text(J, "rule");
    F.Level =
        text(J, "level") == "warning" ? Severity::Warning : Severity::Error;
    F.Text = text(J, "message");
    F.Where = place(J, "location");
    F.Notes = list(J, "notes", note);
    F.Type = text(J, "type");
    F.TypeBegin = place(J, "typeLocation");
    F.TypeLastLine = static_cast<unsigned>(number(J, "typeLastLine"));
    F.BpfType = text(J, "bpfType");
    F.Object = text(J, "object");
    F.BpfSource = text(J, "bpfSource");
    F.Terminal = text(J, "terminal");
    F.Units = texts(J, "units");
    return F;
  }
  static Subject subject(const Json &J) {
    return {text(J, "name"), place(J, "location"), flag(J, "checked"),
            texts(J, "bpfNames"), texts(J, "objects")};
  }
  static SharedType shared(const Json &J) {
    return {text(J, "object"), text(J, "name"), text(J, "use"),
            texts(J, "names"), number(J, "size")};
  }
};

constexpr const char *StateNames[] = {"planned", "unmarked", "judged",
                                      "failed"};

} // namespace

std::string toJson(const Report &R) {
  Writer W(R.Root);
  Json Failed = Json::array();
  for (const Unit &U : R.Failed)
    Failed.push_back(
        {{"file", relativeTo(R.Root, U.File)}, {"message", U.Why}});
  Json J = {{"version", JsonVersion},
            {"tool", {{"name", "HostLayout"}, {"version", toolVersion()}}},
            {"root", R.Root},
            {"summary",
             {{"files", R.Files},
              {"structsChecked", R.Checked},
              {"structsNotChecked", R.NotChecked.size()},
              {"errors", R.count(Severity::Error)},
              {"warnings", R.count(Severity::Warning)},
              {"known", R.known()},
              {"filesFailed", R.Failed.size()},
              {"exitCode", R.ExitCode}}},
            {"findings", W.list(R.Findings, &Writer::finding)},
            {"notChecked", W.list(R.NotChecked, &Writer::subject)},
            {"failed", std::move(Failed)}};
  if (!R.Shared.empty()) {
    Json &All = J["coverage"] = Json::array();
    for (const Coverage &C : R.Shared) {
      All.push_back(W.shared(C.Type));
      All.back()["object"] = relativeTo(R.Root, C.Type.Object);
      All.back()["covered"] = C.IsCovered;
    }
  }
  return write(J, 2);
}

std::string toJsonLine(const Unit &U) {
  Writer W("");
  return write({{"id", U.Id},
                {"unit", U.File},
                {"state", StateNames[static_cast<unsigned>(U.State)]},
                {"why", U.Why},
                {"subjects", W.list(U.Subjects, &Writer::subject)},
                {"findings", W.list(U.Findings, &Writer::finding)},
                {"shared", W.list(U.Shared, &Writer::shared)}});
}

std::optional<Unit> unitFromJson(std::string_view Line) {
  Json J = Json::parse(Line, nullptr, /*allow_exceptions=*/false);
  if (!J.is_object())
    return std::nullopt;
  Unit U;
  U.Id = static_cast<unsigned>(Reader::number(J, "id"));
  U.File = Reader::text(J, "unit");
  std::string State = Reader::text(J, "state");
  auto Known = std::find(std::begin(StateNames), std::end(StateNames), State);
  if (U.File.empty() || Known == std::end(StateNames))
    return std::nullopt;
  U.State = static_cast<UnitState>(Known - std::begin(StateNames));
  U.Why = Reader::text(J, "why");
  U.Subjects = Reader::list(J, "subjects", Reader::subject);
  U.Findings = Reader::list(J, "findings", Reader::finding);
  U.Shared = Reader::list(J, "shared", Reader::shared);
  return U;
}

} // namespace hostlayout::report
