//===- Judge.h - From a marker to findings ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What every front end asks: here is a marked host type and here are the
// sources of BPF types; what is wrong? Finding the type (order of sources, map
// roles, sections, several candidates) and comparing it happen here, so that
// the compiler, clang-tidy, the editor and CI cannot disagree.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_JUDGE_JUDGE_H
#define HOSTLAYOUT_JUDGE_JUDGE_H

#include "BTF/Object.h"
#include "Compare/Compare.h"
#include "Compare/Finding.h"
#include "Layout/Arena.h"
#include "Surface/DwarfTypes.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hostlayout::judge {

/// One attribute on one declaration.
struct Marker {
  std::string TypeName;   ///< empty: the host type's own name
  std::string ObjectName; ///< object=, empty: any
  MatchMode Match = MatchMode::Exact;
  /// "renamed=off": what counts for this type, whatever the rules of the run.
  std::vector<std::pair<DifferenceKind, Severity>> Levels = {};

  Policy over(const Policy &Rules) const {
    Policy Own = Rules;
    for (auto [Kind, Level] : Levels)
      Own.set(Kind, Level);
    return Own;
  }
};

/// Reads the strings of `[[bpf::host_layout(...)]]` on a type: first, if it has
/// no '=', the BPF type's name; then options.
/// Error: a sentence without the attribute's name in front.
Expected<Marker> parseMarker(std::span<const std::string> Arguments);

/// A marked host type.
struct Subject {
  const Type *Ty = nullptr; ///< any type with bytes; an alias's own is left off
  std::string Name;         ///< as declared, without namespaces
  Origin Where;
  std::vector<Marker> Markers;
};

/// Where a source stands in the order of lookup.
enum class Tier : uint8_t {
  Explicit, ///< plugin argument, command line, clang-tidy option
  Define,   ///< -DBPF_HOST_LAYOUT_BTF=
  Skeleton, ///< embedded in an included *.skel.h
};

/// An object that was named, whether or not it could be read.
struct Source {
  Tier Rank = Tier::Explicit;
  std::string Path; ///< as given; of a skeleton that of its header
  /// Null where it could not be read: then Failure says why.
  std::shared_ptr<const btf::Object> Types;
  std::string Failure;
  /// The file does not exist (yet).
  bool IsAbsent = false;
  /// A file of its name that is there, if one is.
  std::string Nearby = {};
  /// What a skeleton calls its object, which is another name for the source.
  std::string Name;
};

/// What became of a subject.
struct Outcome {
  /// What an earlier subject's outcome has, too, is a repeat. That no object
  /// was named, each subject's has: a front end knows whom it tells.
  std::vector<Finding> Findings;
  /// It was compared with a BPF type under each of its markers.
  bool IsChecked = false;
  /// The sources, by their paths, whose types it was compared with, or that say
  /// the same as these.
  std::vector<std::string> Against;
};

/// Judges the subjects of one translation unit. One thread at a time.
class Judge {
public:
  /// All references must outlive the judge; \p Dwarf may be null.
  Judge(std::vector<Source> Sources, Target Host, const Policy &Rules,
        Arena &Memory, surface::DwarfTypes *Dwarf);
  ~Judge();

  /// Compares \p S with what its markers mean.
  Outcome judge(const Subject &S);

  /// From now on findings count again that were reported elsewhere.
  void forget();

  /// Findings do not say where the BPF type is declared: for who drops most of
  /// them.
  void leaveOutPlaces();

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

} // namespace hostlayout::judge

#endif
