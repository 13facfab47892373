//===- IdList.h - Ids of types, gathered in one pass ------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_IDLIST_H
#define HOSTLAYOUT_BTF_IDLIST_H

#include "BTF/FreshMemory.h"
#include "BTF/Object.h"

#include <span>

namespace hostlayout::btf {

/// Has room for as many ids as there can be: whoever fills it keeps the end at
/// hand, where a vector would look after its capacity with each id.
class IdList {
public:
  IdList() = default;
  IdList(size_t Most, size_t Expected)
      : Ids(makeRoom<TypeId>(Most, Expected)) {}

  TypeId *data() { return Ids.get(); }
  void setEnd(const TypeId *End) { Count = End - Ids.get(); }

  std::span<const TypeId> ids() const { return {Ids.get(), Count}; }

private:
  std::unique_ptr<TypeId[]> Ids;
  size_t Count = 0;
};

} // namespace hostlayout::btf

#endif
