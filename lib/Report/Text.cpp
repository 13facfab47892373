//===- Text.cpp - Reports for a terminal or a log -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Formats.h"

#include "Support/Printable.h"

namespace hostlayout::report {

/// Files that are listed by name where a finding is in many.
static constexpr size_t MostUnits = 3;

static std::string otherUnits(const Result &F, std::string_view Directory) {
  size_t Others = F.Units.size() - 1;
  std::string Text = "note: also found in ";
  for (size_t I = 1; I <= Others; ++I) {
    if (I > MostUnits) {
      Text += " and " + std::to_string(Others - MostUnits) + " more " +
              (Others - MostUnits == 1 ? "file" : "files");
      break;
    }
    Text += I == 1 ? "" : I == Others && Others <= MostUnits ? " and " : ", ";
    Text += relativeTo(Directory, F.Units[I]);
  }
  return Text + "\n";
}

/// The findings as the compiler prints them, those of the baseline left out;
/// then the files that do not compile.
static std::string findingsText(const Report &R, std::string_view Directory) {
  std::string Out;
  for (const Result &F : R.Findings) {
    if (F.IsKnown)
      continue;
    Out += F.Terminal;
    if (F.Units.size() > 1)
      Out += otherUnits(F, Directory);
  }
  for (const Unit &U : R.Failed) {
    Out += U.Why;
    if (!U.Why.empty() && !U.Why.ends_with('\n'))
      Out += '\n';
    Out += std::string(relativeTo(Directory, U.File)) +
           ": error: " + std::string(NotCompiled) + "\n";
  }
  for (const Result &F : R.Silenced)
    Out += std::string(relativeTo(Directory, F.Where.File)) + ":" +
           std::to_string(F.Where.Line) + ": silenced by a comment: " + F.Text +
           "\n";
  return Out;
}

/// "event, 16 bytes: counts.value".
static std::string sharedText(const SharedType &T) {
  const std::string Use = printable(T.Use, 1024);
  std::string What = T.Name.empty() ? "(no name)" : printable(T.Name);
  std::string Bytes = std::to_string(T.Size) + " bytes";
  if (T.Kind == SharedKind::Records) {
    What = "records";
    Bytes.clear();
  } else if (T.Kind == SharedKind::Size)
    What = "(only its size)";
  else if (T.Kind == SharedKind::Declared)
    Bytes = "only declared";
  return What + (Bytes.empty() ? "" : ", ") + Bytes + ": " +
         (T.Use.empty() ? "emitted" : Use);
}

/// For each object what it shares and whether it is covered; empty if nothing.
static std::string coverageText(const Report &R, std::string_view Directory) {
  if (R.Shared.empty())
    return {};
  std::string Out, Object;
  size_t Covered = 0, Needed = 0;
  for (const Coverage &C : R.Shared) {
    const bool Counts = C.IsNeeded || C.IsCovered;
    Covered += C.IsCovered;
    Needed += Counts;
    if (C.Type.Object != Object) {
      Object = C.Type.Object;
      Out += printable(relativeTo(Directory, Object), 1024) + ":\n";
    }
    Out += C.IsCovered ? "  checked  " : Counts ? "  MISSING  " : "  not used ";
    Out += sharedText(C.Type);
    for (const std::string &Other : C.Objects)
      if (Other != C.Type.Object)
        Out += "; also in " + printable(relativeTo(Directory, Other), 1024);
    if (!Counts)
      Out += "; no source here names the map";
    Out += "\n";
  }
  return Out + std::to_string(Covered) + " of " + std::to_string(Needed) +
         " structs that BPF programs share have a checked counterpart\n";
}

static std::string content(const Report &R, std::string_view Directory) {
  std::string Out = findingsText(R, Directory) + coverageText(R, Directory);
  if (R.ListsCalls && !R.Calls.empty())
    Out += callsSentence(R) + "\n";
  return Out;
}

const Format TextFormat = {"text", /*IsForPeople=*/true, content};

} // namespace hostlayout::report
