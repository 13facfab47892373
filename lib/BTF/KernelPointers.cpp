//===- KernelPointers.cpp - Pointers that the kernel owns -----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/KernelPointers.h"

#include "BTF/TypeTable.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

/// linux/include/linux/bpf.h: BTF_FIELDS_MAX. The kernel refuses more.
constexpr size_t MostPointers = 11;
/// Members looked at: types may share members without end.
constexpr uint32_t MostSteps = 1u << 16;

class Finder {
public:
  explicit Finder(const TypeTable &T) : T(T) {}

  void look(TypeId Id, uint64_t Byte, unsigned Depth) {
    Id = T.skipAliases(Id);
    if (Depth > TypeTable::DeepestNesting || Found.size() == MostPointers)
      return;
    switch (T.kind(Id)) {
    case Kind::Struct:
    case Kind::Union:
      for (uint32_t I = 0, E = T[Id].vlen(); I != E; ++I) {
        if (++Steps > MostSteps)
          return;
        MemberRef M = memberAt(T[Id], I);
        if (!M.BitWidth)
          look(M.Type, Byte + M.BitOffset / 8, Depth + 1);
      }
      break;
    case Kind::Array: {
      const TypeId Element = T[Id].arrayElement();
      const uint64_t Size = T.sizeOf(Element);
      for (uint32_t I = 0, E = T[Id].arrayCount(); I != E && Size; ++I) {
        const size_t Before = Found.size();
        look(Element, Byte + I * Size, Depth + 1);
        // What one element lacks, all lack.
        if (Found.size() == Before || Found.size() == MostPointers)
          break;
      }
      break;
    }
    case Kind::Ptr: {
      const TypeId Tag = T[Id].type();
      if (T.kind(Tag) != Kind::TypeTag)
        break;
      const std::string_view Name = T.name(Tag);
      if (Name == "kptr" || Name == "kptr_untrusted" || Name == "percpu_kptr" ||
          Name == "uptr")
        Found.push_back({Byte, Name, T.name(T.skipAliases(Tag))});
      break;
    }
    default:
      break;
    }
  }

  std::vector<KernelPointer> take() {
    std::ranges::sort(Found, {}, &KernelPointer::Byte);
    return std::move(Found);
  }

private:
  const TypeTable &T;
  uint32_t Steps = 0;
  std::vector<KernelPointer> Found;
};

} // namespace

std::vector<KernelPointer> btf::kernelPointers(const Object &O, TypeId Id) {
  Finder F(O.types());
  F.look(Id, 0, 0);
  return F.take();
}
