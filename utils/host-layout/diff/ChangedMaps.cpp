//===- ChangedMaps.cpp - What became of maps and globals ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Compare.h"
#include "Render/Phrases.h"
#include "Render/PinSentence.h"
#include "Support/Printable.h"
#include "diff/Differ.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::command;

static std::string mapName(const lock::Map &M) {
  return "map " + std::string(M.Name);
}

void Differ::compareMaps() {
  if (!O.Types.empty())
    return;
  const std::vector<lock::Map> &Before = Old.shared().Maps;
  const std::vector<lock::Map> &After = New.shared().Maps;
  for (const lock::Map &Was : Before) {
    auto Is = std::ranges::find(After, Was.Name, &lock::Map::Name);
    if (Is == After.end()) {
      missing(true, mapName(Was), Was.Line);
      continue;
    }
    if (Was.Kind != Is->Kind)
      told(mapName(Was),
           {.Words = "'" + printable(Was.Name) + "' is of type " +
                     surface::mapKindName(Was.Kind) + " " + Result.Called.Here +
                     " but " + surface::mapKindName(Is->Kind) + " " +
                     Result.Called.inBpf(),
            .Line = Was.Line});
    else if (Old.isLock())
      compareNumbers(Was, *Is, mapName(Was));
  }
  for (const lock::Map &Is : After)
    if (std::ranges::find(Before, Is.Name, &lock::Map::Name) == Before.end())
      missing(false, mapName(Is));
}

/// "24, 40 bytes".
static std::string sizesText(const std::vector<uint32_t> &Sizes) {
  std::string Text;
  for (uint32_t Size : Sizes)
    Text += (Text.empty() ? "" : ", ") + std::to_string(Size);
  return Text.empty() ? "none" : Text + " bytes";
}

void Differ::compareNumbers(const lock::Map &Before, const lock::Map &After,
                            const std::string &Name) {
  const SideNames &Called = Result.Called;
  auto Tell = [&](std::string_view What, uint64_t Was, uint64_t Is) {
    if (Was != Is)
      told(Name, {.Words = "'" + printable(Before.Name) + "' has " +
                           std::string(What) + " " + std::to_string(Was) + " " +
                           Called.Here + ", but " + std::to_string(Is) + " " +
                           Called.inBpf(),
                  .Line = Before.Line});
  };
  Tell("max_entries", Before.MaxEntries, After.MaxEntries);
  Tell("map_flags", Before.Flags, After.Flags);
  Tell("map_extra", Before.Extra, After.Extra);
  if (Before.IsPinned != After.IsPinned)
    told(Name, {.Words = "'" + printable(Before.Name) + "' is " +
                         (Before.IsPinned ? "pinned by name " : "not pinned ") +
                         Called.Here + ", but " +
                         (After.IsPinned ? "" : "not ") + Called.inBpf(),
                .Line = Before.Line});
  if (Before.KernelPointers != After.KernelPointers)
    told(Name, {.Words = "the values of '" + printable(Before.Name) +
                         "' have other pointers of the kernel " + Called.Here +
                         " than " + Called.inBpf(),
                .Line = Before.Line});
  if (!Before.HasOtherRecords && !After.HasOtherRecords &&
      Before.RecordSizes != After.RecordSizes)
    told(Name, {.Words = "the records sent to '" + printable(Before.Name) +
                         "' have these sizes " + Called.Here + ": " +
                         sizesText(Before.RecordSizes) + "; but " +
                         Called.inBpf() + ": " + sizesText(After.RecordSizes),
                .Line = Before.Line});
  // Where the lock has none, its object had no DWARF.
  if (!Before.RecordTypes.empty())
    for (const Type *Ty : After.RecordTypes)
      if (Old.named(Ty->Name).empty())
        missing(false, std::string(Ty->Name));
  // Where both objects say what they send, one that is not sent any more.
  if (New.knowsRecords() && !Before.HasOtherRecords && !After.HasOtherRecords)
    for (const Type *Ty : Before.RecordTypes)
      if (std::ranges::find(After.RecordTypes, Ty->Name, &Type::Name) ==
              After.RecordTypes.end() &&
          !New.named(Ty->Name).empty())
        told(Name, {.Words = quoted(Ty->Name) + " is a record of " +
                             quoted(Before.Name) + " " + Called.Here +
                             ", but not " + Called.inBpf(),
                    .Line = Before.Line});
  if (Before.Inner && After.Inner) {
    if (Before.Inner->Kind != After.Inner->Kind)
      told(Name,
           {.Words =
                "the maps in '" + printable(Before.Name) + "' are of type " +
                surface::mapKindName(Before.Inner->Kind) + " " + Called.Here +
                " but " + surface::mapKindName(After.Inner->Kind) + " " +
                Called.inBpf(),
            .Line = Before.Inner->Line});
    else
      compareNumbers(*Before.Inner, *After.Inner, Name);
  } else if (Before.Inner || After.Inner) {
    told(Name,
         {.Words = "'" + printable(Before.Name) +
                   "' says what maps it "
                   "holds " +
                   (Before.Inner ? Called.Here : Called.inBpf()) +
                   ", but not " + (Before.Inner ? Called.inBpf() : Called.Here),
          .Line = Before.Line});
  }
}

/// Of a lock, which has the globals by their names. Of two objects, sections
/// are compared where they were asked for.
void Differ::compareGlobals() {
  if (!Old.isLock())
    return;
  auto NameOf = [](const lock::Global &G) {
    return "global " + std::string(G.Section) + " " + std::string(G.Name);
  };
  auto Find = [](const std::vector<lock::Global> &In, const lock::Global &G) {
    auto IsIt = [&](const lock::Global &Other) {
      return Other.Section == G.Section && Other.Name == G.Name;
    };
    // Static variables may share a name.
    auto AtPlace = std::ranges::find_if(In, [&](const lock::Global &Other) {
      return IsIt(Other) && Other.Offset == G.Offset;
    });
    return AtPlace != In.end() ? AtPlace : std::ranges::find_if(In, IsIt);
  };
  for (const lock::Global &Was : Old.shared().Globals) {
    auto Is = Find(New.shared().Globals, Was);
    if (Is == New.shared().Globals.end()) {
      missing(true, NameOf(Was), Was.Line);
      continue;
    }
    if (isUnrecorded(*Was.Ty) || isUnrecorded(*Is->Ty)) {
      notKnown(NameOf(Was));
      continue;
    }
    if (!Told.contains(strip(Was.Ty)->Name) || strip(Was.Ty)->Name.empty())
      compareWith(NameOf(Was),
                  *Old.comparable({.Name = Was.Name, .Ty = Was.Ty}),
                  {{New.comparable({.Name = Is->Name, .Ty = Is->Ty})}});
    if (Was.Offset && Is->Offset && Was.Offset != Is->Offset)
      told(NameOf(Was),
           {.Words = "'" + printable(Was.Name) + "' is at byte " +
                     std::to_string(*Was.Offset) + " " + Result.Called.Here +
                     ", but at byte " + std::to_string(*Is->Offset) + " " +
                     Result.Called.inBpf(),
            .Line = Was.Line});
  }
  for (const lock::Global &Is : New.shared().Globals)
    if (Find(Old.shared().Globals, Is) == Old.shared().Globals.end())
      missing(false, NameOf(Is));
}

/// Whether entries that were written as \p Before are read wrongly.
bool Differ::differ(const lock::Part &Before, const lock::Part &After) {
  if (!Before.Ty || !After.Ty)
    return false;
  CompareOptions Options;
  Options.Host.IsBigEndian = isBigEndian();
  // The new program reads what the old one has written.
  auto Found = compare(
      *strip(New.comparable({.Name = "entry", .Ty = After.Ty})),
      *strip(Old.comparable({.Name = "entry", .Ty = Before.Ty})), Options, {});
  return std::ranges::any_of(
      Found, [](const Difference &D) { return D.Level == Severity::Error; });
}

/// The first variable in the map \p Is that the new program does not find as
/// the old one left it: in a section that is a map, or in an arena.
std::optional<MovedGlobal> Differ::movedGlobal(const lock::Map &Is) {
  constexpr uint32_t Arena = 33; // BPF_MAP_TYPE_ARENA
  auto IsIn = [&Is](const lock::Global &G) {
    return G.Offset && (lock::isSection(Is)
                            ? G.Section == Is.Name
                            : Is.Kind == Arena && lock::isInArena(G.Section));
  };
  for (const lock::Global &New : this->New.shared().Globals) {
    if (!IsIn(New))
      continue;
    const lock::Global *Over = nullptr, *Same = nullptr;
    for (const lock::Global &Was : Old.shared().Globals) {
      if (!IsIn(Was) || Was.Section != New.Section)
        continue;
      if (*Was.Offset < *New.Offset + New.Size &&
          *New.Offset < *Was.Offset + Was.Size)
        Over = &Was;
      // Static variables may share a name.
      if (Was.Name == New.Name && (!Same || Was.Offset == New.Offset))
        Same = &Was;
    }
    const lock::Global *Here = Same ? Same : Over;
    const bool IsRead =
        !Here || (Here->Offset == New.Offset && Here->Size == New.Size &&
                  !differ({Here->Ty, Here->Size, {}}, {New.Ty, New.Size, {}}));
    if (IsRead)
      continue;
    MovedGlobal Moved{std::string(New.Name), {}, *New.Offset, {}};
    if (Same)
      Moved.OldByte = Same->Offset;
    else
      Moved.Over = Over->Name;
    return Moved;
  }
  return std::nullopt;
}

void Differ::comparePins() {
  const Severity Level = O.Rules[DifferenceKind::Pinned];
  if (Level == Severity::Off)
    return;
  for (const lock::Map &Was : Old.shared().Maps) {
    auto Is = std::ranges::find(New.shared().Maps, Was.Name, &lock::Map::Name);
    if (Is == New.shared().Maps.end())
      continue;
    bool IsPinned = O.IsPin || Was.IsHostPinned ||
                    ((Old.isLiveMap() || Was.IsPinned) && Is->IsPinned) ||
                    std::ranges::count(O.AlsoPinned, std::string(Was.Name));
    if (!IsPinned)
      continue;
    std::optional<MovedGlobal> Moved = movedGlobal(*Is);
    const bool TypesDiffer =
        Moved || differ(Was.Key, Is->Key) || differ(Was.Value, Is->Value);
    PinFacts P = lock::judgePin(Was, *Is, TypesDiffer, Old.isLiveMap(), O.By);
    P.Global = std::move(Moved);
    ++Result.Compared;
    if (P.Verdict == PinVerdict::Reused && !P.HasInnerMaps)
      continue;
    const bool IsNote =
        P.Verdict == PinVerdict::Reused || P.Verdict == PinVerdict::Unknown;
    // Of a lock, it was said when the map was reviewed.
    if (IsNote && !Old.isLiveMap())
      continue;
    tell(mapName(Was), {.Kind = DifferenceKind::Pinned,
                        .Level = IsNote ? Severity::Off : Level,
                        .Words = pinSentence(P),
                        .Notes = pinNotes(P),
                        .Line = Was.Line});
  }
}
