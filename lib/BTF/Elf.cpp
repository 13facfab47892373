//===- Elf.cpp - Sections of an ELF file ----------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Elf.h"

#include "Support/CheckedMath.h"
#include "Support/Printable.h"

#include <algorithm>
#include <cstring>
#include <string>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {
constexpr uint32_t SectionSymTab = 2;
constexpr uint32_t SectionNoBits = 8;
constexpr uint64_t FlagCompressed = 0x800;
constexpr uint16_t IndexExtended = 0xffff;

/// Longer names are never looked for; reading them all could take for ever, as
/// any number of entries may share one long string.
constexpr size_t LongestName = 4096;

/// The string at \p Offset of a string table; empty if it does not end there.
std::string_view stringAt(std::span<const uint8_t> Table, uint64_t Offset) {
  if (Offset >= Table.size())
    return {};
  const uint8_t *From = Table.data() + Offset;
  size_t Left = std::min(Table.size() - Offset, LongestName + 1);
  const void *End = std::memchr(From, 0, Left);
  if (!End)
    return {};
  return {reinterpret_cast<const char *>(From),
          static_cast<size_t>(static_cast<const uint8_t *>(End) - From)};
}
} // namespace

bool ElfFile::isElf(std::span<const uint8_t> Data) {
  return Data.size() >= 4 && std::memcmp(Data.data(), "\177ELF", 4) == 0;
}

/// An address-sized number: 4 or 8 bytes.
std::optional<uint64_t> ElfFile::readWord(uint64_t Offset) const {
  if (Is64Bit)
    return Reader.read<uint64_t>(Offset);
  if (auto Value = Reader.read<uint32_t>(Offset))
    return *Value;
  return std::nullopt;
}

Expected<ElfFile> ElfFile::open(std::span<const uint8_t> Data) {
  if (Data.size() < 52)
    return Error("the ELF header is cut off; the file is incomplete");
  uint8_t Class = Data[4], Order = Data[5];
  if (Class != 1 && Class != 2)
    return Error("unknown ELF class " + std::to_string(Class) +
                 "; the file is damaged");
  if (Order != 1 && Order != 2)
    return Error("unknown ELF byte order " + std::to_string(Order) +
                 "; the file is damaged");

  ElfFile File(ByteReader(Data, Order == 2), Class == 2);
  const ByteReader &R = File.Reader;
  bool Wide = File.Is64Bit;
  auto Table = File.readWord(Wide ? 40 : 32);
  auto Entry = R.read<uint16_t>(Wide ? 58 : 46);
  auto Count = R.read<uint16_t>(Wide ? 60 : 48);
  auto NamesAt = R.read<uint16_t>(Wide ? 62 : 50);
  auto Machine = R.read<uint16_t>(18);
  if (!Table || !Entry || !Count || !NamesAt || !Machine)
    return Error("the ELF header is cut off; the file is incomplete");
  File.Machine = *Machine;
  if (*Table == 0)
    return Error("the ELF file has no sections");
  if (*Entry < (Wide ? 64 : 40))
    return Error("ELF section headers of " + std::to_string(*Entry) +
                 " bytes are too short; the file is damaged");

  // The first header stands in for numbers that do not fit 16 bits.
  File.TableOffset = *Table;
  File.EntryBytes = *Entry;
  File.Count = 1;
  auto First = File.section(0);
  if (!First)
    return Error("the ELF section table is outside the file; the file is "
                 "incomplete");
  uint64_t Sections = *Count ? *Count : First->Size;
  uint32_t NamesIndex = *NamesAt == IndexExtended ? First->Link : *NamesAt;
  auto TableBytes = checkedMul(Sections, *Entry);
  if (!TableBytes || Sections > UINT32_MAX || !R.slice(*Table, *TableBytes))
    return Error("the ELF section table is outside the file; the file is "
                 "incomplete");
  File.Count = static_cast<uint32_t>(Sections);

  auto NamesSection = File.section(NamesIndex);
  if (!NamesSection || NamesIndex == 0)
    return Error("the ELF file has no section names");
  auto Names = File.contents(*NamesSection);
  if (!Names)
    return Names.takeError().in("section names");
  File.Names = *Names;
  return File;
}

std::optional<ElfFile::Section> ElfFile::section(uint32_t Index) const {
  if (Index >= Count)
    return std::nullopt;
  // In range: open() has checked the whole table, or checks the first now.
  uint64_t At = TableOffset + static_cast<uint64_t>(Index) * EntryBytes;
  if (!Reader.slice(At, EntryBytes))
    return std::nullopt;
  Section S;
  S.Index = Index;
  uint32_t NameAt = Reader.read<uint32_t>(At).value_or(0);
  S.Type = Reader.read<uint32_t>(At + 4).value_or(0);
  unsigned Word = Is64Bit ? 8 : 4;
  S.Flags = readWord(At + 8).value_or(0);
  S.Offset = readWord(At + 8 + 2 * Word).value_or(0);
  S.Size = readWord(At + 8 + 3 * Word).value_or(0);
  S.Link = Reader.read<uint32_t>(At + 8 + 4 * Word).value_or(0);
  S.EntrySize = readWord(At + 16 + 5 * Word).value_or(0);
  S.Name = stringAt(Names, NameAt);
  return S;
}

std::optional<ElfFile::Section> ElfFile::find(std::string_view Name) const {
  for (uint32_t I = 1; I < Count; ++I)
    if (auto S = section(I); S && S->Name == Name)
      return S;
  return std::nullopt;
}

Expected<std::span<const uint8_t>> ElfFile::contents(const Section &S) const {
  if (S.Type == SectionNoBits)
    return Error("the section has no bytes in the file; it was stripped, take "
                 "the object as the compiler wrote it");
  if (S.Flags & FlagCompressed)
    return Error("the section is compressed; build without -gz, or use objcopy "
                 "--decompress-debug-sections");
  auto Bytes = Reader.slice(S.Offset, S.Size);
  if (!Bytes)
    return Error("the section (" + std::to_string(S.Size) + " bytes at " +
                 std::to_string(S.Offset) + ") is outside the file of " +
                 std::to_string(Reader.data().size()) +
                 " bytes; the file is incomplete");
  return *Bytes;
}

void ElfFile::forEachSection(
    const std::function<void(const Section &)> &Visit) const {
  for (uint32_t I = 1; I < Count; ++I)
    if (auto S = section(I))
      Visit(*S);
}

void ElfFile::forEachSymbol(
    const std::function<void(const Symbol &)> &Visit) const {
  const unsigned Entry = Is64Bit ? 24 : 16;
  for (uint32_t I = 1; I < Count; ++I) {
    auto Table = section(I);
    if (!Table || Table->Type != SectionSymTab || Table->EntrySize != Entry)
      continue;
    auto NameTable = section(Table->Link);
    if (!NameTable)
      return;
    auto Bytes = contents(*Table);
    auto Strings = contents(*NameTable);
    if (!Bytes || !Strings)
      return;
    ByteReader Symbols(*Bytes, isBigEndian());
    for (uint64_t At = 0; At + Entry <= Bytes->size(); At += Entry) {
      Symbol S;
      S.Name = stringAt(*Strings, Symbols.read<uint32_t>(At).value_or(0));
      if (S.Name.empty())
        continue;
      S.Value = Is64Bit ? Symbols.read<uint64_t>(At + 8).value_or(0)
                        : Symbols.read<uint32_t>(At + 4).value_or(0);
      S.SectionIndex =
          Symbols.read<uint16_t>(At + (Is64Bit ? 6 : 14)).value_or(0);
      uint8_t Info = Symbols.read<uint8_t>(At + (Is64Bit ? 4 : 12)).value_or(0);
      S.IsLocal = Info >> 4 == 0;
      Visit(S);
    }
    return;
  }
}
