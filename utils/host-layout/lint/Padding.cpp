//===- Padding.cpp - Holes in what a program shares -----------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lint/Padding.h"

#include "BTF/Handovers.h"
#include "Generate/KeyHoles.h"

#include <algorithm>
#include <bit>
#include <set>

using namespace hostlayout;
using namespace hostlayout::command;

namespace {

using btf::Handover;
using generate::KeyHole;

/// The record that has the byte \p At of \p Ty among its own, and the member in
/// front of it.
struct Owner {
  const RecordType *In = nullptr;
  const Field *Before = nullptr;
  uint64_t Begin = 0; ///< of In, in bytes
};

Owner ownerOf(const Type &Ty, uint64_t At) {
  Owner Found;
  const Type *Now = &Ty;
  for (uint64_t Begin = 0;;) {
    if (const auto *A = as<ArrayType>(Now)) {
      if (!A->Element->Size)
        return Found;
      Begin += (At - Begin) / A->Element->Size * A->Element->Size;
      Now = A->Element;
      continue;
    }
    const auto *R = as<RecordType>(Now);
    if (!R)
      return Found;
    Found = {R, nullptr, Begin};
    const Field *Inside = nullptr;
    for (const Field &F : R->Fields) {
      const uint64_t From = Begin + F.BitOffset / 8;
      const uint64_t End = Begin + (F.BitOffset + F.bits() + 7) / 8;
      const TypeKind Leaf = leafOf(F.Ty)->Kind;
      if (Leaf == TypeKind::Record && From <= At && At < End)
        Inside = &F;
      else if (From <= At)
        Found.Before = &F;
    }
    if (!Inside)
      return Found;
    Begin += Inside->BitOffset / 8;
    Now = Inside->Ty;
  }
}

/// The compiler left out what stands there, and it is no hole: clang before 19
/// does that to what is _Atomic.
bool isUnrecorded(const Owner &O, uint64_t At) {
  return std::ranges::any_of(O.In->Fields, [&](const Field &F) {
    return F.Ty->Size == 0 && leafOf(F.Ty)->Kind == TypeKind::Opaque &&
           O.Begin + F.BitOffset / 8 == At;
  });
}

class Linter {
public:
  Linter(Side &O, const Policy &Rules)
      : O(O), Rules(Rules), IsBigEndian(O.isBigEndian().value_or(false)),
        Code(btf::handovers(O.object()->surface().object().content())) {}

  PaddingReport run() {
    for (const lock::Map &M : O.shared().Maps) {
      map(M, std::string(M.Name), M.Name);
      if (M.Inner)
        // Its name is that of the template: no code has it.
        map(*M.Inner, std::string(M.Name) + "." + std::string(M.Inner->Name),
            {});
    }
    for (const lock::Map &M : O.shared().Maps)
      records(M);
    for (const Type *Ty : O.object()->surface().emittedTypes())
      if (as<RecordType>(Ty) && !Sent.contains(strip(Ty)))
        look(*Ty, Handover::Record, "", {}, Ty->Size);
    return std::move(Report);
  }

private:
  void map(const lock::Map &M, const std::string &Role, std::string_view Name) {
    if (M.Key.Ty)
      look(*M.Key.Ty, Handover::Key, Role + ".key", Name, 0);
    if (M.Value.Ty)
      look(*M.Value.Ty, Handover::Value, Role + ".value", Name, 0);
  }

  void records(const lock::Map &M) {
    const surface::BufferKind Kind = surface::mapKind(M.Kind).Buffer;
    if (Kind != surface::BufferKind::Ring && Kind != surface::BufferKind::Perf)
      return;
    std::set<uint64_t> Known;
    auto Add = [&](const Type *Ty) {
      if (!as<RecordType>(Ty) || !std::ranges::count(M.RecordSizes, Ty->Size))
        return;
      Known.insert(Ty->Size);
      Sent.insert(strip(Ty));
      look(*Ty, Handover::Record, "", M.Name, Ty->Size);
    };
    for (const Type *Ty : M.RecordTypes)
      Add(Ty);
    for (const Type *Ty : O.object()->surface().emittedTypes())
      Add(Ty);
    // A number alone has no holes, but nothing says that it is one.
    const bool HasUnknown = std::ranges::any_of(
        M.RecordSizes, [&](uint32_t Size) { return !Known.contains(Size); });
    if (HasUnknown || (M.HasOtherRecords && Known.empty()))
      Report.UnknownBuffers.emplace_back(M.Name);
  }

  /// What was asked about on the way: a map's value and its byte.
  struct Origin {
    Handover::Part What;
    std::string_view Map;
    uint64_t At;
    unsigned Level;
    const Origin *Before;
  };

  /// Whether the code shows that the bytes of \p Hole are 0 wherever they are
  /// handed over as \p What of \p Map.
  bool isCleared(const KeyHole &Hole, Handover::Part What, std::string_view Map,
                 uint64_t Size, const Origin *From = nullptr) const {
    constexpr unsigned MostLevels = 4;
    const unsigned Level = From ? From->Level + 1 : 0;
    if (!Code.IsWhole || Level == MostLevels ||
        (Map.empty() && What != Handover::Record))
      return false;
    // What comes out of a value that it went into was made before.
    for (const Origin *Each = From; Each; Each = Each->Before)
      if (Each->What == What && Each->Map == Map && Each->At == Hole.Offset)
        return true;
    const Origin Here = {What, Map, Hole.Offset, Level, From};
    bool IsSeen = false;
    for (const Handover &H : Code.All) {
      const bool IsStore = H.What == Handover::InPlace;
      if (H.What != What && !(What == Handover::Value && IsStore))
        continue;
      if (!H.Map.empty() && !Map.empty() && H.Map != Map)
        continue;
      if (What == Handover::Record && H.Size && *H.Size != Size)
        continue;
      if (IsStore) {
        // What bit-fields leave of a byte is stored with them.
        if (!Hole.Kept && H.From < Hole.Offset + Hole.Size &&
            Hole.Offset < H.To)
          return false;
        continue;
      }
      // One of unknown maps may be of this one.
      if (H.Map.empty() && !Map.empty())
        return false;
      IsSeen = true;
      if (H.IsInVariable)
        continue;
      if (!H.InMap.empty()) {
        KeyHole There = Hole;
        There.Offset += H.InMapAt;
        if (!isCleared(There, Handover::Value, H.InMap, 0, &Here))
          return false;
        continue;
      }
      const std::vector<bool> &Zeros = Hole.Kept ? H.OnceCleared : H.Cleared;
      for (uint64_t I = Hole.Offset; I != Hole.Offset + Hole.Size; ++I)
        if (I >= Zeros.size() || !Zeros[I])
          return false;
    }
    // Values that the program never hands over hold what user space wrote, or
    // the kernel's zeros.
    return IsSeen || What == Handover::Value;
  }

  void look(const Type &Declared, Handover::Part What, const std::string &Role,
            std::string_view Map, uint64_t Size) {
    ++Report.Looked;
    const bool IsKey = What == Handover::Key;
    Severity Level = IsKey ? Severity::Error : Severity::Warning;
    if (Rules.isSet(DifferenceKind::Hole))
      Level = Rules[DifferenceKind::Hole];
    if (Level == Severity::Off || !as<RecordType>(leafOf(&Declared)))
      return;
    for (const KeyHole &Hole : generate::keyHoles(Declared, IsBigEndian)) {
      const Owner In = ownerOf(Declared, Hole.Offset);
      if (!In.In || isUnrecorded(In, Hole.Offset) ||
          isCleared(Hole, What, Map, Size) ||
          // Each once, however many elements or maps have it.
          !Told.emplace(In.In, In.Before, IsKey, Hole.Kept != 0).second)
        continue;
      add(Declared, Hole, In, Level, IsKey, Role);
    }
  }

  void add(const Type &Declared, const KeyHole &Hole, const Owner &In,
           Severity Level, bool IsKey, const std::string &Role) {
    Padding P;
    Finding &F = P.Found;
    F.Diff.Kind = DifferenceKind::Hole;
    F.Diff.Form = IsKey ? Variant::MapKey : Variant::Plain;
    F.Diff.Level = Level;
    F.Diff.BpfIn = In.In;
    F.Diff.BpfBit = (Hole.Offset - In.Begin) * 8;
    F.Diff.BpfNumber = Hole.Size;
    if (Hole.Kept)
      F.Diff.HostNumber = Hole.Size * 8 - std::popcount(Hole.Kept) * Hole.Size;
    if (In.Before)
      F.Diff.Before = In.Before->Name;
    F.Diff.Role = Role;
    F.Host = F.Bpf = strip(&Declared);
    const std::string_view Tag = strip(&Declared)->Name;
    F.BpfName = !Tag.empty()             ? Tag
                : !Declared.Name.empty() ? Declared.Name
                                         : std::string_view(Role);
    F.HostName = F.BpfName;
    F.Object = O.name();
    P.DeclaredAt = O.object()->dwarf().declaredAt(
        O.object()->surface().object(),
        In.In->Name.empty() ? F.BpfName : std::string(In.In->Name));
    Report.Holes.push_back(std::move(P));
  }

  Side &O;
  const Policy &Rules;
  const bool IsBigEndian;
  const btf::Handovers Code;
  std::set<const Type *> Sent;
  std::set<std::tuple<const RecordType *, const Field *, bool, bool>> Told;
  PaddingReport Report;
};

} // namespace

PaddingReport command::findPadding(Side &O, const Policy &Rules) {
  return Linter(O, Rules).run();
}
