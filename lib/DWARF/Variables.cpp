//===- Variables.cpp - Variables by where they are ------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DWARF/Variables.h"

#include "DWARF/Dies.h"

#include "llvm/DebugInfo/DWARF/DWARFLocationExpression.h"
#include "llvm/Support/LEB128.h"

using namespace llvm::dwarf;
using llvm::DWARFDie;
using namespace hostlayout;
using namespace hostlayout::dwarf;

namespace {

using Places = std::span<const btf::RecordPlace>;

bool isIn(const llvm::DWARFAddressRange &R, const btf::RecordPlace &P) {
  return R.SectionIndex == P.Section && R.LowPC <= P.Address &&
         P.Address < R.HighPC;
}

/// Whether \p Expression is the register that \p P names, or its place on the
/// stack: alone, or as the first of several pieces.
bool isAt(llvm::ArrayRef<uint8_t> Expression, const btf::RecordPlace &P) {
  constexpr uint8_t FrameEnd = 10;
  if (Expression.empty())
    return false;
  const uint8_t Operation = Expression.front();
  if (P.Pointer)
    return Expression.size() == 1 && Operation == DW_OP_reg0 + *P.Pointer;
  if (Operation != DW_OP_fbreg && Operation != DW_OP_breg0 + FrameEnd)
    return false;
  unsigned Read = 0;
  const char *Error = nullptr;
  const int64_t Offset = llvm::decodeSLEB128(Expression.data() + 1, &Read,
                                             Expression.end(), &Error);
  if (Error ||
      (Expression.size() != Read + 1 && Expression[Read + 1] != DW_OP_piece))
    return false;
  // LLVM counts from the frame's other end.
  return Offset ==
         (Offset < 0 ? P.Stack : P.Stack + static_cast<int64_t>(P.FrameSize));
}

class Search {
public:
  Search(Places At, std::vector<DWARFDie> &Found) : At(At), Found(Found) {}

  /// What is in \p Scope, and in scopes within it.
  void scope(DWARFDie Scope, unsigned Depth);

private:
  bool contains(DWARFDie Scope) const;
  void variable(DWARFDie Die);

  Places At;
  std::vector<DWARFDie> &Found;
};

/// A scope without addresses may be anywhere.
bool Search::contains(DWARFDie Scope) const {
  auto Ranges = Scope.getAddressRanges();
  if (!Ranges) {
    llvm::consumeError(Ranges.takeError());
    return false;
  }
  if (Ranges->empty())
    return Scope.getTag() == DW_TAG_lexical_block;
  for (const llvm::DWARFAddressRange &R : *Ranges)
    for (const btf::RecordPlace &P : At)
      if (isIn(R, P))
        return true;
  return false;
}

void Search::variable(DWARFDie Die) {
  auto Locations = Die.getLocations(DW_AT_location);
  if (!Locations)
    return llvm::consumeError(Locations.takeError());
  for (const llvm::DWARFLocationExpression &L : *Locations)
    for (const btf::RecordPlace &P : At) {
      if ((L.Range && !isIn(*L.Range, P)) || !isAt(L.Expr, P))
        continue;
      DWARFDie Origin =
          Die.getAttributeValueAsReferencedDie(DW_AT_abstract_origin);
      DWARFDie Ty = typeOf(Origin ? Origin : Die);
      if (P.Pointer) {
        Ty = skipModifiers(Ty);
        for (unsigned I = 0; I != MaxDwarfDepth && Ty; ++I) {
          if (Ty.getTag() != DW_TAG_typedef)
            break;
          Ty = skipModifiers(typeOf(Ty));
        }
        if (!Ty || Ty.getTag() != DW_TAG_pointer_type)
          return;
        Ty = typeOf(Ty);
      }
      if (Ty)
        Found.push_back(Ty);
      return;
    }
}

void Search::scope(DWARFDie Scope, unsigned Depth) {
  if (Depth == MaxDwarfDepth)
    return;
  for (DWARFDie Child : Scope.children())
    switch (Child.getTag()) {
    case DW_TAG_variable:
    case DW_TAG_formal_parameter:
      variable(Child);
      break;
    case DW_TAG_subprogram:
    case DW_TAG_inlined_subroutine:
    case DW_TAG_lexical_block:
      if (contains(Child))
        scope(Child, Depth + 1);
      break;
    default:
      break;
    }
}

} // namespace

std::vector<DWARFDie> dwarf::variablesAt(DWARFDie Unit, Places At) {
  std::vector<DWARFDie> Found;
  Search(At, Found).scope(Unit, 0);
  return Found;
}
