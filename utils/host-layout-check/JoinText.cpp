//===- JoinText.cpp - What units tell each other, as text -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JoinText.h"

#include "Report/Joins.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace hostlayout;
using namespace hostlayout::check;
using namespace hostlayout::clangfe;
namespace json = llvm::json;

/// An array, for there are many.
static json::Array toJson(const JoinedMap &Map) {
  return json::Array{Map.Name,
                     Map.Skeleton,
                     json::Array(Map.Sources),
                     json::fixUTF8(Map.At.File),
                     Map.At.Line,
                     Map.At.Column,
                     Map.NameParameter ? json::Value(*Map.NameParameter)
                                       : json::Value(nullptr),
                     Map.IsPinned,
                     Map.HasOtherType,
                     Map.HasOtherKey,
                     Map.HasOtherValue};
}

static json::Array toJson(const std::vector<JoinedMap> &Maps) {
  json::Array A;
  for (const JoinedMap &Map : Maps)
    A.push_back(toJson(Map));
  return A;
}

static json::Object toJson(const JoinedArgument &A) {
  json::Object J{{"number", A.Number},
                 {"maps", toJson(A.Maps)},
                 {"count", static_cast<unsigned>(A.Things.Of)},
                 {"things", static_cast<int64_t>(A.Things.Number)},
                 {"size", static_cast<int64_t>(A.ThingSize)},
                 {"types", json::fixUTF8(A.Types)},
                 {"text", json::fixUTF8(A.Text)},
                 {"file", json::fixUTF8(A.At.File)},
                 {"line", A.At.Line},
                 {"column", A.At.Column}};
  if (A.Extent)
    J["extent"] = static_cast<int64_t>(*A.Extent);
  if (A.Outcome)
    J["outcome"] = *A.Outcome;
  return J;
}

static std::string toText(const JoinedCall &Call) {
  json::Array A;
  for (const JoinedArgument &Each : Call.Arguments)
    A.push_back(toJson(Each));
  std::string Text;
  llvm::raw_string_ostream(Text) << json::Value(std::move(A));
  return Text;
}

static std::string toText(const JoinedStore &S) {
  std::string Text;
  llvm::raw_string_ostream(Text)
      << json::Value(json::Object{{"root", S.Root},
                                  {"steps", json::Array(S.Steps)},
                                  {"maps", toJson(S.Maps)},
                                  {"unknown", S.IsUnknown},
                                  {"other", S.IsOther},
                                  {"namedBy", S.NamedBy}});
  return Text;
}

void check::tellOthers(UseJoining &&From, bool IsLookedAt, report::Unit &To) {
  To.IsLookedAt = IsLookedAt;
  if (!IsLookedAt)
    return;
  auto Add = [&](const std::string &Key, std::string Text) {
    report::JoinOffer O{Key, std::move(Text)};
    if (To.Offers.empty() || To.Offers.back() != O)
      To.Offers.push_back(std::move(O));
  };
  for (const auto &[Key, Calls] : From.Out.Calls)
    for (const JoinedCall &Call : Calls)
      Add(Key, toText(Call));
  for (const auto &[Key, Stores] : From.Out.Stores)
    for (const JoinedStore &S : Stores)
      Add(Key, toText(S));
  To.Wants.assign(From.Wants.begin(), From.Wants.end());
  To.Defines.assign(From.Defines.begin(), From.Defines.end());
  To.Implies.assign(From.Implies.begin(), From.Implies.end());
}

/// Of an optional of whatever library this LLVM takes them from.
template <typename T, typename Optional>
static T valueOr(const Optional &Of, T Else) {
  return Of ? static_cast<T>(*Of) : Else;
}

static std::string text(const json::Object &J, llvm::StringRef Key) {
  return valueOr<llvm::StringRef>(J.getString(Key), "").str();
}

static uint64_t number(const json::Object &J, llvm::StringRef Key) {
  return valueOr<uint64_t>(J.getInteger(Key), 0);
}

static std::vector<std::string> texts(const json::Array *All) {
  std::vector<std::string> Texts;
  if (All)
    for (const json::Value &Each : *All)
      Texts.push_back(valueOr<llvm::StringRef>(Each.getAsString(), "").str());
  return Texts;
}

static JoinedMap mapOf(const json::Array &A) {
  auto Text = [&](size_t I) {
    return valueOr<llvm::StringRef>(A[I].getAsString(), "").str();
  };
  auto Number = [&](size_t I) {
    return valueOr<unsigned>(A[I].getAsInteger(), 0);
  };
  auto Is = [&](size_t I) { return valueOr(A[I].getAsBoolean(), false); };
  JoinedMap Map{Text(0),
                Text(1),
                texts(A[2].getAsArray()),
                {Text(3), Number(4), Number(5)}};
  if (A[6].getAsInteger())
    Map.NameParameter = Number(6);
  Map.IsPinned = Is(7);
  Map.HasOtherType = Is(8);
  Map.HasOtherKey = Is(9);
  Map.HasOtherValue = Is(10);
  return Map;
}

static std::vector<JoinedMap> mapsOf(const json::Object &J) {
  constexpr size_t Parts = 11;
  std::vector<JoinedMap> Maps;
  if (const json::Array *All = J.getArray("maps"))
    for (const json::Value &Each : *All)
      if (const json::Array *A = Each.getAsArray(); A && A->size() == Parts)
        Maps.push_back(mapOf(*A));
  return Maps;
}

static JoinedCall callOf(const json::Array &All) {
  JoinedCall Call;
  for (const json::Value &Each : All) {
    const json::Object *J = Each.getAsObject();
    if (!J)
      continue;
    JoinedArgument &A = Call.Arguments.emplace_back();
    A.Number = static_cast<unsigned>(number(*J, "number"));
    A.Maps = mapsOf(*J);
    if (auto Outcome = J->getInteger("outcome"))
      A.Outcome = *Outcome;
    if (J->get("extent"))
      A.Extent = number(*J, "extent");
    A.Things = {static_cast<Count::Kind>(
                    std::min<uint64_t>(number(*J, "count"), Count::Unknown)),
                number(*J, "things")};
    A.ThingSize = number(*J, "size");
    A.Types = text(*J, "types");
    A.Text = text(*J, "text");
    A.At = {text(*J, "file"), static_cast<unsigned>(number(*J, "line")),
            static_cast<unsigned>(number(*J, "column"))};
  }
  return Call;
}

static JoinedStore storeOf(const json::Object &J) {
  JoinedStore S;
  S.Root = text(J, "root");
  S.Steps = texts(J.getArray("steps"));
  S.Maps = mapsOf(J);
  S.IsUnknown = valueOr(J.getBoolean("unknown"), true);
  S.IsOther = valueOr(J.getBoolean("other"), false);
  S.NamedBy = text(J, "namedBy");
  return S;
}

UseJoins check::heardFromOthers(const std::vector<std::string> &Lines,
                                unsigned Id) {
  UseJoins Heard;
  for (const std::string &Line : Lines) {
    std::optional<report::JoinLine> L = report::readJoinLine(Line);
    if (!L)
      continue;
    const bool IsCall = L->Key.front() == 'f';
    if (!IsCall)
      Heard.Stores[L->Key];
    if (!L->Unit || *L->Unit == Id)
      continue;
    llvm::Expected<json::Value> Said = json::parse(L->Text);
    if (!Said) {
      llvm::consumeError(Said.takeError());
      continue;
    }
    if (const json::Array *A = Said->getAsArray(); A && IsCall)
      Heard.Calls[L->Key].push_back(callOf(*A));
    else if (const json::Object *O = Said->getAsObject(); O && !IsCall)
      Heard.Stores[L->Key].push_back(storeOf(*O));
  }
  return Heard;
}
