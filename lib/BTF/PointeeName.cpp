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

/// Stars and name of what pointers lead to.
struct Pointee {
  std::string_view Tag, Name, Stars;
};

Pointee follow(const TypeTable &T, TypeId Id) {
  Pointee P;
  for (Id = T.skipModifiers(Id); T.kind(Id) == Kind::Ptr;
       Id = T.skipModifiers(T[Id].type())) {
    if (P.Stars.size() == MostStars)
      return {};
    P.Stars = std::string_view("****").substr(0, P.Stars.size() + 1);
  }
  switch (T.kind(Id)) {
  case Kind::Void:
    P.Name = "void";
    break;
  case Kind::Struct:
  case Kind::Union:
  case Kind::Enum:
  case Kind::Enum64:
  case Kind::Fwd:
    P.Tag = tagOf(T[Id]);
    [[fallthrough]];
  case Kind::Int:
  case Kind::Float:
  case Kind::Typedef:
    P.Name = T.name(Id);
    break;
  default:
    break;
  }
  return P;
}

void append(std::string &Text, const Pointee &P) {
  if (P.Name.empty()) {
    Text += !P.Stars.empty() ? "void *"
            : P.Tag.empty()  ? "void"
                             : P.Tag.substr(0, P.Tag.size() - 1);
    return;
  }
  Text += P.Tag;
  Text += P.Name.substr(0, LongestPointee);
  if (!P.Stars.empty())
    Text += ' ';
  Text += P.Stars;
}

/// "int (void *, char)"; nothing if that would be long.
std::string prototype(const TypeTable &T, TypeRef Function) {
  std::string Text;
  append(Text, follow(T, Function.type()));
  Text += " (";
  uint32_t Count = Function.vlen();
  for (uint32_t I = 0; I != Count; ++I) {
    TypeId Parameter = Function.tail(I * size_t(2) + 1);
    Text += I ? ", " : "";
    if (Parameter == 0)
      Text += "...";
    else
      append(Text, follow(T, Parameter));
    if (Text.size() > LongestPointee)
      return {};
  }
  return Text += Count ? ")" : "void)";
}

} // namespace

std::string_view btf::pointeeName(const TypeTable &T, TypeId Id, Arena &A) {
  Id = T.skipModifiers(Id);
  if (T.kind(Id) == Kind::FuncProto)
    return A.copy(std::string_view(prototype(T, T[Id])));
  Pointee P = follow(T, Id);
  if (P.Name.empty() || (P.Tag.empty() && P.Stars.empty()))
    return P.Name;
  return A.join({P.Tag, P.Name.substr(0, LongestPointee),
                 P.Stars.empty() ? "" : " ", P.Stars});
}
