//===- Finding.h - A difference in its context ------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_FINDING_H
#define HOSTLAYOUT_COMPARE_FINDING_H

#include "Compare/Difference.h"

#include <optional>

namespace hostlayout {

/// What is known of a finding that no marker led to: a call of libbpf did.
struct UseFacts {
  /// Why the two types meet: "passed as the key of map 'counts' (ev.skel.h)".
  std::string Why;
  std::string Map; ///< its name
  bool IsKey = false;
  bool KernelWrites = false; ///< else it reads
  /// CallMap: what kind the map is of, and the one that the call takes; empty:
  /// the kernel refuses the call for this kind.
  std::string Kind, WantedKind;
  /// WrongKind, RecordSize: the buffer that the host's struct is sent to.
  std::string OtherMap;
};

/// Who asks, and so how an object is given.
enum class FrontEnd : uint8_t { Compiler, ClangTidy, Editor, Command };

/// How the source at hand writes the attribute.
enum class MarkerSpelling : uint8_t {
  Brackets, ///< [[bpf::host_layout("ts")]]
  Gnu,      ///< __attribute__((bpf_host_layout("ts")))
  Macro,    ///< BPF_HOST_LAYOUT_AS("ts")
};

/// All that is needed to tell a user about a difference.
struct Finding {
  Difference Diff;
  /// The marked host type; never null. What the user calls it is HostName.
  const Type *Host = nullptr;
  std::string HostName;
  /// The marked declaration.
  Origin Where;
  /// Where it is reported; none: where Where is.
  Origin At;
  /// Null where no BPF type was found.
  const Type *Bpf = nullptr;
  /// The name looked up: a type, "counts.value", ".bss".
  std::string BpfName;
  /// The object's path as the user gave it; empty if none.
  std::string Object;
  /// The place at fault was generated from the object and is not edited.
  bool IsGenerated = false;
  /// Told before, for another type that holds what is at fault. Only for those
  /// who ask which types do.
  bool IsRepeated = false;
  /// TypeNotFound: the part of BpfName that means nothing, or what the object
  /// has instead of a type: "counts", "ring buffer".
  std::string NamePart;
  /// The file beside Object that the finding is about: the other object, the
  /// skeleton, the newer source; UnknownObject: as the marker calls it.
  std::string OtherFile;
  /// "ev.bpf.c:12" where known.
  std::string BpfSource;
  /// A sentence made elsewhere: why an object cannot be read.
  std::string Detail;
  /// Suggested names, nearest first.
  std::vector<std::string> Nearest;
  Target HostTarget;
  std::optional<UseFacts> Use;
  MarkerSpelling Spelling = MarkerSpelling::Brackets;
  FrontEnd Asker = FrontEnd::Compiler;
};

} // namespace hostlayout

#endif
