//===- DeclaredMaps.h - Maps as a BPF program declares them -----*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_TEST_UNIT_DECLAREDMAPS_H
#define HOSTLAYOUT_TEST_UNIT_DECLAREDMAPS_H

#include "BTFBuilder.h"

namespace hostlayout::test {

constexpr uint32_t Hash = 1, ProgArray = 3, PerfEventArray = 4, PerCpuHash = 5,
                   PerCpuArray = 6, HashOfMaps = 13, RingBuf = 27,
                   UserRing = 31;

/// A blob with a section of maps, each of which is a struct of pointers.
class DeclaredMaps {
public:
  DeclaredMaps() : Int(B.u32()), Long(B.integer("unsigned long", 8)) {}

  TypeId number(uint32_t N) { return B.pointer(B.array(Int, N, Int)); }

  TypeId definition(std::vector<MemberText> Members) {
    for (size_t I = 0; I != Members.size(); ++I)
      Members[I].BitOffset = static_cast<uint32_t>(I * 64);
    const auto Size = static_cast<uint32_t>(Members.size() * 8);
    return B.structure("", Size, std::move(Members));
  }

  void map(std::string_view Name, std::vector<MemberText> Members) {
    const auto Size = static_cast<uint32_t>(Members.size() * 8);
    TypeId Type = definition(std::move(Members));
    Vars.push_back({B.variable(Name, Type), Offset, Size});
    Offset += Size;
  }

  /// A map of \p Type with 4-byte keys and values of type \p Value.
  void mapOf(std::string_view Name, uint32_t Type, TypeId Value) {
    map(Name, {{"type", number(Type), 0},
               {"key", B.pointer(Int), 0},
               {"value", B.pointer(Value), 0}});
  }

  /// Adds the section, behind all maps; returns the blob.
  const BlobBuilder &withMaps() {
    B.section(".maps", Offset, Vars);
    return B;
  }

  BlobBuilder B;
  TypeId Int, Long;
  std::vector<BlobBuilder::Placed> Vars;
  uint32_t Offset = 0;
};

} // namespace hostlayout::test

#endif
