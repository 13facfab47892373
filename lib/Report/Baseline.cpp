//===- Baseline.cpp - Findings that are known -----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Baseline.h"

#include "Report/JsonParts.h"

#include <algorithm>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::report;

static constexpr unsigned BaselineVersion = 1;

static Expected<std::set<std::string>> fingerprints(const Json &J) {
  if (!J.is_object() || !J.contains("findings") || !J["findings"].is_array())
    return Error("this is not a baseline; --update-baseline writes one");
  if (J.value("version", Json()) != BaselineVersion)
    return Error("this baseline was written by another version of "
                 "host-layout; write it again with --update-baseline");
  std::set<std::string> All;
  for (const Json &One : J["findings"]) {
    if (!One.is_object() || !One.contains("fingerprint") ||
        !One["fingerprint"].is_string())
      return Error("this baseline is damaged: one of its findings has no "
                   "fingerprint; write it again with --update-baseline");
    All.insert(One["fingerprint"].get<std::string>());
  }
  return All;
}

Expected<std::set<std::string>> report::readBaseline(std::string_view Text) {
  return fingerprints(Json::parse(Text, nullptr, /*allow_exceptions=*/false));
}

std::string report::baselineOf(const Report &R) {
  std::vector<const Result *> Sorted;
  for (const Result &F : R.Findings)
    Sorted.push_back(&F);
  std::sort(Sorted.begin(), Sorted.end(), [](const auto *A, const auto *B) {
    return std::tie(A->Where.File, A->Type, A->Fingerprint) <
           std::tie(B->Where.File, B->Type, B->Fingerprint);
  });
  Json All = Json::array();
  for (const Result *F : Sorted)
    All.push_back({{"fingerprint", F->Fingerprint},
                   {"file", relativeTo(R.Root, F->Where.File)},
                   {"type", F->Type.empty() ? F->BpfType : F->Type},
                   {"message", F->Text}});
  Json J = {{"version", BaselineVersion}, {"findings", std::move(All)}};
  return write(J, 2);
}

size_t report::applyBaseline(Report &R, const std::set<std::string> &Baseline) {
  R.HasBaseline = true;
  std::set<std::string> Gone = Baseline;
  for (Result &F : R.Findings) {
    F.IsKnown = Baseline.count(F.Fingerprint) != 0;
    Gone.erase(F.Fingerprint);
  }
  return Gone.size();
}
