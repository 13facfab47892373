//===- Elf.h - Sections of an ELF file --------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A bounded reader of ELF files of either class and byte order, for the little
// that is needed of them. It runs in every compile that loads the plugin, so it
// does no more than is asked of it.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_ELF_H
#define HOSTLAYOUT_BTF_ELF_H

#include "Support/ByteReader.h"
#include "Support/Expected.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace hostlayout::btf {

class ElfFile {
public:
  struct Section {
    uint32_t Index = 0;
    uint32_t Type = 0;
    uint64_t Flags = 0;
    uint64_t Offset = 0;
    uint64_t Size = 0;
    uint32_t Link = 0;
    uint64_t EntrySize = 0;
    std::string_view Name;
  };

  struct Symbol {
    std::string_view Name;
    uint64_t Value = 0;
    uint16_t SectionIndex = 0;
    bool IsLocal = false;
  };

  /// Whether \p Data starts as ELF files do.
  static bool isElf(std::span<const uint8_t> Data);

  /// Error: the header or the section table is damaged. \p Data must outlive
  /// the file.
  static Expected<ElfFile> open(std::span<const uint8_t> Data);

  bool isBigEndian() const { return Reader.isBigEndian(); }
  bool is64Bit() const { return Is64Bit; }
  /// EM_*.
  uint16_t machine() const { return Machine; }

  /// The first section of that name.
  std::optional<Section> find(std::string_view Name) const;

  /// The section's bytes. Error: it has none in the file, they are outside of
  /// it, or they are compressed.
  Expected<std::span<const uint8_t>> contents(const Section &S) const;

  void forEachSection(const std::function<void(const Section &)> &Visit) const;

  /// Calls \p Visit with every symbol that has a name; damaged ones and those
  /// of a damaged table are left out.
  void forEachSymbol(const std::function<void(const Symbol &)> &Visit) const;

private:
  ElfFile(ByteReader Reader, bool Is64Bit) : Reader(Reader), Is64Bit(Is64Bit) {}
  std::optional<Section> section(uint32_t Index) const;
  std::optional<uint64_t> readWord(uint64_t Offset) const;

  ByteReader Reader;
  bool Is64Bit;
  uint16_t Machine = 0;
  uint64_t TableOffset = 0;
  uint32_t EntryBytes = 0;
  uint32_t Count = 0;
  std::span<const uint8_t> Names;
};

} // namespace hostlayout::btf

#endif
