//===- ValidationError.cpp - What can be wrong with a type ----------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BTF/ValidationError.h"

#include "Support/Printable.h"

using namespace hostlayout;
using namespace hostlayout::btf;

static std::string number(uint64_t N) { return std::to_string(N); }

/// " 'name'", or nothing for what has none.
static std::string quoted(const TypeTable &T, uint32_t NameOffset) {
  if (!NameOffset || NameOffset >= T.stringEnd())
    return {};
  std::string Text = " '";
  Text += printable(T.string(NameOffset));
  Text += "'";
  return Text;
}

static std::string reference(const TypeTable &T, TypeId To) {
  if (To >= T.count())
    return "it refers to type " + number(To) + ", but the last is " +
           number(T.count() - 1);
  std::string Text = "it refers to type " + number(To) + ", a ";
  Text += spelling(T.kind(To));
  Text += ", where no such thing can stand";
  return Text;
}

static std::string sentence(const TypeTable &T, const ValidationError &F) {
  TypeRef Ty = T[F.Id];
  const std::string Value = number(F.Value);
  switch (F.Broken) {
  case Rule::NameInside:
    return "name offset " + Value + " is outside the string section of " +
           number(T.stringEnd()) + " bytes";
  case Rule::NameLength:
    return "a name is longer than " + number(TypeTable::LongestName) + " bytes";
  case Rule::Reference:
    return reference(T, static_cast<TypeId>(F.Value));
  case Rule::Depth:
    return "types are nested more than " + Value + " deep";
  case Rule::NoCycle:
    return "it contains itself, through type " + Value;
  case Rule::NoElements:
    return "it has " + number(Ty.vlen()) + " elements, its kind has none";
  case Rule::Encoding:
    return "integer encoding " + number(Ty.intEncoding()) + " is not known";
  case Rule::Size:
    return "none has " + number(Ty.size()) + " bytes";
  case Rule::Bits:
    return "its bits end at " + Value + " of " +
           number(uint64_t(Ty.size()) * 8);
  case Rule::Index:
    return "its index type " + Value + " is not an integer";
  case Rule::ElementSize:
    return "its elements have no size";
  case Rule::ArraySize:
    return "its size does not fit 64 bits";
  case Rule::Prototype:
    return "its type " + number(Ty.type()) + " is not a prototype";
  case Rule::Variable:
    if (F.Value >= T.count())
      return reference(T, static_cast<TypeId>(F.Value));
    return "its type " + Value + " is not a variable";
  case Rule::VariableInside:
    return "variable " + number(F.Member) + " ends at byte " + Value + " of " +
           number(Ty.size());
  case Rule::MemberSize:
    return "has no size";
  case Rule::MemberInteger:
    return "is a bit-field, but no integer";
  case Rule::MemberByte:
    return "starts at bit " + Value + ", but is not a bit-field";
  case Rule::MemberFits:
    return "has " + Value + " bytes, all of it " + number(Ty.size());
  case Rule::MemberInside:
    return "ends at bit " + Value + " of " + number(uint64_t(Ty.size()) * 8);
  }
  return {};
}

Error btf::describe(const TypeTable &T, const ValidationError &F) {
  std::string Where = "type " + number(F.Id) + " (";
  Where += spelling(T.kind(F.Id));
  Where += quoted(T, T[F.Id].nameOffset());
  Where += ")";
  std::string Text;
  if (F.Broken >= Rule::MemberSize) {
    Text = "member " + number(F.Member);
    Text += quoted(T, memberAt(T[F.Id], F.Member).NameOffset);
    Text += " ";
  }
  Text += sentence(T, F);
  Text += "; the BTF is damaged";
  return Error(std::move(Text)).in(std::move(Where));
}
