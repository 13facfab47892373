//===- ObjectCache.cpp - Objects already read by this process ---*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang/ObjectCache.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::clangfe;

ObjectCache &ObjectCache::process() {
  static ObjectCache Cache;
  return Cache;
}

std::shared_ptr<const btf::Object>
ObjectCache::find(const Key &K, bool TrustsTime, const Reader &Read) {
  std::shared_ptr<const btf::Object> Types;
  auto Now = std::chrono::system_clock::now();
  {
    std::lock_guard<std::mutex> Guard(Lock);
    auto At = std::find_if(Entries.begin(), Entries.end(),
                           [&](const Entry &E) { return E.Of == K; });
    if (At == Entries.end())
      return nullptr;
    std::rotate(At, At + 1, Entries.end());
    Types = Entries.back().Types;
    if (TrustsTime && Entries.back().isSettled())
      return Types;
  }

  Expected<Bytes> Content = Read();
  bool IsSame =
      Content && std::equal(Content->Data.begin(), Content->Data.end(),
                            Types->content().begin(), Types->content().end());
  std::lock_guard<std::mutex> Guard(Lock);
  auto At = std::find_if(Entries.begin(), Entries.end(),
                         [&](const Entry &E) { return E.Types == Types; });
  if (IsSame) {
    if (At != Entries.end())
      At->ReadAt = Now;
    return Types;
  }
  if (At != Entries.end())
    Entries.erase(At);
  return nullptr;
}

std::shared_ptr<const btf::Object>
ObjectCache::keep(const Key &K, std::shared_ptr<const btf::Object> O) {
  auto Now = std::chrono::system_clock::now();
  std::lock_guard<std::mutex> Guard(Lock);
  for (const Entry &E : Entries)
    if (E.Of == K && E.isSettled())
      return E.Types;
  // An object of an older state of the same file is of no use to anybody.
  std::erase_if(Entries, [&](const Entry &E) {
    return E.Of.Path == K.Path && E.Of.Device == K.Device &&
           E.Of.Inode == K.Inode;
  });
  if (Entries.size() == Capacity)
    Entries.erase(Entries.begin());
  Entries.push_back({K, O, Now});
  return O;
}
