//===- Identical.cpp - Records that need no comparison --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Identical.h"
#include "Compare/Leaves.h"

#include <algorithm>

namespace hostlayout {

static bool isIdentical(const Type &HostType, const Type &BpfType) {
  const Type &Host = *strip(&HostType), &Bpf = *strip(&BpfType);
  if (Host.Kind != Bpf.Kind || Host.Size != Bpf.Size)
    return false;
  switch (Host.Kind) {
  case TypeKind::Integer:
  case TypeKind::Float:
  case TypeKind::Pointer:
    return compareScalars(Host, Bpf) == ScalarVerdict::Same;
  case TypeKind::Array: {
    const auto &H = static_cast<const ArrayType &>(Host);
    const auto &B = static_cast<const ArrayType &>(Bpf);
    return H.Count == B.Count && H.Flexible == B.Flexible &&
           isIdentical(*H.Element, *B.Element);
  }
  case TypeKind::Record:
    return isIdentical(static_cast<const RecordType &>(Host),
                       static_cast<const RecordType &>(Bpf));
  default:
    return false; // the enumerators of enums count
  }
}

static bool isIdentical(const Field &Host, const Field &Bpf) {
  return Host.BitOffset == Bpf.BitOffset && Host.IsBitField == Bpf.IsBitField &&
         Host.BitWidth == Bpf.BitWidth && !Host.IsBase &&
         Host.Counterparts.empty() && Host.Name == Bpf.Name &&
         (Host.IsBitField || isIdentical(*Host.Ty, *Bpf.Ty));
}

bool isIdentical(const RecordType &Host, const RecordType &Bpf) {
  return Host.Size == Bpf.Size && Host.isUnion() == Bpf.isUnion() &&
         std::equal(Host.Fields.begin(), Host.Fields.end(), Bpf.Fields.begin(),
                    Bpf.Fields.end(), [](const Field &H, const Field &B) {
                      return isIdentical(H, B);
                    });
}

} // namespace hostlayout
