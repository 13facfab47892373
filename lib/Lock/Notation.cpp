//===- Notation.cpp - How a lock writes names and types -------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lock/Notation.h"

#include "Support/Printable.h"

#include <algorithm>

using namespace hostlayout;
using namespace hostlayout::lock;

std::string lock::writtenName(std::string_view Name) {
  auto IsPlain = [](char C) {
    return isWordCharacter(C) || C == '.' || C == '$';
  };
  if (!Name.empty() && std::ranges::all_of(Name, IsPlain))
    return std::string(Name);
  static constexpr char Digits[] = "0123456789abcdef";
  std::string Quoted = "\"";
  for (unsigned char C : Name) {
    if (C >= 0x20 && C < 0x7f && C != '"' && C != '\\') {
      Quoted += static_cast<char>(C);
      continue;
    }
    Quoted += "\\x";
    Quoted += Digits[C >> 4];
    Quoted += Digits[C & 15];
  }
  return Quoted + "\"";
}

const char *lock::tagOf(const Type &Ty) {
  if (Ty.Kind == TypeKind::Enum)
    return "enum";
  return static_cast<const RecordType &>(Ty).isUnion() ? "union" : "struct";
}

std::string lock::writtenScalar(const Type &Ty) {
  switch (Ty.Kind) {
  case TypeKind::Integer: {
    std::string Bits = std::to_string(Ty.Size * 8);
    static constexpr const char *Signs[] = {"u", "s", ""};
    std::string Sign = Signs[static_cast<unsigned>(Ty.Sign)];
    switch (Ty.Role) {
    case IntegerRole::Bool:
      return Ty.Size == 1 ? "bool" : "bool" + Bits;
    case IntegerRole::Byte:
      return "byte";
    case IntegerRole::Character:
      // BTF knows no other integers of 8 bits.
      if (Ty.Sign == Signedness::Neutral || Ty.Size != 1)
        return Sign + "char" + (Ty.Size == 1 ? "" : Bits);
      break;
    case IntegerRole::Number:
      break;
    }
    return (Sign.empty() ? "u" : Sign) + Bits;
  }
  case TypeKind::Float:
    return "float" + std::to_string(Ty.Size * 8);
  case TypeKind::Pointer:
    return "ptr" + std::to_string(Ty.Size * 8);
  case TypeKind::Forward:
    return "declared " + writtenName(Ty.Name);
  default:
    break;
  }
  return "unknown" + std::to_string(Ty.Size * 8);
}
