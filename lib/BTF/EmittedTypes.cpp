//===- EmittedTypes.cpp - Types by how programs use them ------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/EmittedTypes.h"

#include "BTF/TypeTable.h"

using namespace hostlayout;
using namespace hostlayout::btf;

static constexpr std::string_view EmitPrefix = "host_layout_emit_";

std::vector<TypeId> btf::emittedTypes(const Object &O) {
  const TypeTable &T = O.types();
  std::vector<TypeId> Found;
  auto AddTarget = [&](TypeId Pointer) {
    Pointer = T.skipAliases(Pointer);
    if (T.kind(Pointer) == Kind::Ptr)
      Found.push_back(T.skipModifiers(T[Pointer].type()));
  };
  for (const SectionInfo &S : O.sections())
    for (const SectionVar &V : S.Vars)
      if (V.Name.find("unused") != std::string_view::npos)
        AddTarget(V.Type);
  for (TypeId Id = T.first(), End = T.count(); Id != End; ++Id) {
    if (T.kind(Id) != Kind::Func || !T.name(Id).starts_with(EmitPrefix))
      continue;
    TypeId Prototype = T[Id].type();
    if (T.kind(Prototype) != Kind::FuncProto)
      continue;
    for (uint32_t I = 0, E = T[Prototype].vlen(); I != E; ++I)
      AddTarget(T[Prototype].tail(I * size_t(2) + 1));
  }
  return Found;
}

std::vector<TypeId> btf::namedTypes(const Object &O) {
  std::vector<TypeId> Ids;
  O.types().forEachNamed([&](TypeId Id) { Ids.push_back(Id); });
  return Ids;
}
