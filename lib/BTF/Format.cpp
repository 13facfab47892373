//===- Format.cpp - BTF as it is written in files -------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/Format.h"

using namespace hostlayout;

std::string_view btf::spelling(Kind K) {
  switch (K) {
  case Kind::Void:
    return "void";
  case Kind::Int:
    return "integer";
  case Kind::Ptr:
    return "pointer";
  case Kind::Array:
    return "array";
  case Kind::Struct:
    return "struct";
  case Kind::Union:
    return "union";
  case Kind::Enum:
  case Kind::Enum64:
    return "enum";
  case Kind::Fwd:
    return "forward declaration";
  case Kind::Typedef:
    return "typedef";
  case Kind::Volatile:
    return "volatile";
  case Kind::Const:
    return "const";
  case Kind::Restrict:
    return "restrict";
  case Kind::Func:
    return "function";
  case Kind::FuncProto:
    return "prototype";
  case Kind::Var:
    return "variable";
  case Kind::DataSec:
    return "section";
  case Kind::Float:
    return "float";
  case Kind::DeclTag:
    return "declaration tag";
  case Kind::TypeTag:
    return "type tag";
  case Kind::LocParam:
  case Kind::LocProto:
  case Kind::LocSec:
    return "location";
  }
  return "type of a later kind";
}
