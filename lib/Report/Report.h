//===- Report.h - The findings on a project ---------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is left of a Result when the compiler that made it is gone: words and
// places. A unit's report travels from the program that parses to the one that
// presents; a project's report is what every output format shows.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_REPORT_REPORT_H
#define HOSTLAYOUT_REPORT_REPORT_H

#include "Compare/Difference.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout::report {

/// A place in a file, counted from 1. Line 0: only the file is known.
struct Place {
  std::string File; ///< absolute; empty: nowhere
  unsigned Line = 0;
  unsigned Column = 0;      ///< in bytes, as compilers count
  unsigned Utf16Column = 0; ///< as SARIF's readers count

  bool operator==(const Place &) const = default;
};

/// The bytes from Begin to End become Text.
struct Replacement {
  Place From, To;
  uint64_t Begin = 0, End = 0; ///< bytes from the file's start
  std::string Text;

  bool operator==(const Replacement &) const = default;
};

struct RelatedNote {
  std::string Text; ///< the first line stands alone
  Place Where;
  std::vector<Replacement> Edits;
  /// The edits may be applied without asking: a person has nothing to decide.
  bool IsSafe = true;
};

/// A struct in its file.
struct StructLines {
  std::string Name; ///< as the user calls it
  Place Begin;      ///< its name
  unsigned LastLine = 0;

  bool operator==(const StructLines &) const = default;
};

struct Result {
  std::string Rule; ///< a slug; empty: a mistake in the use of HostLayout
  Severity Level = Severity::Error;
  std::string Text; ///< as the compiler says it, with its tag
  Place Where;
  std::vector<RelatedNote> Notes;

  std::string Type; ///< the marked host type, as the user calls it
  Place TypeBegin;  ///< its name
  unsigned TypeLastLine = 0;
  std::string BpfType, Object, BpfSource;
  /// Where the object is: absolute, without symbolic links. One file has one
  /// path, however units spell it. Empty where there is no such file.
  std::string ObjectPath;
  /// The further structs that have the fault: those on the way from the marked
  /// type to it, and other marked types that hold it.
  std::vector<StructLines> Also;

  /// As a terminal shows it: with source lines, ends in a newline.
  std::string Terminal;
  /// Main files of the units that have it.
  std::vector<std::string> Units;
  /// See fingerprint(); empty until computed.
  std::string Fingerprint;
  /// The baseline has it.
  bool IsKnown = false;

  /// Text without its tag.
  std::string_view sentence() const;
  /// "bpf-host-layout-reordered".
  std::string ruleId() const;
};

/// A marked type of a unit.
struct MarkedType {
  std::string Name;
  Place Where;
  bool IsChecked = false;
  /// The BPF names it stands for, those of its markers, and the objects that
  /// it was compared with.
  std::vector<std::string> BpfNames, Objects;
};

/// What is known of something that an object shares with user space.
enum class SharedKind : uint8_t {
  Type,     ///< a struct and its layout
  Size,     ///< a map's key or value of which the map declares the size only
  Declared, ///< a map's key or value whose struct is never defined
  Records,  ///< what a ring or perf buffer carries: BTF does not say
};

/// Something of an object that user space needs a struct for.
struct SharedType {
  std::string Object; ///< as in a MarkedType
  std::string Name;   ///< the BPF type's; may be empty
  /// The roles in maps: "counts.key, counts.value"; "ring buffer 'events'"; or
  /// empty: the type is emitted.
  std::string Use;
  /// Names that a marker may call it by: "event", "counts.value".
  std::vector<std::string> Names;
  uint64_t Size = 0;
  SharedKind Kind = SharedKind::Type;
  /// The object's program was written to emit the type.
  bool IsEmitted = false;
  /// The maps that it is about. Where no source of the host names one of them,
  /// they are the program's own affair. Empty: the host needs it in any case.
  std::vector<std::string> Maps;
  /// The same for two types, of any objects, that have the same layout.
  std::string Layout;
  /// The same for two objects that share the same things: an object, and the
  /// one in its skeleton.
  std::string Interface;
};

/// A call of libbpf by which host code hands over bytes, or takes them.
struct LibbpfCall {
  std::string Function;
  Place Where;
  bool IsResolved = false;
  /// Not resolved: why. Else the names of its maps, which may be none.
  std::string Text;
  /// Not resolved, for nothing in the unit calls the function it is in.
  bool IsUncalled = false;

  bool operator==(const LibbpfCall &) const = default;
};

enum class UnitState : uint8_t {
  Planned,  ///< nothing is known yet
  Unmarked, ///< has nothing to check
  Judged,
  Failed, ///< could not be compiled: Why says so
};

/// What a unit has to say to others: see lib/Clang/UseJoins.h. The text is
/// understood by the helper alone.
struct JoinOffer {
  std::string Key, Text;

  bool operator==(const JoinOffer &) const = default;
};

/// What became of one compile command.
struct Unit {
  unsigned Id = 0;  ///< the command's place in the database
  std::string File; ///< absolute
  UnitState State = UnitState::Planned;
  /// For a Failed unit: what clang said, as a terminal shows it.
  std::string Why;
  std::vector<MarkedType> Subjects;
  std::vector<Result> Findings;
  std::vector<Result> Silenced; ///< by a comment in the source
  std::vector<SharedType> Shared;
  std::vector<LibbpfCall> Calls;
  std::vector<JoinOffer> Offers;
  /// Keys of offers that it could use, as in UseJoining::Wants, and of what it
  /// defines.
  std::vector<std::string> Wants, Defines;
  /// As UseJoining::Implies.
  std::vector<std::string> Implies;
  /// All that it has to say to others is among its offers.
  bool IsLookedAt = false;
  /// The host's files that it is made of, but for the system's. Known where
  /// what is shared was asked for.
  std::vector<std::string> Sources;
};

/// Whether a checked struct stands for a shared type.
struct Coverage {
  SharedType Type; ///< of the first of Objects
  /// All that have it. A type that several share counts once.
  std::vector<std::string> Objects;
  bool IsCovered = false;
  /// The host needs it: see SharedType::Maps.
  bool IsNeeded = true;
};

/// A part of a project's files.
struct Shard {
  unsigned Index = 1, Count = 1; ///< counted from 1
};

/// What became of a project.
struct Report {
  std::string Root; ///< absolute; files below it are shown relative to it
  unsigned Files = 0;
  unsigned Checked = 0;          ///< structs
  std::vector<MarkedType> Subjects; ///< all that are marked, each once
  std::vector<MarkedType> NotChecked;
  std::vector<Result> Findings;
  std::vector<Result> Silenced; ///< by a comment in the source
  std::vector<LibbpfCall> Calls; ///< each once, by place
  bool ListsCalls = false;       ///< coverage was asked for
  std::vector<Unit> Failed;
  std::vector<Coverage> Shared; ///< where it was asked for
  bool HasBaseline = false;
  int ExitCode = 0;
  /// Of a part of the project only: which, and its units, see Shards.h.
  std::optional<Shard> Part;
  std::vector<Unit> Units;

  unsigned count(Severity Level) const; ///< of findings that are not known
  unsigned known() const;
  unsigned resolvedCalls() const;
};

/// \p File below \p Root, with '/'; as it is where it is elsewhere.
std::string_view relativeTo(std::string_view Root, std::string_view File);

/// "1.0.0".
std::string_view toolVersion();

/// What a rule's slug stands for: a kind of difference, or "unmarked".
struct Rule {
  std::string_view Slug;
  std::string_view Summary;
  Severity Default;
};

/// All rules, in a stable order.
const std::vector<Rule> &rules();
inline constexpr std::string_view UnmarkedRule = "unmarked";

/// What is wrong with a shared type that has no counterpart, without a tag.
std::string unmarkedSentence(const SharedType &T, std::string_view Object);

/// What is said of a Failed unit, besides its Why.
inline constexpr std::string_view NotCompiled =
    "this file could not be compiled here and was not checked";

/// "3 files, 2 structs and 38 libbpf calls checked, 1 finding (1 error)".
std::string summaryLine(const Report &R);

/// For each marked struct what it was checked against, a line each: "ev.h:3:
/// event: checked against 'event' in ev.bpf.o". Files below \p Directory are
/// shown relative to it.
std::string subjectLines(const Report &R, std::string_view Directory);

/// "38 of 52 libbpf calls resolved"; empty where there are none.
std::string callsSentence(const Report &R);

/// For each call which maps it is of, or why that is not known: "agent.c:12:
/// bpf_map_update_elem: of 'counts'".
std::string callLines(const Report &R, std::string_view Directory);

/// Why nothing was checked, and what to do.
std::string whyNothingIsChecked(const Report &R, bool ListsCoverage = false);

/// 16 hex digits that stand for \p Items.
std::string digest(const std::vector<std::string_view> &Items);

/// Fills in Fingerprint of each finding: 16 hex digits, unique in the report,
/// the same wherever the struct stands in its file.
void fingerprint(Report &R);

} // namespace hostlayout::report

#endif
