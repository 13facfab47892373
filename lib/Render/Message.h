//===- Message.h - The words for a finding ----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The only place that turns findings into sentences. docs/differences/ shows
// each of them.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_MESSAGE_H
#define HOSTLAYOUT_RENDER_MESSAGE_H

#include "Compare/Finding.h"
#include "Render/SideNames.h"

#include <string>
#include <vector>

namespace hostlayout {

struct Note {
  /// The first line stands alone; a table may follow.
  std::string Text;
  /// The host declaration the note is about; null: the message's own place.
  Origin Where;
  /// The edit that this note announces. Points into the Finding.
  const Fix *Remedy = nullptr;
};

struct Message {
  DifferenceKind Kind;
  Severity Level = Severity::Error;
  /// One line with its tag: "... [bpf-host-layout-reordered]".
  std::string Text;
  Origin Where;
  std::vector<Note> Notes; ///< at most three; of a use one more
};

/// Both layouts stand in one message of several about the same two types.
enum class Tables : bool { Without, With };

/// \p F must outlive the message.
Message render(const Finding &F, const SideNames &S = {},
               Tables Which = Tables::With);

} // namespace hostlayout

#endif
