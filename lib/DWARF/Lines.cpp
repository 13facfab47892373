//===- Lines.cpp - The files of a compile unit ----------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/Lines.h"

#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDataExtractor.h"
#include "llvm/DebugInfo/DWARF/DWARFFormValue.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"

#include <optional>
#include <utility>
#include <vector>

using namespace llvm::dwarf;
using namespace hostlayout;
using namespace hostlayout::dwarf;

namespace {
/// Reads one line table's header. Every read is checked; after one that failed
/// all that follow give 0.
class LineHeader {
public:
  LineHeader(const llvm::DWARFObject &Object, uint8_t AddressSize,
             uint64_t Offset)
      : Object(Object), Data(Object, Object.getLineSection(),
                             Object.isLittleEndian(), AddressSize),
        At(Offset) {}
  ~LineHeader() { llvm::consumeError(At.takeError()); }

  std::string fileName(uint64_t Index);

private:
  std::string fileInList(uint64_t Index);
  std::string fileInTable(uint64_t Index);
  /// DWARF 5: the string of a form that a name can have; skips all others.
  std::string readForm(uint64_t Form);

  const llvm::DWARFObject &Object;
  llvm::DWARFDataExtractor Data;
  llvm::DataExtractor::Cursor At;
};
} // namespace

std::string LineHeader::fileName(uint64_t Index) {
  // 64-bit DWARF starts with a length of -1; no BPF compiler writes it.
  if (Data.getU32(At) == UINT32_MAX)
    return {};
  uint16_t Version = Data.getU16(At);
  if (Version < 2 || Version > 5)
    return {};
  if (Version == 5)
    Data.skip(At, 2); // sizes of an address and a segment selector
  Data.skip(At, 4);   // the header's length
  // Instruction length, default flag, line base and range.
  Data.skip(At, Version >= 4 ? 5 : 4);
  uint8_t Opcodes = Data.getU8(At);
  if (Opcodes > 0)
    Data.skip(At, Opcodes - 1);
  return Version == 5 ? fileInTable(Index) : fileInList(Index);
}

/// DWARF 2 to 4: strings up to an empty one, files counted from 1.
std::string LineHeader::fileInList(uint64_t Index) {
  while (At && !Data.getCStrRef(At).empty()) {
  }
  for (uint64_t I = 1; At; ++I) {
    llvm::StringRef Name = Data.getCStrRef(At);
    for (unsigned Number = 0; Number != 3; ++Number)
      Data.getULEB128(At); // directory, time, length
    if (!At || Name.empty())
      return {};
    if (I == Index)
      return Name.str();
  }
  return {};
}

std::string LineHeader::readForm(uint64_t Form) {
  switch (Form) {
  case DW_FORM_string:
    return Data.getCStrRef(At).str();
  case DW_FORM_line_strp:
  case DW_FORM_strp: {
    uint64_t Offset = Data.getRelocatedValue(At, 4);
    llvm::StringRef Strings = Form == DW_FORM_strp ? Object.getStrSection()
                                                   : Object.getLineStrSection();
    if (!At || Offset >= Strings.size())
      return {};
    return Strings.substr(Offset).split('\0').first.str();
  }
  case DW_FORM_udata:
    Data.getULEB128(At);
    break;
  case DW_FORM_data1:
    Data.skip(At, 1);
    break;
  case DW_FORM_data2:
    Data.skip(At, 2);
    break;
  case DW_FORM_data4:
    Data.skip(At, 4);
    break;
  case DW_FORM_data8:
    Data.skip(At, 8);
    break;
  case DW_FORM_data16:
    Data.skip(At, 16);
    break;
  default:
    // Of unknown length: nothing behind it can be found.
    Data.skip(At, UINT32_MAX);
    break;
  }
  return {};
}

/// DWARF 5: two tables of the same form, directories and files, counted from 0.
std::string LineHeader::fileInTable(uint64_t Index) {
  for (bool IsFiles : {false, true}) {
    std::vector<std::pair<uint64_t, uint64_t>> Columns;
    for (unsigned I = Data.getU8(At); I != 0 && At; --I) {
      uint64_t Content = Data.getULEB128(At);
      Columns.emplace_back(Content, Data.getULEB128(At));
    }
    uint64_t Count = Data.getULEB128(At);
    if (Columns.empty())
      continue;
    for (uint64_t I = 0; I != Count && At; ++I)
      for (auto [Content, Form] : Columns) {
        std::string Text = readForm(Form);
        if (At && IsFiles && I == Index && Content == DW_LNCT_path)
          return Text;
      }
  }
  return {};
}

std::string dwarf::declaredAt(llvm::DWARFDie Die) {
  llvm::DWARFUnit *Unit = Die.getDwarfUnit();
  auto File = toUnsigned(Die.find(DW_AT_decl_file));
  auto Line = toUnsigned(Die.find(DW_AT_decl_line));
  auto Table = toSectionOffset(Unit->getUnitDIE().find(DW_AT_stmt_list));
  if (!File || !Line || !Table)
    return {};
  std::string Name = LineHeader(Unit->getContext().getDWARFObj(),
                                Unit->getAddressByteSize(), *Table)
                         .fileName(*File);
  return Name.empty() ? Name : Name + ":" + std::to_string(*Line);
}
