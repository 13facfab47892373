//===- Json.cpp - Reports as JSON -----------------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For users' scripts: docs/check.schema.json is the contract.
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"
#include "Report/JsonParts.h"

namespace hostlayout::report {

static std::string content(const Report &R, std::string_view) {
  JsonWriter W(R.Root);
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
              {"calls", R.Calls.size()},
              {"callsResolved", R.resolvedCalls()},
              {"errors", R.count(Severity::Error)},
              {"warnings", R.count(Severity::Warning)},
              {"known", R.known()},
              {"filesFailed", R.Failed.size()},
              {"exitCode", R.ExitCode}}},
            {"structs", W.list(R.Subjects, &JsonWriter::subject)},
            {"findings", W.list(R.Findings, &JsonWriter::finding)},
            {"silenced", W.list(R.Silenced, &JsonWriter::finding)},
            {"notChecked", W.list(R.NotChecked, &JsonWriter::subject)},
            {"failed", std::move(Failed)}};
  if (R.ListsCalls)
    J["calls"] = W.list(R.Calls, &JsonWriter::call);
  if (!R.Shared.empty()) {
    Json &All = J["coverage"] = Json::array();
    for (const Coverage &C : R.Shared) {
      All.push_back(W.shared(C.Type));
      All.back()["objects"] = W.files(C.Objects);
      All.back()["covered"] = C.IsCovered;
      All.back()["needed"] = C.IsNeeded;
    }
  }
  if (R.Part)
    J["shard"] = {{"index", R.Part->Index},
                  {"count", R.Part->Count},
                  {"units", W.list(R.Units, &JsonWriter::unit)}};
  return write(J, 2);
}

const Format JsonFormat = {"json", /*IsForPeople=*/false, content};

} // namespace hostlayout::report
