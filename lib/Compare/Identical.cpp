//===- Identical.cpp - Records that need no comparison --------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare/Identical.h"
#include "Compare/ByteEquivalence.h"

#include <algorithm>

namespace hostlayout {

namespace {

/// Types that hold each other twice a level have 2^32 fields at level 32: what
/// has more than these is left to the comparison, which remembers.
constexpr unsigned MaxFields = 10000;

class Twin {
public:
  bool records(const RecordType &Host, const RecordType &Bpf) {
    return Host.Size == Bpf.Size && Host.isUnion() == Bpf.isUnion() &&
           std::equal(
               Host.Fields.begin(), Host.Fields.end(), Bpf.Fields.begin(),
               Bpf.Fields.end(),
               [this](const Field &H, const Field &B) { return fields(H, B); });
  }

private:
  bool fields(const Field &Host, const Field &Bpf) {
    return ++Seen <= MaxFields && Host.BitOffset == Bpf.BitOffset &&
           Host.IsBitField == Bpf.IsBitField && Host.BitWidth == Bpf.BitWidth &&
           !Host.IsBase && Host.Counterparts.empty() && Host.Name == Bpf.Name &&
           (Host.IsBitField || types(*Host.Ty, *Bpf.Ty));
  }

  bool types(const Type &HostType, const Type &BpfType) {
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
             types(*H.Element, *B.Element);
    }
    case TypeKind::Record:
      return records(static_cast<const RecordType &>(Host),
                     static_cast<const RecordType &>(Bpf));
    default:
      return false; // the enumerators of enums count
    }
  }

  unsigned Seen = 0;
};

} // namespace

bool isIdentical(const RecordType &Host, const RecordType &Bpf) {
  return Twin().records(Host, Bpf);
}

} // namespace hostlayout
