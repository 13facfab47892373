//===- DwarfLayout.h - DWARF types as the neutral model ---------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same conventions as for BTF: alignments are those that the bytes have by
// nature on BPF, and a record whose offsets contradict them is packed.
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_DWARF_DWARFLAYOUT_H
#define HOSTLAYOUT_DWARF_DWARFLAYOUT_H

#include "Layout/Arena.h"
#include "Layout/Type.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"

#include <optional>
#include <vector>

namespace hostlayout::dwarf {

/// Turns DIEs into types, each once. Nothing about the DWARF is taken on trust:
/// what contradicts itself gives no type.
class DwarfLayout {
public:
  DwarfLayout(Arena &Memory, bool IsBigEndian)
      : Memory(Memory), IsBigEndian(IsBigEndian) {}

  /// Null if the type, or one inside it, makes no sense.
  const Type *layout(llvm::DWARFDie Die);

private:
  const Type *build(llvm::DWARFDie Die);
  const Type *buildBase(llvm::DWARFDie Die);
  const Type *buildPointer(llvm::DWARFDie Die);
  const Type *buildTypedef(llvm::DWARFDie Die);
  const Type *buildArray(llvm::DWARFDie Die);
  const Type *buildRecord(llvm::DWARFDie Die);
  const Type *buildEnum(llvm::DWARFDie Die);
  /// False: the record makes no sense. None: the member has no bytes of it.
  bool readMember(llvm::DWARFDie Die, std::optional<Field> &Out);
  bool placeBitField(llvm::DWARFDie Die, Field &F, uint64_t BitOffset);
  std::string_view pointee(llvm::DWARFDie Die, unsigned Depth);
  std::string_view name(llvm::DWARFDie Die);
  const Type *opaque(uint64_t Size);

  template <typename T>
  T *make(llvm::DWARFDie Die, TypeKind K, uint64_t Size, uint32_t Align) {
    T *Made = Memory.make<T>();
    Made->Kind = K;
    Made->Size = Size;
    Made->Align = Align;
    if (Die)
      Made->Name = name(Die);
    return Made;
  }

  Arena &Memory;
  bool IsBigEndian;
  unsigned Depth = 0;
  /// By offset; null while under construction, and where it failed.
  llvm::DenseMap<uint64_t, const Type *> Known;
};

} // namespace hostlayout::dwarf

#endif
