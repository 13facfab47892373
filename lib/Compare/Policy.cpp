//===- Policy.cpp - Which kinds of difference count -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Policy.h"

#include "Support/Printable.h"
#include "Support/Spelling.h"

namespace hostlayout {

Policy::Policy() {
  for (unsigned I = 0; I != NumDifferenceKinds; ++I)
    Levels[I] = defaultSeverity(static_cast<DifferenceKind>(I));
}

namespace {

Error unknownSlug(std::string_view Slug) {
  NearestName Nearest(Slug);
  for (unsigned I = 0; I != NumDifferenceKinds; ++I)
    Nearest.consider(slug(static_cast<DifferenceKind>(I)));
  std::string Text = "unknown kind of difference '" + printable(Slug) + "'";
  if (!Nearest.best().empty())
    Text += "; did you mean '" + std::string(Nearest.best()) + "'?";
  return Error(std::move(Text));
}

} // namespace

Expected<Severity> parseSeverity(std::string_view Text) {
  if (Text == "error")
    return Severity::Error;
  if (Text == "warning")
    return Severity::Warning;
  if (Text == "off")
    return Severity::Off;
  return Error("'" + printable(Text) +
               "' is not a severity; it is one of error, warning, off");
}

std::optional<Error> Policy::parse(std::string_view Settings) {
  Policy Result = *this;
  while (!Settings.empty()) {
    std::string_view One = Settings.substr(0, Settings.find(','));
    Settings.remove_prefix(std::min(Settings.size(), One.size() + 1));
    if (One.empty())
      continue;
    size_t Equals = One.find('=');
    if (Equals == std::string_view::npos)
      return Error("'" + printable(One) +
                   "' sets nothing; write <kind>=error|warning|off");
    std::optional<DifferenceKind> Kind = kindOfSlug(One.substr(0, Equals));
    if (!Kind)
      return unknownSlug(One.substr(0, Equals));
    Expected<Severity> Level = parseSeverity(One.substr(Equals + 1));
    if (!Level)
      return Level.takeError().in(std::string(slug(*Kind)));
    Result.set(*Kind, *Level);
  }
  *this = Result;
  return std::nullopt;
}

} // namespace hostlayout
