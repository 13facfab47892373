//===- PointeeName.cpp - What pointers point to, for messages -------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/PointeeName.h"

#include <string>

using namespace hostlayout;
using namespace hostlayout::btf;

namespace {

/// Longer names are cut: each pointer has its own copy.
constexpr size_t LongestPointee = 256;
/// Pointers may go round in circles.
constexpr unsigned MostStars = 4;

std::string_view tagOf(TypeRef Ty) {
  switch (Ty.kind()) {
  case Kind::Struct:
    return "struct ";
  case Kind::Union:
    return "union ";
  case Kind::Enum:
  case Kind::Enum64:
    return "enum ";
  case Kind::Fwd:
    return Ty.kindFlag() ? "union " : "struct ";
  default:
    return {};
  }
}

} // namespace

std::string_view btf::pointeeName(const TypeTable &T, TypeId Id, Arena &A) {
  std::string_view Stars = "";
  for (Id = T.skipModifiers(Id); T.kind(Id) == Kind::Ptr;
       Id = T.skipModifiers(T[Id].type())) {
    if (Stars.size() == MostStars)
      return {};
    Stars = std::string_view("****").substr(0, Stars.size() + 1);
  }

  std::string_view Tag, Name;
  switch (T.kind(Id)) {
  case Kind::Void:
    Name = "void";
    break;
  case Kind::Struct:
  case Kind::Union:
  case Kind::Enum:
  case Kind::Enum64:
  case Kind::Fwd:
    Tag = tagOf(T[Id]);
    [[fallthrough]];
  case Kind::Int:
  case Kind::Float:
  case Kind::Typedef:
    Name = T.name(Id);
    break;
  default:
    break;
  }
  if (Name.empty() || (Tag.empty() && Stars.empty()))
    return Name;
  std::string Text(Tag);
  Text += Name.substr(0, LongestPointee);
  if (!Stars.empty())
    Text += " ";
  Text += Stars;
  return A.copy(std::string_view(Text));
}
