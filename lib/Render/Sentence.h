//===- Sentence.h - The wording ---------------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One sentence for each kind and variant. Lower case, no full stop; "here" is
// the host's source, "BPF" the object, which is the reference and never wrong.
// Of two objects, both are called by their names.
// Bytes in decimal; bits only for bit-fields.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_RENDER_SENTENCE_H
#define HOSTLAYOUT_RENDER_SENTENCE_H

#include "Compare/Finding.h"
#include "Render/SideNames.h"

#include <string>

namespace hostlayout {

/// What is wrong, with its numbers.
std::string sentence(const Finding &F, const SideNames &S);

/// The same for a state of the check: no two types were compared. Empty for
/// a difference of types.
std::string stateSentence(const Finding &F);

/// The same of a use, and what to do about it; empty where the sentences of
/// its kind say it.
std::string useSentence(const Finding &F);
std::string useAdvice(const Finding &F);

/// What F.Diff.Remedy does.
std::string remedySentence(const Finding &F);

/// What to do where no edit can be offered; empty if the fact says it all.
std::string adviceSentence(const Finding &F);

} // namespace hostlayout

#endif
