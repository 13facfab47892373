//===- Joins.cpp - What units of a project tell each other ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Joins.h"

#include "Report/JsonParts.h"
#include "Report/MergeUnits.h"

#include <algorithm>
#include <map>
#include <set>

using namespace hostlayout;
using namespace hostlayout::report;

/// The command line of the helper has to hold them.
static constexpr size_t MostBytes = 1 << 20;

/// A call that hands over nothing that is known.
static constexpr std::string_view UnknownCall = "[]";

/// Begins the key of what is set on a map. It takes away what is known, so it
/// is right also where others say more.
static constexpr char SetterKey = 's';

namespace {

class Planner {
public:
  using Reader = std::function<std::optional<std::string>(const std::string &)>;

  Planner(const std::vector<Unit> &Units, bool IsWhole, const Reader &TextOf)
      : Units(Units), TextOf(TextOf),
        IsWhole(IsWhole && std::ranges::none_of(Units, [](const Unit &U) {
                  return U.State == UnitState::Failed;
                })) {
    for (const Unit &U : Units) {
      for (const JoinOffer &O : U.Offers)
        Offers[O.Key].emplace_back(&U, &O);
      for (const std::string &Key : U.Defines)
        Definers[Key].insert(U.File);
    }
    imply();
    want();
  }

  JoinPlan plan(const std::map<unsigned, std::string> &Before) {
    mentions();
    JoinPlan P;
    P.Heard = Before;
    std::map<std::string, std::vector<SaidLine>> Usable, Used;
    for (const std::string &Key : Wanted)
      if (isClear(Key))
        Usable[Key] = lines(Key);
    for (const Unit &U : Units) {
      std::string Text;
      bool IsHelped = false;
      const std::set<std::string> Keys = wantedBy(U);
      for (const std::string &Key : Keys)
        if (auto Known = Usable.find(Key); Known != Usable.end()) {
          IsHelped |= helps(Key, U);
          // What it says itself it knows already.
          std::string Said;
          for (const auto &[From, Line] : Known->second)
            if (From && From != U.Id)
              Said += Line + '\n';
          // That nothing is set is what it went by.
          if (Key.front() != SetterKey || !Said.empty())
            Text += Key + '\n' + Said;
        }
      if (!IsHelped || Text == P.Heard[U.Id])
        continue;
      P.Heard[U.Id] = std::move(Text);
      P.Ids.push_back(U.Id);
      for (const std::string &Key : Keys)
        if (auto Known = Usable.find(Key); Known != Usable.end())
          Used.insert(*Known);
    }
    size_t Bytes = 0;
    for (auto &[Key, Lines] : Used)
      for (auto &[From, Line] : Lines) {
        Bytes += Line.size();
        P.Lines.push_back(std::move(Line));
      }
    if (Bytes > MostBytes)
      return {};
    return P;
  }

private:
  /// A line, and the unit that says it.
  using SaidLine = std::pair<std::optional<unsigned>, std::string>;

  /// What a unit hands on of what others say, it says.
  void imply() {
    for (unsigned Round = 0; Round != MostJoinRounds; ++Round)
      for (const Unit &U : Units)
        for (const std::string &Each : U.Implies) {
          const size_t End = Each.find('\n');
          if (End == Each.npos)
            continue;
          // A copy: the two keys may be one.
          const auto Heard = Offers[Each.substr(0, End)];
          auto &Said = Offers[Each.substr(End + 1)];
          for (const auto &[From, O] : Heard)
            if (From->Id != U.Id &&
                std::ranges::none_of(Said, [&, O = O](const auto &Known) {
                  return Known.first->Id == U.Id &&
                         Known.second->Text == O->Text;
                }))
              Said.emplace_back(&U, O);
        }
  }

  /// What is wanted, and what is wanted only to make an offer that is.
  void want() {
    size_t Before;
    do {
      Before = Wanted.size();
      for (const Unit &U : Units)
        Wanted.merge(wantedBy(U));
    } while (Wanted.size() != Before);
  }

  std::set<std::string> wantedBy(const Unit &U) const {
    std::set<std::string> Keys;
    for (const std::string &Want : U.Wants) {
      const size_t End = Want.find('\n');
      if (End == Want.npos || Wanted.count(Want.substr(End + 1)))
        Keys.insert(Want.substr(0, End));
    }
    return Keys;
  }

  std::vector<SaidLine> lines(const std::string &Key) {
    std::vector<SaidLine> Lines;
    for (const auto &[From, O] : Offers[Key])
      Lines.emplace_back(
          From->Id,
          line({{"key", Key}, {"unit", From->Id}, {"text", O->Text}}));
    if (Lines.empty())
      Lines.emplace_back(std::nullopt, line({{"key", Key}}));
    return Lines;
  }

  static std::string line(const Json &J) {
    std::string Line = write(J);
    Line.pop_back();
    return Line;
  }

  static std::string wordOf(const std::string &Key) {
    return Key.substr(Key.rfind(':') + 1);
  }

  /// The names in those sources that were not looked into.
  void mentions() {
    std::set<std::string> Words, Files;
    for (const std::string &Key : Wanted)
      if (Key.front() != SetterKey)
        Words.insert(wordOf(Key));
    if (Words.empty())
      return;
    for (const Unit &U : Units)
      if (!U.IsLookedAt && Files.insert(U.File).second) {
        if (std::optional<std::string> Text = TextOf(U.File))
          addMentions(*Text, Words, Mentioned);
        else
          Mentioned = Words;
      }
  }

  /// What is said under \p Key is all there is to say, of one thing.
  bool isClear(const std::string &Key) {
    if (Key.front() == SetterKey)
      return true;
    if (Mentioned.count(wordOf(Key)))
      return false;
    switch (Key.front()) {
    case 'f':
      return Definers[Key].size() == 1;
    case 'r':
      return Definers["f" + Key.substr(1)].size() == 1 &&
             Offers[Key].size() == 1;
    case 'c':
      return IsWhole && Definers["f" + Key.substr(1)].size() == 1;
    case 'v':
      return IsWhole && Definers[Key].size() == 1;
    default:
      return IsWhole;
    }
  }

  /// Whether another unit says something to \p U, or there is nothing to say.
  bool helps(const std::string &Key, const Unit &U) {
    // What is set of a map only takes findings away.
    if (Key.front() == SetterKey && U.Findings.empty() && U.Silenced.empty())
      return false;
    return Key.front() == 'v' || Key.front() == 'm' ||
           std::ranges::any_of(Offers[Key], [&](const auto &Each) {
             return Each.first->Id != U.Id && Each.second->Text != UnknownCall;
           });
  }

  const std::vector<Unit> &Units;
  const Reader &TextOf;
  const bool IsWhole;
  std::map<std::string, std::vector<std::pair<const Unit *, const JoinOffer *>>>
      Offers;
  std::map<std::string, std::set<std::string>> Definers; ///< files
  std::set<std::string> Wanted, Mentioned;
};

} // namespace

JoinPlan report::planJoins(const std::vector<Unit> &Units, bool IsWhole,
                           const Planner::Reader &TextOf,
                           const std::map<unsigned, std::string> &Heard) {
  return Planner(Units, IsWhole, TextOf).plan(Heard);
}

std::optional<JoinLine> report::readJoinLine(const std::string &Line) {
  Json J = Json::parse(Line, nullptr, /*allow_exceptions=*/false);
  if (!J.is_object() || json::text(J, "key").empty())
    return std::nullopt;
  JoinLine L{json::text(J, "key"), std::nullopt, json::text(J, "text")};
  if (J.contains("unit"))
    L.Unit = static_cast<unsigned>(json::number(J, "unit"));
  return L;
}
