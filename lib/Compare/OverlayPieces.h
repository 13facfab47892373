//===- OverlayPieces.h - What the pieces of an overlay are ------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HOSTLAYOUT_COMPARE_OVERLAYPIECES_H
#define HOSTLAYOUT_COMPARE_OVERLAYPIECES_H

#include "Compare/Overlay.h"

#include <string>
#include <vector>

namespace hostlayout {

/// The union that \p P is, or null.
const RecordType *asUnion(const Piece &P);
/// Neither a record nor an array.
bool isLeaf(const Piece &P);
/// An array of bytes.
bool isBytes(const Piece &P);
/// Belongs to a field with the name of padding.
bool isPadding(const Piece &P);
/// What \p F is called, whatever the style; empty for padding and for null.
std::string keyOf(const Field *F);
/// Whether \p Over is a union and reaches over the next piece of the other
/// \p Side and what stands behind that.
bool goesOn(const std::vector<Piece> &Side, const Piece &Over);
/// Takes the next piece of \p Host, which is padding, and what goes on behind
/// it: one run, \p Pad.
void takePadding(std::vector<Piece> &Host, Piece &Pad);

} // namespace hostlayout

#endif
