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
  return Error("'" + printable(Text) +
               "' is no way to match; it is one of exact, prefix, named");
}

Error unknownOption(std::string_view Name) {
  NearestName Nearest(Name);
  Nearest.consider("object");
  Nearest.consider("match");
  Nearest.consider("percpu");
  std::string Text = "unknown option '" + printable(Name) + "'";
  Text += Nearest.best().empty()
              ? "; the options are object=, match= and percpu="
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
    } else if (Name == "percpu") {
      if (Value != "off")
        return Error("option 'percpu' can only be off");
      M.KnowsStride = true;
    } else {
      return unknownOption(Name);
    }
  }
  return M;
}

} // namespace hostlayout::judge
