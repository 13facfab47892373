//===- LockFuzzer.cpp - Locks that somebody else wrote --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "Lock/Lock.h"
#include "Lock/Pinned.h"
#include "Lock/Restated.h"

#include <cstdio>
#include <cstdlib>

using namespace hostlayout;

static void require(bool IsTrue, const char *What) {
  if (IsTrue)
    return;
  std::fprintf(stderr, "not true: %s\n", What);
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const std::string_view Text(reinterpret_cast<const char *>(Data), Size);
  auto L = lock::parse(Text);
  if (!L) {
    const std::string Message = L.takeError().message();
    require(!Message.empty(), "an error says something");
    for (unsigned char C : Message)
      require(C >= 0x20 && C < 0x7f, "an error is printable");
    return 0;
  }
  require(lock::isLock(Text) || Text.find("host-layout-lock") != Text.npos,
          "what can be read is a lock");
  const std::string Written = lock::write(L->Objects);
  auto Again = lock::parse(Written);
  require(bool(Again), "what is written can be read");
  require(lock::write(Again->Objects) == Written, "and is written so again");
  for (size_t I = 0; I != L->Objects.size(); ++I) {
    require(lock::restatements(L->Objects[I], Again->Objects[I]).empty(),
            "what is written says the same");
    (void)lock::restatements(L->Objects[I], L->Objects.front());
  }
  Arena Memory;
  for (const lock::Shared &O : L->Objects) {
    (void)O.roles(Memory);
    for (const Type *Ty : O.Types)
      (void)compare(*Ty, *O.Types.front(), {}, {});
    for (const lock::Map &M : O.Maps)
      (void)lock::judgePin(O.Maps.front(), M, false, true, {});
  }
  return 0;
}
