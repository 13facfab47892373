//===- Difference.h - What compare() finds ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_DIFFERENCE_H
#define HOSTLAYOUT_COMPARE_DIFFERENCE_H

#include "Layout/Type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostlayout {

enum class DifferenceKind : uint8_t {
#define HOSTLAYOUT_KIND(Name, Slug, About, Default, Summary) Name,
#include "Compare/DifferenceKinds.def"
};

inline constexpr unsigned NumDifferenceKinds = 0
#define HOSTLAYOUT_KIND(Name, Slug, About, Default, Summary) +1
#include "Compare/DifferenceKinds.def"
    ;

/// What a kind is about: see the table.
enum class KindGroup : uint8_t { Types, Check, Call, Map };

enum class Severity : uint8_t { Off, Warning, Error };

/// "reordered" for DifferenceKind::Reordered.
std::string_view slug(DifferenceKind K);
/// The table's sentence.
std::string_view summary(DifferenceKind K);
KindGroup groupOf(DifferenceKind K);
Severity defaultSeverity(DifferenceKind K);
std::optional<DifferenceKind> kindOfSlug(std::string_view Slug);

/// An edit of the host's source that removes a difference. compare() offers one
/// only after it has laid the edited record out anew and found it to agree.
struct Fix {
  enum Action : uint8_t {
    SwapFields,     ///< A and B change places
    MoveField,      ///< A goes behind B (null: to the front)
    InsertField,    ///< a new field Text goes behind B (null: to the front)
    ReplaceType,    ///< A is declared as Text
    MarkField,      ///< A gets the marker with the argument Text
    AlignField,     ///< A gets alignas(Number)
    AlignRecord,    ///< In gets alignas(Number)
    PackRecord,     ///< In gets packed
    AddEnumerators, ///< the declarations Text go behind the last enumerator
  };
  Action What;
  const RecordType *In = nullptr;
  const EnumType *InEnum = nullptr;
  const Field *A = nullptr, *B = nullptr;
  /// InsertField, ReplaceType: a whole C declaration, "uint64_t cgroup[2]".
  std::string Text;
  uint64_t Number = 0;
};

/// One step from the checked type to the record at fault.
struct ChainStep {
  const RecordType *In; ///< host record
  const Field *Through; ///< its field whose type holds the fault
};

/// Which sentence of its kind a Difference is reported with.
enum class Variant : uint8_t {
  Plain,
  // MissingField
  NoFields, ///< the host's struct has none at all yet
  // ExtraField
  OverField,     ///< the bytes belong to Bpf there
  OverPadding,   ///< the bytes are padding there
  PastEnd,       ///< the bytes are past the BPF type's end
  NoCounterpart, ///< a marker's argument names no BPF field
  // Padding
  HostHole,   ///< HostNumber bytes of padding here, BpfNumber there, host more
  BpfHole,    ///< the same, BPF more
  BpfPacked,  ///< HostHole, because the BPF type is packed
  HostPacked, ///< BpfHole, because the host type is packed
  Overlap,    ///< one side is a union's arm
  // Size
  BelowMap,      ///< smaller than a map's key or value
  EmptyRecord,   ///< an empty struct has 1 byte in C++ and 0 in C
  ValueTooLarge, ///< BpfEnumerator does not fit the host's enum
  // Size, Type
  Scalars, ///< one holds nothing but a scalar, the other one of another width
  // Array
  Shape,
  // BitField
  OneSideOnly, ///< a bit-field against a whole field
  // Abi
  WordSized, ///< long, size_t
  TailPadding,
  // NotChecked
  NoObject,      ///< no source of types at all
  NoMarkedField, ///< match=named without a marked field
  SkippedObject, ///< the object could not be read (told by Object)
  // TypeNotFound
  KnownName, ///< the object mentions the name, but has no type for it
  ForwardOnly,
  NoSuchMap,
  NoSuchSection,
  NoMapType,    ///< the map declares neither type nor size
  NoSuchRole,   ///< the map is there, but has no such key or value
  BufferRole,   ///< of a map that has records instead
  ForwardRole,  ///< the role's type is only declared
  MapName,      ///< a map where a type is needed
  SectionName,  ///< a section without its dot
  TagInName,    ///< "struct event"
  NotShared,    ///< a section that user space never sees: ".ksyms"
  HiddenGlobal, ///< a static variable
  // Ambiguous
  AcrossObjects,
  WithinObject,
  // Object
  Absent, ///< not there (yet): what clangd softens
  // StaleObject
  OlderThanSource, ///< the source was changed after the build
  // Hole
  MapKey,
  // Alignment
  PerfEvent,
  // Overrun, CallSize, PerCpu and Size, of a use
  ForEachCpu,  ///< HostNumber bytes for steps of BpfNumber for each CPU
  BelowStride, ///< elements of HostNumber bytes where steps are of BpfNumber
  OffStride,   ///< the same, longer than a value
  OnlineCpus,  ///< counted by the CPUs that are online
  FewCpus,     ///< HostNumber elements, a constant
  BelowValue,  ///< a type of HostNumber bytes for a value of BpfNumber
  OffValue,    ///< an array of them, which steps by another size
  WiderValue,  ///< a wider integer on a big-endian target
  // WrongKind, of a use
  OtherBuffer, ///< the type of what is sent to another buffer
};

/// One root cause. Facts only: lib/Render has the words.
struct Difference {
  DifferenceKind Kind;
  Severity Level = Severity::Error;
  Variant Form = Variant::Plain;

  /// The fields at fault, where there are any. HostBit and BpfBit are counted
  /// from the start of HostIn and BpfIn, which may be nested records.
  const Field *Host = nullptr, *Bpf = nullptr;
  uint64_t HostBit = 0, BpfBit = 0;
  const Type *HostIn = nullptr, *BpfIn = nullptr;
  const Enumerator *HostEnumerator = nullptr, *BpfEnumerator = nullptr;
  std::vector<const Enumerator *> MissingEnumerators;

  /// From the checked type to HostIn; empty if they are the same.
  std::vector<ChainStep> Chain;

  /// What the sentence counts: sizes and paddings in bytes, array elements.
  uint64_t HostNumber = 0, BpfNumber = 0;
  /// The map's key or value by which the kernel moves the bytes: "counts.key".
  std::string Role;
  /// The field in front of what is missing or of a hole; empty: it comes first.
  std::string Before;
  /// The names that a field's or an enumerator's marker asks for in vain.
  std::vector<std::string> Wanted;
  /// The name that was probably meant.
  std::string Suggestion;
  /// Fields behind the fault that are read too early (negative) or too late.
  unsigned LaterFields = 0;
  int64_t LaterBits = 0;

  std::optional<Fix> Remedy;

  /// Where the host, or a library of it, declares what is at fault.
  Origin where() const;
};

} // namespace hostlayout

#endif
