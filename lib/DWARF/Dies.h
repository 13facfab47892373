//===- Dies.h - What a DIE says of itself -----------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_DIES_H
#define HOSTLAYOUT_DWARF_DIES_H

#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/DebugInfo/DWARF/DWARFFormValue.h"

#include <cstdint>
#include <optional>

namespace hostlayout::dwarf {

// The bounds of BTF, which say the same of the same programs.
inline constexpr unsigned MaxDwarfDepth = 64;
inline constexpr uint64_t MaxDwarfSize = UINT32_MAX;

inline uint32_t naturalAlign(uint64_t Size) {
  switch (Size) {
  case 2:
  case 4:
  case 8:
  case 16:
    return static_cast<uint32_t>(Size);
  case 12:
    return 4;
  }
  return 1;
}

inline std::optional<uint64_t> number(llvm::DWARFDie Die,
                                      llvm::dwarf::Attribute Name) {
  if (auto Value = Die.find(Name)) {
    if (auto Unsigned = Value->getAsUnsignedConstant())
      return *Unsigned;
    if (auto Signed = Value->getAsSignedConstant())
      return static_cast<uint64_t>(*Signed);
  }
  return std::nullopt;
}

inline bool isSet(llvm::DWARFDie Die, llvm::dwarf::Attribute Name) {
  return llvm::dwarf::toUnsigned(Die.find(Name), 0) != 0;
}

inline llvm::DWARFDie typeOf(llvm::DWARFDie Die) {
  return Die.getAttributeValueAsReferencedDie(llvm::dwarf::DW_AT_type);
}

inline llvm::DWARFDie skipModifiers(llvm::DWARFDie Die) {
  for (unsigned I = 0; Die && I != MaxDwarfDepth; ++I) {
    switch (Die.getTag()) {
    case llvm::dwarf::DW_TAG_const_type:
    case llvm::dwarf::DW_TAG_volatile_type:
    case llvm::dwarf::DW_TAG_restrict_type:
    case llvm::dwarf::DW_TAG_atomic_type:
      Die = typeOf(Die);
      continue;
    default:
      return Die;
    }
  }
  return llvm::DWARFDie();
}

} // namespace hostlayout::dwarf

#endif
