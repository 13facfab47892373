//===- SourceText.cpp - Words in sources that are not lexed ---------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/SourceText.h"

#include "clang/Basic/CharInfo.h"

#include <cstring>

using namespace hostlayout;
using llvm::StringRef;

void project::findAll(StringRef Text, StringRef Part,
                      std::vector<unsigned> &Offsets) {
  const char *At = Text.begin();
  while (const void *Found =
             memmem(At, Text.end() - At, Part.data(), Part.size())) {
    At = static_cast<const char *>(Found);
    Offsets.push_back(At - Text.begin());
    At += Part.size();
  }
}

void project::findCutNames(StringRef Text, std::vector<unsigned> &Offsets) {
  for (size_t At = Text.find('\\'); At != StringRef::npos;
       At = Text.find('\\', At + 1)) {
    StringRef Behind = Text.substr(At + 1);
    Behind.consume_front("\r");
    if (At != 0 && clang::isAsciiIdentifierContinue(Text[At - 1]) &&
        Behind.consume_front("\n") && !Behind.empty() &&
        clang::isAsciiIdentifierContinue(Behind.front()))
      Offsets.push_back(At);
  }
}

bool project::namesLibbpf(StringRef Text) {
  // `struct bpf_map`, too: a function may hand one on and call nothing else.
  for (StringRef Part : {"bpf_map", "ring_buffer__", "perf_buffer__",
                         "bpf_object__find_map", "bpf_obj_get"})
    if (memmem(Text.data(), Text.size(), Part.data(), Part.size()))
      return true;
  return false;
}
