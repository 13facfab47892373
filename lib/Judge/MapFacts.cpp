//===- MapFacts.cpp - What the kernel moves for a map ---------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge/MapFacts.h"

#include "BTF/Skeleton.h"
#include "Surface/MapKinds.h"

namespace hostlayout::judge {

static constexpr uint32_t TypeArray = 2; // BPF_MAP_TYPE_ARRAY
static constexpr uint64_t FdSize = 4, IndexSize = 4;

std::optional<MapFacts> findMap(const Source &S, std::string_view Name) {
  if (!S.Types)
    return std::nullopt;
  for (const btf::MapInfo &M : S.Types->maps()) {
    if (M.Name != Name)
      continue;
    MapFacts F;
    F.From = &S;
    F.Name = M.Name;
    F.Type = M.Type;
    F.PinsByName = M.IsPinned;
    const surface::MapKind Kind = surface::mapKind(M.Type);
    F.HasFds = Kind.Values == surface::ValueKind::Fd;
    F.PerCpu = Kind.PerCpu;
    F.IsPerfBuffer = Kind.Buffer == surface::BufferKind::Perf;
    if (!Kind.HasKeys && Kind.Values == surface::ValueKind::None)
      return F;
    F.KeySize = M.KeySize;
    F.ValueSize = F.HasFds ? FdSize : M.ValueSize;
    F.KeyRole = F.Name + ".key";
    F.ValueRole = F.Name + ".value";
    return F;
  }
  // Of a section libbpf makes an array of one element, which is all of it.
  std::string_view Field = Name;
  if (size_t Dot = Field.find('.'); Dot != std::string_view::npos)
    Field.remove_prefix(Dot + 1);
  for (const btf::SectionInfo &Section : S.Types->sections()) {
    if (btf::skeletonIdentifier(Section.Name) != Field || Section.Size == 0)
      continue;
    MapFacts F;
    F.From = &S;
    F.Name = Name;
    F.Type = TypeArray;
    F.KeySize = IndexSize;
    F.ValueSize = Section.Size;
    F.ValueRole = Section.Name;
    return F;
  }
  return std::nullopt;
}

} // namespace hostlayout::judge
