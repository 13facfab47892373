//===- Text.cpp - Reports for a terminal or a log -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/Text.h"

namespace hostlayout::report {

/// Files that are listed by name where a finding is in many.
static constexpr size_t MostUnits = 3;

static std::string otherUnits(const Finding &F, std::string_view Directory) {
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

std::string toText(const Report &R, std::string_view Directory) {
  std::string Out;
  for (const Finding &F : R.Findings) {
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
           ": error: this file does not compile and was not checked\n";
  }
  return Out;
}

} // namespace hostlayout::report
