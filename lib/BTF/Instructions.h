//===- Instructions.h - The code of a BPF object ----------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instructions, relocations and functions of the sections that hold code, as
// far as they are whole.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_BTF_INSTRUCTIONS_H
#define HOSTLAYOUT_BTF_INSTRUCTIONS_H

#include "BTF/Elf.h"

#include <map>
#include <vector>

namespace hostlayout::btf {

inline constexpr uint64_t InstructionBytes = 8;

/// ELF's STT_FUNC and STT_SECTION.
inline constexpr uint8_t TypeFunction = 2, TypeSection = 3;

/// Opcodes of <linux/bpf.h>, and the bits that say what kind they are.
inline constexpr uint8_t LoadWide = 0x18, Move64 = 0xb7, Move64Register = 0xbf,
                         Move32 = 0xb4, Move32Register = 0xbc, Call = 0x85,
                         Exit = 0x95, Jump = 0x05, JumpLong = 0x06;
inline constexpr uint8_t ClassMask = 0x07, ClassLoadWide = 0x00,
                         ClassLoad = 0x01, ClassStoreImmediate = 0x02,
                         ClassStore = 0x03, ClassAlu = 0x04, ClassJump = 0x05,
                         ClassJump32 = 0x06, ClassAlu64 = 0x07;

struct Symbol {
  std::string_view Name;
  uint8_t Type = 0;
  uint16_t Section = 0;
  uint64_t Value = 0, Size = 0;
};

struct Instruction {
  uint8_t Code = 0;
  uint8_t To = 0, From = 0;
  int16_t Offset = 0;
  int32_t Immediate = 0;
};

struct Code {
  ElfFile::Section Section;
  std::vector<Instruction> Instructions;
  std::vector<bool> IsTarget;               ///< something jumps here
  std::vector<bool> IsSecond;               ///< of a wide load
  std::map<uint64_t, uint32_t> Relocations; ///< instruction -> symbol
  /// Functions by the instruction they start at.
  std::map<uint64_t, std::string_view> Functions;

  /// The instruction that the function around \p At starts with.
  std::optional<uint64_t> functionOf(uint64_t At) const {
    auto Behind = Functions.upper_bound(At);
    if (Behind == Functions.begin())
      return std::nullopt;
    return std::prev(Behind)->first;
  }
};

/// The code of one object. Immutable once read.
struct Program {
  std::vector<Symbol> Symbols;
  std::vector<Code> Sections;
  /// Nothing had to be left out.
  bool IsWhole = true;
};

Program readProgram(const ElfFile &File);

/// What the wide load at \p At is the address of: of a static variable, too,
/// which only its place in the section tells. Null: of nothing that has a name.
const Symbol *symbolOf(const Program &P, const Code &C, uint64_t At);

} // namespace hostlayout::btf

#endif
