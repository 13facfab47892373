//===- Diagnostics.cpp - Messages, on their way to a front end ------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/Diagnostics.h"

#include "Clang/Edits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace hostlayout;
using namespace hostlayout::clangfe;

EngineSink::EngineSink(DiagnosticsEngine &Engine, Flags Warnings)
    : Engine(Engine), Warnings(Warnings),
      // The text is an argument: what an object's strings hold is no format.
      Ids{Engine.getCustomDiagID(DiagnosticsEngine::Note, "%0"),
          Engine.getCustomDiagID(DiagnosticsEngine::Warning, "%0"),
          Engine.getCustomDiagID(DiagnosticsEngine::Error, "%0")} {}

void EngineSink::report(const clangfe::Diagnostic &D) {
  Level Severity = D.Severity;
  if (Severity != Level::Note)
    IsLastDropped = Severity == Level::Warning && Warnings == Flags::Honoured &&
                    Engine.getIgnoreAllWarnings();
  if (IsLastDropped)
    return;
  if (Severity == Level::Warning && Warnings == Flags::Honoured &&
      Engine.getWarningsAsErrors())
    Severity = Level::Error;
  // As a C string: of an std::string that is all there is to say, clang 14 and
  // 15 drop the ends of lines.
  const std::string Text(D.Text);
  DiagnosticBuilder Builder =
      Engine.Report(D.Where, Ids[static_cast<unsigned>(Severity)]);
  Builder << Text.c_str();
  for (const FixItHint &Hint : D.FixIts)
    Builder << Hint;
}

SourceLocation clangfe::locationOf(Origin O) {
  const auto *D = static_cast<const Decl *>(O.Ptr);
  return D ? D->getLocation() : SourceLocation();
}

/// Clang shows at most 16 lines of source with a message. It numbers them from
/// the first edit, also where that one is too far away to be shown.
static bool isShownWith(SourceLocation At, llvm::ArrayRef<FixItHint> Hints,
                        const SourceManager &SM) {
  constexpr unsigned MostLines = 16;
  const FileID File = SM.getFileID(SM.getExpansionLoc(At));
  unsigned First = SM.getExpansionLineNumber(At), Last = First;
  for (const FixItHint &Hint : Hints)
    for (SourceLocation L :
         {Hint.RemoveRange.getBegin(), Hint.RemoveRange.getEnd()}) {
      if (SM.getFileID(SM.getExpansionLoc(L)) != File)
        return false;
      First = std::min(First, SM.getExpansionLineNumber(L));
      Last = std::max(Last, SM.getExpansionLineNumber(L));
    }
  return Last - First < MostLines;
}

void clangfe::emit(const Finding &F, const Message &M, ASTContext &Context,
                   Preprocessor &PP, Sink &To, Places At) {
  clangfe::Diagnostic Head;
  Head.Severity = M.Level == Severity::Error ? Level::Error : Level::Warning;
  Head.Where = At.Head.isValid() ? At.Head : locationOf(M.Where);
  Head.Text = M.Text;
  Head.About = &F;
  std::vector<clangfe::Diagnostic> Notes;
  for (const Note &N : M.Notes) {
    clangfe::Diagnostic D;
    D.Severity = Level::Note;
    D.Where = N.Where ? locationOf(N.Where) : Head.Where;
    if (&N == &M.Notes.front() && At.FirstNote.isValid())
      D.Where = At.FirstNote;
    D.Text = N.Text;
    if (N.Remedy) {
      Edit E = editFor(*N.Remedy, Context, PP);
      if (E.IsOutOfReach)
        continue;
      if (E.Where.isValid())
        D.Where = E.Where;
      D.IsSafe = E.IsSafe;
      D.HasEditsOfHead =
          D.IsSafe && !To.takesEditsFromNotes() &&
          isShownWith(Head.Where, E.Hints, Context.getSourceManager());
      (D.HasEditsOfHead ? Head : D).FixIts = std::move(E.Hints);
    }
    Notes.push_back(std::move(D));
  }
  To.report(Head);
  for (const clangfe::Diagnostic &D : Notes)
    To.report(D);
}
