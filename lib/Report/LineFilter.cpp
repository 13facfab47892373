//===- LineFilter.cpp - Findings on changed lines -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/LineFilter.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::report;
using Json = nlohmann::json;

Expected<LineFilter> LineFilter::parse(const std::string &Text) {
  Error Wrong("it is a list like "
              "[{\"name\":\"ev.h\",\"lines\":[[1,9]]},{\"name\":\"a.cpp\"}]");
  Json J = Json::parse(Text, nullptr, /*allow_exceptions=*/false);
  if (!J.is_array())
    return Wrong;
  LineFilter Filter;
  for (const Json &One : J) {
    if (!One.is_object() || !One.contains("name") || !One["name"].is_string())
      return Wrong;
    Entry E{One["name"].get<std::string>(), {}};
    for (const Json &Range : One.value("lines", Json::array())) {
      if (!Range.is_array() || Range.size() != 2 ||
          !Range[0].is_number_unsigned() || !Range[1].is_number_unsigned() ||
          Range[0] > Range[1])
        return Wrong;
      E.Lines.emplace_back(Range[0].get<unsigned>(), Range[1].get<unsigned>());
    }
    Filter.Entries.push_back(std::move(E));
  }
  return Filter;
}

bool LineFilter::matches(std::string_view File, unsigned First,
                         unsigned Last) const {
  return std::any_of(Entries.begin(), Entries.end(), [&](const Entry &E) {
    return File.ends_with(E.Name) &&
           (E.Lines.empty() ||
            std::any_of(E.Lines.begin(), E.Lines.end(), [&](const auto &R) {
              return R.first <= Last && First <= R.second;
            }));
  });
}

bool LineFilter::matchesFile(std::string_view File) const {
  return std::any_of(Entries.begin(), Entries.end(),
                     [&](const Entry &E) { return File.ends_with(E.Name); });
}

bool LineFilter::matches(const Result &F) const {
  return F.Where.Line == 0 || F.Rule == slug(DifferenceKind::Object) ||
         matches(F.Where.File, F.Where.Line, F.Where.Line) ||
         (!F.TypeBegin.File.empty() &&
          matches(F.TypeBegin.File, F.TypeBegin.Line, F.TypeLastLine)) ||
         std::ranges::any_of(F.Also, [&](const StructLines &S) {
           return matches(S.Begin.File, S.Begin.Line, S.LastLine);
         });
}
