//===- FindingSink.cpp - Findings that a report keeps ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FindingSink.h"

#include "UnitObjects.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::check;

std::string FindingSink::terminal(const clangfe::Diagnostic &D) {
  static constexpr DiagnosticsEngine::Level Levels[] = {
      DiagnosticsEngine::Note, DiagnosticsEngine::Warning,
      DiagnosticsEngine::Error};
  return Terminal.show(Levels[static_cast<unsigned>(D.Severity)],
                       {D.Text.data(), D.Text.size()}, D.Where, &SM, {},
                       D.FixIts);
}

void FindingSink::addNote(const clangfe::Diagnostic &D) {
  if (Findings.empty())
    return;
  report::Result &F = Findings.back();
  F.Terminal += terminal(D);
  report::RelatedNote &N = F.Notes.emplace_back();
  N.Text = D.Text;
  N.Where = place(D.Where);
  N.Edits = D.HasEditsOfHead ? HeadEdits
                             : editsOf(D.FixIts, SM, Language, C, Options.How);
  N.IsSafe = D.IsSafe;
}

void FindingSink::report(const clangfe::Diagnostic &D) {
  // Clang, too, is silent behind a fatal error: what it made of the rest of
  // the unit may be wrong.
  if (Engine.hasFatalErrorOccurred())
    return;
  if (D.Severity == clangfe::Level::Note)
    return addNote(D);
  report::Result F;
  F.Level =
      D.Severity == clangfe::Level::Error ? Severity::Error : Severity::Warning;
  F.Text = D.Text;
  F.Where = place(D.Where);
  const std::string Main = reportedPath(C.File, C, Options.How);
  if (F.Where.File.empty())
    F.Where.File = Main;
  F.Terminal = terminal(D);
  HeadEdits = editsOf(D.FixIts, SM, Language, C, Options.How);
  F.Units = {Main};
  if (D.About)
    describe(F, *D.About);
  Findings.push_back(std::move(F));
}

void FindingSink::silence(const Finding &What, const Message &M,
                          SourceLocation Where) {
  report::Result F;
  F.Level = M.Level;
  F.Text = M.Text;
  F.Where = place(Where);
  F.Units = {reportedPath(C.File, C, Options.How)};
  describe(F, What);
  Silenced.push_back(std::move(F));
}

void FindingSink::describe(report::Result &F, const Finding &What) const {
  F.Rule = slug(What.Diff.Kind);
  F.Type = What.HostName;
  F.BpfType = What.BpfName;
  F.Object = What.Object;
  F.BpfSource = What.BpfSource;
  if (!What.Object.empty())
    F.ObjectPath = objectPath(What.Object, C, Options);
  auto LinesOf = [&](Origin O) {
    report::StructLines S;
    if (const auto *D = static_cast<const Decl *>(O.Ptr)) {
      S.Begin = place(D->getLocation());
      S.LastLine = std::max(S.Begin.Line, place(D->getEndLoc()).Line);
    }
    return S;
  };
  const report::StructLines Marked = LinesOf(What.Where);
  F.TypeBegin = Marked.Begin;
  F.TypeLastLine = Marked.LastLine;
  auto Add = [&](const RecordType &In) {
    report::StructLines S = LinesOf(In.Where);
    S.Name = In.Name;
    if (!S.Begin.File.empty() && S.Begin != Marked.Begin)
      F.Also.push_back(std::move(S));
  };
  for (const ChainStep &Step : What.Diff.Chain)
    if (Step.In != What.Host)
      Add(*Step.In);
  if (const auto *In =
          What.Diff.HostIn ? as<RecordType>(What.Diff.HostIn) : nullptr;
      In && !What.Diff.Chain.empty())
    Add(*In);
}
