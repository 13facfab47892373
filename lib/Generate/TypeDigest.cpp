//===- TypeDigest.cpp - A number for what a type's bytes mean -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate/TypeDigest.h"

#include "Support/Digest.h"

namespace hostlayout::generate {

namespace {

/// Each step has its twin, of the same name, in host_layout/types.hpp.
class Digester {
public:
  void type(const Type &Ty) {
    const Type &Bare = *strip(&Ty);
    switch (Bare.Kind) {
    case TypeKind::Integer:
    case TypeKind::Enum:
      head('i', Bare.Size);
      return;
    case TypeKind::Float:
      head('f', Bare.Size);
      return;
    case TypeKind::Pointer:
      head('p', Bare.Size);
      return;
    case TypeKind::Array: {
      const auto &Array = static_cast<const ArrayType &>(Bare);
      head('a', Array.Count);
      type(*Array.Element);
      return;
    }
    case TypeKind::Record:
      record(static_cast<const RecordType &>(Bare));
      return;
    case TypeKind::Typedef:
    case TypeKind::Forward:
    case TypeKind::Opaque:
      break;
    }
    head('?', 0);
  }

  uint64_t value() const { return Hash.value() ? Hash.value() : 1; }

private:
  void record(const RecordType &R) {
    head(R.isUnion() ? 'u' : 's', R.Size);
    for (const Field &F : R.Fields) {
      Hash.add(F.Name);
      head('@', F.BitOffset);
      head(':', F.IsBitField ? F.BitWidth : 0);
      type(*F.Ty);
    }
    head('.', 0);
  }
  void head(char What, uint64_t Number) {
    char Bytes[9] = {What};
    for (int I = 0; I != 8; ++I)
      Bytes[I + 1] = static_cast<char>(Number >> 8 * I);
    Hash.add({Bytes, sizeof(Bytes)});
  }

  ShortDigest Hash;
};

} // namespace

uint64_t typeDigest(const Type &Ty) {
  Digester D;
  D.type(Ty);
  return D.value();
}

} // namespace hostlayout::generate
