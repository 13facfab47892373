//===- ApplyFixes.cpp - Applying the fixes of findings --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "check/ApplyFixes.h"

#include "BTF/File.h"
#include "Output.h"

#include <algorithm>
#include <map>
#include <tuple>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

/// The edits of one file, by their place.
class FileEdits {
public:
  /// Takes all of \p Edits or, if one is in the way of another, none.
  bool canAdd(const std::vector<report::Edit> &Edits) const {
    return std::none_of(
        Edits.begin(), Edits.end(), [&](const report::Edit &New) {
          return std::any_of(
              Taken.begin(), Taken.end(), [&](const report::Edit &Old) {
                return New.Begin <= Old.End && Old.Begin <= New.End;
              });
        });
  }
  void add(const report::Edit &E) { Taken.push_back(E); }

  /// False if \p Text is not what the edits were made for.
  bool apply(std::string &Text) {
    std::stable_sort(Taken.begin(), Taken.end(),
                     [](const report::Edit &A, const report::Edit &B) {
                       return A.Begin < B.Begin;
                     });
    for (const report::Edit &E : Taken)
      if (E.End < E.Begin || E.End > Text.size() ||
          static_cast<unsigned>(
              std::count(Text.begin(), Text.begin() + E.Begin, '\n')) +
                  1 !=
              E.From.Line)
        return false;
    for (auto At = Taken.rbegin(); At != Taken.rend(); ++At)
      Text.replace(At->Begin, At->End - At->Begin, At->Text);
    return true;
  }

private:
  std::vector<report::Edit> Taken;
};

const report::Note *fixOf(const report::Finding &F) {
  auto At =
      std::find_if(F.Notes.begin(), F.Notes.end(),
                   [](const report::Note &N) { return !N.Edits.empty(); });
  return At == F.Notes.end() ? nullptr : &*At;
}

} // namespace

Expected<Applied> command::applyFixes(const report::Report &R) {
  Applied Result;
  std::map<std::string, FileEdits> Files;
  std::set<std::tuple<std::string, unsigned, std::string>> Structs;
  for (const report::Finding &F : R.Findings) {
    const report::Note *Fix = F.IsKnown ? nullptr : fixOf(F);
    if (!Fix || Structs.count({F.TypeBegin.File, F.TypeBegin.Line, F.Type}))
      continue;
    const std::string &File = Fix->Edits.front().From.File;
    if (!Files[File].canAdd(Fix->Edits))
      continue;
    for (const report::Edit &E : Fix->Edits)
      Files[File].add(E);
    Structs.insert({F.TypeBegin.File, F.TypeBegin.Line, F.Type});
    ++Result.Fixes;
    Result.Files.insert(File);
  }
  for (const std::string &File : Result.Files) {
    Expected<btf::Bytes> Content = btf::readFile(File);
    if (!Content)
      return Content.takeError();
    std::string Text(Content->Data.begin(), Content->Data.end());
    if (!Files[File].apply(Text))
      return Error("the file has changed while it was checked").in(File);
    if (std::optional<Error> Wrong = writeFile(File, Text))
      return std::move(*Wrong);
  }
  return Result;
}
