//===- Shards.cpp - A project checked in parts ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Shards.h"

#include "Report/JsonParts.h"

#include <algorithm>
#include <charconv>

using namespace hostlayout;
using namespace hostlayout::report;

/// More parts than any project has use for.
static constexpr unsigned MostShards = 100000;

Expected<Shard> report::parseShard(std::string_view Text) {
  Shard S;
  const char *End = Text.data() + Text.size();
  auto [Slash, Wrong] = std::from_chars(Text.data(), End, S.Index);
  if (Wrong == std::errc() && Slash != End && *Slash == '/') {
    auto [At, WrongCount] = std::from_chars(Slash + 1, End, S.Count);
    if (WrongCount == std::errc() && At == End && S.Index >= 1 &&
        S.Index <= S.Count && S.Count <= MostShards)
      return S;
  }
  return Error("'" + std::string(Text) +
               "' is not K/N with K from 1 to N, as in 2/3");
}

bool report::holds(const Shard &S, std::string_view Path) {
  if (S.Count <= 1)
    return true;
  const std::string Digest = digest({Path});
  uint64_t Number = 0;
  std::from_chars(Digest.data(), Digest.data() + Digest.size(), Number, 16);
  return Number % S.Count == S.Index - 1;
}

/// Moves what a unit names below the root to another root.
namespace {
class Mover {
public:
  explicit Mover(std::string_view Root) : Root(Root) {}

  void move(Unit &U) const {
    move(U.File);
    move(U.Sources);
    for (MarkedType &S : U.Subjects) {
      move(S.Where.File);
      move(S.Objects);
    }
    for (Result &F : U.Findings)
      move(F);
    for (Result &F : U.Silenced)
      move(F);
    for (SharedType &T : U.Shared)
      move(T.Object);
    for (LibbpfCall &C : U.Calls)
      move(C.Where.File);
  }

private:
  void move(std::string &Path) const {
    // "map:7" is no file.
    if (!Path.empty() && Path.front() != '/' && !Path.starts_with("map:") &&
        !Path.starts_with("prog:"))
      Path = std::string(Root) + "/" + Path;
  }
  void move(std::vector<std::string> &Paths) const {
    for (std::string &Path : Paths)
      move(Path);
  }
  void move(Result &F) const {
    move(F.Where.File);
    move(F.TypeBegin.File);
    move(F.ObjectPath);
    move(F.Units);
    for (StructLines &S : F.Also)
      move(S.Begin.File);
    for (RelatedNote &N : F.Notes) {
      move(N.Where.File);
      for (Replacement &E : N.Edits) {
        move(E.From.File);
        move(E.To.File);
      }
    }
  }

  std::string_view Root;
};
} // namespace

Expected<ShardReport> report::readShard(std::string_view Text,
                                        std::string_view Root) {
  Json J = Json::parse(Text, nullptr, /*allow_exceptions=*/false);
  if (!J.is_object() || !J.contains("shard") || !J["shard"].is_object())
    return Error("this is not the report of a shard; 'host-layout check "
                 "--shard=1/2 --format=json' writes one");
  if (json::number(J, "version") != JsonVersion || !J.contains("tool") ||
      !J["tool"].is_object() ||
      json::text(J["tool"], "version") != toolVersion())
    return Error("this report was written by another version of host-layout; "
                 "check all parts with one");
  const Json &Part = J["shard"];
  ShardReport R;
  R.Which.Index = static_cast<unsigned>(json::number(Part, "index"));
  R.Which.Count = static_cast<unsigned>(json::number(Part, "count"));
  if (R.Which.Index < 1 || R.Which.Index > R.Which.Count ||
      R.Which.Count > MostShards)
    return Error("this report is damaged: its shard is not one of 1 to N");
  R.Units = json::list(Part, "units", json::unit);
  const Mover To(Root);
  for (Unit &U : R.Units)
    To.move(U);
  return R;
}

Expected<std::vector<Unit>>
report::joinShards(std::vector<ShardReport> Shards) {
  if (Shards.empty())
    return Error("name the reports of all parts");
  const unsigned Count = Shards.front().Which.Count;
  std::vector<bool> Seen(Count);
  std::vector<Unit> Units;
  for (ShardReport &R : Shards) {
    if (R.Which.Count != Count)
      return Error("these are parts of two wholes: one is of " +
                   std::to_string(Count) + ", another of " +
                   std::to_string(R.Which.Count));
    if (Seen[R.Which.Index - 1])
      return Error("part " + std::to_string(R.Which.Index) + " of " +
                   std::to_string(Count) + " is given twice");
    Seen[R.Which.Index - 1] = true;
    std::ranges::move(R.Units, std::back_inserter(Units));
  }
  for (unsigned I = 0; I != Count; ++I)
    if (!Seen[I])
      return Error("part " + std::to_string(I + 1) + " of " +
                   std::to_string(Count) +
                   " is missing: what it has was not checked");
  // As the database lists them.
  std::ranges::stable_sort(Units, {}, &Unit::Id);
  return Units;
}
