//===- Marker.cpp - The strings of a marker -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/Judge.h"
#include "Support/Printable.h"
#include "Support/Spelling.h"

namespace hostlayout::judge {

namespace {

Expected<MatchMode> parseMatch(std::string_view Text) {
  if (Text == "exact")
    return MatchMode::Exact;
  if (Text == "prefix")
    return MatchMode::Prefix;
  if (Text == "named")
    return MatchMode::Named;
  return Error("unknown match mode '" + printable(Text) +
               "'; expected exact, prefix or named");
}

Error unknownOption(std::string_view Name) {
  NearestName Nearest(Name); // object= is the name of a kind as well
  Nearest.consider("match");
  for (unsigned K = 0; K != NumDifferenceKinds; ++K)
    Nearest.consider(slug(static_cast<DifferenceKind>(K)));
  std::string Text = "unknown option '" + printable(Name) + "'";
  Text += Nearest.best().empty()
              ? "; the options are object=, match= and <kind>="
              : "; did you mean '" + std::string(Nearest.best()) + "'?";
  return Error(std::move(Text));
}

} // namespace

Expected<Marker> parseMarker(std::span<const std::string> Arguments) {
  Marker M;
  bool SawMatch = false;
  for (size_t I = 0; I != Arguments.size(); ++I) {
    std::string_view Argument = Arguments[I];
    if (Argument.empty())
      return Error("an empty string names nothing");
    size_t Equals = Argument.find('=');
    if (Equals == std::string_view::npos) {
      if (I != 0 && parseMatch(Argument))
        return Error("unknown option '" + printable(Argument) +
                     "'; did you mean \"match=" + printable(Argument) + "\"?");
      if (I != 0)
        return Error("the type's name '" + printable(Argument) +
                     "' must be the first argument");
      M.TypeName = Argument;
      continue;
    }
    std::string_view Name = Argument.substr(0, Equals),
                     Value = Argument.substr(Equals + 1);
    if (Name == "object") {
      if (!M.ObjectName.empty())
        return Error("option 'object' is given twice");
      if (Value.empty())
        return Error("option 'object' needs a value, as in object=ev.bpf.o");
      M.ObjectName = Value;
    } else if (Name == "match") {
      if (SawMatch)
        return Error("option 'match' is given twice");
      Expected<MatchMode> Match = parseMatch(Value);
      if (!Match)
        return Match.takeError();
      M.Match = *Match;
      SawMatch = true;
    } else if (std::optional<DifferenceKind> Kind = kindOfSlug(Name)) {
      for (auto [Given, Level] : M.Levels)
        if (Given == *Kind)
          return Error("option '" + std::string(Name) + "' is given twice");
      Policy Rules;
      if (std::optional<Error> Wrong = Rules.parse(Argument))
        return std::move(*Wrong);
      for (unsigned K = 0; K != NumDifferenceKinds; ++K)
        if (auto One = static_cast<DifferenceKind>(K); Rules.isSet(One))
          M.Levels.emplace_back(One, Rules[One]);
    } else {
      return unknownOption(Name);
    }
  }
  return M;
}

} // namespace hostlayout::judge
