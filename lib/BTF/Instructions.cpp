//===- Instructions.cpp - The code of a BPF object ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Instructions.h"

#include "Support/ByteReader.h"

#include <algorithm>
#include <cstring>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

constexpr uint64_t FlagExecutable = 4;
constexpr uint64_t SymbolBytes = 24, RelocationBytes = 16;

/// Programs have at most a million instructions; an object has more only if it
/// is meant to hurt.
constexpr uint64_t MostInstructions = 1u << 22;

void readSymbols(const ElfFile &File, Program &P) {
  std::optional<ElfFile::Section> Table = File.find(".symtab");
  std::optional<ElfFile::Section> Names = File.find(".strtab");
  if (!Table || !Names || !File.is64Bit())
    return;
  auto Data = File.contents(*Table), Text = File.contents(*Names);
  if (!Data || !Text)
    return;
  ByteReader Bytes(*Data, File.isBigEndian());
  P.Symbols.reserve(Data->size() / SymbolBytes);
  for (uint64_t At = 0; Data->size() - At >= SymbolBytes; At += SymbolBytes) {
    Symbol S;
    uint32_t Name = Bytes.read<uint32_t>(At).value_or(0);
    S.Type = Bytes.read<uint8_t>(At + 4).value_or(0) & 15;
    S.Section = Bytes.read<uint16_t>(At + 6).value_or(0);
    S.Value = Bytes.read<uint64_t>(At + 8).value_or(0);
    S.Size = Bytes.read<uint64_t>(At + 16).value_or(0);
    if (Name < Text->size()) {
      const char *From = reinterpret_cast<const char *>(Text->data()) + Name;
      const void *End = std::memchr(From, 0, Text->size() - Name);
      if (End)
        S.Name = {From, size_t(static_cast<const char *>(End) - From)};
    }
    P.Symbols.push_back(S);
  }
}

void readCode(const ElfFile &File, Program &P, const ElfFile::Section &S) {
  auto Data = File.contents(S);
  if (!Data || Data->size() / InstructionBytes > MostInstructions) {
    P.IsWhole = false;
    return;
  }
  Code C;
  C.Section = S;
  const uint64_t Count = Data->size() / InstructionBytes;
  ByteReader Bytes(*Data, File.isBigEndian());
  C.Instructions.resize(Count);
  C.IsTarget.resize(Count);
  C.IsSecond.resize(Count);
  for (uint64_t I = 0; I != Count; ++I) {
    Instruction &N = C.Instructions[I];
    const uint64_t At = I * InstructionBytes;
    N.Code = *Bytes.read<uint8_t>(At);
    uint8_t Registers = *Bytes.read<uint8_t>(At + 1);
    if (File.isBigEndian())
      Registers = static_cast<uint8_t>(Registers << 4 | Registers >> 4);
    N.To = Registers & 15;
    N.From = Registers >> 4;
    N.Offset = static_cast<int16_t>(*Bytes.read<uint16_t>(At + 2));
    N.Immediate = static_cast<int32_t>(*Bytes.read<uint32_t>(At + 4));
  }
  for (uint64_t I = 0; I < Count; ++I) {
    const Instruction &N = C.Instructions[I];
    if (N.Code == LoadWide) {
      if (++I != Count)
        C.IsSecond[I] = true;
      continue;
    }
    uint8_t Class = N.Code & ClassMask;
    if ((Class != ClassJump && Class != ClassJump32) || N.Code == Call ||
        N.Code == Exit)
      continue;
    int64_t Target = static_cast<int64_t>(I) + 1 +
                     (N.Code == JumpLong ? N.Immediate : N.Offset);
    if (Target >= 0 && static_cast<uint64_t>(Target) < Count)
      C.IsTarget[static_cast<uint64_t>(Target)] = true;
  }
  for (const Symbol &Each : P.Symbols)
    if (Each.Type == TypeFunction && Each.Section == S.Index)
      C.Functions.emplace(Each.Value / InstructionBytes, Each.Name);
  if (auto Table = File.find(".rel" + std::string(S.Name)))
    if (auto Entries = File.contents(*Table)) {
      ByteReader Relocations(*Entries, File.isBigEndian());
      for (uint64_t At = 0; Entries->size() - At >= RelocationBytes;
           At += RelocationBytes)
        C.Relocations[*Relocations.read<uint64_t>(At) / InstructionBytes] =
            static_cast<uint32_t>(*Relocations.read<uint64_t>(At + 8) >> 32);
    }
  P.Sections.push_back(std::move(C));
}

} // namespace

Program btf::readProgram(const ElfFile &File) {
  Program P;
  readSymbols(File, P);
  File.forEachSection([&](const ElfFile::Section &S) {
    if ((S.Flags & FlagExecutable) && S.Size)
      readCode(File, P, S);
  });
  return P;
}

const Symbol *btf::symbolOf(const Program &P, const Code &C, uint64_t At) {
  auto Relocated = C.Relocations.find(At);
  if (Relocated == C.Relocations.end() || Relocated->second >= P.Symbols.size())
    return nullptr;
  const Symbol &Of = P.Symbols[Relocated->second];
  if (Of.Type != TypeSection)
    return &Of;
  const uint64_t Place = static_cast<uint32_t>(C.Instructions[At].Immediate);
  auto Named =
      std::find_if(P.Symbols.begin(), P.Symbols.end(), [&](const Symbol &Each) {
        return Each.Section == Of.Section && Each.Type != TypeSection &&
               Each.Value == Place && !Each.Name.empty();
      });
  return Named == P.Symbols.end() ? nullptr : &*Named;
}
