//===- OptionsFuzzer.cpp - What users write: settings and markers ---------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "Judge/Judge.h"
#include "Support/Printable.h"
#include "Support/Spelling.h"

#include <cstdio>
#include <cstdlib>

using namespace hostlayout;

namespace {

void require(bool Holds, const char *Promise) {
  if (Holds)
    return;
  std::fprintf(stderr, "broken promise: %s\n", Promise);
  std::abort();
}

void settings(std::string_view Text) {
  Policy Before, After;
  std::optional<Error> Wrong = After.parse(Text);
  if (!Wrong)
    return;
  require(!Wrong->message().empty(), "an error says something");
  for (unsigned I = 0; I != NumDifferenceKinds; ++I) {
    const auto Kind = static_cast<DifferenceKind>(I);
    require(After[Kind] == Before[Kind] && !After.isSet(Kind),
            "what is wrong anywhere changes nothing");
  }
}

void marker(const std::vector<std::string> &Arguments) {
  Expected<judge::Marker> M = judge::parseMarker(Arguments);
  if (!M) {
    const std::string Message = M.takeError().message();
    require(!Message.empty(), "an error says something");
    for (unsigned char C : Message)
      require(C >= 0x20 && C < 0x7f, "an error is printable");
    return;
  }
  require(M->TypeName.find('=') == std::string::npos, "a name has no '='");
}

void names(std::string_view A, std::string_view B) {
  constexpr size_t Limit = 8;
  const size_t Apart = editDistance(A, B, Limit);
  require(Apart == editDistance(B, A, Limit), "a distance has no direction");
  require((Apart == 0) == (A == B), "only equal names are not apart");
  NearestNames Nearest(A, 3);
  Nearest.consider(B);
  Nearest.consider("event");
  require(Nearest.names().size() <= 3, "no more than asked for");
  (void)isPaddingName(A);
  require(printable(A, 32).size() <= 32 * 4 + 3, "a name is cut");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  std::string_view Text(reinterpret_cast<const char *>(Data), Size);
  settings(Text);
  std::vector<std::string> Words;
  while (!Text.empty()) {
    const size_t End = std::min(Text.find('\0'), Text.size());
    Words.emplace_back(Text.substr(0, End));
    Text.remove_prefix(std::min(Text.size(), End + 1));
  }
  marker(Words);
  if (Words.size() >= 2)
    names(Words[0].substr(0, 64), Words[1].substr(0, 64));
  return 0;
}
