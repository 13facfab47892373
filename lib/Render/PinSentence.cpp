//===- PinSentence.cpp - The words for pinned maps ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render/PinSentence.h"

#include "Render/Phrases.h"

namespace hostlayout {

namespace {

std::string refusal(const PinFacts &P) {
  const std::string Old = std::to_string(P.Old), New = std::to_string(P.New);
  if (P.IsByKernel)
    return "the kernel has " +
           std::string(P.Number == MapNumber::Flags ? "map_flags "
                                                    : "max_entries ") +
           Old + " for it, and libbpf expects " + New;
  switch (P.Number) {
  case MapNumber::Kind:
    return "it was of kind " + P.OldKind + ", now " + P.NewKind;
  case MapNumber::KeySize:
    return "its keys had " + bytes(P.Old) + ", now " + New;
  case MapNumber::ValueSize:
    return "its values had " + bytes(P.Old) + ", now " + New;
  case MapNumber::MaxEntries:
    return "its max_entries was " + Old + ", now " + New;
  case MapNumber::Flags:
    return "its map_flags was " + Old + ", now " + New;
  case MapNumber::Extra:
    return "its map_extra was " + Old + ", now " + New;
  }
  return {};
}

std::string moved(const PinFacts &P) {
  auto At = [](uint64_t Byte) { return "at byte " + std::to_string(Byte); };
  if (P.OldByte && P.NewByte)
    return "its values had " + P.Special + " " + At(*P.OldByte) + ", now " +
           At(*P.NewByte);
  if (P.NewByte)
    return "its values have " + P.Special + " " + At(*P.NewByte) +
           ", where those of the pinned map have none";
  return "its values had " + P.Special + " " + At(P.OldByte.value_or(0)) +
         ", now none";
}

std::string misread(const PinFacts &P) {
  if (!P.Global)
    return " and misread old entries: it compares sizes, and these agree";
  const MovedGlobal &G = *P.Global;
  const std::string At = std::to_string(G.NewByte);
  std::string Text = " and misread old values: " + quoted(G.Name);
  if (!G.OldByte)
    return Text + " is at byte " + At + ", where " + quoted(G.Over) + " was";
  if (*G.OldByte != G.NewByte)
    return Text + " was at byte " + std::to_string(*G.OldByte) +
           ", now at byte " + At;
  return Text + " at byte " + At + " has another type now";
}

} // namespace

std::string pinSentence(const PinFacts &P) {
  const std::string Map = "the pinned map " + quoted(P.Map);
  switch (P.Verdict) {
  case PinVerdict::Reused:
    return "libbpf will reuse " + Map;
  case PinVerdict::LibbpfRefuses:
    return "libbpf will refuse " + Map + ": " + refusal(P);
  case PinVerdict::Misread:
    return "libbpf will reuse " + Map + misread(P);
  case PinVerdict::KernelRefuses:
    return "the kernel will refuse the program with " + Map + ": " + moved(P);
  case PinVerdict::Unknown:
    return "whether old entries of " + Map +
           " are still right is not known: the kernel has no types of this " +
           P.OldKind;
  }
  return {};
}

std::vector<std::string> pinNotes(const PinFacts &P) {
  std::vector<std::string> Notes;
  switch (P.Verdict) {
  case PinVerdict::LibbpfRefuses:
    if (P.IsByKernel && P.KnownSince) {
      Notes.push_back("libbpf 1." + std::to_string(P.KnownSince) +
                      " and later know this; with an earlier one, remove the "
                      "pin before the program is loaded");
      break;
    }
    if (P.IsByKernel) {
      Notes.push_back("declare max_entries " + std::to_string(P.Old) +
                      " on this machine, or remove the pin before the program "
                      "is loaded");
      break;
    }
    [[fallthrough]];
  case PinVerdict::KernelRefuses:
    Notes.push_back("rename the map, or remove the pin before the new program "
                    "is loaded");
    break;
  case PinVerdict::Misread:
    Notes.push_back(P.Global
                        ? "remove the pin before the new program is loaded, or "
                          "keep the old variables where they were"
                        : "rename the map, or migrate its entries");
    break;
  case PinVerdict::Reused:
  case PinVerdict::Unknown:
    break;
  }
  if (P.HasInnerMaps && P.Verdict != PinVerdict::LibbpfRefuses)
    Notes.push_back("libbpf neither compares nor fills the maps that a reused "
                    "map holds");
  return Notes;
}

} // namespace hostlayout
