//===- FindingLog.h - Findings, each reported once --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_FINDINGLOG_H
#define HOSTLAYOUT_JUDGE_FINDINGLOG_H

#include "Judge/Lookup.h"

#include <deque>
#include <set>
#include <tuple>

namespace hostlayout::judge {

size_t countErrors(const std::vector<Difference> &Differences);
bool hasErrors(const std::vector<Difference> &Differences);

/// Sets where the BPF type that \p F is about is declared, which reads DWARF.
void addPlace(Finding &F, const btf::Object &O, surface::DwarfTypes *Dwarf);

/// A candidate and what comparing it with the host type gave.
struct Comparand {
  SourceTypes *From;
  surface::Resolved With;
  std::vector<Difference> Differences;
};

/// Makes findings, and remembers what was reported in this translation unit.
class FindingLog {
public:
  FindingLog(std::deque<SourceTypes> &Types, Target Host, const Policy &Rules,
             surface::DwarfTypes *Dwarf)
      : Types(Types), Host(Host), Rules(Rules), Dwarf(Dwarf) {}

  static std::string_view nameOf(const Subject &S, const Marker &M) {
    return M.TypeName.empty() ? std::string_view(S.Name) : M.TypeName;
  }

  Finding make(const Subject &S, const Marker &M, Difference D) const;
  Finding make(const Subject &S, const Marker &M, DifferenceKind K,
               Variant Form = Variant::Plain) const;
  /// Adds \p F to \p Out unless it is off, as a repeat if it was before.
  void add(std::vector<Finding> &Out, Finding F);

  void forget() { Told.clear(); }
  void leaveOutPlaces() { LeavesOutPlaces = true; }

  void noObject(const Subject &S, const Marker &M, std::vector<Finding> &Out);
  void unreadable(const Subject &S, const Marker &M, std::vector<Finding> &Out);
  void endian(const SourceTypes &T, const Subject &S, const Marker &M,
              std::vector<Finding> &Out);
  void notFound(const Subject &S, const Marker &M,
                const std::vector<surface::NotFound> &Why,
                std::vector<Finding> &Out);
  void differences(const Comparand &V, const Subject &S, const Marker &M,
                   std::vector<Finding> &Out);

private:
  std::deque<SourceTypes> &Types;
  Target Host;
  const Policy &Rules;
  surface::DwarfTypes *Dwarf;
  bool LeavesOutPlaces = false;
  std::set<const SourceTypes *> ToldUnreadable, ToldEndian;
  /// With the severity: a warning hides no error.
  std::set<std::tuple<DifferenceKind, Severity, const void *, std::string,
                      std::string>>
      Told;
};

} // namespace hostlayout::judge

#endif
