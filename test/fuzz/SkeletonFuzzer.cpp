//===- SkeletonFuzzer.cpp - The text of libbpf skeletons ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A header is text that anybody may have written. What must hold of any:
//
// - an error is a sentence in printable characters;
// - the object is one that its reader then accepts or refuses, and no larger
//   than its text;
// - a name is a word of C.
//
//===----------------------------------------------------------------------===//

#include "BTF/Skeleton.h"
#include "BTF/SkeletonText.h"
#include "BTFExercise.h"
#include "Support/Printable.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::test;

static bool isWord(std::string_view Text) {
  return std::all_of(Text.begin(), Text.end(), isWordCharacter);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const std::string_view Text(reinterpret_cast<const char *>(Data), Size);
  (void)btf::isSkeleton(Text);
  if (!isWord(btf::skeletonIdentifier(Text.substr(0, 64))))
    broken("a section's identifier is a word", Size);

  Expected<btf::Skeleton> Read = btf::parseSkeleton(Text);
  if (!Read) {
    const std::string Message = Read.takeError().message();
    if (Message.empty())
      broken("an error says something", Size);
    for (unsigned char C : Message)
      if (C < 0x20 || C >= 0x7f)
        broken("an error is printable", C);
    return 0;
  }
  if (!isWord(Read->Name))
    broken("a name is a word", Size);
  if (Read->Object.size() > Size)
    broken("an object is no larger than its text", Read->Object.size());
  if (!Read->Object.empty())
    exercise(Read->Object);
  return 0;
}
