//===- Take.cpp - What an object shares -----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Lock.h"

#include "BTF/Live.h"

#include <algorithm>
#include <set>
#include <unordered_set>

using namespace hostlayout;
using namespace hostlayout::lock;

namespace {

// linux/include/uapi/linux/bpf.h
constexpr uint32_t Array = 2;
constexpr uint32_t ReadOnlyProg = 1u << 7; // BPF_F_RDONLY_PROG
constexpr uint32_t Mmapable = 1u << 10;    // BPF_F_MMAPABLE

class Taker {
public:
  Taker(surface::Surface &Of, const Records &Sent,
        const std::vector<std::string> &HostPinned)
      : Of(Of), Sent(Sent), HostPinned(HostPinned) {}

  Shared take(std::string_view Object) {
    Result.Object = Of.memory().copy(Object);
    for (const btf::MapInfo &M : Of.object().maps())
      Result.Maps.push_back(map(M, std::string(M.Name)));
    for (const btf::SectionInfo &S : Of.object().sections()) {
      // What is pinned outlives the program, static variables as well.
      const bool IsPinned = isHostPinned(S.Name);
      if (IsPinned)
        Result.Maps.push_back(map(S));
      for (const btf::SectionVar &V : S.Vars)
        if (!V.IsStatic || IsPinned)
          Result.Globals.push_back(global(S, V, IsPinned || isInArena(S.Name)));
    }
    for (const Type *Ty : Of.userTypes())
      addType(*Ty);
    return std::move(Result);
  }

private:
  bool isHostPinned(std::string_view Name) const {
    return std::ranges::find(HostPinned, Name) != HostPinned.end();
  }

  /// The map that libbpf makes of a section (bpf_object__init_internal_map()).
  Map map(const btf::SectionInfo &S) {
    Map Taken;
    Taken.Name = S.Name;
    Taken.IsHostPinned = true;
    if (const btf::MapInfo *Live = btf::liveSection(Of.object())) {
      Taken.Kind = Live->Type;
      Taken.Key.Size = Live->KeySize;
      Taken.Value.Size = Live->ValueSize;
      Taken.MaxEntries = Live->MaxEntries;
      Taken.Flags = Live->Flags;
      Taken.Extra = Live->Extra;
      return Taken;
    }
    Taken.Kind = Array;
    Taken.Key.Size = 4;
    Taken.Value.Size = S.Size;
    Taken.MaxEntries = 1;
    if (S.Name.starts_with(".rodata") || S.Name == ".kconfig")
      Taken.Flags |= ReadOnlyProg;
    if (std::ranges::any_of(
            S.Vars, [](const btf::SectionVar &V) { return !V.IsStatic; }))
      Taken.Flags |= Mmapable;
    return Taken;
  }

  Map map(const btf::MapInfo &M, const std::string &Path) {
    Map Taken;
    Taken.Name = M.Name;
    Taken.Kind = M.Type;
    Taken.Key = part(M.Key, M.KeySize, M.KeyForward, Path + ".key");
    Taken.Value = part(M.Value, M.ValueSize, M.ValueForward, Path + ".value");
    Taken.MaxEntries = M.MaxEntries;
    Taken.Flags = M.Flags;
    Taken.Extra = M.Extra;
    Taken.IsPinned = M.IsPinned;
    Taken.IsHostPinned = isHostPinned(M.Name);
    if (M.Value)
      Taken.KernelPointers = btf::kernelPointers(Of.object(), M.Value);
    const surface::BufferKind Buffer = surface::mapKind(M.Type).Buffer;
    if (Buffer == surface::BufferKind::Ring ||
        Buffer == surface::BufferKind::Perf)
      addRecords(Taken);
    if (M.Inner)
      Taken.Inner = std::make_shared<Map>(
          map(*M.Inner, Path + "." + std::string(M.Inner->Name)));
    return Taken;
  }

  void addRecords(Map &To) {
    std::set<uint32_t> Sizes;
    To.HasOtherRecords = !Sent.HasCode;
    for (const btf::RecordSend &S : Sent.Sends) {
      if (!S.Map.empty() && S.Map != To.Name)
        continue;
      if (S.Size && !S.Map.empty())
        Sizes.insert(*S.Size);
      else
        To.HasOtherRecords = true;
    }
    To.RecordSizes.assign(Sizes.begin(), Sizes.end());
    for (const Type *Ty : Sent.Types)
      if (Ty->Size && Ty->Size <= UINT32_MAX &&
          Sizes.contains(uint32_t(Ty->Size))) {
        addType(*Ty);
        To.RecordTypes.push_back(Ty);
      }
    std::ranges::sort(To.RecordTypes, {}, &Type::Name);
  }

  Part part(btf::TypeId Id, uint64_t Size, std::string_view Forward,
            const std::string &Role) {
    Part P{Id ? Of.layout(Id) : nullptr, Size, Forward};
    if (!P.Ty && !Forward.empty())
      if (auto Known = Of.resolveInDwarf(Role)) {
        P.Ty = Known->Ty;
        P.Size = Known->Size;
      }
    if (P.Ty)
      addType(*P.Ty);
    return P;
  }

  Global global(const btf::SectionInfo &S, const btf::SectionVar &V,
                bool HasPlace) {
    Global G;
    G.Section = S.Name;
    G.Name = V.Name;
    G.Ty = Of.layout(V.Type);
    G.Size = V.Size;
    if (HasPlace)
      G.Offset = V.Offset;
    addType(*G.Ty);
    return G;
  }

  /// A typedef names a record that has no tag.
  void addType(const Type &Declared) {
    const Type *Ty = &Declared, *Named = nullptr;
    for (;;) {
      if (const auto *A = as<ArrayType>(Ty)) {
        Ty = A->Element;
        Named = nullptr;
        continue;
      }
      if (Ty->Kind != TypeKind::Typedef)
        break;
      Named = Ty;
      Ty = static_cast<const TypedefType *>(Ty)->Target;
    }
    if (Ty->Kind != TypeKind::Record && Ty->Kind != TypeKind::Enum)
      return;
    bool IsNew = Known.insert(Ty).second;
    if (!Ty->Name.empty())
      Named = Ty;
    if (Named && Listed.insert(Ty).second)
      Result.Types.push_back(Named);
    if (const auto *R = as<RecordType>(Ty); R && IsNew)
      for (const Field &F : R->Fields)
        addType(*F.Ty);
  }

  surface::Surface &Of;
  const Records &Sent;
  const std::vector<std::string> &HostPinned;
  std::unordered_set<const Type *> Known, Listed;
  Shared Result;
};

void addRoles(const Map &M, std::string_view Name, Arena &Memory,
              std::vector<MapRole> &Roles) {
  bool PerCpu = surface::mapKind(M.Kind).PerCpu;
  for (const Part *P : {&M.Key, &M.Value})
    if (bool IsKey = P == &M.Key; P->isKnown())
      Roles.push_back({.Name = Memory.join({Name, IsKey ? ".key" : ".value"}),
                       .Size = P->Size,
                       .IsKey = IsKey,
                       .PerCpu = PerCpu && !IsKey,
                       .Ty = P->Ty,
                       .Forward = P->Forward});
  if (M.Inner)
    addRoles(*M.Inner, Memory.join({Name, ".", M.Inner->Name}), Memory, Roles);
}

} // namespace

Shared lock::take(surface::Surface &Of, std::string_view Object,
                  const Records &Sent,
                  const std::vector<std::string> &HostPinned) {
  return Taker(Of, Sent, HostPinned).take(Object);
}

std::vector<MapRole> Shared::roles(Arena &Memory) const {
  std::vector<MapRole> Roles;
  for (const Map &M : Maps)
    addRoles(M, M.Name, Memory, Roles);
  return Roles;
}

const Shared *Lock::find(std::string_view Object) const {
  auto At = std::ranges::find(Objects, Object, &Shared::Object);
  if (At != Objects.end())
    return &*At;
  return Objects.size() == 1 ? &Objects.front() : nullptr;
}
