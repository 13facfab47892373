//===- Records.cpp - Records out of DWARF ---------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/Dies.h"
#include "DWARF/DwarfLayout.h"

#include "llvm/Support/LEB128.h"

#include <algorithm>

using namespace llvm::dwarf;
using llvm::DWARFDie;
using namespace hostlayout;
using namespace hostlayout::dwarf;

/// Where \p Die stands in its record, in bytes.
static std::optional<uint64_t> memberLocation(DWARFDie Die) {
  auto Value = Die.find(DW_AT_data_member_location);
  if (!Value)
    return 0;
  if (auto Constant = Value->getAsUnsignedConstant())
    return *Constant;
  auto Block = Value->getAsBlock();
  if (!Block || Block->empty() || Block->front() != DW_OP_plus_uconst)
    return std::nullopt;
  unsigned Read = 0;
  const char *Error = nullptr;
  uint64_t Offset =
      llvm::decodeULEB128(Block->begin() + 1, &Read, Block->end(), &Error);
  if (Error || Read + 1 != Block->size())
    return std::nullopt;
  return Offset;
}

bool DwarfLayout::placeBitField(DWARFDie Die, Field &F, uint64_t BitOffset) {
  F.IsBitField = true;
  uint64_t Width = number(Die, DW_AT_bit_size).value_or(0);
  if (Width == 0 || Width > 128)
    return false;
  F.BitWidth = static_cast<uint32_t>(Width);
  if (std::optional<uint64_t> FromStart = number(Die, DW_AT_data_bit_offset)) {
    F.BitOffset = *FromStart;
    return true;
  }
  // DWARF 2 and 3 count from the highest bit of a storage unit.
  uint64_t Unit = number(Die, DW_AT_byte_size).value_or(F.Ty->Size) * 8;
  auto FromTop = Die.find(DW_AT_bit_offset);
  if (!FromTop)
    return true;
  auto Signed = FromTop->getAsSignedConstant();
  auto Unsigned = FromTop->getAsUnsignedConstant();
  if (!Signed && !Unsigned)
    return false;
  uint64_t Top = Unsigned ? *Unsigned : static_cast<uint64_t>(*Signed);
  F.BitOffset = IsBigEndian ? BitOffset + Top : BitOffset + Unit - Top - Width;
  return true;
}

bool DwarfLayout::readMember(DWARFDie Die, std::optional<Field> &Out) {
  bool IsBase = Die.getTag() == DW_TAG_inheritance;
  if ((!IsBase && Die.getTag() != DW_TAG_member) ||
      isSet(Die, DW_AT_declaration) || isSet(Die, DW_AT_external))
    return true;
  Field F;
  F.Ty = layout(typeOf(Die));
  std::optional<uint64_t> Location = memberLocation(Die);
  if (!F.Ty || !Location || *Location > MaxDwarfSize)
    return false;
  F.IsBase = IsBase;
  F.BitOffset = *Location * 8;
  if (!IsBase)
    F.Name = name(Die);
  if (Die.find(DW_AT_bit_size) && !placeBitField(Die, F, F.BitOffset))
    return false;
  if (F.Name.empty() && (F.IsBitField || strip(F.Ty)->Kind != TypeKind::Record))
    return true; // padding
  Out = F;
  return true;
}

const Type *DwarfLayout::buildRecord(DWARFDie Die) {
  std::optional<uint64_t> Size = number(Die, DW_AT_byte_size);
  if (!Size || *Size > MaxDwarfSize)
    return nullptr;
  uint32_t Align = 1;
  bool IsPacked = false;
  std::vector<Field> Fields;
  for (DWARFDie Child : Die.children()) {
    std::optional<Field> F;
    if (!readMember(Child, F))
      return nullptr;
    if (!F)
      continue;
    if (F->BitOffset > *Size * 8 || F->bits() > *Size * 8 - F->BitOffset)
      return nullptr;
    Align = std::max(Align, F->Ty->Align);
    if (F->IsBitField) {
      uint64_t Unit = F->Ty->Size * 8;
      if (Unit == 0)
        return nullptr;
      IsPacked |=
          F->BitWidth <= Unit && F->BitOffset % Unit + F->BitWidth > Unit;
    } else {
      IsPacked |= F->BitOffset % (uint64_t(F->Ty->Align) * 8) != 0;
    }
    Fields.push_back(*F);
  }
  IsPacked |= *Size % Align != 0;
  auto *Record =
      make<RecordType>(Die, TypeKind::Record, *Size, IsPacked ? 1 : Align);
  Record->Tag =
      Die.getTag() == DW_TAG_union_type ? RecordTag::Union : RecordTag::Struct;
  Record->IsPacked = IsPacked;
  Record->Fields = Memory.copy(std::span<const Field>(Fields));
  return Record;
}
